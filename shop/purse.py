"""What buyers still owe a maker, and what has come in by month."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from core import times
from core.db import db
from shop.models import CAME_TO_NOTHING, Parcel, ParcelDiscount, Payment


@dataclass(frozen=True, slots=True)
class Owed:
    """What buyers still owe a maker, in đồng: by transfers, and on delivery; how much of both awaits the scales."""

    transfers: int
    on_delivery: int
    estimated: int


def owed_to(facility_id: int) -> Owed:
    estimated = func.sum(case((Parcel.unweighed > 0, Payment.amount), else_=0))
    query = (
        select(Payment.method, func.sum(Payment.amount - Payment.received), estimated)
        .join(Payment.parcel)
        .where(Parcel.facility_id == facility_id, Payment.state == "awaiting")
        .group_by(Payment.method)
    )
    rows = list(db.session.execute(query))
    sums = {method: int(amount) for method, amount, _estimated in rows}
    weighing = sum(int(part) for _method, _amount, part in rows)
    return Owed(transfers=sums.get("vietqr", 0), on_delivery=sums.get("cod", 0), estimated=weighing)


def vouchers_to_come(facility_id: int) -> int:
    """đồng that vouchers of fairs and of the programme took off parcels on their way: not in the ledger yet."""
    query = (
        select(func.coalesce(func.sum(ParcelDiscount.amount), 0))
        .join(Parcel, Parcel.id == ParcelDiscount.parcel_id)
        .where(Parcel.facility_id == facility_id, ParcelDiscount.payer != "maker")
        .where(ParcelDiscount.given_back_at.is_(None), Parcel.state.not_in((*CAME_TO_NOTHING, "delivered")))
    )
    return int(db.session.scalar(query) or 0)


def received_by_month(facility_id: int) -> list[tuple[date, int, int]]:
    """(first day of the month by Hanoi's clock, parcels paid, đồng), latest first, at most 24, without cards."""
    query = (
        select(Payment.paid_at, Payment.amount)
        .join(Payment.parcel)
        .where(Parcel.facility_id == facility_id, Payment.paid_at.is_not(None), Payment.state == "paid")
        .where(Payment.method != "stripe")
    )
    months: dict[date, tuple[int, int]] = {}
    for paid_at, amount in db.session.execute(query):
        assert paid_at is not None  # the query says so
        month = times.local(paid_at).date().replace(day=1)
        count, total = months.get(month, (0, 0))
        months[month] = (count + 1, total + amount)
    return [(month, *months[month]) for month in sorted(months, reverse=True)[:24]]
