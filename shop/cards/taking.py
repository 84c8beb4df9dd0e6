"""An order paid by card: it waits for its money, is paid once, or lapses. Nothing of it is packed before it is paid."""

from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload, selectinload

from core import audit, jobs, times
from core.db import db
from shop import ledger, parcels
from shop.cards import door, doubts, letters, refunds, rules
from shop.models import CardPayment, Order, OrderLine, Parcel, Payment

PAGE_LASTS = timedelta(hours=1)  # Stripe wants half an hour at least; what lapses sooner is closed by us


class NotAwaited(Exception):
    """Paid already, or no longer to be paid."""


def begin(order: Order) -> None:
    """The order waits for its money; the worker looks again when the time is over."""
    pay_before = order.placed_at + rules.today().wait
    db.session.add(CardPayment(order=order, pay_before=pay_before))
    db.session.flush()  # whoever tells of the order next tells of this as it stands
    jobs.enqueue("card.lapse", run_at=pay_before, order_id=order.id)


def card_of(order_id: int) -> CardPayment | None:
    query = select(CardPayment).where(CardPayment.order_id == order_id).options(joinedload(CardPayment.order))
    return db.session.scalar(query.execution_options(populate_existing=True))


def is_up_to_date(card: CardPayment) -> bool:
    """Whether the page that was opened last asks for what is still to be paid."""
    return (card.covers, card.amount) == _wanted(_awaited(card.order_id))


def ask(card: CardPayment, back: str, locale: str) -> door.Page:
    """What a page is to ask for. Raises NotAwaited.

    One that was asked for and never heard of, because its asker died, is asked for again under the same key.
    """
    waiting = _awaited(card.order_id)
    if not card.is_awaited or not waiting:
        raise NotAwaited(card.order_id)
    is_unheard = card.page_id is None and card.page_until is not None and card.page_until > times.now()
    if not (is_unheard and is_up_to_date(card)):
        _next_attempt(card, waiting)
    assert card.page_until is not None  # an attempt has one
    number = card.order.number
    items = tuple(door.Item(f"{number}, {one.facility.name}", one.payment.amount) for one in waiting)
    key = f"page:{number}:{card.attempt}:{locale}"
    return door.Page(key, number, items, card.covers, card.order.buyer_email, locale, card.page_until, back)


def opened(card_id: int, attempt: int, page_id: str) -> None:
    """Where two asked at once for one attempt, both got the same page."""
    mine = update(CardPayment).where(CardPayment.id == card_id, CardPayment.attempt == attempt)
    db.session.execute(mine.values(page_id=page_id, declined="").execution_options(synchronize_session=False))


def received(intent: door.Told) -> str:
    """An intent of Stripe's succeeded: what became of it (paid, known, foreign, or the kind of the doubt).

    It pays the parcels that its page named, if it brought exactly what they cost; of those, what came to nothing
    meanwhile goes back at once. Whatever does not fit is a doubt.
    """
    intent_id, number = intent.get("id"), (intent.get("metadata") or {}).get("order")
    if not isinstance(intent_id, str) or not number or intent.get("status") != "succeeded":
        return "foreign"
    amount = int(intent.get("amount_received") or intent.get("amount") or 0)
    query = select(CardPayment).join(CardPayment.order).where(Order.number == str(number)[:40])
    card = db.session.scalar(query.options(joinedload(CardPayment.order)).execution_options(populate_existing=True))
    if card is not None and card.intent_id == intent_id:
        return "known"
    covered = _covered(card, intent, amount) if card else []
    kind = "" if covered else "other_amount" if card else "unknown_order"
    if card and covered and not _take(card, intent_id, amount):
        db.session.refresh(card)
        if card.intent_id == intent_id:  # its twin was first
            return "known"
        kind = "twice"
    if kind:
        said = f"{number}: {amount} {intent.get('currency')}"
        order_id = card.order_id if card else None
        new = doubts.add(f"intent:{intent_id}", kind, amount, order_id=order_id, intent_id=intent_id, detail=said)
        return kind if new else "known"
    assert card is not None
    _pay(card, covered, amount)
    return "paid"


def declined(intent: door.Told) -> None:
    """The buyer sees why on her order's page, and may try again."""
    number = (intent.get("metadata") or {}).get("order")
    error = intent.get("last_payment_error") or {}
    mine = select(Order.id).where(Order.number == str(number)[:40]).scalar_subquery()
    waiting = update(CardPayment).where(CardPayment.order_id == mine, CardPayment.state == "awaiting")
    why = str(error.get("decline_code") or error.get("code") or "card_declined")[:60]
    db.session.execute(waiting.values(declined=why).execution_options(synchronize_session=False))


