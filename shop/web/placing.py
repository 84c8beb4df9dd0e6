"""The one commit that places an order, the same for the page and the API."""

from dataclasses import asdict

from flask_babel import gettext as _
from flask_login import current_user

from core import answers
from shop import orders, queries


def place(cart_token: str | None, form, *, key: str, shown_total: int | None = None, shown_days: str = "") -> str:
    """Place and commit, once a key, and return the order's token. Without a key every request is one of its own."""
    buyer = form.buyer(current_user.id if current_user.is_authenticated else None)

    def act() -> answers.Answer:
        cart = queries.cart_for_order(cart_token)
        if cart is None:
            raise orders.EmptyCart
        order = orders.place(cart, buyer, key=key or None, shown_total=shown_total, shown_days=shown_days)
        return {"order": order.token}

    if not key:
        return str(answers.committed(act)["order"])
    try:
        return str(answers.once(("order", key), [cart_token, asdict(buyer)], act)["order"])
    except answers.OtherRequest:
        raise orders.OtherRequest from None


def no_cash_words() -> str:
    return _(
        "Nhiều gói gửi tới số điện thoại này không được nhận, nên lúc này chưa gửi hàng thu tiền khi giao."
        " Hãy chuyển khoản, tới lấy tại xưởng, hoặc gọi người bán. Nếu ghi nhầm, mở trang đơn cũ để khiếu nại."
    )
