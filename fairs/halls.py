"""The halls of a fair: making one, and finding one's place in it, who stands before and after."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from core import audit
from core.db import db
from fairs.floor import drawing
from fairs.models import Fair, Hall, Stand


class HallThere(Exception):
    """The fair has a hall of this code."""


class HallHasStands(Exception):
    """A hall goes only once its stands are gone."""


def find(fair: Fair, code: str) -> Hall | None:
    """The hall of this code; the first of the fair where none is asked for."""
    if not code:
        return next(iter(fair.halls), None)
    return next((hall for hall in fair.halls if hall.code == code), None)


def stand_in(stands: Sequence[Stand], number: str) -> Stand | None:
    return next((stand for stand in stands if stand.number == number), None)


def beside(stands: Sequence[Stand], stand: Stand) -> tuple[Stand | None, Stand | None, int, int]:
    """The stands with booths before and after this one on the walk, its turn among them, and how many there are."""
    walk = [one for one in stands if one.on_show or one is stand]
    turn = walk.index(stand)
    before = walk[turn - 1] if turn else None
    after = walk[turn + 1] if turn + 1 < len(walk) else None
    return before, after, turn + 1, len(walk)


def begin(fair: Fair, told: Mapping[str, Any]) -> Hall:
    """A hall with bare walls: its code, name, name_en, width and height. Raises HallThere where the code is taken."""
    taken = select(Hall.id).where(Hall.fair_id == fair.id, Hall.code == told["code"])
    if db.session.scalar(taken) is not None:
        raise HallThere(told["code"])
    last = db.session.scalar(select(func.max(Hall.position)).where(Hall.fair_id == fair.id))
    hall = Hall(fair_id=fair.id, position=0 if last is None else last + 1, features=[], **told)
    db.session.add(hall)
    db.session.flush()
    audit.record(hall, "hall.begun", code=hall.code, size=[hall.width, hall.height])
    return hall


def revise(hall: Hall, told: Mapping[str, Any]) -> None:
    """Another name, other walls. Raises Unfit where a wall would go through something."""
    if (hall.width, hall.height) != (told["width"], told["height"]):
        drawing.resize(hall, told["width"], told["height"])
    changed = {
        name: [getattr(hall, name), told[name]] for name in ("name", "name_en") if getattr(hall, name) != told[name]
    }
    for name in changed:
        setattr(hall, name, told[name])
    audit.record(hall, "hall.told", **changed)


def remove(hall: Hall) -> None:
    """Take an empty hall away. Raises HallHasStands."""
    if db.session.scalar(select(Stand.id).where(Stand.hall_id == hall.id).limit(1)) is not None:
        raise HallHasStands(hall.code)
    audit.record(hall, "hall.removed", code=hall.code, name=hall.name)
    db.session.delete(hall)
