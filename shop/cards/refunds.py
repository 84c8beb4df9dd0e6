"""What goes back to a card: a whole parcel's sum, or money in doubt; asked once, sent by the worker, never above
what came.

A refund's idempotency key is its row and its try, so that a worker that died between Stripe's answer and its own commit
asks for the same refund again, and gets it.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from core import audit, jobs, times
from core.access import must_reach
from core.db import db, release
from shop import claimed, ledger
from shop.cards import door, letters
from shop.models import CardPayment, CardRefund, LedgerEntry, Parcel, Payment


class TooMuch(Exception):
    """More than came by this card."""


class NotFailed(Exception):
    """It is under way, or done."""


def of_parcel(parcel: Parcel) -> None:
    """A parcel that was paid came to nothing: what was owed to its maker is owed to its buyer, and goes back; but for
    what she keeps of a deposit."""
    back = parcel.payment.goes_back
    if back and _turn(parcel, "paid"):
        owed = ledger.code("facility", facility_id=parcel.facility_id)
        _owe(parcel, ledger.Move(owed, "buyer", back), "card_owed_back")


def of_late(parcel: Parcel) -> None:
    """Paid when it had come to nothing already: the money never was the maker's."""
    if _turn(parcel, "void"):
        _owe(parcel, ledger.Move("card", "buyer", parcel.payment.amount), "card_paid")


def of_claim(parcel: Parcel, claim_id: int, amount: int) -> None:
    """A part of what a delivered parcel was paid goes back because of a claim: its maker is owed so much less."""
    owed = ledger.code("facility", facility_id=parcel.facility_id)
    intent_id = _count(parcel, amount)
    moves = [ledger.Move(owed, "buyer", amount)]
    key = f"card_owed_back:claim:{claim_id}"
    ledger.post(key, "card_owed_back", moves, order_id=parcel.order_id, parcel_id=parcel.id)
    queue(intent_id, amount, parcel_id=parcel.id, claim_id=claim_id)


def queue(
    intent_id: str,
    amount: int,
    *,
    parcel_id: int | None = None,
    doubt_id: int | None = None,
    claim_id: int | None = None,
) -> CardRefund:
    row = CardRefund(
        intent_id=intent_id,
        parcel_id=parcel_id,
        doubt_id=doubt_id,
        claim_id=claim_id,
        amount=amount,
        state="queued",
        tries=1,
        asked_at=times.now(),
    )
    db.session.add(row)
    db.session.flush()
    jobs.enqueue("card.refund", refund_id=row.id)
    return row


def send(row_id: int) -> None:
    row = db.session.get_one(CardRefund, row_id)
    if row.state != "queued":
        return
    intent_id, amount, tries = row.intent_id, row.amount, row.tries
    release()
    try:
        told = door.give_back(intent_id, amount, about=_name(row_id, tries), key=f"refund:{_name(row_id, tries)}")
    except door.Refused as no:
        fail(row_id, no.code)
    else:
        note(row_id, told)


def note(row_id: int, told: door.Told) -> bool:
    """What Stripe says of it, in whatever order it is heard; whether that was news."""
    status, refund_id = told.get("status"), told.get("id")
    if status in ("failed", "canceled"):
        return fail(row_id, str(told.get("failure_reason") or status))
    if not isinstance(refund_id, str):
        return False
    if status == "succeeded":
        return _move(row_id, ("queued", "sent"), state="done", refund_id=refund_id, ended_at=times.now(), error="")
    return _move(row_id, ("queued",), state="sent", refund_id=refund_id, error="")


def fail(row_id: int, why: str) -> bool:
    """The bank or Stripe refused: the money is still here, or is here again, and staff are to see to it."""
    values = {"state": "failed", "error": why[:200], "ended_at": times.now()}
    return _move(row_id, ("queued", "sent", "done"), **values)


def again(row: CardRefund) -> None:
    """Staff have it sent once more, under a new key. Raises NotFailed, OutOfArea."""
    must_reach(None)
    values = {"state": "queued", "tries": CardRefund.tries + 1, "refund_id": None, "ended_at": None}
    failed = update(CardRefund).where(CardRefund.id == row.id, CardRefund.state == "failed").values(values)
    statement = failed.returning(CardRefund.id).execution_options(synchronize_session=False)
    if db.session.execute(statement).scalar() is None:
        raise NotFailed(row.id)
    audit.record(row, "card.refund_again")
    jobs.enqueue("card.refund", refund_id=row.id)


