"""Money that does not fit what was ordered: it is kept as owed to its buyer, and staff decide what becomes of it."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from core import audit, times
from core.access import must_reach
from core.db import db, insert
from shop import ledger
from shop.cards import refunds
from shop.models import CardDoubt, CardRefund

# The money of these came in and is nobody's yet; of the others nothing new came.
CAME_IN = ("twice", "other_amount", "unknown_order")


class Settled(Exception):
    """Somebody has decided already, or there is nothing to give back."""


def add(  # noqa: PLR0913 (a doubt's own facts)
    key: str, kind: str, amount: int, *, order_id: int | None = None, intent_id: str = "", detail: str = ""
) -> bool:
    """Once a cause; whether it is new."""
    values: dict[str, Any] = {"key": key, "kind": kind, "order_id": order_id, "intent_id": intent_id}
    values["amount"] = amount
    values |= {"detail": detail[:500], "at": times.now(), "settlement": ""}
    statement = insert(CardDoubt).values(values).on_conflict_do_nothing(index_elements=["key"])
    if db.session.execute(statement.returning(CardDoubt.id)).scalar() is None:
        return False
    if kind in CAME_IN:
        ledger.post(f"card_paid:{key}", "card_paid", [ledger.Move("card", "buyer", amount)], order_id=order_id)
    if kind == "refund_outside":
        ledger.post(f"card_refund:{key}", "card_refund", [ledger.Move("buyer", "card", amount)], order_id=order_id)
    return True


def of_intent(intent_id: str) -> CardDoubt | None:
    """The doubt under which the money of an intent is kept."""
    query = select(CardDoubt).where(CardDoubt.intent_id == intent_id, CardDoubt.kind.in_(CAME_IN))
    return db.session.scalars(query.order_by(CardDoubt.id)).first()


def open_ones() -> Sequence[CardDoubt]:
    query = select(CardDoubt).where(CardDoubt.settled_at.is_(None)).order_by(CardDoubt.id).limit(200)
    return db.session.scalars(query.options(joinedload(CardDoubt.order))).all()


def settle(doubt: CardDoubt, words: str) -> None:
    """Somebody saw to it, and says how. Raises Settled, OutOfArea."""
    must_reach(None)
    values = {"settled_at": times.now(), "settled_by": audit.actor_id(), "settlement": words}
    open_one = update(CardDoubt).where(CardDoubt.id == doubt.id, CardDoubt.settled_at.is_(None)).values(values)
    statement = open_one.returning(CardDoubt.id).execution_options(synchronize_session=False)
    if db.session.execute(statement).scalar() is None:
        raise Settled(doubt.id)
    audit.record(doubt, "card.doubt_settled", words=words)
    db.session.expire(doubt)


def give_back(doubt: CardDoubt, words: str) -> CardRefund:
    """All of it goes back to the card it came from. Raises Settled, OutOfArea."""
    if doubt.kind not in CAME_IN or not doubt.intent_id:
        raise Settled(doubt.id)
    settle(doubt, words)
    return refunds.queue(doubt.intent_id, doubt.amount, doubt_id=doubt.id)