def lapse(card: CardPayment) -> bool:
    """Not paid in time, and its page is closed: the order ends, its goods are free. Whether it was so."""
    late = update(CardPayment).where(CardPayment.id == card.id, CardPayment.state == "awaiting")
    late = late.where(CardPayment.pay_before <= times.now(), CardPayment.intent_id.is_(None)).values(state="void")
    statement = late.returning(CardPayment.id).execution_options(synchronize_session=False)
    if db.session.execute(statement).scalar() is None:
        return False
    waiting = _awaited(card.order_id)
    for parcel in waiting:
        parcels.cancel(parcel, reason="Chưa trả tiền thẻ đúng hạn")
    if waiting:
        letters.lapsed(card)
    return True


def _take(card: CardPayment, intent_id: str, amount: int) -> bool:
    """One payment an order: the first intent has it."""
    free = update(CardPayment).where(CardPayment.id == card.id, CardPayment.intent_id.is_(None))
    values = {"state": "paid", "intent_id": intent_id, "received": amount, "paid_at": times.now(), "declined": ""}
    statement = free.values(values).returning(CardPayment.id).execution_options(synchronize_session=False)
    return db.session.execute(statement).scalar() is not None


def _pay(card: CardPayment, covered: Sequence[Parcel], amount: int) -> None:
    live = [parcel for parcel in covered if _paid(parcel)]
    for parcel in covered:
        if parcel not in live:
            refunds.of_late(parcel)
    late = sum(parcel.payment.amount for parcel in covered if parcel not in live)
    audit.record(card, "card.paid", amount=amount, late=late)
    if live:
        letters.paid(card.order, amount - late, live)
    if late:
        letters.paid_late(card.order, late)
    jobs.enqueue("card.fee", card_id=card.id)


def _paid(parcel: Parcel) -> bool:
    """Its payment is in, and owed to its maker; False where it came to nothing meanwhile."""
    awaited = update(Payment).where(Payment.parcel_id == parcel.id, Payment.state == "awaiting")
    statement = awaited.values(state="paid", received=Payment.amount, paid_at=times.now()).returning(Payment.id)
    taken = db.session.execute(statement.execution_options(synchronize_session=False)).scalar()
    db.session.expire(parcel.payment)
    if taken is None:
        return False
    owed = ledger.code("facility", facility_id=parcel.facility_id)
    moves = [ledger.Move("card", owed, parcel.payment.amount)]
    ledger.post(f"card_paid:parcel:{parcel.id}", "card_paid", moves, order_id=parcel.order_id, parcel_id=parcel.id)
    parcel.pack_before = parcels.to_be_packed(parcel, times.now())
    audit.record(parcel, "payment.received", amount=parcel.payment.amount)
    return True


def _covered(card: CardPayment, intent: door.Told, amount: int) -> list[Parcel]:
    """The parcels that an intent pays, by what its page named; none where it does not bring just what they cost."""
    named = str((intent.get("metadata") or {}).get("parcels", ""))
    found = [one for one in _of_order(card.order_id) if str(one.id) in named.split(",")]
    fits = sum(one.payment.amount for one in found) == amount and intent.get("currency") == "vnd"
    return found if fits and _ids(found) == named else []


def _next_attempt(card: CardPayment, waiting: Sequence[Parcel]) -> None:
    seen, (covers, amount) = card.attempt, _wanted(waiting)
    free = update(CardPayment).where(CardPayment.id == card.id, CardPayment.attempt == seen)
    values = {"attempt": seen + 1, "covers": covers, "amount": amount, "page_id": None}
    values["page_until"] = times.now().replace(microsecond=0) + PAGE_LASTS
    db.session.execute(free.values(values).execution_options(synchronize_session=False))
    db.session.refresh(card)  # another tap may have been first: then its attempt is this one's too


def _wanted(waiting: Sequence[Parcel]) -> tuple[str, int]:
    return _ids(waiting), sum(one.payment.amount for one in waiting)


def _ids(of: Sequence[Parcel]) -> str:
    return ",".join(str(one.id) for one in of)


def _awaited(order_id: int) -> list[Parcel]:
    return [one for one in _of_order(order_id) if one.payment.state == "awaiting"]


def _of_order(order_id: int) -> Sequence[Parcel]:
    query = select(Parcel).where(Parcel.order_id == order_id).order_by(Parcel.id)
    loads = (
        joinedload(Parcel.payment),
        joinedload(Parcel.facility),
        joinedload(Parcel.order),
        selectinload(Parcel.lines).selectinload(OrderLine.parts),
    )
    return db.session.scalars(query.options(*loads).execution_options(populate_existing=True)).all()
