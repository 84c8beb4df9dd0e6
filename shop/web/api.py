"""Carts, checkout and orders as JSON."""

from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Blueprint, jsonify, request
from flask_babel import gettext as _

from catalog import sessions
from core import answers, openapi, rates
from core.access import visitor
from core.db import db, reads_first
from core.errors import Problem, fault
from shop import bills, gifts, holding, orders, promotion, promotions, queries, sending, slots, ways
from shop import cart as carts
from shop.forms import CartLineForm, CheckoutForm, QuantityForm
from shop.models import Cart
from shop.web import asked, placing, shapes
from shop.web.cart import MOST_CODES
from shop.web.gifts import count_codes, trouble

bp = Blueprint("shop_api", __name__, url_prefix="/api/v1")


@bp.post("/carts")
@visitor
@openapi.describe("Mở một giỏ mới", keyed=True, answers={201: shapes.CART, 422: None})
def open_cart():
    """A key is good for a day, for callers of one address: two callers with the same weak key share no cart."""
    return once(request.remote_addr or "", said(), lambda: shapes.cart(carts.begin()), 201)


@bp.get("/carts/<token>")
@visitor
@openapi.describe("Xem giỏ", answers={200: shapes.CART, 404: None})
def show_cart(token: str):
    return jsonify(shapes.cart(_cart(token)))


@bp.post("/carts/<token>/lines")
@visitor
@openapi.describe(
    "Thêm hàng vào giỏ", body=shapes.NEW_LINE, keyed=True, answers={201: shapes.LINE, 404: None, 422: None}
)
@reads_first
def add_line(token: str):
    body = sent_body()
    form = CartLineForm({**body, "gian": body.get("booth"), "ke": body.get("feature")})
    check(form)
    return once(token, body, lambda: shapes.line(_put(_cart(token, carts.find), form)), 201)


@bp.patch("/carts/<token>/lines/<int:line>")
@visitor
@openapi.describe(
    "Đổi số lượng",
    body=shapes.QUANTITY,
    keyed=True,
    answers={200: shapes.LINE, 404: None, 409: None, 422: None},
)
def change_line(token: str, line: int):
    form = QuantityForm(body := sent_body())
    check(form)
    change = partial(_on_line, carts.change, token, line, form.quantity)
    return once(token, [line, body], lambda: shapes.line(change()), 200)


@bp.delete("/carts/<token>/lines/<int:line>")
@visitor
@openapi.describe("Bỏ hàng khỏi giỏ", keyed=True, answers={204: None, 404: None, 409: None, 422: None})
def remove_line(token: str, line: int):
    """With a key it answers 204 again although the line is gone."""
    return once(token, [line], lambda: {"removed": _on_line(carts.remove, token, line).id}, 204)


@bp.post("/carts/<token>/hold")
@visitor
@openapi.describe(
    "Giữ hàng trong giỏ một lúc, trước khi đặt",
    keyed=True,
    answers={200: shapes.CART, 404: None, 409: None, 422: None},
)
def hold(token: str):
    """All that the cart counts is kept, or nothing (409 out_of_stock). Asked again, the same clock goes on."""
    return once(token, said(), partial(_held, token), 200)


@bp.put("/carts/<token>/voucher")
@visitor
@openapi.describe(
    "Dùng mã giảm giá",
    body=shapes.VOUCHER_CODE,
    keyed=True,
    answers={200: shapes.CART, 404: None, 409: None, 422: None},
)
def put_voucher(token: str):
    """The code is kept with the cart; `voucher.trouble` says why it brings nothing."""
    _cart(token)
    code = promotions.typed(str(sent_body().get("code") or "")[:100])
    try:
        if code:  # what is no code is no guess
            rates.count("voucher", request.remote_addr or "", MOST_CODES)
    except rates.TooOften:
        raise _refused(429, _("Bạn đã thử nhiều mã trong giờ này. Xin đợi một lát."), "too_often") from None
    if not promotions.is_known(code):
        db.session.commit()
        raise _invalid([_error("code", _("Không có phiếu giảm giá mang mã này."), "unknown")])
    return once(token, [code], partial(_noted, token, code), 200)


