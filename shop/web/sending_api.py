"""As JSON: in which ways each maker of a cart sends to a place, what each costs and when it arrives."""

from typing import Any

from flask import Blueprint, jsonify
from flask_babel import gettext as _

from core import openapi
from core.access import visitor
from core.db import db
from core.errors import Problem, fault
from core.openapi import DONG, INTEGER, MOMENT, TEXT, many, schema
from programme import places
from shop import bills, queries
from shop.carriers import prices
from shop.web import api, shapes

bp = Blueprint("sending_api", __name__, url_prefix="/api/v1")

PLACE = schema("SendingPlace", {"province_code": TEXT, "commune_code": TEXT}, required=("province_code",))
_DAY = {"type": "string", "format": "date"}
_WAY = schema(
    "SendingWay",
    {"id": TEXT, "name": TEXT, "fee": DONG, "arrives_on": _DAY, "free": {"type": "boolean"}, "kind": TEXT},
)
_SLOT = schema("OfferedSlot", {"id": INTEGER, "starts_at": MOMENT, "ends_at": MOMENT, "left": INTEGER})
_MAKER = schema(
    "SendingMaker",
    {"facility": TEXT, "ways": many(_WAY), "no_price_from": many(TEXT), "slots": many(_SLOT)}
    | {"deposit": shapes.SHOWN_DEPOSIT},
)
WAYS = schema("SendingWays", {"makers": many(_MAKER)})


@bp.post("/carts/<token>/ways")
@visitor
@openapi.describe("Hỏi các cách gửi, phí và ngày tới", body=PLACE, answers={200: WAYS, 404: None, 422: None})
def ask(token: str):
    """With a commune the makers' own carriers are asked as well, shortly; `no_price_from`: those that gave no price."""
    province, commune = _place(api.said())
    bill = bills.bill(_cart(token), province, commune)
    if commune:
        prices.ask(bills.to_be_priced(bill), commune)
        db.session.commit()
        bill = bills.bill(_cart(token), province, commune)
    return jsonify(makers=[_maker(one) for one in bill.parcels])


def _maker(parcel: bills.BillParcel) -> dict[str, Any]:
    said = [
        {
            "id": one.value,
            "name": one.name,
            "fee": one.quote.fee,
            "arrives_on": one.quote.arrives_on.isoformat(),
            "free": one.is_free,
            "kind": {"gui": "own", "hang": "carrier"}.get(one.value.partition("-")[0], "usual"),
        }
        for one in (() if parcel.barred else parcel.sendings)
    ]
    times = [
        {"id": one.id, "starts_at": one.starts_at.isoformat(), "ends_at": one.ends_at.isoformat(), "left": one.left}
        for one in parcel.slots
    ]
    told = {"ways": said, "no_price_from": list(parcel.asked.silent), "slots": times}
    deposit = {"ahead": parcel.deposit.ahead, "keeps": parcel.deposit.keeps}
    return {"facility": parcel.facility.slug, "deposit": deposit} | told


def _place(said: Any) -> tuple[str, str]:
    said = said if isinstance(said, dict) else {}
    province, commune = (str(said.get(name) or "") for name in ("province_code", "commune_code"))
    if places.province(province) is None:
        raise _invalid("province_code", _("Chọn tỉnh hoặc thành phố."))
    known = places.commune(commune)
    if commune and (known is None or known.province_code != province):
        raise _invalid("commune_code", _("Chọn xã, phường của tỉnh này."))
    return province, commune


def _cart(token: str):
    cart = queries.cart(token)
    if cart is None:
        raise Problem(404, "no_such_cart", _("Không có giỏ này."))
    return cart


def _invalid(field: str, words: str) -> Problem:
    return Problem(422, "invalid", _("Có chỗ cần sửa trong yêu cầu."), [fault(words, field, "invalid")])
