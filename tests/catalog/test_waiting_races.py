"""Several workers at once, each a process of its own, told that pieces are back."""

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from tests.shop.test_races import database  # noqa: F401

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS, WAITERS, PIECES = 4, 12, 3
SEED = f"""
from app import create_app
from catalog import waiting
from core import jobs
from core.db import db
from tests.factories import make_product, make_user
with create_app().app_context():
    db.create_all()
    product = make_product(sku="HET", on_hand=0)
    for n in range({WAITERS}):
        email = f"nguoi{{n:02}}@x.vn"
        waiting.ask(product.main, email, "vi", user_id=make_user(email=email).id)
        db.session.commit()
    product.main.on_hand = {PIECES}
    for _ in range({WORKERS * 3}):
        jobs.enqueue("waiting.tell", product_ids=[product.id])
    db.session.commit()
"""
WORK = """
import sys
from app import create_app
from core import jobs
with create_app().app_context():
    print("ready", flush=True)
    sys.stdin.readline()  # all let go together
    jobs.work_off()
"""
# The control: what telling would be without holding the variant's row.
UNHELD = """
import time
from catalog import waiting
from catalog.models import Variant, Waiting
from core import jobs, times
from core.db import db

def tell(variant_id):
    variant = db.session.get_one(Variant, variant_id, populate_existing=True)
    first = db.session.query(Waiting).filter_by(variant_id=variant_id, told_at=None).order_by(Waiting.id).limit(
        waiting._room(variant)
    ).all()
    rows = [(one.id, one.email, one.language, one.token) for one in first]
    db.session.rollback()  # no lock is held between reading and writing
    time.sleep(1)
    for id_, email, language, token in rows:
        db.session.get_one(Waiting, id_).told_at = times.now()
        waiting.letters.back_in_stock(db.session.get_one(Variant, variant_id), email, language, token)

waiting._tell = tell
"""
COUNT = """
from app import create_app
from core.db import db
from core.jobs import Job
with create_app().app_context():
    for job in db.session.query(Job).filter_by(kind="mail").order_by(Job.id):
        print(job.payload["to"])
"""


class Market:
    def __init__(self, folder, database_url):
        self.environment = os.environ | {
            "DATA_DIR": str(folder), "DATABASE_URL": database_url, "PYTHONPATH": str(ROOT), "SEARCH_URL": "memory://",
        }  # fmt: skip

    def run(self, code):
        command = [sys.executable, "-c", code]
        return subprocess.run(
            command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=True
        ).stdout

    def work_at_once(self, before=""):
        command = [sys.executable, "-c", before + WORK]
        workers = [
            subprocess.Popen(
                command, env=self.environment, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for _ in range(WORKERS)
        ]
        assert [worker.stdout.readline() for worker in workers] == ["ready\n"] * WORKERS
        for worker in workers:
            worker.stdin.write("\n")
            worker.stdin.flush()
        for worker in workers:
            worker.communicate(timeout=120)
            assert worker.returncode == 0


@pytest.mark.processes
def test_workers_at_once_tell_each_once_and_no_more_than_there_are_pieces(tmp_path, database):  # noqa: F811
    market = Market(tmp_path, database)
    market.run(SEED)
    market.work_at_once()
    assert market.run(COUNT).split() == [f"nguoi{n:02}@x.vn" for n in range(PIECES)]


@pytest.mark.processes
def test_the_harness_sees_workers_without_the_guard_write_twice(tmp_path, database):  # noqa: F811
    market = Market(tmp_path, database)
    market.run(SEED)
    market.work_at_once(UNHELD)
    assert max(Counter(market.run(COUNT).split()).values()) > 1
