"""What a plan must keep: everything inside the walls, no two stands over each other, numbers that say one place."""

import re
from collections.abc import Collection, Iterator, Mapping

from flask_babel import gettext as _

from catalog import taxonomy
from fairs.floor.faults import Fault
from fairs.floor.shapes import FACINGS, GROUND, THINGS, Box, Cell, Floor, Spot, Thing

MOST_STANDS = 1_000  # in one hall
WIDEST = 40  # cells across one stand
LEAST_HALL, MOST_HALL = 4, 200  # cells
_NUMBER = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ.-]{0,7}")


def faults(floor: Floor, stands: Collection[int], things: Collection[int]) -> list[Fault]:
    """What is wrong with the stands and things of these ids, each against all that is there. A plan from before a
    rule keeps what it has, until somebody changes that very stand.
    """
    found = [fault for key in things if key in floor.things for fault in _of_thing(floor, key, floor.things[key])]
    found += [fault for key in stands if key in floor.spots for fault in _of_spot(floor, key, floor.spots[key])]
    found += _covered(floor, stands, things) + _same_numbers(floor, stands)
    if len(floor.spots) > MOST_STANDS:
        found.append(Fault("too_many", 0, str(MOST_STANDS)))
    return found


def numbers_elsewhere(
    floor: Floor, stands: Collection[int], elsewhere: Collection[str], printed: Mapping[str, tuple[int, str]]
) -> list[Fault]:
    """Numbers that a stand of another hall bears, or that was printed for a stand which bears another now."""
    found: list[Fault] = []
    for key in stands:
        number = floor.spots[key].number if key in floor.spots else ""
        if number in elsewhere:
            found.append(Fault("same_number", key, number))
        owner, now = printed.get(number, (key, ""))
        if owner != key:
            found.append(Fault("printed_number", key, number, now))
    return found


def name_of(thing: Thing) -> str:
    return thing.label or kind_names()[thing.kind]


def kind_names() -> dict[str, str]:
    return {
        "entrance": _("Cửa"),
        "aisle": _("Lối đi"),
        "zone": _("Khu"),
        "stage": _("Sân"),
        "desk": _("Quầy"),
    }


def _is_inside(floor: Floor, box: Box) -> bool:
    return box.x >= 0 and box.y >= 0 and box.right <= floor.width and box.bottom <= floor.height


def _of_spot(floor: Floor, key: int, spot: Spot) -> Iterator[Fault]:
    if not _NUMBER.fullmatch(spot.number):
        yield Fault("no_number", key, spot.number)
    if not taxonomy.browse_group(spot.group):
        yield Fault("no_group", key, spot.number)
    if not (1 <= spot.width <= WIDEST and 1 <= spot.height <= WIDEST and spot.facing in FACINGS):
        yield Fault("too_big", key, _("Gian %(n)s", n=spot.number))
    elif not _is_inside(floor, spot.box):
        yield Fault("outside", key, _("Gian %(n)s", n=spot.number))
    if not 0 <= spot.subsidised <= spot.list_price:
        yield Fault("price", key, spot.number)


def _of_thing(floor: Floor, key: int, thing: Thing) -> Iterator[Fault]:
    if thing.kind not in THINGS:
        yield Fault("no_kind", key)
    elif thing.width < 1 or thing.height < 1 or not _is_inside(floor, thing.box):
        yield Fault("outside", key, name_of(thing))


def _covered(floor: Floor, stands: Collection[int], things: Collection[int]) -> list[Fault]:
    """Stands over each other or over a thing, where one of the two is among those that changed."""
    found: list[Fault] = []
    taken: dict[Cell, int] = {}
    told: set[tuple[int, int]] = set()
    changed = set(stands)
    for key, spot in sorted(floor.spots.items(), key=lambda one: one[0] in changed):
        for other in {taken[cell] for cell in _inside(spot.box) if cell in taken}:
            if key in changed and (key, other) not in told:
                told.add((key, other))
                found.append(Fault("overlaps", key, spot.number, floor.spots[other].number))
        taken.update(dict.fromkeys(_inside(spot.box), key))
    for name, thing in floor.things.items():
        if thing.kind in GROUND or thing.kind not in THINGS:
            continue
        under = {taken[cell] for cell in _inside(thing.box) if cell in taken}
        found += [
            Fault("on_thing", key, floor.spots[key].number, name_of(thing))
            for key in sorted(under)
            if key in changed or name in things
        ]
    return found


def _inside(box: Box) -> Iterator[Cell]:
    """Its cells, or none where it is no box that a hall could hold."""
    return box.cells() if box.width <= MOST_HALL and box.height <= MOST_HALL else iter(())


def _same_numbers(floor: Floor, stands: Collection[int]) -> list[Fault]:
    first: dict[str, int] = {}
    found: list[Fault] = []
    changed = set(stands)
    for key, spot in sorted(floor.spots.items(), key=lambda one: one[0] in changed):
        if first.setdefault(spot.number, key) != key and key in changed:
            found.append(Fault("same_number", key, spot.number))
    return found
