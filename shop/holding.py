"""The clock of a checkout: what is in the cart is kept for its buyer from the moment she opens it, for a while."""

from collections import Counter
from datetime import datetime, timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog import bundles, stock
from catalog.models import Hold, Variant
from core import times
from core.db import db
from shop.models import Cart, CartLine


def begin(token: str) -> bool:
    """Hold all that the cart wants of what is counted, or nothing: False where something falls short.

    The caller commits, or rolls back where it is False. Asked again, the same clock goes on; once it has run out, a
    new one begins if the goods are still there.
    """
    cart = db.session.scalar(select(Cart).where(Cart.token == token).with_for_update())
    if cart is None:
        return False
    try:
        stock.hold(cart.token, _wanted(cart), span())
    except stock.OutOfStock:
        return False
    return True


def span() -> timedelta:
    """How long a checkout holds what is in the cart: HOLD_MINUTES."""
    return timedelta(minutes=int(current_app.config["HOLD_MINUTES"]))


def until(cart: Cart) -> datetime | None:
    """When what is kept for its buyer is free again; None where nothing is kept."""
    return min((one.until for one in cart.holds if one.is_live), default=None)


def let_go(cart: Cart) -> None:
    """Give back what the cart holds beyond what is left in it."""
    mine = select(Hold.variant_id, Hold.units).where(Hold.holder == cart.token, Hold.until > times.now())
    held = {row.variant_id: row.units for row in db.session.execute(mine)}
    if held:
        wanted = _wanted(cart)
        stock.hold(cart.token, {one: min(n, wanted[one]) for one, n in held.items() if wanted[one]}, span())


def end(cart: Cart) -> None:
    """Give all of it back: the buyer left, or the cart is no more."""
    stock.end((), cart.token)


def _wanted(cart: Cart) -> Counter[int]:
    """Units by variant id, hampers and single pieces summed; what runs by a calendar of its own is not held here."""
    db.session.flush()
    query = select(CartLine).where(CartLine.cart_id == cart.id).execution_options(populate_existing=True)
    query = query.options(joinedload(CartLine.variant).joinedload(Variant.product))
    lines = [line for line in db.session.scalars(query) if line.product.mode == "sale" and line.variant.can_be_bought]
    counted = [(line.variant_id, line.quantity) for line in lines if line.variant.available is not None]
    return bundles.units(counted, bundles.parts_of(one for one, _ in counted))
