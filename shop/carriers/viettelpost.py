"""Viettel Post, partner API v2: a login gives the token; addresses in words, grams, đồng.

Read from public programs that speak to partner.viettelpost.vn; chưa xác minh with a live account. It gives no way to
ask for an order by our own number, so what was asked and never answered is not asked again.
"""

from datetime import datetime
from typing import Any

from flask import current_app

from shop.carriers import wire
from shop.carriers.packages import Item, Keys, Label, Made, Package, Place, Refused, Told

NAME = "Viettel Post"
FIELDS = ("username", "password")
IS_SAFE_TO_REPEAT = False
LONGEST_BYTES = 150  # of any text
_GOODS, _HOME, _CANCEL, _A5 = "HH", 1, 4, 2
_COLLECTS_NOTHING, _COLLECTS_GOODS = 1, 3


def quote(keys: Keys, package: Package) -> int:
    return min(_services(_token(keys), package).values())


def make(keys: Keys, package: Package, *, is_again: bool = False) -> Made:
    token = _token(keys)
    services = _services(token, package)
    service = min(services, key=lambda one: (services[one], one))
    said = {
        "ORDER_NUMBER": package.code,
        **_sides(package),
        "SENDER_FULLNAME": _cut(package.sender.name),
        "SENDER_PHONE": package.sender.phone,
        "RECEIVER_FULLNAME": _cut(package.recipient.name),
        "RECEIVER_PHONE": package.recipient.phone,
        "PRODUCT_NAME": _cut(", ".join(one.name for one in package.items)),
        "PRODUCT_QUANTITY": sum(one.quantity for one in package.items),
        "ORDER_PAYMENT": _COLLECTS_GOODS if package.cod else _COLLECTS_NOTHING,
        "ORDER_SERVICE": service,
        "ORDER_SERVICE_ADD": "",
        "ORDER_NOTE": _cut(package.note),
        "LIST_ITEM": [_item(one) for one in package.items],
        **_weights(package),
    }
    told = _ask(token, "v2/order/createOrderNlp", said)
    return Made(str(told["ORDER_NUMBER"]), int(told.get("MONEY_TOTAL") or 0))


def cancel(keys: Keys, code: str) -> None:
    _ask(_token(keys), "v2/order/UpdateOrder", {"TYPE": _CANCEL, "ORDER_NUMBER": code, "NOTE": "Người bán hủy"})


def label(keys: Keys, code: str) -> Label:
    told = _ask(_token(keys), "v2/order/createOrderPDF", {"ORDER_ARRAY": [code], "TYPE": _A5})
    url = str(told.get("URL") or "")
    if not url.startswith("https://") and not url.startswith(str(current_app.config["VTP_API_BASE"])):
        raise Refused("no label")
    return Label(url=url)


def read(said: dict[str, Any]) -> Told:
    """A webhook's body. Raises KeyError, ValueError where it is none."""
    about = said["DATA"]
    moment = datetime.strptime(f"{about['ORDER_STATUSDATE']} +0700", "%d/%m/%Y %H:%M:%S %z")
    collected = about.get("MONEY_COLLECTION")
    return Told(
        code=str(about["ORDER_NUMBER"]),
        our_code=str(about.get("ORDER_REFERENCE") or ""),
        status=str(int(about["ORDER_STATUS"])),
        at=moment,
        words=str(about.get("NOTE") or about.get("STATUS_NAME") or "")[:300],
        collected=int(collected) if collected is not None else None,
    )


def _token(keys: Keys) -> str:
    """A short one from the login, exchanged for the one that orders are made with."""
    login = {"USERNAME": keys["username"], "PASSWORD": keys["password"]}
    short = str(_ask("", "v2/user/Login", login)["token"])
    return str(_ask(short, "v2/user/ownerconnect", login)["token"])


def _services(token: str, package: Package) -> dict[str, int]:
    """What it offers there, by its code: the whole price. Raises Refused where it offers nothing."""
    told = _ask(token, "v2/order/getPriceAllNlp", {**_sides(package), **_weights(package), "TYPE": _HOME})
    rows = told.get("RESULT") if isinstance(told, dict) else told
    found = {str(row["MA_DV_CHINH"]): int(row["GIA_CUOC"]) for row in rows or []}
    if not found:
        raise Refused("Viettel Post không giao tới đó")
    return found


def _sides(package: Package) -> dict[str, Any]:
    return {"SENDER_ADDRESS": _place(package.sender), "RECEIVER_ADDRESS": _place(package.recipient)}


def _weights(package: Package) -> dict[str, Any]:
    sizes = {"PRODUCT_LENGTH": 0, "PRODUCT_WIDTH": 0, "PRODUCT_HEIGHT": 0}
    return {
        "PRODUCT_WEIGHT": max(package.weight_g, 1),
        "PRODUCT_PRICE": package.value,
        "MONEY_COLLECTION": package.cod,
        "PRODUCT_TYPE": _GOODS,
        **sizes,
    }


def _item(one: Item) -> dict[str, Any]:
    return {
        "PRODUCT_NAME": _cut(one.name),
        "PRODUCT_QUANTITY": one.quantity,
        "PRODUCT_PRICE": one.price,
        "PRODUCT_WEIGHT": one.weight_g * one.quantity,
    }


def _place(place: Place) -> str:
    return _cut(place.address)


def _cut(text: str) -> str:
    """Within its bytes, no letter cut in two."""
    return text.encode()[:LONGEST_BYTES].decode(errors="ignore")


def _ask(token: str, path: str, said: dict[str, Any]) -> Any:
    """The `data` of its answer."""
    told = wire.ask("POST", f"{current_app.config['VTP_API_BASE']}/{path}", {"Token": token}, said)
    if told.get("error") or told.get("status") != 200:
        raise Refused(str(told.get("message") or told.get("status"))[:300])
    return told.get("data")