@bp.delete("/carts/<token>/voucher")
@visitor
@openapi.describe("Bỏ mã giảm giá", keyed=True, answers={200: shapes.CART, 404: None, 409: None, 422: None})
def drop_voucher(token: str):
    return once(token, [], partial(_noted, token, ""), 200)


@bp.post("/carts/<token>/checkout")
@visitor
@openapi.describe(
    "Đặt hàng", body=shapes.CHECKOUT, keyed=True, answers={201: shapes.ORDER, 404: None, 409: None, 422: None}
)
@reads_first
def checkout(token: str):
    """The same Idempotency-Key with the same body gives the same order; with another body it is refused."""
    said = asked.flat(sent_body())
    count_codes(CheckoutForm(said).gift_codes)
    cart = _cart(token)
    said |= _sent_by(cart, sent_body()) | _picked_up(cart, sent_body())
    bill = bills.chosen(cart, CheckoutForm(said))
    form = CheckoutForm(said, needs_address=bills.needs_address(bill))
    check(form, asked.FIELDS)
    key, told = f"{token} {_key()}" if _key() else "", []
    tell = lambda order: told.append(shapes.order(order))  # noqa: E731
    try:
        seen = asked.shown(sent_body())
        placed = placing.place(token, form, key=key, bill=bill, read=cart, tell=tell, **seen)
    except orders.Unavailable as short:
        raise _out_of_stock(_cart(token), short) from None
    except orders.OutOfRange as far:
        raise _out_of_range(_cart(token), far.why) from None
    except orders.NoAddress:
        raise _invalid([_error("address", _("Có món phải gửi mà chưa có địa chỉ."), "needed")]) from None
    except orders.NotInTime as late:
        raise _invalid([_error("deliver_before", placing.not_in_time_words(late), "not_in_time")]) from None
    except orders.NoCash:
        raise _refused(422, placing.no_cash_words(), "no_cash") from None
    except placing.NotOffered:
        raise _invalid([_error("payment", placing.not_offered_words())]) from None
    except gifts.Refused as no:
        raise _gifts_refused(no) from None
    except (promotions.NotGood, promotions.Over) as refused:
        raise _voucher_refused(refused) from None
    except (slots.Full, sending.WayGone) as gone:
        raise _way_gone(gone) from None
    except orders.TotalMoved as moved:
        raise asked.not_as_seen(*moved.args) from None
    except orders.EmptyCart:
        raise _refused(409, _("Giỏ không có gì để đặt."), "empty_cart") from None
    except orders.OtherRequest:
        raise _key_reused() from None
    return jsonify(order=told[-1] if told else shapes.order(queries.order(placed))), 201


@bp.get("/orders/<token>")
@visitor
@openapi.describe("Xem đơn hàng", answers={200: shapes.ORDER, 404: None})
def show_order(token: str):
    order = queries.order(token)
    if order is None:
        raise _refused(404, _("Không có đơn này."), "no_such_order")
    return jsonify(order=shapes.order(order))


def _put(cart, form: CartLineForm):
    variant = queries.variant_to_buy(form.sku)
    if variant is None:
        raise _invalid([_error("sku", _("Không có mã hàng này."))])
    if form.booth_code and not promotion.is_known_booth(form.booth_code):
        raise _invalid([_error("booth", _("Không có gian hàng mang mã này."), "no_such_booth")])
    booth = promotion.booth_named(form.booth_code, variant.product.facility_id)
    feature = promotion.feature_with_id(form.feature_id, variant.product)
    try:
        session = sessions.find(variant.product_id, form.session_id) if form.session_id else None
        return carts.put(cart, variant, form.quantity, booth=booth, feature=feature, session=session)
    except carts.SessionNeeded:
        raise _invalid([_error("session", _("Chọn một buổi còn mở."), "session_needed")]) from None
    except carts.NotForSale:
        raise _invalid([_error("sku", _("Món này hiện không bán."), "not_for_sale")]) from None


