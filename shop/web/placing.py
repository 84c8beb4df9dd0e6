"""The one commit that places an order, the same for the page and the API."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_login import current_user

from core import answers, rates
from core.i18n import day
from shop import freight, orders, queries
from shop.bills import Bill
from shop.models import Cart, Enquiry, Order

MOST_QUESTIONS = 20  # an hour of one place


class NotOffered(Exception):
    """What is in the cart cannot be paid in this way."""


def place(
    cart_token: str | None,
    form,
    *,
    key: str,
    bill: Bill,
    read: Cart | None,
    tell: Callable[[Order], object] = lambda order: None,
    **shown: Any,
) -> str:
    """Place and commit, once a key, and return the order's token. Without a key every request is one of its own.

    `bill`: of what is in the cart, with the ways of paying for it. A request sent again is answered before those are
    asked: its cart is empty by then. `read`: the cart, as this transaction has read it; a second try reads it anew, and
    the rules of the bill as well. `tell` is given a new order while all of it is at hand, before the commit. `shown`:
    what `orders.place` is to hold it against.
    Raises NotOffered and what that raises.
    """
    buyer = form.buyer(current_user.id if current_user.is_authenticated else None)
    at_hand, offered = [(read, bill.rules)] if read else [], bill.methods

    def act() -> answers.Answer:
        cart, rules = at_hand.pop() if at_hand else (queries.cart_for_order(cart_token), None)
        if cart is None:
            raise orders.EmptyCart
        if cart.lines and buyer.payment not in offered:
            raise NotOffered
        order = orders.place(cart, buyer, key=key or None, rules=rules, **shown)
        tell(order)
        return {"order": order.token}

    if not key:
        return str(answers.committed(act)["order"])
    try:
        return str(answers.once(("order", key), [cart_token, _said(buyer)], act)["order"])
    except answers.OtherRequest:
        raise orders.OtherRequest from None


def ask_freight(cart: Cart, form) -> list[Enquiry]:
    """A talk with each maker whose delivery is quoted first; the caller commits. Raises rates.TooOften."""
    try:
        rates.count("ask", request.remote_addr or "", MOST_QUESTIONS)
        contact = form.email_address or form.phone_number
        return freight.ask(cart, form.name, contact, form.commune_code, form.street)
    except freight.NothingToAsk:
        return []


def _said(buyer: orders.Buyer) -> dict[str, Any]:
    """What a key is remembered by; a request from before there was a day still matches."""
    said = asdict(buyer)
    wanted = said.pop("deliver_before")
    if not said["invoice"]:
        del said["invoice"]
    for name in ("sending", "slots", "gifts"):
        if not said[name]:
            del said[name]
    return said | ({"deliver_before": wanted.isoformat()} if wanted else {})


def not_in_time_words(late: orders.NotInTime) -> str:
    when = day(late.arrives_on)
    return _("Hàng của %(who)s sớm nhất ngày %(day)s mới tới nơi.", who=late.maker, day=when)


def not_offered_words() -> str:
    return _("Chọn một cách trả tiền.")


def no_cash_words() -> str:
    return _(
        "Nhiều gói gửi tới số điện thoại này không được nhận, nên lúc này chưa gửi hàng thu tiền khi giao."
        " Hãy chuyển khoản, tới lấy tại xưởng, hoặc gọi người bán. Nếu ghi nhầm, mở trang đơn cũ để khiếu nại."
    )


def too_little_words() -> str:
    return _("Phần còn lại sau thẻ quà tặng quá nhỏ để trả bằng thẻ ngân hàng. Chọn cách trả khác.")
