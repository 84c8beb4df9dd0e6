"""Carts: a visitor's, known by a token, without an account; and a person's, which hers becomes when she signs in."""

import secrets
from collections.abc import Iterable
from itertools import groupby

from sqlalchemy import delete, select, update
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.attributes import set_committed_value

from catalog import sessions
from catalog.models import Session, Variant
from core import jobs, times
from core.db import db
from fairs.models import Booth, Feature
from programme.models import Facility
from shop import holding
from shop.models import Cart, CartLine, CartReminder

MOST = 999  # of one thing


class NotForSale(Exception):
    """Shown only, without a price, or no longer shown."""


class SessionNeeded(Exception):
    """This service is given on dates; one that is still open must be chosen."""


class NoSuchLine(LookupError):
    """The cart has no such line (any more)."""


def begin(user_id: int | None = None) -> Cart:
    cart = Cart(token=secrets.token_urlsafe(24), user_id=user_id, updated_at=times.now(), lines=[])
    db.session.add(cart)
    db.session.flush()
    set_committed_value(cart, "holds", [])  # nobody need look
    return cart


def find(token: str) -> Cart | None:
    """A cart to put something into: of what is in it nothing is read."""
    return db.session.scalar(select(Cart).where(Cart.token == token))


def put(
    cart: Cart,
    variant: Variant,
    quantity: int,
    *,
    booth: Booth | None = None,
    feature: Feature | None = None,
    session: Session | None = None,
) -> CartLine:
    """Add so many, and remember the stand or shelf slot they were picked from and the date (the latest wins).

    Nothing is held yet: stock is held when the checkout is opened (shop/holding.py).
    """
    if not variant.can_be_bought or variant.product.facility.refuses_orders:
        raise NotForSale(variant.id)
    _needs_session(variant, session)
    cart.updated_at = times.now()
    db.session.flush()  # holds the cart's row, so that two taps at once add up instead of colliding
    line = db.session.scalar(select(CartLine).where(CartLine.cart_id == cart.id, CartLine.variant_id == variant.id))
    if line is None:
        line = CartLine(cart_id=cart.id, variant_id=variant.id, quantity=0)
        db.session.add(line)
        db.session.expire(cart, ["lines"])  # whoever has read them reads them again
        if booth is None:
            set_committed_value(line, "fair_price", None)  # nobody need look
    set_committed_value(line, "cart", cart)
    line.quantity = min(line.quantity + quantity, MOST)
    line.session_id = session.id if session else line.session_id
    line.booth_id = booth.id if booth else line.booth_id
    line.feature_id = feature.id if feature else line.feature_id
    db.session.flush()
    return line


def change(cart: Cart, line_id: int, quantity: int) -> CartLine:
    line = _line(cart, line_id)
    line.quantity = min(quantity, MOST)
    cart.updated_at = times.now()
    holding.let_go(cart)
    return line


def remove(cart: Cart, line_id: int) -> CartLine:
    """Take a line out, and return it so that the page can offer to put it back."""
    line = _line(cart, line_id)
    db.session.delete(line)
    cart.updated_at = times.now()
    holding.let_go(cart)
    return line


def note_voucher(cart: Cart, code: str) -> None:
    """Keep the code that was typed, or none; what it is worth is reckoned whenever the cart is shown."""
    cart.voucher = code
    cart.updated_at = times.now()


def join(visitor_token: str | None, user_id: int) -> Cart | None:
    """The person's cart with what she had picked as a visitor; the visitor's own cart is gone afterwards."""
    mine = db.session.scalar(select(Cart).where(Cart.user_id == user_id).order_by(Cart.id).limit(1))
    visitors = db.session.scalar(select(Cart).where(Cart.token == visitor_token)) if visitor_token else None
    if visitors is None or visitors is mine or visitors.user_id not in (None, user_id):
        return mine
    if mine is None:
        visitors.user_id = user_id
        return visitors
    _pour(visitors, mine)
    return mine


def empty(cart: Cart) -> list[CartLine]:
    """Take every line out and return them. Two checkouts of one cart cannot both get them."""
    lines = list(cart.lines)
    gone = db.session.execute(
        delete(CartLine)
        .where(CartLine.cart_id == cart.id)
        .returning(CartLine.id)
        .execution_options(synchronize_session=False)
    )
    taken = set(gone.scalars())
    cart.updated_at = times.now()
    return [line for line in lines if line.id in taken]


def by_facility(lines: Iterable[CartLine]) -> list[tuple[Facility, list[CartLine]]]:
    """The lines under their makers, in the order in which each maker first entered the cart."""
    first: dict[int, int] = {}
    for line in sorted(lines, key=lambda line: line.id):
        first.setdefault(line.product.facility_id, line.id)
    ordered = sorted(lines, key=lambda line: (first[line.product.facility_id], line.id))
    groups = groupby(ordered, key=lambda line: line.product.facility)
    return [(facility, list(group)) for facility, group in groups]


def _needs_session(variant: Variant, session: Session | None) -> None:
    if variant.product.mode != "service" or (session and session.is_open and session.product_id == variant.product_id):
        return
    if session or sessions.coming(variant.product_id):
        raise SessionNeeded(variant.id)


def _line(cart: Cart, line_id: int) -> CartLine:
    query = select(CartLine).where(CartLine.id == line_id, CartLine.cart_id == cart.id)
    line = db.session.scalar(
        query.options(joinedload(CartLine.variant).joinedload(Variant.product), joinedload(CartLine.booth))
    )
    if line is None:
        raise NoSuchLine(line_id)
    return line


def _pour(source: Cart, into: Cart) -> None:
    there = {line.variant_id: line for line in into.lines}
    for line in list(source.lines):
        if line.variant_id in there:
            there[line.variant_id].quantity = min(there[line.variant_id].quantity + line.quantity, MOST)
        else:
            into.lines.append(
                CartLine(
                    variant_id=line.variant_id,
                    quantity=line.quantity,
                    booth_id=line.booth_id,
                    feature_id=line.feature_id,
                    session_id=line.session_id,
                )
            )
    into.voucher = into.voucher or source.voucher
    holding.end(source)
    _keep_reminder(source, into)
    db.session.delete(source)
    into.updated_at = times.now()


def _keep_reminder(source: Cart, into: Cart) -> None:
    """What was asked for the one is asked for the other, where that has none of its own."""
    has_one = select(CartReminder.id).where(CartReminder.cart_id == into.id).exists()
    mine = update(CartReminder).where(CartReminder.cart_id == source.id, ~has_one).values(cart_id=into.id)
    moved = db.session.scalar(mine.returning(CartReminder.due_at).execution_options(synchronize_session=False))
    if moved is not None:
        jobs.enqueue("cart.remind", run_at=moved, cart_id=into.id)
