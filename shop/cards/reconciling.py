"""Stripe's books beside ours: what a lost notice or a killed process left is found, mended and said.

Stripe is asked first (`look`), outside any transaction; then all is applied in one (`heal`) by the rules that notices
go by, so that it may run at any time and as often as one likes. What needs another
word with Stripe is left to the worker.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload

from core import jobs, times
from core.db import db, release
from core.money import vnd
from shop.cards import door, doubts, notices, taking
from shop.models import Account, CardPayment, CardRefund, LedgerEntry, Movement, Parcel

LOOKS_BACK = timedelta(days=3)
GIVEN_TO_THE_WORKER = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Seen:
    """What Stripe has since a day; `lost`: intents we call paid, by what Stripe says of them instead."""

    since: datetime
    intents: list[door.Told]
    refunds: list[door.Told]
    lost: dict[str, str]


def look(since: datetime) -> Seen:
    """Raises door.Unreachable, door.Refused."""
    release()
    intents, refunds = list(door.intents_since(since)), list(door.refunds_since(since))
    good = {one["id"]: _brought(one) for one in intents if one.get("status") == "succeeded"}
    query = select(CardPayment.intent_id, CardPayment.received).where(CardPayment.paid_at >= since)
    ours = {row.intent_id: row.received for row in db.session.execute(query) if row.intent_id}
    release()
    unsure = [one for one, amount in ours.items() if good.get(one) != amount]
    lost = {one: said for one in unsure if (said := _denied(one, ours[one]))}
    return Seen(since, intents, refunds, lost)


def heal(seen: Seen) -> list[str]:
    """A sentence for each thing that was found, and what was done about it; nothing where all agrees."""
    said = [line for intent in seen.intents if (line := _intent(intent))]
    said += [line for refund in seen.refunds if (line := _refund(refund))]
    said += [_lost(intent_id, why) for intent_id, why in seen.lost.items()]
    said += _unsent()
    said += _overdue()
    _ask_for_fees(seen.since)
    return said + _unequal(seen.since)


def _intent(intent: door.Told) -> str:
    if intent.get("status") != "succeeded":
        return ""
    became = taking.received(intent)
    if became in ("known", "foreign"):
        return ""
    number, sum_ = intent["metadata"]["order"], vnd(_brought(intent))
    if became == "paid":
        return f"{number}: Stripe đã thu {sum_} mà chợ chưa ghi; đã ghi."
    return f"{number}: Stripe đã thu {sum_}, không khớp ({became}); đã đưa vào mục Tiền thẻ."


def _refund(refund: door.Told) -> str:
    became, sum_ = notices.refund_told(refund, looks_further=False), vnd(int(refund.get("amount") or 0))
    if became == "refund":
        return f"{refund['id']}: Stripe đã hoàn {sum_} ({refund['status']}) mà chợ chưa ghi; đã ghi."
    if became == "refund_outside":
        return f"{refund['id']}: đã hoàn {sum_} ở trang Stripe, không qua chợ; đã đưa vào mục Tiền thẻ."
    return ""


def _lost(intent_id: str, why: str) -> str:
    query = select(CardPayment).where(CardPayment.intent_id == intent_id).options(joinedload(CardPayment.order))
    card = db.session.scalars(query).one()
    key = f"lost:{intent_id}"
    doubts.add(key, "not_at_stripe", card.received, order_id=card.order_id, intent_id=intent_id, detail=why)
    return f"{card.order.number}: sổ ghi đã thu {vnd(card.received)}, Stripe nói khác ({why}); đã đưa vào mục Tiền thẻ."


def _unsent() -> list[str]:
    """Refunds whose job gave up: asked for again, under the same key."""
    late = select(CardRefund).where(CardRefund.state == "queued")
    late = late.where(CardRefund.asked_at < times.now() - GIVEN_TO_THE_WORKER)
    said = []
    for row in db.session.scalars(late.order_by(CardRefund.id)):
        jobs.enqueue("card.refund", refund_id=row.id)
        said.append(f"Hoàn {vnd(row.amount)} của {row.intent_id} chưa gửi được; đã giao lại cho tiến trình nền.")
    return said


def _overdue() -> list[str]:
    """Orders that should have lapsed."""
    late = select(CardPayment).where(CardPayment.state == "awaiting", CardPayment.intent_id.is_(None))
    late = late.where(CardPayment.pay_before < times.now() - GIVEN_TO_THE_WORKER).options(joinedload(CardPayment.order))
    said = []
    for card in db.session.scalars(late.order_by(CardPayment.id)):
        jobs.enqueue("card.lapse", order_id=card.order_id)
        said.append(f"{card.order.number}: quá giờ trả mà chưa hủy; đã giao lại cho tiến trình nền.")
    return said


def _ask_for_fees(since: datetime) -> None:
    """Not told of: an account that settles in another currency never has them."""
    unknown = select(CardPayment.id).where(CardPayment.paid_at >= since, CardPayment.fee.is_(None))
    for card_id in db.session.scalars(unknown):
        jobs.enqueue("card.fee", card_id=card_id)


def _unequal(since: datetime) -> list[str]:
    """Orders whose ledger does not say what Stripe should hold of them: nothing mends that but a person."""
    cards = select(CardPayment).where(CardPayment.paid_at >= since).options(joinedload(CardPayment.order))
    paid = db.session.scalars(cards).all()
    booked, back = _booked([one.order_id for one in paid]), _given_back([one.order_id for one in paid])
    said = []
    for card in paid:
        have, should = booked.get(card.order_id, 0), card.received - (card.fee or 0) - back.get(card.order_id, 0)
        if have != should:
            said.append(f"{card.order.number}: sổ cái ghi {vnd(have)} ở Stripe, phải là {vnd(should)}. Cần người xem.")
    return said


def _booked(orders: list[int]) -> dict[int, int]:
    """What the ledger says is at Stripe, by order; money in doubt is not of the order."""
    card = select(Account.id).where(Account.code == "card").scalar_subquery()
    signed = case((Movement.debit_id == card, Movement.amount), (Movement.credit_id == card, -Movement.amount), else_=0)
    query = select(LedgerEntry.order_id, func.sum(signed)).join(Movement, Movement.entry_id == LedgerEntry.id)
    query = query.where(LedgerEntry.order_id.in_(orders))
    for other in ("card_paid:intent:%", "card_refund:refund:%"):  # doubts of money, see doubts.add
        query = query.where(LedgerEntry.key.not_like(other))
    return {order_id: int(total) for order_id, total in db.session.execute(query.group_by(LedgerEntry.order_id))}


def _given_back(orders: list[int]) -> dict[int, int]:
    query = select(Parcel.order_id, func.sum(CardRefund.amount)).join(CardRefund, CardRefund.parcel_id == Parcel.id)
    query = query.where(Parcel.order_id.in_(orders), CardRefund.state.in_(("sent", "done")))
    return {order_id: int(total) for order_id, total in db.session.execute(query.group_by(Parcel.order_id))}


def _denied(intent_id: str, amount: int) -> str:
    """What Stripe says of an intent that we call paid; empty where it agrees."""
    try:
        told = door.intent(intent_id)
    except door.Refused as no:
        return no.code
    if told.get("status") != "succeeded":
        return str(told.get("status"))
    return "" if _brought(told) == amount else f"{_brought(told)} {told.get('currency')}"


def _brought(intent: door.Told) -> int:
    return int(intent.get("amount_received") or intent.get("amount") or 0)
