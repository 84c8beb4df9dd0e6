"""A village's one answer as JSON: read at the talk's unguessable address, accepted once into one order."""

from typing import Any

from flask import Blueprint, jsonify
from flask_babel import gettext as _
from flask_login import current_user

from core import openapi
from core.access import visitor
from core.errors import Problem
from core.openapi import DAY, DONG, INTEGER, TEXT, many, optional, schema
from shop import division_orders, division_queries, divisions, orders
from shop.forms import CheckoutForm
from shop.models import Division
from shop.web import api, asked, quotes_api, shapes

bp = Blueprint("division_api", __name__, url_prefix="/api/v1/talks/<token>/divisions/<int:division_id>")

_SHARE = schema(
    "Share",
    {"facility": TEXT, "quantity": INTEGER, "unit_price": DONG, "goods": DONG, "delivery_fee": DONG, "fees": DONG}
    | {"total": DONG, "deposit": shapes.SHOWN_DEPOSIT, "ready_on": DAY},
)
_STATES = {"enum": ["offered", "lapsed", "accepted", "declined", "withdrawn"]}
DIVISION = schema(
    "Division",
    {"id": INTEGER, "state": _STATES, "name": TEXT, "unit": TEXT, "asked": INTEGER, "quantity": INTEGER}
    | {"shares": many(_SHARE), "total": DONG, "deposit": shapes.SHOWN_DEPOSIT, "valid_until": DAY, "words": TEXT}
    | {"payments": many(TEXT), "order": optional(TEXT)},
)


@bp.get("")
@visitor
@openapi.describe("Xem câu trả lời chung của một làng", answers={200: DIVISION, 404: None})
def show(token: str, division_id: int):
    return jsonify(_shape(_sent(token, division_id)))


@bp.post("/accept")
@visitor
@openapi.describe(
    "Nhận câu trả lời chung, thành một đơn",
    body=quotes_api.ACCEPT,
    keyed=True,
    answers={201: shapes.ORDER, 404: None, 409: None, 422: None},
)
def accept(token: str, division_id: int):
    """`shown_total` and, where something is paid ahead, `shown_deposit` are what the buyer saw; else 409."""
    said = api.sent_body()
    return api.once(f"{token} {division_id}", said, lambda: _accepted(token, division_id, said), 201)


def _accepted(token: str, division_id: int, said: dict[str, Any]) -> dict[str, Any]:
    division = _sent(token, division_id)
    if division.standing != "offered":
        raise _ended(division.standing)
    form = CheckoutForm(asked.flat(said), division_orders.bill(division).methods)
    api.check(form, asked.FIELDS)
    buyer = form.buyer(current_user.id if current_user.is_authenticated else None)
    total, deposit = asked.shown_total(said), asked.shown_deposit(said)
    try:
        with asked.stopped():
            order = division_orders.accept(division, buyer, shown_total=total, shown_deposit=deposit)
        return {"order": shapes.order(order)}
    except divisions.NotOpen as late:
        raise _ended(late.standing) from None
    except orders.TotalMoved as moved:
        raise asked.not_as_seen(*moved.args) from None


def _shape(division: Division) -> dict[str, Any]:
    bill = division_orders.bill(division)
    return {
        "id": division.id,
        "state": division.standing,
        "name": division.name,
        "unit": division.unit,
        "asked": division.quantity,
        "quantity": bill.quantity,
        "shares": [_share(one) for one in bill.parts],
        "total": bill.total,
        "deposit": {"ahead": bill.deposit.ahead, "keeps": bill.deposit.keeps},
        "valid_until": division.valid_until.isoformat() if division.valid_until else None,
        "words": division.words,
        "payments": list(bill.methods),
        "order": division.order.token if division.order else None,
    }


def _share(part: division_orders.SharePart) -> dict[str, Any]:
    share = part.share
    return {
        "facility": share.facility.slug,
        "quantity": share.quantity,
        "unit_price": share.unit_price,
        "goods": share.goods,
        "delivery_fee": share.delivery_fee,
        "fees": sum(amount for _rule, amount in part.fees),
        "total": part.total,
        "deposit": {"ahead": part.deposit.ahead, "keeps": part.deposit.keeps},
        "ready_on": share.ready_on.isoformat(),
    }


def _sent(token: str, division_id: int) -> Division:
    found = division_queries.of_talk(token, division_id)
    if found is None:
        raise Problem(404, "no_such_division", _("Không có câu trả lời nào ở địa chỉ này."))
    return found


def _ended(standing: str) -> Problem:
    return Problem(409, f"division_{standing}", _("Câu trả lời này không còn nhận được. Chưa đặt gì cả."))
