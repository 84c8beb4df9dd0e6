"""What counting adds to a page: processor time of one telling, its share of a writing included, beside the page's.

Both go through the whole application in this process. The telling is that of a visitor never seen before, the dearest.
"""

import json
import time
from statistics import median

from app import create_app
from core.db import db
from fairs.models import Booth, Fair
from insight import tally
from insight.models import VisitCount
from insight.tally import Tally
from tests import market_data

MOST_SHARE = 0.05
VISITORS, PAGES, RUNS = 300, 10, 5


def main() -> None:
    app = create_app({"TESTING": True})
    with app.app_context():
        app.extensions[tally.KEPT] = Tally()
        fair = db.session.query(Fair).filter_by(slug=market_data.FAIR).one().id
        booth = db.session.query(Booth).filter_by(fair_id=fair, slug="gian-2").one().id
        before = _counted()
        pages = {"fair": f"/hoi-cho/{market_data.FAIR}", "booth": f"/hoi-cho/{market_data.FAIR}/gian-2"}
        runs = [_run(app.test_client(), run, pages, fair, booth) for run in range(RUNS)]
        took = {key: median(run[key] for run in runs) for key in runs[0]}
        print(json.dumps(took | {"told": RUNS * VISITORS, "counted": _counted() - before}))


def _run(client, run: int, pages: dict[str, str], fair: int, booth: int) -> dict[str, float]:
    """Seconds of the processor for one of each."""
    took = {name: _seconds(lambda _n, path=path: client.get(path), PAGES) for name, path in pages.items()}

    def tell(n: int) -> None:
        kind, number = ("fair", fair) if n % 2 else ("booth", booth)
        client.post("/dem", data={"kind": kind, "id": number}, headers={"User-Agent": f"Mozilla/5.0 {run} {n}"})

    began = time.process_time()
    took["telling"] = _seconds(tell, VISITORS)
    tally.settle()
    took["telling"] = (time.process_time() - began) / VISITORS
    return took


def _seconds(act, times: int) -> float:
    began = time.process_time()
    for n in range(times):
        act(n)
    return (time.process_time() - began) / times


def _counted() -> int:
    db.session.rollback()
    return sum(row.visits for row in db.session.query(VisitCount))


if __name__ == "__main__":
    main()
