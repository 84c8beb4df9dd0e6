"""A plan in the database: read as a floor, and written back where it differs."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import raiseload

from core.db import db
from fairs.floor.shapes import LETTERS, Floor, Spot, things_of
from fairs.models import Booth, FormerNumber, Hall, Stand

_COLUMNS = ("number", "group", "x", "y", "width", "height", "facing", "list_price", "subsidised")


@dataclass(frozen=True, slots=True)
class Kept:
    """A hall's plan as it lies in the database, and what the rest of its fair says about numbers."""

    hall: Hall
    floor: Floor
    turns: Mapping[int, int]  # of the stroll, by stand
    held: frozenset[int]  # stands with a booth
    stand_revisions: Mapping[int, int]  # when each was last changed
    thing_revisions: Mapping[int, int]
    elsewhere: frozenset[str]  # numbers in the fair's other halls
    printed: Mapping[str, tuple[int, str]]  # former numbers: the stand that bore each, and its number now


def read(hall: Hall) -> Kept:
    """Three queries, however many stands."""
    stands = select(Stand, Booth.id).outerjoin(Booth, Booth.stand_id == Stand.id).where(Stand.hall_id == hall.id)
    rows = db.session.execute(
        stands.order_by(Stand.id).options(raiseload("*")).execution_options(populate_existing=True)
    ).all()
    others = select(Stand.number).where(Stand.fair_id == hall.fair_id, Stand.hall_id != hall.id)
    former = (
        select(FormerNumber.number, FormerNumber.stand_id, Stand.number)
        .join(Stand, Stand.id == FormerNumber.stand_id)
        .where(FormerNumber.fair_id == hall.fair_id)
    )
    elsewhere = frozenset(db.session.scalars(others))
    printed = {number: (stand_id, now) for number, stand_id, now in db.session.execute(former)}
    spots = {stand.id: spot_of(stand) for stand, _ in rows}
    return Kept(
        hall=hall,
        floor=Floor(hall.width, hall.height, spots, things_of(hall.features), elsewhere | frozenset(printed)),
        turns={stand.id: stand.walk for stand, _ in rows},
        held=frozenset(stand.id for stand, booth_id in rows if booth_id is not None),
        stand_revisions={stand.id: stand.changed_in for stand, _ in rows},
        thing_revisions={one["id"]: one.get("changed_in", 0) for one in hall.features if "id" in one},
        elsewhere=elsewhere,
        printed=printed,
    )


def spot_of(stand: Stand) -> Spot:
    return Spot(**{name: getattr(stand, name) for name in _COLUMNS})


def write(
    kept: Kept, wanted: Floor, stands: Sequence[int], things: Sequence[int], stroll: Sequence[int]
) -> dict[int, int]:
    """Write the stands and things that changed, and the turns of the stroll. Gives the ids of new stands."""
    hall = kept.hall
    before = kept.floor.spots
    _remove([key for key in stands if key not in wanted.spots])
    changed = [key for key in stands if key in wanted.spots and key in before]
    _free_their_numbers([key for key in changed if before[key].number != wanted.spots[key].number])
    _update(hall, wanted, changed)
    ids = _add(hall, wanted, [key for key in stands if key not in before])
    _remember_numbers(kept, wanted, changed)
    _line_up(kept, [ids.get(key, key) for key in stroll])
    if things:
        hall.features = [
            {"id": key, "changed_in": _revision_of(kept, key, things)} | asdict(wanted.things[key])
            for key in sorted(wanted.things)
        ]
    db.session.flush()
    return ids


def _revision_of(kept: Kept, key: int, changed: Sequence[int]) -> int:
    return kept.hall.revision if key in changed else kept.thing_revisions.get(key, 0)


def _remove(keys: list[int]) -> None:
    if keys:
        db.session.execute(delete(FormerNumber).where(FormerNumber.stand_id.in_(keys)))
        db.session.execute(delete(Stand).where(Stand.id.in_(keys)))


def _free_their_numbers(keys: list[int]) -> None:
    """Two stands may change numbers with each other, and each number is one stand's at every moment."""
    if keys:
        db.session.execute(update(Stand), [{"id": key, "number": f"~{key}"} for key in keys])


def _update(hall: Hall, wanted: Floor, keys: list[int]) -> None:
    rows = [_row(wanted.spots[key]) | {"id": key, "changed_in": hall.revision} for key in keys]
    if rows:
        db.session.execute(update(Stand), rows)


def _add(hall: Hall, wanted: Floor, keys: list[int]) -> dict[int, int]:
    """New stands; one that comes back from an undoing keeps the id it had."""
    made = {key: _stand(hall, wanted.spots[key]) for key in sorted(keys, key=abs)}
    for key, stand in made.items():
        if key > 0:
            stand.id = key
    db.session.add_all(made.values())
    db.session.flush()
    return {key: stand.id for key, stand in made.items()}


def _stand(hall: Hall, spot: Spot) -> Stand:
    return Stand(hall_id=hall.id, fair_id=hall.fair_id, changed_in=hall.revision, walk=0, **_row(spot))


def _row(spot: Spot) -> dict[str, Any]:
    return asdict(spot) | {"letter": LETTERS.get(spot.group, spot.number[:1])}


def _remember_numbers(kept: Kept, wanted: Floor, keys: Sequence[int]) -> None:
    """The number of a stand with a booth may stand on a placard: it leads to that stand for ever."""
    for key in keys:
        old, new = kept.floor.spots[key].number, wanted.spots[key].number
        if old == new:
            continue
        if kept.printed.get(new, (0, ""))[0] == key:
            own = (FormerNumber.fair_id == kept.hall.fair_id, FormerNumber.number == new)
            db.session.execute(delete(FormerNumber).where(*own))
        if key in kept.held:
            db.session.add(FormerNumber(fair_id=kept.hall.fair_id, number=old, stand_id=key))


def _line_up(kept: Kept, stroll: Sequence[int]) -> None:
    rows = [{"id": key, "walk": turn} for turn, key in enumerate(stroll) if kept.turns.get(key, 0) != turn]
    if rows:
        db.session.execute(update(Stand), rows)
