"""A plan as the drawing board and its forms are given it."""

from core.forms import Form
from fairs import plans, workspace
from fairs.floor import rules
from fairs.floor.asking import HallForm, RowsForm, StandForm, ThingForm
from fairs.floor.shapes import STANDARD, Thing, things_of
from fairs.models import Hall, Stand


def forms(hall: Hall, stands: list[Stand], chosen: Stand | None, thing: Thing | None) -> dict[str, Form | None]:
    """The forms beside the board as they stand."""
    return {
        "hall_form": HallForm(told_of(hall)),
        "rows_form": RowsForm(next_rows(stands)),
        "stand_form": StandForm(typed(chosen)) if chosen else None,
        "thing_form": ThingForm(typed_thing(thing)),
    }


def told_of(hall: Hall) -> dict:
    return {name: getattr(hall, name) for name in ("code", "name", "name_en", "width", "height")}


def next_rows(stands: list[Stand]) -> dict:
    """What the next row most likely is: as the last stand, its number going on."""
    last = max(stands, key=lambda stand: stand.id, default=None)
    usual = {"across": 1, "down": 1, "width": STANDARD, "height": STANDARD, "x": 1, "y": 1}
    if last is None:
        return usual
    same = {name: getattr(last, name) for name in ("width", "height", "group", "list_price", "subsidised")}
    return usual | same | {"number": last.number}


def typed(stand: Stand) -> dict:
    names = ("number", "group", "width", "height", "facing", "list_price", "subsidised")
    return {name: getattr(stand, name) for name in names} | {"x": stand.x + 1, "y": stand.y + 1}


def typed_thing(thing: Thing | None) -> dict:
    if thing is None:
        return {"kind": "aisle", "width": STANDARD, "height": STANDARD}
    names = ("kind", "label", "label_en", "width", "height", "group")
    return {name: getattr(thing, name) for name in names} | {"x": thing.x + 1, "y": thing.y + 1}


def state(hall: Hall) -> dict:
    """Short rows, as there may be hundreds: [id, number, group, letter, x, y, width, height, facing, title]."""
    rows = workspace.stands_of(hall.id)
    return {
        "revision": hall.revision,
        "width": hall.width,
        "height": hall.height,
        "stands": [
            [s.id, s.number, s.group, s.letter, s.x, s.y, s.width, s.height, s.facing, s.booth.title if s.booth else ""]
            for s in rows
        ],
        "things": [
            {"id": key, "name": rules.name_of(thing)}
            | {name: getattr(thing, name) for name in ("kind", "x", "y", "width", "height", "label", "group")}
            for key, thing in sorted(things_of(hall.features).items())
        ],
        "hues": {group.letter: n % 8 + 1 for n, group in enumerate(plans.key_of(rows))},
    }
