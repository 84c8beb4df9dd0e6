"""What a visitor gathers across requests: tokens in the signed session, joined to the person's own at sign-in."""

from flask import Flask, session
from flask_login import current_user, user_logged_in

from core.db import db
from shop import cart as carts
from shop import queries, wishes


def init_app(app: Flask) -> None:
    user_logged_in.connect(_join, app)


def cart_token() -> str | None:
    return session.get("cart")


def current_cart():
    """The cart with all its goods, or None where nothing was ever put."""
    return queries.cart(cart_token())


def cart_to_change():
    """The cart, begun if there is none yet."""
    found = current_cart()
    if found is None:
        found = carts.begin(current_user.id if current_user.is_authenticated else None)
        session["cart"] = found.token
        session.permanent = not current_user.is_authenticated  # a sign-in ends with the browser, a cart does not
    return found


def _join(app: Flask, user) -> None:
    """Signing in is accounts' request; accounts knows nothing of carts, so its signal is heard here."""
    wishes.join(session.pop("wishes", None), user.id)
    joined = carts.join(session.pop("cart", None), user.id)
    if joined is not None:
        session["cart"] = joined.token
    db.session.commit()
