"""Whole orders through the API: a cart, a line, the checkout, by buyers who each want something else."""

import http.client
import json
from collections.abc import Mapping

from bench.load import Task

BUYER = {"name": "Đặng Thị Thu Ngân", "phone": "0912345678"}
ADDRESS = {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8 ngõ 27"}


def order(sku: str) -> Task:
    """Buy one of `sku`, from an empty cart to the order; anything but 201 ends the bench."""

    def buy(connection: http.client.HTTPConnection) -> None:
        cart = _post(connection, "/api/v1/carts", {})["id"]
        _post(connection, f"/api/v1/carts/{cart}/lines", {"sku": sku, "quantity": 1})
        wish = {"buyer": BUYER, "address": ADDRESS, "payment": "cod"}
        _post(connection, f"/api/v1/carts/{cart}/checkout", wish)

    return buy


def _post(connection: http.client.HTTPConnection, path: str, body: Mapping[str, object]) -> dict[str, str]:
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != 201:
        raise SystemExit(f"{path} gave {answer.status}: {said[:300]!r}")
    return dict(json.loads(said))
