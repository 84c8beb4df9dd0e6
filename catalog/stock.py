"""What is on hand and what is promised: taken, given back and sent by one conditional UPDATE each."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, update

from catalog import search
from catalog.models import Product
from core.db import db

MOST = 1_000_000  # of one thing, wherever one says how many there are


class OutOfStock(Exception):
    """Fewer are left than were asked for; nothing was held."""

    def __init__(self, product_id: int, left: int) -> None:
        super().__init__(product_id)
        self.product_id, self.left = product_id, left


class NotHeld(Exception):
    """More would be given back or sent than was ever held: a fault in the caller."""


class BelowHeld(Exception):
    """On hand would fall below what is already promised to orders."""

    def __init__(self, held: int) -> None:
        super().__init__(held)
        self.held = held


class UnknownSku(LookupError):
    """No product has this SKU."""


def reserve(product_id: int, quantity: int) -> None:
    """Hold `quantity` units, or raise OutOfStock and hold none.

    One conditional UPDATE, not read-then-write: two buyers racing for the last unit cannot both get it.
    What is not counted (made to order, services) never runs out.
    """
    enough = or_(Product.on_hand.is_(None), Product.on_hand - Product.held >= quantity)
    if not _changed(product_id, enough, held=Product.held + quantity):
        raise OutOfStock(product_id, _left(product_id))


def release(product_id: int, quantity: int) -> None:
    """Give back what an order held and will not take."""
    if not _changed(product_id, Product.held >= quantity, held=Product.held - quantity):
        raise NotHeld(product_id)


def ship(product_id: int, quantity: int) -> None:
    """What was held has left the house."""
    gone = {"held": Product.held - quantity, "on_hand": Product.on_hand - quantity}
    if not _changed(product_id, Product.held >= quantity, **gone):
        raise NotHeld(product_id)


def set_on_hand(sku: str, on_hand: int | None) -> Product:
    """Count what is there, or stop counting (None). Raises UnknownSku, BelowHeld."""
    product = db.session.scalar(select(Product).where(Product.sku == sku))
    if product is None:
        raise UnknownSku(sku)
    fits = Product.held <= on_hand if on_hand is not None else Product.id == product.id
    if not _changed(product.id, fits, on_hand=on_hand):
        db.session.refresh(product)
        raise BelowHeld(product.held)
    db.session.refresh(product)
    return product


def _changed(product_id: int, condition: ColumnElement[bool], **values: Any) -> bool:
    changed = db.session.execute(
        update(Product)
        .where(Product.id == product_id, condition)
        .values(**values)
        .returning(Product.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if changed is None:
        return False
    search.touch(product_id)
    return True


def _left(product_id: int) -> int:
    left = db.session.scalar(select(Product.on_hand - Product.held).where(Product.id == product_id))
    return left or 0
