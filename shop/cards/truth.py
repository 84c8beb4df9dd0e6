"""What Stripe itself says, asked where a notice may have been lost; applied by the same rules, however often."""

from sqlalchemy import update

from core.db import db, release
from shop import ledger
from shop.cards import door, notices, taking
from shop.models import CardPayment


def look(order_id: int) -> str:
    """Whether an order's page was paid meanwhile: what became of it, or nothing."""
    card = taking.card_of(order_id)
    page_id = card.page_id if card else None
    release()
    if page_id is None:
        return ""
    intent_id = door.page(page_id).get("payment_intent")
    return _apply(door.intent(intent_id)) if isinstance(intent_id, str) else ""


def look_at(intent_id: str) -> None:
    """An intent and its refunds as they are now."""
    release()
    intent, back = door.intent(intent_id), list(door.refunds_of(intent_id))
    _apply(intent)
    for refund in back:
        notices.refund_told(refund, looks_further=False)


def lapse(order_id: int) -> None:
    """The time to pay is over. The page is closed first, so that nobody pays what ends now; paid just before counts."""
    card = taking.card_of(order_id)
    if card is None or card.state != "awaiting" or card.is_awaited:
        return
    if _close(card):
        card = taking.card_of(order_id)
        assert card is not None  # rows of orders stay
        taking.lapse(card)


def close_outdated(order_id: int) -> None:
    """A parcel came to nothing before it was paid: a page that still asks for it is closed."""
    card = taking.card_of(order_id)
    if card is not None and card.state == "awaiting" and card.page_id and not taking.is_up_to_date(card):
        _close(card)


def note_fee(card_id: int) -> None:
    """What Stripe kept: known where it settles in đồng; else it stands in Stripe's own statement alone."""
    card = db.session.get_one(CardPayment, card_id)
    order_id, intent_id, known = card.order_id, card.intent_id, card.fee
    release()
    if intent_id is None or known is not None:
        return
    charge = door.intent(intent_id).get("latest_charge")
    kept = charge.get("balance_transaction") if isinstance(charge, dict) else None
    if isinstance(kept, dict) and kept.get("currency") == "vnd" and int(kept.get("fee") or 0) > 0:
        fee = int(kept["fee"])
        mine = update(CardPayment).where(CardPayment.id == card_id).values(fee=fee)
        db.session.execute(mine.execution_options(synchronize_session=False))
        moves = [ledger.Move("card_fee", "card", fee)]
        ledger.post(f"card_fee:{intent_id}", "card_fee", moves, order_id=order_id)


def _close(card: CardPayment) -> bool:
    """Whether the page is closed unpaid; paid meanwhile, the payment counts."""
    page_id = card.page_id
    release()
    if page_id is None:
        return True
    told = door.close_page(page_id)
    intent_id = told.get("payment_intent")
    if told.get("status") == "complete" and isinstance(intent_id, str):
        _apply(door.intent(intent_id))
        return False
    if told.get("status") == "open":
        raise door.Unreachable("the page is still open")
    return True


def _apply(intent: door.Told) -> str:
    return taking.received(intent) if intent.get("status") == "succeeded" else ""
