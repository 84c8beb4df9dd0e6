"""Whole orders through the API: a cart, a line, the checkout, by buyers who each want something else.

`python -m bench.orders` measures them beside a bare route that writes the same rows in one transaction;
`python -m bench.orders 1000 1000000` with so many past orders, and how much longer one takes after the most of them.
"""

import http.client
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

from bench import load, market
from bench.load import CONNECTIONS, Pace, Task

LEAST_OF_BARE = 0.5
WORKERS = 2  # of ours and of the limit: as many as the machine has cores
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


def bare(sku: str) -> Task:
    """The same rows by one request of one transaction."""
    return lambda connection: _post(connection, f"/order/{sku}", {}) and None


def paces(folder: Path, before: int = 0, past: int = 0) -> dict[str, Pace]:
    """Ours and the limit's, in turns, on one database that has `before` past orders and is to have `past`."""
    if not before:
        _run(folder, "bench.bare_orders", "B00009")
    if past > before:
        _run(folder, "bench.past_orders", str(before), str(past))
    skus = [f"B{n:05}" for n in range(1, CONNECTIONS + 1)]
    with (
        market.served(folder, "app:create_app", workers=WORKERS) as port,
        market.served(folder, "bench.bare_orders:create_limit", workers=WORKERS) as limit,
    ):
        return load.paces({"orders": (port, [*map(order, skus)]), "bare": (limit, [*map(bare, skus)])})


def _run(folder: Path, room: str, *given: str) -> None:
    subprocess.run([sys.executable, "-m", room, *given], env=market.environment(folder), cwd=market.ROOT, check=True)


def told(found: dict[str, Pace]) -> list[str]:
    """A row for the table: our pace, the limit's, how they compare."""
    ours, limit = found["orders"], found["bare"]
    ratio = f"{ours.per_second / limit.per_second:.2f}"
    return [f"{ours.per_second:.0f}", f"{ours.p50:.0f}", f"{ours.p99:.0f}", f"{limit.per_second:.0f}", ratio]


def _post(connection: http.client.HTTPConnection, path: str, body: Mapping[str, object]) -> dict[str, str]:
    connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
    answer = connection.getresponse()
    said = answer.read()
    if answer.status != 201:
        raise SystemExit(f"{path} gave {answer.status}: {said[:300]!r}")
    return dict(json.loads(said))


def main() -> None:
    pasts = [int(one) for one in sys.argv[1:]] or [0]
    took = []
    with tempfile.TemporaryDirectory(prefix="phiencho-orders-") as name:
        folder = Path(name)
        market.fill(folder, 300)
        for before, past in zip([0, *pasts], pasts, strict=False):
            found = paces(folder, before, past)
            took.append(1 / found["orders"].per_second)
            ours, p50, p99, limit, ratio = told(found)
            print(
                f"{past:,} past orders: {ours} a second, p50 {p50} ms, p99 {p99} ms; bare {limit}: {ratio}", flush=True
            )
    print(f"wanted: at least {LEAST_OF_BARE} of bare; growth {took[-1] / took[0]:.2f} times (wanted: flat)")


if __name__ == "__main__":
    main()
