"""The plan of a hall of seven hundred stands beside reading its rows: what drawing, changing and taking it in add.

`python -m bench.plans` prints one JSON object. Every figure is the least of several turns, in seconds of the processor.
"""

import json
import tempfile
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from sqlalchemy import text

from app import create_app
from core.db import db
from fairs.floor import drawing, sheet
from fairs.floor.steps import PutStand
from fairs.models import Hall
from tests.factories import make_fair, make_full_hall

STANDS, FEW = 700, 100
TURNS = 5
MOST_GROWTH = 7  # times the cost of the plan of a seventh as many stands: in line with their number, no more


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="phiencho-plans-") as folder:
        app = create_app({"SQLALCHEMY_DATABASE_URI": f"sqlite:///{folder}/plans.sqlite", "DATA_DIR": Path(folder)})
        with app.app_context():
            db.create_all()
            halls = {n: make_full_hall(make_fair(slug=f"hoi-cho-{n}"), stands=n).id for n in (FEW, STANDS)}
            print(json.dumps({str(n): _measure(app, n, hall_id) for n, hall_id in halls.items()}))
            db.session.remove()
            db.engine.dispose()


def _measure(app, stands: int, hall_id: int) -> dict[str, float]:
    client = app.test_client()
    content = sheet.write(drawing.floor_of(db.session.get_one(Hall, hall_id)))

    def read() -> None:
        joined = "SELECT * FROM stand LEFT JOIN booth ON booth.stand_id = stand.id WHERE hall_id = :hall"
        db.session.execute(text(joined), {"hall": hall_id}).all()

    def page() -> None:
        assert client.get(f"/hoi-cho/hoi-cho-{stands}").status_code == 200

    def change() -> None:
        hall = db.session.get_one(Hall, hall_id)
        key = next(iter(drawing.floor_of(hall).spots))
        drawing.change(hall, [PutStand(key, {"list_price": hall.revision + 9_000_000})], revision=hall.revision)

    def take_in() -> None:
        assert not sheet.take_in(db.session.get_one(Hall, hall_id), BytesIO(content)).faulty

    return {act.__name__: _least(act) for act in (read, page, change, take_in)}


def _least(act: Callable[[], None]) -> float:
    best = float("inf")
    for _ in range(TURNS):
        db.session.rollback()
        began = time.process_time()
        act()
        best = min(best, time.process_time() - began)
    db.session.rollback()
    return best


if __name__ == "__main__":
    main()
