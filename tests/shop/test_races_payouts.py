"""Payouts against real processes: two who make a batch at once make one; one that is killed posts all or nothing."""

import os
import subprocess
import sys
import time
from collections import Counter

import pytest

from tests.shop.test_races import ROOT, database  # noqa: F401 (a fixture)

MAKERS, AT_ONCE = 8, 4
SEED = f"""
from datetime import timedelta
from app import create_app
from core import times
from core.db import db
from tests.factories import make_facility, make_staff
from tests.shop.test_payouts import sell
with create_app().app_context():
    db.create_all()
    for _ in range({MAKERS}):
        sell(make_facility())
    print(*[make_staff("pay").id for _ in range({AT_ONCE} + 1)])
"""
# All wait until the same moment; `act` is what each does then.
ACT = """
import sys, time
from app import create_app
from core import audit, times
from core.db import db
from shop.models import PayoutBatch
from shop.settling import payouts
{more}
with create_app().app_context():
    db.session.scalar(db.select(PayoutBatch.id))
    db.session.rollback()
    time.sleep(max(0, float(sys.argv[2]) - time.time()))
    with audit.actor(int(sys.argv[1])):
        try:
            {act}
            db.session.commit()
            print("done")
        except (payouts.WaitsAlready, payouts.Decided) as no:
            print(type(no).__name__)
"""
MAKE = "payouts.make()"
APPROVE = "payouts.approve(payouts.find(1))"
# The control: looked at first and made then, as it would be without the index.
WITHOUT_INDEX = """
from app import create_app
from core.db import db
with create_app().app_context():
    db.session.execute(db.text("DROP INDEX uq_payout_batch_waiting"))
    db.session.commit()
"""
UNGUARDED = """
unguarded = payouts.make
def make():
    if payouts.waiting():
        raise payouts.WaitsAlready
    db.session.rollback()  # no lock is held between looking and making
    time.sleep(0.5)
    return unguarded()
payouts.make = make
"""
SLOW = """
unhurried = payouts.post
def post(line):
    done = unhurried(line)
    time.sleep(0.15)
    return done
payouts.post = post
"""
COUNT = """
from app import create_app
from core.db import db
from shop import ledger
from shop.models import LedgerEntry, PayoutBatch
with create_app().app_context():
    batch = db.session.get_one(PayoutBatch, 1)
    made = db.session.query(PayoutBatch).count()
    print(made, batch.state, db.session.query(LedgerEntry).filter_by(kind="payout").count(), ledger.balance("payout"))
"""


class Processes:
    """Several processes of the application on one database."""

    def __init__(self, folder, address):
        self.environment = os.environ | {"DATA_DIR": str(folder), "DATABASE_URL": address, "PYTHONPATH": str(ROOT)}
        self.people = self.run(SEED).split()[-AT_ONCE - 1 :]

    def run(self, code, *arguments):
        return self._ended(self.begin(code, *arguments))

    def begin(self, code, *arguments):
        return subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            env=self.environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def all_at_once(self, act, people, more=""):
        moment = str(time.time() + 12)
        begun = [self.begin(ACT.format(act=act, more=more), one, moment) for one in people]
        return Counter(self._ended(one).split()[-1] for one in begun)

    def count(self):
        return self.run(COUNT).split()

    @staticmethod
    def _ended(process):
        said, wrong = process.communicate(timeout=120)
        assert process.returncode == 0, wrong
        return said


@pytest.mark.processes
def test_who_make_a_batch_at_once_make_one_and_it_is_approved_once(tmp_path, database):  # noqa: F811
    processes = Processes(tmp_path, database)
    *first, last = processes.people
    assert processes.all_at_once(MAKE, first) == {"done": 1, "WaitsAlready": AT_ONCE - 1}
    assert processes.count() == ["1", "waiting", "0", "0"]
    made_by = processes.run(
        "from app import create_app\nfrom core.db import db\nfrom shop.models import PayoutBatch\n"
        "with create_app().app_context():\n    print(db.session.get_one(PayoutBatch, 1).made_by)"
    ).split()[-1]
    others = [one for one in processes.people if one != made_by]
    assert processes.all_at_once(APPROVE, others) == {"done": 1, "Decided": AT_ONCE - 1}
    assert processes.count() == ["1", "approved", str(MAKERS), str(MAKERS * 300_000)]


@pytest.mark.processes
def test_the_harness_sees_batches_made_without_the_guard(tmp_path, database):  # noqa: F811
    processes = Processes(tmp_path, database)
    processes.run(WITHOUT_INDEX)
    assert processes.all_at_once(MAKE, processes.people[:AT_ONCE], UNGUARDED)["done"] > 1


@pytest.mark.processes
def test_an_approval_that_is_killed_has_posted_nothing_and_is_done_again(tmp_path, database):  # noqa: F811
    processes = Processes(tmp_path, database)
    maker, approver = processes.people[:2]
    processes.run(ACT.format(act=MAKE, more=""), maker, "0")
    begun = time.time()
    processes.run(ACT.format(act="payouts.find(1)", more=""), approver, "0")
    usual = time.time() - begun
    for step in range(4):  # within the seconds in which it posts line by line
        killed = processes.begin(ACT.format(act=APPROVE, more=SLOW), approver, "0")
        time.sleep(usual + 0.25 * step)
        killed.kill()
        killed.communicate()
        if processes.count()[1] == "approved":
            break  # it was done before the signal came
        assert processes.count() == ["1", "waiting", "0", "0"]
    if processes.count()[1] == "waiting":
        processes.run(ACT.format(act=APPROVE, more=""), approver, "0")
    assert processes.count() == ["1", "approved", str(MAKERS), str(MAKERS * 300_000)]
