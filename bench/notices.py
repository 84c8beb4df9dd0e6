"""Notices of bank transfers, signed and each of its own transaction: `python -m bench.notices`.

A bank waits for the answer and sends again what was not answered in time; what follows from a notice is the worker's.
"""

import http.client
import itertools
import json
import tempfile
import time
from pathlib import Path

from bench import load, market
from bench.load import CONNECTIONS, Task
from shop.bank import feeds

MOST_MS = 50.0  # of ninety-five in a hundred
FEED = """
from app import create_app
from core.db import db
from programme.models import Facility
from shop.bank import feeds
with create_app().app_context():
    maker = db.session.query(Facility).order_by(Facility.id).first()
    maker.bank_bin, maker.bank_account, maker.bank_holder = "970436", "19035678901234", "NGUYEN THI MAU"
    feed = feeds.renew(maker)
    db.session.commit()
    print(maker.bank_account, feeds.secret(feed))
"""


def notice(account: str, key: str, numbers: itertools.count) -> Task:
    def tell(connection: http.client.HTTPConnection) -> None:
        said = {"id": f"N{next(numbers)}", "accountNumber": account, "transferType": "in", "transferAmount": 90_000}
        body, stamp = json.dumps(said | {"content": "tien hang"}).encode(), str(int(time.time()))
        known = {"Content-Type": "application/json", feeds.TIMESTAMP: stamp}
        known[feeds.SIGNATURE] = feeds.signature(key, stamp, body)
        connection.request("POST", "/api/v1/bank/notices", body, known)
        answer = connection.getresponse()
        said_back = answer.read()
        if answer.status != 200:
            raise SystemExit(f"A notice was answered {answer.status}: {said_back[:300]!r}")

    return tell


def row(folder: Path) -> list[str]:
    """For the table: one bank telling after another, and so many at once."""
    account, key = market.said(folder, FEED).split()
    numbers = itertools.count(1)
    with market.served(folder, "app:create_app") as port:
        alone = load.paces({"one": (port, [notice(account, key, numbers)])})["one"]
        crowd = load.paces({"all": (port, [notice(account, key, numbers)] * CONNECTIONS)})["all"]
    return [f"{alone.per_second:.0f}", f"{alone.p95:.1f}", f"{crowd.per_second:.0f}", f"{crowd.p95:.1f}"]


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="phiencho-notices-") as name:
        market.fill(Path(name), 300)
        one, p95, many, p95_many = row(Path(name))
    print(f"one after another: {one} a second, p95 {p95} ms; {CONNECTIONS} at once: {many} a second, p95 {p95_many} ms")
    print(f"wanted: p95 at most {MOST_MS:.0f} ms")


if __name__ == "__main__":
    main()
