"""Paying by card: from the order's page to Stripe's and back, the same as JSON, and Stripe's notices."""

from flask import Blueprint, abort, flash, jsonify, redirect, request, url_for
from flask_babel import gettext as _

from core import openapi
from core.access import visitor
from core.db import db
from core.errors import Problem
from core.i18n import current_locale
from shop import queries
from shop.cards import door, notices, rules, taking
from shop.web import paying, shapes

bp = Blueprint("cards", __name__)


@bp.post("/don-hang/<token>/the")
@visitor
def pay(token: str):
    """To Stripe's own page, where the card is typed: this site never sees its number."""
    order_id = _order(token).id
    try:
        address = paying.open_page(order_id, current_locale())
    except taking.NotAwaited:
        abort(409, _("Đơn này không còn chờ trả bằng thẻ. Mở lại đơn để xem."))
    except (door.Unreachable, door.Refused):
        return _to_order(token, _("Chưa mở được trang trả thẻ. Thẻ chưa bị trừ tiền; đợi một phút rồi bấm lại."), "bad")
    return redirect(address, 303) if address else _to_order(token, _("Đơn này đã được trả bằng thẻ."), "good")


@bp.post("/don-hang/<token>/the/hoi")
@visitor
def ask_again(token: str):
    """The buyer came back, and Stripe's notice has not come yet."""
    order_id = _order(token).id
    try:
        paying.ask_again(order_id)
    except (door.Unreachable, door.Refused):
        return _to_order(token, _("Stripe chưa trả lời. Đợi một phút rồi bấm lại."), "warn")
    return _to_order(token)


@bp.post("/api/v1/orders/<token>/card")
@visitor
@openapi.describe("Mở trang trả thẻ của một đơn", answers={200: shapes.CARD_PAGE, 404: None, 409: None, 503: None})
def open_card_page(token: str):
    """The address to send the buyer to; asked again, the same page as long as it is open."""
    order = queries.order(token) if rules.are_on() else None
    if order is None or order.card is None:
        raise Problem(404, "no_such_order", _("Không có đơn nào trả bằng thẻ ở địa chỉ này."))
    try:
        address = paying.open_page(order.id, current_locale())
    except taking.NotAwaited:
        raise Problem(409, "not_awaited", _("Đơn này không còn chờ trả bằng thẻ.")) from None
    except (door.Unreachable, door.Refused):
        raise Problem(503, "card_unreachable", _("Chưa mở được trang trả thẻ. Thử lại sau một phút.")) from None
    if address is None:
        raise Problem(409, "paid", _("Đơn này đã được trả bằng thẻ."))
    return jsonify(url=address)


@bp.post("/api/v1/stripe/webhook")
@visitor
@openapi.describe("Nhận thông báo có chữ ký của Stripe", answers={200: shapes.CARD_NOTICE, 400: None, 404: None})
def webhook():
    """Answered 200 once it is stored with its effect; again 200, without one, where it came before."""
    if not rules.are_on():
        abort(404)
    try:
        event = door.event(request.get_data(), request.headers.get("Stripe-Signature", ""))
    except door.NotSigned:
        raise Problem(400, "not_signed", _("Thông báo này không có chữ ký đúng, hoặc đã cũ.")) from None
    is_new = notices.take(event)
    db.session.commit()
    return jsonify(received=True, new=is_new)


def _order(token: str):
    order = queries.order(token) if rules.are_on() else None
    if order is None or order.card is None:
        abort(404, _("Không có đơn nào trả bằng thẻ ở địa chỉ này."))
    return order


def _to_order(token: str, said: str = "", kind: str = "good"):
    if said:
        flash(said, kind)
    return redirect(url_for("orders.show", token=token), 303)