def _held(token: str) -> dict[str, Any]:
    cart = _cart(token)
    if not holding.begin(cart.token):
        raise _falls_short(cart)
    db.session.expire(cart)
    return shapes.cart(_cart(token))


def _noted(token: str, code: str) -> dict[str, Any]:
    cart = _cart(token)
    carts.note_voucher(cart, code)
    db.session.flush()
    return shapes.cart(cart)


def once(scope: str, asked: Any, act: Callable[[], dict[str, Any]], status: int):
    """Do it and commit; under an Idempotency-Key only once, however often it is asked."""
    if _key():
        try:
            made = answers.once((request.endpoint or "", scope, _key()), asked, act)
        except answers.OtherRequest:
            raise _key_reused() from None
    else:
        made = act()
        db.session.commit()
    return ("", 204) if status == 204 else (jsonify(made), status)


def _key() -> str:
    return request.headers.get("Idempotency-Key", "")[:200]


def _key_reused() -> Problem:
    return _refused(422, _("Idempotency-Key này đã dùng cho một yêu cầu khác."), "key_reused")


def said() -> Any:
    """What was sent as JSON; None where nothing that can be read was."""
    try:
        return request.get_json(silent=True)
    except RecursionError:  # brackets within brackets, thousands deep
        return None


def sent_body() -> dict[str, Any]:
    body = said()
    if not isinstance(body, dict):
        raise _refused(400, _("Thân yêu cầu phải là một đối tượng JSON."), "not_json")
    return body


def _picked_up(cart, body: dict[str, Any]) -> dict[str, str]:
    """`pick_up` as the fields of the page: by maker, at the workshop or at a place by its slug. Raises where it is no
    offer."""
    makers = {line.product.facility.slug: line.product.facility for line in cart.lines}
    rows, found, errors = body.get("pick_up") or [], {}, []
    offered = ways.offers(makers.values()) if rows else {}
    for n, row in enumerate(rows if isinstance(rows, list) else [None]):
        maker = makers.get(str(row.get("facility"))) if isinstance(row, dict) else None
        at = str(row.get("at")) if isinstance(row, dict) else ""
        one = next((o for o in offered.get(maker.id, ()) if at == (o.slug or o.way)), None) if maker else None
        if maker is None or one is None:
            errors.append(_error(f"pick_up.{n}", _("Món này không lấy được ở đó."), "not_offered"))
        else:
            found[f"cach-{maker.id}"] = one.value
    if errors:
        raise _invalid(errors)
    return found


def _sent_by(cart, body: dict[str, Any]) -> dict[str, str]:
    """`sending` as the fields of the page: by maker, the way by its `id` as POST …/ways told it."""
    makers = {line.product.facility.slug: line.product.facility_id for line in cart.lines}
    rows = body.get("sending") or []
    found = {}
    for n, row in enumerate(rows if isinstance(rows, list) else [None]):
        maker = makers.get(str(row.get("facility"))) if isinstance(row, dict) else None
        if maker is None:
            raise _invalid([_error(f"sending.{n}", _("Giỏ không có hàng của nơi này."), "not_offered")])
        found[f"cach-{maker}"] = str(row.get("way"))[:40]
    return found | _timed(makers, body)


def _timed(makers: dict[str, int], body: dict[str, Any]) -> dict[str, str]:
    """`slots` likewise."""
    rows = body.get("slots") or []
    found = {}
    for n, row in enumerate(rows if isinstance(rows, list) else [None]):
        maker = makers.get(str(row.get("facility"))) if isinstance(row, dict) else None
        if maker is None or type(row.get("slot")) is not int or not 0 < row["slot"] < 2**31:
            raise _invalid([_error(f"slots.{n}", _("Giỏ không có hàng của nơi này."), "not_offered")])
        found[f"gio-{maker}"] = str(row["slot"])
    return found


