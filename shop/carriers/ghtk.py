"""GHTK (Giao Hàng Tiết Kiệm): places by name with the former district; goods weighed in kilograms, fees asked in grams.

Read from stored copies of pro-docs.ghtk.vn and api.ghtk.vn; chưa xác minh with a live account.
"""

from datetime import datetime
from typing import Any
from urllib.parse import quote as quoted

from flask import current_app

from core import times
from shop.carriers import wire
from shop.carriers.packages import Former, Item, Keys, Label, Made, Package, Place, Refused, Told

NAME = "GHTK"
FIELDS = ("token",)
IS_SAFE_TO_REPEAT = True  # an id that it knows is answered with the label it has
_KNOWN, _SETTLED = "ORDER_ID_EXIST", 6


def quote(keys: Keys, package: Package) -> int:
    sender, recipient = _former(package.sender), _former(package.recipient)
    query = {
        "pick_province": sender.province,
        "pick_district": sender.district,
        "province": recipient.province,
        "district": recipient.district,
        "ward": recipient.commune,
        "address": package.recipient.street,
        "weight": max(package.weight_g, 1),
        "value": package.value,
        "deliver_option": "none",
    }
    told = wire.ask("GET", _url("services/shipment/fee"), _headers(keys), query=query)
    fee = _good(told).get("fee") or {}
    if not fee.get("delivery", True):
        raise Refused("GHTK không giao tới đó")
    return int(fee["fee"])


def make(keys: Keys, package: Package, *, is_again: bool = False) -> Made:
    said = {"products": [_product(one) for one in package.items], "order": _order(package)}
    told = wire.ask("POST", _url("services/shipment/order/?ver=1.5"), _headers(keys), said)
    error = told.get("error") or {}
    if isinstance(error, dict) and error.get("code") == _KNOWN and error.get("ghtk_label"):
        return Made(str(error["ghtk_label"]), int(error.get("fee") or 0))
    order = _good(told)["order"]
    return Made(str(order["label"]), int(order.get("fee") or 0))


def cancel(keys: Keys, code: str) -> None:
    _good(wire.ask("POST", _url(f"services/shipment/cancel/{quoted(code, safe='')}"), _headers(keys), {}))


def label(keys: Keys, code: str) -> Label:
    return Label(content=wire.fetch(_url(f"services/label/{quoted(code, safe='')}"), _headers(keys)))


def read(said: dict[str, Any]) -> Told:
    """A webhook's body, of a form or JSON. Raises KeyError, ValueError where it is none."""
    collected = said.get("pick_money")
    moment = datetime.fromisoformat(str(said["action_time"]))
    return Told(
        code=str(said["label_id"]),
        our_code=str(said.get("partner_id") or ""),
        status=str(int(said["status_id"])),
        at=moment if moment.tzinfo else moment.replace(tzinfo=times.HANOI),
        words=str(said.get("reason") or "")[:300],
        collected=int(collected) if collected not in (None, "") else None,
        is_settled=int(said["status_id"]) == _SETTLED,
    )


def _order(package: Package) -> dict[str, Any]:
    sender, recipient = package.sender, package.recipient
    picked, brought = _former(sender), _former(recipient)
    return {
        "id": package.code,
        "pick_name": sender.name,
        "pick_tel": sender.phone,
        "pick_address": sender.address,
        "pick_province": picked.province,
        "pick_district": picked.district,
        "pick_ward": picked.commune,
        "name": recipient.name,
        "tel": recipient.phone,
        "address": recipient.address,
        "province": brought.province,
        "district": brought.district,
        "ward": brought.commune,
        "hamlet": "Khác",
        "is_freeship": "1",  # the sender pays: the buyer paid the market's fee
        "pick_money": package.cod,
        "value": package.value,
        "note": package.note[:120],
    }


def _product(one: Item) -> dict[str, Any]:
    return {
        "name": one.name,
        "weight": one.weight_g / 1000,
        "quantity": one.quantity,
        "product_code": one.sku,
        "price": one.price,
    }


def _former(place: Place) -> Former:
    """The surest: it reads names, and corrects what is near."""
    if not place.formers:
        raise Refused(f"không rõ huyện cũ của {place.commune}, {place.province}")
    return place.formers[0]


def _good(told: dict[str, Any]) -> dict[str, Any]:
    if told.get("success") is not True:
        raise Refused(str(told.get("message") or "refused")[:300])
    return told


def _url(path: str) -> str:
    return f"{current_app.config['GHTK_API_BASE']}/{path}"


def _headers(keys: Keys) -> dict[str, str]:
    return {"Token": keys["token"]}
