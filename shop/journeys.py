"""One maker's part of an order in two journeys: some lines go first, the rest later, each a parcel with its own steps.

The rest is a parcel of its own, so that it is packed, followed, paid at the door and refused by the same rules as any.
The delivery was charged with the first and is not charged again.
"""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import func, select, update

from core import audit, times
from core.db import db
from shop import codes, drawn, journey_letters, parcels, payments, proposed
from shop.models import Order, OrderLine, Parcel, ParcelTerms, Payment

OPEN = ("placed", "confirmed")


class NotDivisible(Exception):
    """Packed or gone, paid by card or with a voucher, fetched, or waiting for somebody's word."""


class NothingStays(Exception):
    """All of it or nothing of it would go first."""


def may_split(parcel: Parcel) -> bool:
    """Money that came by a bank's notice, by card or from a voucher belongs to the whole, which then goes at once."""
    payment = parcel.payment
    if payment.rest or payment.keeps:  # a deposit is of the whole
        return False
    is_plain = payment.method == "cod" and payment.state == "awaiting" and not parcel.discounts
    by_hand = payment.method == "vietqr" and payment.state == "paid" and not payment.received and not parcel.discounts
    goods = [line for line in parcel.lines if not line.dropped_at]
    is_ours = parcel.state in OPEN and not parcel.is_fetched and not parcel.origin
    return is_ours and (is_plain or by_hand) and len(goods) > 1 and not any(line.asked_g for line in goods)


def split(parcel: Parcel, first: Collection[int], later_on: date) -> Parcel:
    """What is not among the lines `first` goes later, by that day. Raises NotDivisible, NothingStays.

    The order's row is held, so that two who split at once make one second journey.
    """
    _hold(parcel)
    if not may_split(parcel) or proposed.waits_in(parcel.id):
        raise NotDivisible(parcel.id)
    live = [line for line in parcel.lines if not line.dropped_at]
    stay = [line for line in live if line.id not in first]
    if not stay or len(stay) == len(live):
        raise NothingStays(parcel.id)
    if parcel.state == "placed":
        parcels.confirm(parcel)
    rest = _rest(parcel, stay, later_on)
    audit.record(parcel, "parcel.split", rest=rest.id, lines=[line.id for line in stay])
    journey_letters.split(parcel, rest)
    return rest


def _hold(parcel: Parcel) -> None:
    mine = update(Order).where(Order.id == parcel.order_id).values(changes=Order.changes)
    db.session.execute(mine.execution_options(synchronize_session=False))
    parcels.take(parcel)
    db.session.refresh(parcel.payment)
    db.session.expire(parcel, ["lines"])


def _rest(parcel: Parcel, lines: list[OrderLine], later_on: date) -> Parcel:
    payment, parts = parcel.payment, (Parcel.order_id == parcel.order_id, Parcel.facility_id == parcel.facility_id)
    last = db.session.scalar(select(func.max(Parcel.part)).where(*parts)) or 1
    rest = Parcel(
        order=parcel.order,
        facility=parcel.facility,
        code=codes.new_code(),
        part=last + 1,
        origin="rest",
        state="placed",
        goods_total=sum(line.total for line in lines),
        shipping_fee=0,
        fee_total=0,  # fees by kind were charged once, with the first
        way=parcel.way,
        fetched_at="",
        sent_by=parcel.sent_by,
        sending_way_id=parcel.sending_way_id,
        discount=0,
        unweighed=sum(line.waits_for_scales for line in lines),
    )
    parcels.begin(rest)
    rest.pack_before = times.start_of(later_on) + timedelta(hours=17)
    paid = {name: getattr(payment, name) for name in ("method", "state", "paid_at", "bank_bin", "bank_account")}
    rest.payment = Payment(
        **paid, bank_holder=payment.bank_holder, content=rest.code if payment.content else None, amount=rest.total
    )
    db.session.add(rest)
    db.session.flush()
    _move(lines, parcel, rest)
    drawn.divide(parcel, rest, dict(parcels.units_of(parcel)))
    parcels.confirm(rest)
    return rest


def _move(lines: list[OrderLine], parcel: Parcel, rest: Parcel) -> None:
    """The lines, what they cost and what they were sold under go along; what is left is what the first one costs."""
    moved = update(OrderLine).where(OrderLine.id.in_([line.id for line in lines])).values(parcel_id=rest.id)
    db.session.execute(moved.execution_options(synchronize_session=False))
    db.session.expire(parcel, ["lines"])
    db.session.expire(rest, ["lines"])
    parcel.goods_total = sum(line.total for line in parcel.lines)
    parcel.unweighed = sum(line.waits_for_scales for line in parcel.lines)
    if parcel.payment.state == "paid":
        parcel.payment.amount = parcel.total
    db.session.flush()
    payments.follow(parcel)
    terms = db.session.get(ParcelTerms, parcel.id)
    if terms is not None:
        same = {name: getattr(terms, name) for name in ("fee_rate", "fee_fixed", "vat", "pit", "tax_source")}
        db.session.add(ParcelTerms(parcel_id=rest.id, frozen_at=times.now(), **same))
        db.session.flush()
