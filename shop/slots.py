"""Times of delivery to choose from: offered by a maker, taken by one conditional UPDATE, frozen with the parcel."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from core import audit, times
from core.db import db, insert
from programme.models import Facility
from shop import delivery, ways
from shop.models import DeliverySlot, Parcel

SHOWN_DAYS = 21
MOST_DAYS = 28  # offered at once


class Full(Exception):
    """Its last place was taken, it has begun or was closed, or it does not fit how and where these goods go."""


def coming(facility_ids: Iterable[int]) -> dict[int, list[DeliverySlot]]:
    """By maker those with a place left, the soonest first. One query."""
    makers, now = sorted(set(facility_ids)), times.now()
    soon = (DeliverySlot.starts_at > now, DeliverySlot.starts_at < now + timedelta(days=SHOWN_DAYS))
    is_open = (DeliverySlot.closed_at.is_(None), DeliverySlot.taken < DeliverySlot.places)
    query = select(DeliverySlot).where(DeliverySlot.facility_id.in_(makers), *soon, *is_open)
    found: dict[int, list[DeliverySlot]] = {}
    for slot in db.session.scalars(query.order_by(DeliverySlot.starts_at, DeliverySlot.id)) if makers else ():
        found.setdefault(slot.facility_id, []).append(slot)
    return found


def of_maker(facility_id: int) -> Sequence[DeliverySlot]:
    """Those that have not ended, full and closed ones too."""
    query = select(DeliverySlot).where(DeliverySlot.facility_id == facility_id, DeliverySlot.ends_at > times.now())
    query = query.options(joinedload(DeliverySlot.venue)).order_by(DeliverySlot.starts_at, DeliverySlot.id)
    return db.session.scalars(query.limit(300)).all()


def fits(slot: DeliverySlot, maker: Facility, fetching: ways.Fetching | None, province: str, ready_on: date) -> bool:
    """Whether it is of this maker and of this way, and not before the goods are ready. She delivers in her province."""
    place = fetching.value if fetching else "send"
    is_near = fetching is not None or delivery.province_of(maker) == province
    is_ready = times.local(slot.starts_at).date() >= ready_on
    return slot.facility_id == maker.id and slot.place == place and is_near and is_ready


def take(wanted: Iterable[tuple[int, int]]) -> dict[int, DeliverySlot]:
    """Of (maker, slot) by maker, one place in each, or Full and none is kept: of two who want the last, one gets it.

    In the order of ids, so that two orders never wait on each other in a circle.
    """
    taken: dict[int, DeliverySlot] = {}
    for maker_id, slot_id in sorted(wanted, key=lambda pair: pair[1]):
        slot = db.session.get(DeliverySlot, slot_id)
        is_open = DeliverySlot.closed_at.is_(None) & (DeliverySlot.starts_at > times.now())
        is_hers = slot is not None and slot.facility_id == maker_id
        if slot is None or not is_hers or not _count(slot_id, 1, is_open & (DeliverySlot.taken < DeliverySlot.places)):
            raise Full(slot_id)
        taken[slot.facility_id] = slot
    return taken


def give_back(parcel: Parcel) -> None:
    """It came to nothing before it left: somebody else may have the place."""
    if parcel.slot_id:
        _count(parcel.slot_id, -1, DeliverySlot.taken > 0)


def let_go(parcel: Parcel) -> None:
    """It goes elsewhere now, and no time was promised there."""
    give_back(parcel)
    parcel.slot_id = parcel.slot_starts_at = parcel.slot_ends_at = None


def offer(  # noqa: PLR0913 (a slot's own facts)
    facility_id: int, place: str, first: date, days: int, hours: tuple[int, int], places: int
) -> int:
    """The same span on each of so many days; how many are new: what is offered already stays as it is."""
    rows = [
        {
            "facility_id": facility_id,
            "place": place,
            "venue_id": int(place.partition("diem-")[2] or 0) or None,
            "starts_at": times.start_of(first + timedelta(days=n)) + timedelta(hours=hours[0]),
            "ends_at": times.start_of(first + timedelta(days=n)) + timedelta(hours=hours[1]),
            "places": places,
            "taken": 0,
        }
        for n in range(days)
    ]
    new = insert(DeliverySlot).values(rows).on_conflict_do_nothing().returning(DeliverySlot.id)
    made = db.session.scalars(new).all()
    for slot_id in made[:1]:
        audit.record(db.session.get_one(DeliverySlot, slot_id), "slots.offered", days=len(made), places=places)
    return len(made)


def close(facility_id: int, slot_id: int) -> bool:
    """Nobody else may choose it; who has keeps it. False where the maker has none like it."""
    mine = (DeliverySlot.id == slot_id, DeliverySlot.facility_id == facility_id, DeliverySlot.closed_at.is_(None))
    closed = update(DeliverySlot).where(*mine).values(closed_at=times.now()).returning(DeliverySlot.id)
    return db.session.execute(closed.execution_options(synchronize_session=False)).scalar() is not None


def freeze(parcel: Parcel, slot: DeliverySlot) -> None:
    parcel.slot_id, parcel.slot_starts_at, parcel.slot_ends_at = slot.id, slot.starts_at, slot.ends_at


def arrives(slot: DeliverySlot) -> date:
    return times.local(slot.starts_at).date()


def written(starts_at: datetime, ends_at: datetime) -> str:
    """18/10/2026, 8:00–10:00; the same in both languages."""
    start, end = times.local(starts_at), times.local(ends_at)
    return f"{start:%d/%m/%Y}, {start.hour}:{start:%M}–{end.hour}:{end:%M}"


def _count(slot_id: int, step: int, condition: object) -> bool:
    changed = update(DeliverySlot).where(DeliverySlot.id == slot_id, condition)  # type: ignore[arg-type]
    statement = changed.values(taken=DeliverySlot.taken + step).returning(DeliverySlot.id)
    return db.session.execute(statement.execution_options(synchronize_session=False)).scalar() is not None
