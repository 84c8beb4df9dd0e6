"""Quotes of a talk as JSON: read at the talk's unguessable address, accepted once into an order."""

from typing import Any

from flask import Blueprint, jsonify
from flask_babel import gettext as _
from flask_login import current_user

from core import openapi
from core.access import visitor
from core.errors import Problem
from core.openapi import DAY, DONG, INTEGER, TEXT, many, optional, schema
from shop import quote_orders, quote_queries, quote_reckoning, quote_words, quotes
from shop.forms import CheckoutForm
from shop.models import Quote
from shop.web import api, asked, shapes

bp = Blueprint("quotes_api", __name__, url_prefix="/api/v1/talks/<token>/quotes")

_LINE = schema(
    "QuoteLine",
    {"sku": optional(TEXT), "name": TEXT, "quantity": INTEGER, "unit": TEXT, "unit_price": DONG, "total": DONG},
)
_STATES = {"enum": ["open", "lapsed", "replaced", "withdrawn", "declined", "accepted"]}
# `payments`: the ways in which it can be paid if it is accepted now; `deposit` is sent back as `shown_deposit`.
QUOTE = schema(
    "Quote",
    {"number": INTEGER, "state": _STATES, "facility": TEXT, "lines": many(_LINE), "delivery_fee": DONG}
    | {"fees": many(shapes.FEE), "total": DONG, "tax_inside": optional(DONG), "deposit": shapes.SHOWN_DEPOSIT}
    | {"province_code": TEXT, "ready_on": DAY, "valid_until": DAY, "words": TEXT, "payments": many(TEXT)}
    | {"order": optional(TEXT)},
)
QUOTES = schema("Quotes", {"items": many(QUOTE)})
ACCEPT = schema(
    "AcceptQuote",
    {"buyer": shapes.BUYER, "address": shapes.ADDRESS, "payment": shapes.METHOD, "note": TEXT}
    | {"invoice": shapes.INVOICE, "shown_total": DONG, "shown_deposit": shapes.SHOWN_DEPOSIT},
    required=("buyer", "address", "payment", "shown_total"),
)


@bp.get("")
@visitor
@openapi.describe("Các bản báo giá của một cuộc trò chuyện", answers={200: QUOTES, 404: None})
def index(token: str):
    return jsonify(items=[_shape(one) for one in reversed(_talk(token).quotes)])


@bp.get("/<int:number>")
@visitor
@openapi.describe("Xem một bản báo giá", answers={200: QUOTE, 404: None})
def show(token: str, number: int):
    return jsonify(_shape(_quote(token, number)))


@bp.post("/<int:number>/accept")
@visitor
@openapi.describe(
    "Nhận báo giá, thành đơn",
    body=ACCEPT,
    keyed=True,
    answers={201: shapes.ORDER, 404: None, 409: None, 422: None},
)
def accept(token: str, number: int):
    """`shown_total` and, where something is paid ahead, `shown_deposit` are what the buyer saw; else 409."""
    said = api.sent_body()
    return api.once(f"{token} {number}", said, lambda: _accepted(token, number, said), 201)


def _accepted(token: str, number: int, said: dict[str, Any]) -> dict[str, Any]:
    quote = _quote(token, number)
    if quote.standing != "open":
        raise _ended(quote.standing)
    form = CheckoutForm(asked.flat(said), quote_reckoning.methods(quote))
    api.check(form, asked.FIELDS)
    buyer = form.buyer(current_user.id if current_user.is_authenticated else None)
    total = asked.shown_total(said)
    shown = {"shown_total": -1 if total is None else total, "shown_deposit": asked.shown_deposit(said)}
    try:
        with asked.stopped():
            return {"order": shapes.order(quote_orders.accept(quote, buyer, **shown))}
    except quotes.NotOpen as late:
        raise _ended(late.standing) from None
    except quote_orders.NotSeen:
        raise asked.not_as_seen(quote.total, quote_orders.deposit_of(quote).said) from None
    except quote_orders.OtherPlace:
        words = _("Phí giao trong báo giá tính tới %(where)s.", where=quote_words.place(quote))
        raise asked.invalid("address.province_code", words) from None


def _shape(quote: Quote) -> dict[str, Any]:
    return {
        "number": quote.number,
        "state": quote.standing,
        "facility": quote.enquiry.facility.slug,
        "lines": [_line(one) for one in quote.lines],
        "delivery_fee": quote.delivery_fee,
        "fees": [shapes.fee(one) for one in quote.fees],
        "total": quote.total,
        "tax_inside": quote_reckoning.tax_inside(quote),
        "deposit": {"ahead": quote.ahead, "keeps": quote.keeps},
        "province_code": quote.province_code,
        "ready_on": quote.ready_on.isoformat(),
        "valid_until": quote.valid_until.isoformat(),
        "words": quote.words,
        "payments": list(quote_reckoning.methods(quote)),
        "order": quote.order.token if quote.order else None,
    }


def _line(row) -> dict[str, Any]:
    said = {"sku": row.variant.sku if row.variant else None, "name": row.name, "quantity": row.quantity}
    return said | {"unit": row.unit, "unit_price": row.unit_price, "total": row.total}


def _talk(token: str):
    found = quote_queries.of_talk(token)
    if found is None:
        raise Problem(404, "no_such_talk", _("Không có cuộc trò chuyện nào ở địa chỉ này."))
    return found


def _quote(token: str, number: int) -> Quote:
    found = next((one for one in _talk(token).quotes if one.number == number), None)
    if found is None:
        raise Problem(404, "no_such_quote", _("Không có báo giá nào ở địa chỉ này."))
    return found


def _ended(standing: str) -> Problem:
    return Problem(409, f"quote_{standing}", _("Báo giá này không còn nhận được. Chưa đặt gì cả."))