def _cart(token: str, read: Callable[[str], Cart | None] = queries.cart) -> Cart:
    cart = read(token)
    if cart is None:
        raise _refused(404, _("Không có giỏ này."), "no_such_cart")
    return cart


def _on_line(act, token: str, *values):
    try:
        return act(_cart(token), *values)
    except carts.NoSuchLine:
        raise _refused(404, _("Giỏ không có dòng này."), "no_such_line") from None


def check(form, names: dict[str, str] | None = None) -> None:
    if not form.is_valid():
        raise _invalid([_error((names or {}).get(field, field), text) for field, text in form.errors.items()])


def _out_of_range(cart, why: dict[int, str]) -> Problem:
    """Goods that do not go to this address, named by their lines."""
    errors = [
        {
            "code": f"out_of_range_{why[line.variant_id]}",
            "field": "address.commune_code",
            "line": line.id,
            "sku": line.variant.sku,
            "message": _("%(name)s không giao tới địa chỉ này.", name=line.variant.full_name),
        }
        for line in cart.lines
        if line.variant_id in why
    ]
    return Problem(422, "out_of_range", _("Có món không giao tới địa chỉ này; chưa giữ món nào."), errors)


def _out_of_stock(cart, short: orders.Unavailable) -> Problem:
    left = short.left
    errors = [
        {
            "code": short.why.get(line.variant_id, "out_of_stock"),
            "line": line.id,
            "sku": line.variant.sku,
            "asked": line.quantity,
            "left": left[line.variant_id],
            "message": _("%(name)s còn %(n)s.", name=line.variant.full_name, n=left[line.variant_id]),
        }
        for line in cart.lines
        if line.variant_id in left
    ]
    return Problem(409, "out_of_stock", _("Có món không còn đủ; chưa giữ món nào."), errors)


def _way_gone(gone: slots.Full | sending.WayGone) -> Problem:
    if isinstance(gone, slots.Full):
        return _refused(409, _("Khung giờ đã hết chỗ hoặc không hợp với cách nhận."), "slot_full")
    return _refused(409, _("Cách gửi đã chọn không còn cho nơi này; hỏi lại rồi đặt."), "way_gone")


def _gifts_refused(no: gifts.Refused) -> Problem:
    if isinstance(no, gifts.NotGood):
        return _invalid([_error("gift_cards", trouble(no.why), no.why)])
    if isinstance(no, gifts.TooLittleLeft):
        return _invalid([_error("payment", placing.too_little_words(), "too_little_left")])
    return _refused(409, _("Thẻ quà tặng vừa được dùng ở nơi khác; xem lại số dư."), "gift_moved")


def _voucher_refused(refused: promotions.NotGood | promotions.Over) -> Problem:
    """Nothing was ordered: take the code off, or order again at the price without it."""
    why = refused.why if isinstance(refused, promotions.NotGood) else "used_up"
    sentence = _("Phiếu giảm giá không còn dùng được cho giỏ này; chưa giữ món nào.")
    return Problem(409, "voucher_refused", sentence, [_error("voucher", sentence, why)])


def _falls_short(cart) -> Problem:
    """Which lines stand in the way, as the cart shows them; some fall short only taken together."""
    errors = [
        fault(line.trouble, "", line.trouble, line=line.id, sku=line.variant.sku) for line in cart.lines if line.trouble
    ]
    return Problem(409, "out_of_stock", _("Có món không còn đủ; chưa giữ món nào."), errors)


def _error(field: str, message: str, code: str = "invalid") -> dict[str, str]:
    return fault(message, field, code)


def _invalid(errors: list[dict[str, str]]) -> Problem:
    return Problem(422, "invalid", _("Có chỗ cần sửa trong yêu cầu."), errors)


def _refused(status: int, sentence: str, code: str) -> Problem:
    return Problem(status, code, sentence)
