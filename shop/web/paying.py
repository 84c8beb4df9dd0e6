"""The way to Stripe's page, the same for the order's page and the API: Stripe is called between two commits."""

from flask import current_app, url_for

from core.db import db, release
from shop.cards import door, taking, truth


def open_page(order_id: int, locale: str) -> str | None:
    """The address of Stripe's page for an order, the open one or a new one; None where it was paid there meanwhile.

    Raises NotAwaited, and door.Unreachable or door.Refused.
    """
    if earlier := _open_still(order_id):
        return earlier
    card = taking.card_of(order_id)
    if card is None:
        raise taking.NotAwaited(order_id)
    if card.intent_id is not None:
        return None
    back = current_app.config["SITE_URL"] + url_for("orders.show", token=card.order.token)
    page, card_id, attempt = taking.ask(card, back, locale), card.id, card.attempt
    db.session.commit()
    told = door.open_page(page)
    taking.opened(card_id, attempt, told["id"])
    db.session.commit()
    return str(told["url"])


def ask_again(order_id: int) -> str:
    """Whether Stripe has the money: what became of it. Raises door.Unreachable, door.Refused."""
    found = truth.look(order_id)
    db.session.commit()
    return found


def _open_still(order_id: int) -> str | None:
    """The page opened before, where it is still open for the same sum; one that asks for another is closed."""
    card = taking.card_of(order_id)
    if card is None or card.page_id is None or not card.is_awaited:
        return None
    page_id, fits = card.page_id, taking.is_up_to_date(card)
    release()
    told = door.page(page_id)
    if told["status"] == "open" and fits:
        return str(told["url"])
    if told["status"] == "open":
        told = door.close_page(page_id)
    if told["status"] == "complete":
        ask_again(order_id)
    return None
