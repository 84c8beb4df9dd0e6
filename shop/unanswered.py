"""Orders that their maker has not taken in time: by the clock alone, so that no job has to have run.

The worker's look only writes letters: to the maker before the deadline, to staff once it has passed.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from accounts import people
from core import audit, jobs, times, working
from core.access import must_reach
from core.audit import AuditEntry
from core.db import db
from programme import reach
from shop import letters, parcels, rules
from shop.models import Order, Parcel

HOWS = ("call", "zalo", "message")
CHASED = "parcel.chased"
SHOWN = 100


class Answered(Exception):
    """The maker has taken it meanwhile, or it came to nothing."""


def answer_by(order: Order) -> datetime:
    return working.after(order.placed_at, rules.value("confirm_within_hours"))


def is_late(parcel: Parcel) -> bool:
    return parcel.state == "placed" and answer_by(parcel.order) <= times.now()


def late() -> Sequence[Parcel]:
    """What waits too long, the oldest first."""
    query = select(Parcel).join(Parcel.order).where(Parcel.state == "placed", reach.within(Parcel.facility_id))
    query = query.where(parcels.are_not_awaiting_a_card())
    query = query.where(Order.placed_at <= working.before(times.now(), rules.value("confirm_within_hours")))
    loads = (joinedload(Parcel.order), joinedload(Parcel.facility), joinedload(Parcel.payment))
    return db.session.scalars(query.options(*loads).order_by(Order.placed_at, Parcel.id).limit(SHOWN)).all()


def late_one(parcel_id: int) -> Parcel | None:
    query = select(Parcel).where(Parcel.id == parcel_id)
    return db.session.scalar(query.options(joinedload(Parcel.order), joinedload(Parcel.facility)))


def chased(parcel_ids: Iterable[int]) -> dict[int, list[AuditEntry]]:
    """What staff did about each, oldest first, in one query."""
    found: dict[int, list[AuditEntry]] = {one: [] for one in parcel_ids}
    query = select(AuditEntry).where(AuditEntry.subject_kind == "parcel", AuditEntry.subject_id.in_(found))
    for entry in db.session.scalars(query.where(AuditEntry.action == CHASED).order_by(AuditEntry.id)) if found else ():
        found[entry.subject_id].append(entry)
    return found


def chase(parcel: Parcel, how: str, words: str) -> None:
    """A member of staff notes what she did about it. Raises Answered."""
    must_reach(parcel.facility.commune_code)
    parcels.take(parcel)
    if not is_late(parcel):
        raise Answered(parcel.state)
    audit.record(parcel, CHASED, how=how, words=words)


def watch(order: Order) -> None:
    """Have the worker look at it while there is still time."""
    soon = working.after(order.placed_at, rules.value("confirm_reminded_hours"))
    jobs.enqueue("order.look", run_at=soon, order_id=order.id)


def look(order_id: int) -> None:
    """Before the deadline each maker who has not answered is reminded, after it staff are told."""
    loads = (
        selectinload(Order.parcels).joinedload(Parcel.facility),
        selectinload(Order.parcels).joinedload(Parcel.payment),
    )
    order = db.session.scalar(select(Order).where(Order.id == order_id).options(*loads))
    waiting = [one for one in order.parcels if one.state == "placed" and not one.awaits_card] if order else []
    if not order or not waiting:
        return
    by = answer_by(order)
    for parcel in waiting:
        if by > times.now():
            letters.answer_soon(parcel, by)
        else:
            letters.answer_late(parcel, _watchers(parcel))
    if by > times.now():
        jobs.enqueue("order.look", run_at=by, order_id=order.id)


def _watchers(parcel: Parcel) -> list[str]:
    """The mail addresses of staff who look after orders where its maker is."""
    there = parcel.facility.commune_code
    able = [one for one in people.staff() if one.may("moderate") and one.reaches(there)]
    return [one.email for one in able if one.email]
