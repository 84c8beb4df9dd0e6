"""As JSON: what delivering bulky goods of a cart costs is asked of their makers."""

from typing import Any

from flask import Blueprint, abort
from flask_babel import gettext as _

from core import openapi, rates
from core.access import visitor
from core.errors import Problem, fault
from core.openapi import TEXT, many, schema
from shop import queries
from shop.forms import FreightForm
from shop.web import api, placing, shapes

bp = Blueprint("freight_api", __name__, url_prefix="/api/v1")

_ASKED = schema("FreightAsked", {"buyer": shapes.BUYER, "address": shapes.ADDRESS}, required=("buyer", "address"))
_TALK = schema("FreightTalk", {"facility": TEXT, "token": TEXT})
TALKS = schema("FreightTalks", {"talks": many(_TALK)})


@bp.post("/carts/<token>/freight")
@visitor
@openapi.describe(
    "Hỏi phí giao món cồng kềnh trong giỏ",
    body=_ASKED,
    keyed=True,
    answers={201: TALKS, 404: None, 409: None, 422: None},
)
def ask(token: str):
    """The goods leave the cart for a talk with each maker (/hoi/<token>), for her quote; sent twice it asks once."""
    return api.once(token, said := api.said(), lambda: _asked(token, said), 201)


def _asked(token: str, said: Any) -> dict[str, Any]:
    cart = queries.cart_for_order(token)
    if cart is None:
        raise Problem(404, "no_such_cart", _("Không có giỏ này."))
    parts = [said.get(name) for name in ("buyer", "address")] if isinstance(said, dict) else []
    form = FreightForm({key: value for part in parts if isinstance(part, dict) for key, value in part.items()})
    if not form.is_valid():
        errors = [fault(words, field, "invalid") for field, words in form.errors.items()]
        raise Problem(422, "invalid", _("Có chỗ cần sửa trong yêu cầu."), errors)
    try:
        talks = placing.ask_freight(cart, form)
    except rates.TooOften:
        abort(429)
    if not talks:
        raise Problem(409, "nothing_to_ask", _("Giỏ không có món nào phải hỏi phí giao."))
    return {"talks": [{"facility": one.facility.slug, "token": one.token} for one in talks]}
