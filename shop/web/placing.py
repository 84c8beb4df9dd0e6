"""The one commit that places an order, the same for the page and the API."""

from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy.exc import IntegrityError

from core.db import db
from shop import orders, queries
from shop.models import Order

TRIES = 3


def place(
    cart_token: str | None, form, *, key: str | None, shown_total: int | None = None, shown_days: str = ""
) -> Order:
    """Place and commit. A race lost on a unique key is run again: the second run finds the winner's order."""
    buyer = form.buyer(current_user.id if current_user.is_authenticated else None)
    for tries_left in reversed(range(TRIES)):
        try:
            cart = queries.cart_for_order(cart_token)
            if cart is None:
                raise orders.EmptyCart
            order = orders.place(cart, buyer, key=key, shown_total=shown_total, shown_days=shown_days)
            db.session.commit()
            return order
        except IntegrityError:
            db.session.rollback()
            if not tries_left:
                raise
        except Exception:
            db.session.rollback()
            raise
    raise AssertionError("the last try returns or raises")


def no_cash_words() -> str:
    return _(
        "Nhiều gói gửi tới số điện thoại này không được nhận, nên lúc này chưa gửi hàng thu tiền khi giao."
        " Hãy chuyển khoản, tới lấy tại xưởng, hoặc gọi người bán. Nếu ghi nhầm, mở trang đơn cũ để khiếu nại."
    )
