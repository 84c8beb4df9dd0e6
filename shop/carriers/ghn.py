"""GHN (Giao Hàng Nhanh), public API v2: its own ids of districts and wards, grams, đồng; header Token and ShopId.

Read from stored copies of api.ghn.vn (create, fee, updates, webhook); chưa xác minh with a live account.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import current_app

from core import times
from core.text import fold
from shop.carriers import wire
from shop.carriers.packages import Former, Item, Keys, Label, Made, Package, Place, Refused, Told, Unreachable

NAME = "GHN"
FIELDS = ("token", "shop_id")
IS_SAFE_TO_REPEAT = True  # asked again it is looked up by our code first
LONGEST = 1024
_LIGHT, _SENDER_PAYS, _CLOSED = 2, 1, "KHONGCHOXEMHANG"
_SIDE_CM = 20  # goods have no measures here: a box of this side
_MOST_INSURED = 5_000_000


def quote(keys: Keys, package: Package) -> int:
    sender_district, _ = _ids(keys, package.sender)
    district, ward = _ids(keys, package.recipient)
    asked = {
        "from_district_id": sender_district,
        "to_district_id": district,
        "to_ward_code": ward,
        "service_type_id": _LIGHT,
        "insurance_value": min(package.value, _MOST_INSURED),
        "cod_value": package.cod,
        **_size(package),
    }
    return int(_ask(keys, "v2/shipping-order/fee", asked)["total"])


def make(keys: Keys, package: Package, *, is_again: bool = False) -> Made:
    """`is_again`: it was asked for before, and nobody knows whether it was taken."""
    if is_again and (known := _known(keys, package.code)):
        return known
    district, ward = _ids(keys, package.recipient)
    sender = package.sender
    former = _former_of(keys, sender)
    asked = {
        "client_order_code": package.code,
        "payment_type_id": _SENDER_PAYS,
        "required_note": _CLOSED,
        "service_type_id": _LIGHT,
        "note": package.note[:LONGEST],
        "content": ", ".join(one.name for one in package.items)[:LONGEST],
        "from_name": sender.name,
        "from_phone": sender.phone,
        "from_address": sender.address,
        "from_ward_name": former.commune,
        "from_district_name": former.district,
        "from_province_name": former.province,
        "to_name": package.recipient.name[:LONGEST],
        "to_phone": package.recipient.phone,
        "to_address": package.recipient.address[:LONGEST],
        "to_ward_code": ward,
        "to_district_id": district,
        "cod_amount": package.cod,
        "insurance_value": min(package.value, _MOST_INSURED),
        "items": [_item(one) for one in package.items],
        **_size(package),
    }
    told = _ask(keys, "v2/shipping-order/create", asked)
    return Made(str(told["order_code"]), int(told.get("total_fee") or 0))


def cancel(keys: Keys, code: str) -> None:
    for one in _ask(keys, "v2/switch-status/cancel", {"order_codes": [code]}) or []:
        if not one.get("result"):
            raise Refused(str(one.get("message") or "not cancelled"))


def label(keys: Keys, code: str) -> Label:
    token = _ask(keys, "v2/a5/gen-token", {"order_codes": [code]})["token"]
    return Label(url=f"{current_app.config['GHN_API_BASE']}/a5/public-api/printA5?token={token}")


def read(said: dict[str, Any]) -> Told:
    """A webhook's body. Raises KeyError, ValueError where it is none."""
    collected = said.get("CODAmount")
    return Told(
        code=str(said["OrderCode"]),
        our_code=str(said.get("ClientOrderCode") or ""),
        status=str(said["Status"]),
        at=_moment(str(said["Time"])),
        words=str(said.get("Reason") or said.get("Description") or "")[:300],
        collected=int(collected) if collected is not None else None,
        is_settled=bool(said.get("CODTransferDate")),
    )


def _known(keys: Keys, code: str) -> Made | None:
    try:
        told = _ask(keys, "v2/shipping-order/detail-by-client-code", {"client_order_code": code})
    except Refused:
        return None
    return Made(str(told["order_code"]), int(told.get("total_fee") or 0))


def _ask(keys: Keys, path: str, said: dict[str, Any]) -> Any:
    """The `data` of its answer."""
    url = f"{current_app.config['GHN_API_BASE']}/shiip/public-api/{path}"
    told = wire.ask("POST", url, {"Token": keys["token"], "ShopId": keys["shop_id"]}, said)
    if told.get("code") != 200:
        raise Refused(str(told.get("code_message_value") or told.get("message") or told.get("code"))[:300])
    return told.get("data")


def _size(package: Package) -> dict[str, int]:
    return {"weight": max(package.weight_g, 1), "length": _SIDE_CM, "width": _SIDE_CM, "height": _SIDE_CM}


def _item(one: Item) -> dict[str, Any]:
    return {
        "name": one.name,
        "code": one.sku,
        "quantity": one.quantity,
        "price": one.price,
        "weight": one.weight_g,
        "length": _SIDE_CM,
        "width": _SIDE_CM,
        "height": _SIDE_CM,
    }


def _former_of(keys: Keys, place: Place) -> Former:
    return next(former for former, _district, _ward in _matches(keys, place))


def _ids(keys: Keys, place: Place) -> tuple[int, str]:
    _former, district, ward = next(_matches(keys, place))
    return district, ward


def _matches(keys: Keys, place: Place) -> Iterator[tuple[Former, int, str]]:
    """The candidates of before that it knows by name, the surest first. Raises Refused where it knows none."""
    base, token = str(current_app.config["GHN_API_BASE"]), keys["token"]
    for former in place.formers:
        province = _named(_list(base, token, "province", 0), former.province)
        district = _named(_list(base, token, "district", int(province)), former.district) if province else None
        ward = _named(_list(base, token, "ward", int(district)), former.commune) if district else None
        if district and ward:
            yield former, int(district), ward
    raise Refused(f"GHN không có xã, huyện cũ của {place.commune}, {place.province}")


_ID = {
    "province": ("ProvinceID", "ProvinceName"),
    "district": ("DistrictID", "DistrictName"),
    "ward": ("WardCode", "WardName"),
}


@lru_cache(maxsize=2000)
def _list(base: str, token: str, what: str, inside: int) -> tuple[tuple[str, str], ...]:
    """Its own list of places: (id, name folded). Kept while the process lives."""
    parent = {"district": "province_id", "ward": "district_id"}.get(what)
    url = f"{base}/shiip/public-api/master-data/{what}"
    told = wire.ask("POST" if parent else "GET", url, {"Token": token}, {parent: inside} if parent else None)
    if told.get("code") != 200:
        raise Unreachable(f"no list of {what}")
    one_id, name = _ID[what]
    return tuple((str(row[one_id]), _key(str(row[name]))) for row in told.get("data") or [])


_KINDS = ("thanh pho", "tinh", "quan", "huyen", "thi xa", "phuong", "xa", "thi tran")


def _named(rows: tuple[tuple[str, str], ...], name: str) -> str | None:
    """By name, its kind (xã, huyện…) told or not."""
    wanted = _key(name)
    return next((one for one, key in rows if key == wanted), None) or next(
        (one for one, key in rows if _bare(key) == _bare(wanted)), None
    )


def _key(name: str) -> str:
    return " ".join(fold(name).split())


def _bare(key: str) -> str:
    return next((key.removeprefix(f"{kind} ") for kind in _KINDS if key.startswith(f"{kind} ")), key)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=times.HANOI)