def row_of(told: door.Told) -> CardRefund | None:
    """Ours, by the name that we gave it; None where somebody else asked for it."""
    named, _, _try = str((told.get("metadata") or {}).get("refund", "")).partition(".")
    if not (named.isascii() and named.isdigit() and len(named) < 10):
        return None
    row = db.session.get(CardRefund, int(named), populate_existing=True)
    return row if row is not None and row.intent_id == told.get("payment_intent") else None


def is_of_this_try(row: CardRefund, told: door.Told) -> bool:
    """What became of an earlier try says nothing of this one."""
    return bool(told["metadata"]["refund"] == _name(row.id, row.tries))


def under_way() -> Sequence[CardRefund]:
    """What is not done, what failed first."""
    query = select(CardRefund).where(CardRefund.state != "done").order_by(CardRefund.state != "failed", CardRefund.id)
    parcel = joinedload(CardRefund.parcel)
    loads = (parcel.joinedload(Parcel.order), parcel.joinedload(Parcel.facility))
    return db.session.scalars(query.options(*loads).limit(200)).all()


def _name(row_id: int, tries: int) -> str:
    return f"{row_id}.{tries}"


def _turn(parcel: Parcel, state: str) -> bool:
    """Its payment is being given back; one conditional UPDATE, so that it is so once."""
    values: dict[str, Any] = {"state": "refunding"}
    if state == "void":
        values |= {"received": Payment.amount, "paid_at": times.now()}
    mine = update(Payment).where(Payment.parcel_id == parcel.id, Payment.method == "stripe", Payment.state == state)
    statement = mine.values(values).returning(Payment.id).execution_options(synchronize_session=False)
    turned = db.session.execute(statement).scalar() is not None
    db.session.expire(parcel.payment)
    return turned


def _owe(parcel: Parcel, move: ledger.Move, kind: str) -> None:
    intent_id = _count(parcel, move.amount)
    ledger.post(f"{kind}:parcel:{parcel.id}", kind, [move], order_id=parcel.order_id, parcel_id=parcel.id)
    queue(intent_id, move.amount, parcel_id=parcel.id)


def _count(parcel: Parcel, amount: int) -> str:
    """Never more goes back than came: one conditional UPDATE. The intent that brought it; raises TooMuch."""
    more = update(CardPayment).where(
        CardPayment.order_id == parcel.order_id, CardPayment.refunding + amount <= CardPayment.received
    )
    statement = more.values(refunding=CardPayment.refunding + amount).returning(CardPayment.intent_id)
    intent_id = db.session.execute(statement.execution_options(synchronize_session=False)).scalar()
    if intent_id is None:
        raise TooMuch(parcel.id)
    return str(intent_id)


def _move(row_id: int, expected: tuple[str, ...], **values: Any) -> bool:
    """From a state that was expected; the books follow."""
    changed = update(CardRefund).where(CardRefund.id == row_id, CardRefund.state.in_(expected)).values(values)
    statement = changed.returning(CardRefund.id).execution_options(synchronize_session=False)
    if db.session.execute(statement).scalar() is None:
        return False
    query = select(CardRefund).where(CardRefund.id == row_id).options(joinedload(CardRefund.parcel))
    row = db.session.scalars(query.execution_options(populate_existing=True)).one()
    _post(row)
    if row.claim_id is not None:
        claimed.card_paid(row.claim_id, is_done=row.state == "done")
    elif row.parcel_id is not None:
        to = "refunded" if row.state == "done" else "refunding"
        mine = update(Payment).where(Payment.parcel_id == row.parcel_id).values(state=to)
        db.session.execute(mine)
    audit.record(row, f"card.refund_{row.state}", amount=row.amount, error=row.error)
    if row.state == "done":
        letters.refunded(row)
    return True


def _post(row: CardRefund) -> None:
    """Sent, it has left our money at Stripe; failed after that, it is back."""
    key = f"card_refund:{row.id}:{row.tries}"
    if row.state == "failed":
        entry = db.session.scalar(select(LedgerEntry).where(LedgerEntry.key == key))
        if entry is not None:
            ledger.reverse(entry, row.error)
        return
    order_id = row.parcel.order_id if row.parcel else None
    moves = [ledger.Move("buyer", "card", row.amount)]
    ledger.post(key, "card_refund", moves, order_id=order_id, parcel_id=row.parcel_id, note=row.refund_id or "")
