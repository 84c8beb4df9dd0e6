"""A fair opens while three hundred visitors a second come to its page: `python -m bench.opening [seconds] [a second]`.

Visitors come by the clock, whether or not the one before was answered, so what one waits in line is in the figures.
Each asks for the page and then tells, as its script does, that somebody looks. The fair opens in the middle of it.
"""

import http.client
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from pathlib import Path
from urllib.parse import urlencode

from bench import market
from tests import market_data

SECONDS, A_SECOND, HANDS = 20, 300, 48
MOST_TAIL = 10.0  # times the middle one: the slowest but one in a hundred
PATH = f"/hoi-cho/{market_data.FAIR}"
MOVE = """
import sys
from datetime import datetime
from app import create_app
from core.db import db
from fairs.models import Fair
from tests import market_data
with create_app().app_context():
    fair = db.session.query(Fair).filter_by(slug=market_data.FAIR).one()
    fair.opens_at = datetime.fromisoformat(sys.argv[1])
    for day in fair.days: db.session.delete(day)
    db.session.commit()
    print(fair.id)
"""
COUNT = """
from app import create_app
from core.db import db
from insight.models import VisitCount
with create_app().app_context():
    print(sum(row.visits for row in db.session.query(VisitCount)))
"""


@dataclass
class Crowd:
    """What became of the visitors: how long each waited for the page, from the moment of coming, and what failed."""

    waited: list[float] = field(default_factory=list)
    told: list[int] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    seconds: float = 1.0  # from the first who came to the last answer


def main() -> None:
    sys.setswitchinterval(0.0005)  # what is measured is the market, not how these threads wait for each other
    given = [int(one) for one in sys.argv[1:]]
    seconds, a_second = [*given, *(SECONDS, A_SECOND)[len(given) :]]
    with tempfile.TemporaryDirectory(prefix="phiencho-opening-") as name:
        folder = Path(name)
        market.fill(folder, 2_000)
        before = int(market.said(folder, COUNT))
        with market.served(folder, "app:create_app", workers=2) as port:
            _one(http.client.HTTPConnection("127.0.0.1", port, timeout=60), 0, -1, Crowd())
            began = time.time() + 4
            opens = datetime.fromtimestamp(began + seconds / 2).astimezone()
            fair = int(market.said(folder, MOVE, opens.isoformat()))
            crowd = _come(port, fair, began, seconds * a_second, a_second)
            time.sleep(3)  # what was told is written within a second
        print(_report(crowd, int(market.said(folder, COUNT)) - before, a_second))


def _come(port: int, fair: int, began: float, visitors: int, a_second: int) -> Crowd:
    crowd, turns = Crowd(), count()
    hands = [
        threading.Thread(target=_hand, args=(port, fair, began, a_second, turns, visitors, crowd)) for _ in range(HANDS)
    ]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    crowd.seconds = time.time() - began
    return crowd


def _hand(port: int, fair: int, began: float, a_second: int, turns: Iterator[int], visitors: int, crowd: Crowd) -> None:
    """Take the next visitor whose moment it is; what is late has waited."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    while (turn := next(turns)) < visitors:
        comes = began + turn / a_second
        time.sleep(max(0.0, comes - time.time()))
        try:
            _one(connection, fair, turn, crowd)
            crowd.waited.append(time.time() - comes)
        except (OSError, http.client.HTTPException) as fault:
            crowd.faults[type(fault).__name__] += 1
            connection.close()
    connection.close()


def _one(connection: http.client.HTTPConnection, fair: int, turn: int, crowd: Crowd) -> None:
    known = {"User-Agent": f"Mozilla/5.0 (visitor {turn})"}
    if _status(connection, "GET", PATH, known) != 200:
        crowd.faults["page"] += 1
    if turn >= 0:
        body = urlencode({"kind": "fair", "id": fair})
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        if _status(connection, "POST", "/dem", known | kind, body) == 204:
            crowd.told.append(turn)
        else:
            crowd.faults["telling"] += 1


def _status(connection: http.client.HTTPConnection, method: str, path: str, headers: dict[str, str], body="") -> int:
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def _report(crowd: Crowd, counted: int, a_second: int) -> str:
    taken = sorted(crowd.waited) or [0.0]
    middle, tail = (taken[min(len(taken) - 1, int(share * len(taken)))] * 1000 for share in (0.5, 0.99))
    faults, tail_to_middle = dict(crowd.faults) or "none", tail / middle if middle else 0
    served = len(taken) / crowd.seconds / a_second
    return "\n".join(
        [
            f"visitors {len(taken)} at {a_second} a second; faults: {faults} (wanted: none)",
            f"answered as fast as they came: {served:.0%} (wanted: 100 %; below it p50 and p99 tell of the line)",
            f"p50 {middle:.0f} ms, p99 {tail:.0f} ms: {tail_to_middle:.1f} times (wanted: at most {MOST_TAIL:.0f})",
            f"told {len(crowd.told)}, counted {counted} (wanted: the same)",
        ]
    )


if __name__ == "__main__":
    main()
