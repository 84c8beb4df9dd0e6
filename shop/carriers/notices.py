"""Notices of carriers: each is kept once, in whatever order they come, and moves the parcel only forward.

The newest by the carrier's own clock says where the parcel is. What does not fit the parcel's state (delivered after it
came back, left before its buyer said yes) moves nothing and stands with the shipment for its maker to look at.
"""

import hashlib
from datetime import date

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from core import times
from core.db import db, insert
from shop import letters as parcel_letters
from shop import parcels, payments, refusals, refused
from shop.carriers import door, letters, shipments, statuses
from shop.carriers.packages import Made, Told
from shop.models import CarrierAccount, CarrierNotice, OrderLine, Parcel, Shipment

MOST_BYTES = 64 * 1024
_LEFT = ("picked", "moving", "delivering", "missed")
_COMES_BACK = ("returning", "returned", "lost")


def take_in(account: CarrierAccount, told: Told) -> bool:
    """Whether it was news. One about a parcel that this account never had is none."""
    row = _about(account, told)
    if row is None:
        return False
    parcels.take(row.parcel)  # of two notices of the same moment one waits
    db.session.refresh(row)
    step = statuses.step_of(account.carrier, told.status)
    if not _keep(row, told, step):
        return False
    if row.state == "queued" and told.code:  # made, and its answer was lost
        shipments.note(row.id, Made(told.code, row.fee))
        db.session.refresh(row)
    if told.is_settled and told.collected:
        settle(row, told.collected, times.local(told.at).date())
    if row.step_at is None or told.at >= row.step_at:
        row.step, row.step_at = step, told.at
        _follow(row, step, told)
    return True


def settle(row: Shipment, amount: int, on: date) -> bool:
    """What was collected is paid out to the maker; the first word on it counts."""
    unpaid = update(Shipment).where(Shipment.id == row.id, Shipment.cod_paid.is_(None), Shipment.cod > 0)
    statement = unpaid.values(cod_paid=amount, cod_paid_on=on).returning(Shipment.id)
    done = db.session.execute(statement.execution_options(synchronize_session=False)).scalar() is not None
    db.session.refresh(row, ["cod_paid", "cod_paid_on"])
    return done


def _about(account: CarrierAccount, told: Told) -> Shipment | None:
    ours = (Shipment.code == told.code) | (Shipment.our_code == told.our_code)
    mine = joinedload(Shipment.parcel)
    lines = mine.selectinload(Parcel.lines)
    loads = (
        mine.joinedload(Parcel.order),
        mine.joinedload(Parcel.facility),
        mine.joinedload(Parcel.payment),
        mine.selectinload(Parcel.discounts),
        mine.selectinload(Parcel.fees),
        lines.selectinload(OrderLine.parts),
    )
    query = select(Shipment).where(Shipment.account_id == account.id, ours).options(*loads)
    return db.session.scalars(query.order_by(Shipment.id.desc())).unique().first()


def _keep(row: Shipment, told: Told, step: str) -> bool:
    said = "|".join((told.status, told.at.isoformat(), told.words, str(told.collected), str(told.is_settled)))
    new = insert(CarrierNotice).values(
        shipment_id=row.id,
        key=hashlib.sha256(said.encode()).hexdigest()[:40],
        status=told.status[:60],
        step=step,
        words=told.words,
        at=told.at,
        heard_at=times.now(),
    )
    once = new.on_conflict_do_nothing(index_elements=["shipment_id", "key"]).returning(CarrierNotice.id)
    return db.session.execute(once).scalar() is not None


def _follow(row: Shipment, step: str, told: Told) -> None:
    try:
        if step in (*_LEFT, *_COMES_BACK, "delivered"):
            _leave(row)
        if step == "delivered" and row.parcel.state == "handed_over":
            _deliver(row, told)
        elif step in _COMES_BACK and row.parcel.state == "handed_over":
            _come_back(row, step, told)
        elif step == "cancelled" and row.is_live:
            row.state = "cancelled"
            db.session.flush()
            shipments.clear(row.id)
            letters.cancelled(row)
    except (parcels.IllegalMove, parcels.NotAsked, parcels.NotPaid, payments.NotAwaited):
        pass
    row.error = "" if _agrees(row, step) else f"Hãng báo “{told.status}” lúc {times.local(told.at):%H:%M %d/%m}"


def _agrees(row: Shipment, step: str) -> bool:
    state = row.parcel.state
    if step in _LEFT:
        return state == "handed_over"
    return state == "delivered" if step == "delivered" else state == "refused" if step in _COMES_BACK else True


def _leave(row: Shipment) -> None:
    if row.parcel.state == "packed":
        parcels.hand_over(row.parcel, door.name_of(row.account.carrier), row.code or "")
        parcel_letters.parcel_handed_over(row.parcel)


def _deliver(row: Shipment, told: Told) -> None:
    collected = told.collected if row.cod and told.collected else None
    is_other = collected is not None and collected != row.parcel.total
    parcels.deliver(row.parcel, collected, "theo lời báo của hãng" if is_other else "")


def _come_back(row: Shipment, step: str, told: Told) -> None:
    """Along the same way as what a maker notes herself; it counts against nobody, since the carrier's word for why is
    no reason of our list."""
    code = "broken" if step == "lost" else "other"
    reason = next(one for one in refused.reasons() if one.code == code)
    refusals.note(row.parcel, reason, "carrier" if step == "lost" else "maker", told.words)
