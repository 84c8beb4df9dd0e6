"""What Stripe tells us: each notice once, stored in the transaction of its effect, whatever order they come in."""

from collections.abc import Callable

from sqlalchemy import select

from core import jobs, times
from core.db import db, insert
from shop.cards import door, doubts, refunds, taking
from shop.models import CardEvent, CardPayment

# What is kept of a notice: enough to see what it said, and nothing of who paid.
KEPT = (
    *("id", "object", "amount", "amount_received", "amount_refunded", "currency", "status", "metadata"),
    "payment_intent",
)


def take(event: door.Told) -> bool:
    """Act on a notice that was verified; False where it came before."""
    about = event.get("data", {})
    subject = about.get("object") if isinstance(about, dict) else None
    subject = subject if isinstance(subject, dict) else {}
    values = {"event_id": event["id"][:255], "kind": event["type"][:100], "at": times.now()}
    values["body"] = {name: subject[name] for name in KEPT if name in subject}
    statement = insert(CardEvent).values(values).on_conflict_do_nothing(index_elements=["event_id"])
    if db.session.execute(statement.returning(CardEvent.id)).scalar() is None:
        return False
    if act := _ACTS.get(event["type"]):
        act(subject)
    return True


def refund_told(refund: door.Told, *, looks_further: bool = True) -> str:
    """What Stripe says of a refund: news or known; outside, where somebody asked for it at Stripe's own desk.

    One that is heard of before its payment waits until the payment was looked up.
    """
    row = refunds.row_of(refund)
    if row is not None:
        is_news = refunds.is_of_this_try(row, refund) and refunds.note(row.id, refund)
        return "refund" if is_news else "known"
    intent_id = str(refund.get("payment_intent") or "")
    card = db.session.scalar(select(CardPayment).where(CardPayment.intent_id == intent_id)) if intent_id else None
    if card is None and doubts.of_intent(intent_id) is None:
        if looks_further and intent_id:
            jobs.enqueue("card.look_at", intent_id=intent_id)
        return "foreign"
    if refund.get("status") not in ("succeeded", "pending"):
        return "known"
    refund_id, amount = str(refund.get("id")), int(refund.get("amount") or 0)
    order_id = card.order_id if card else None
    new = doubts.add(f"refund:{refund_id}", "refund_outside", amount, order_id=order_id, intent_id=intent_id)
    return "refund_outside" if new else "known"


def _succeeded(intent: door.Told) -> None:
    taking.received(intent)


def _session_paid(page: door.Told) -> None:
    """The intent's own notice says all; where it was lost, the intent is looked up."""
    intent_id = page.get("payment_intent")
    if page.get("payment_status") == "paid" and isinstance(intent_id, str) and not _is_known(intent_id):
        jobs.enqueue("card.look_at", intent_id=intent_id)


def _charge_refunded(charge: door.Told) -> None:
    intent_id = charge.get("payment_intent")
    if isinstance(intent_id, str):
        jobs.enqueue("card.look_at", intent_id=intent_id)


def _disputed(dispute: door.Told) -> None:
    """The buyer's bank takes the money back: nothing is booked before a person has looked."""
    intent_id = str(dispute.get("payment_intent") or "")
    card = db.session.scalar(select(CardPayment).where(CardPayment.intent_id == intent_id))
    if card is not None:
        key, amount = f"dispute:{dispute.get('id')}", int(dispute.get("amount") or 0)
        reason = str(dispute.get("reason") or "")
        doubts.add(key, "disputed", amount, order_id=card.order_id, intent_id=intent_id, detail=reason)


def _is_known(intent_id: str) -> bool:
    known = db.session.scalar(select(CardPayment.id).where(CardPayment.intent_id == intent_id))
    return known is not None or doubts.of_intent(intent_id) is not None


def _refund(refund: door.Told) -> None:
    refund_told(refund)


_ACTS: dict[str, Callable[[door.Told], None]] = {
    "payment_intent.succeeded": _succeeded,
    "payment_intent.payment_failed": taking.declined,
    "checkout.session.completed": _session_paid,
    "refund.created": _refund,
    "refund.updated": _refund,
    "refund.failed": _refund,
    "charge.refund.updated": _refund,
    "charge.refunded": _charge_refunded,
    "charge.dispute.created": _disputed,
}
