"""Sixty-four buyers at once for a voucher of ten uses, against a real server with several processes."""

from collections import Counter

import pytest

from tests.shop import test_races
from tests.shop.test_races import CHECKOUT, Server, all_at_once, database  # noqa: F401 (a fixture)

BUYERS, USES = 64, 10
SEED = """
from app import create_app
from core.db import db
from tests.factories import make_product, make_scheme, make_support, make_voucher
with create_app().app_context():
    db.create_all()
    product = make_product(sku="NHIEU", on_hand=1000)
    make_voucher(code="TETMUA22", facility_id=product.facility_id, uses_most=10)
    scheme = make_scheme()
    make_support(scheme, product.facility)
    line = scheme.fundings[0].id
    make_voucher(code="CHANH222", scheme_id=scheme.id, funding_id=line, budget=45_000, percent=10)
    make_voucher(code="MAY22222", facility_id=product.facility_id, per_phone=1)
"""
COUNT = """
from app import create_app
from core.db import db
from shop.models import Order, ParcelDiscount, Voucher
with create_app().app_context():
    for code in ("TETMUA22", "CHANH222", "MAY22222"):
        row = db.session.query(Voucher).filter_by(code=code).one()
        print(row.used, row.spent, db.session.query(ParcelDiscount).filter_by(voucher_id=row.id).count())
    print(db.session.query(Order).count())
"""
# The control: a use that is read and then written, as it would be without the conditional UPDATE and the CHECK.
READ_THEN_WRITE = """
import time
from core.db import db
from shop import orders, promotions
from shop.models import Voucher

def use(one, phone):
    voucher = db.session.get_one(Voucher, one.voucher.id, populate_existing=True)
    if voucher.trouble:
        raise promotions.Over(voucher.id)
    db.session.rollback()  # no lock is held between reading and writing
    time.sleep(0.2)

promotions._use = use
"""


def race(server, code, phone=None):
    carts = [server.cart_of("NHIEU") for _ in range(BUYERS)]
    body = CHECKOUT | {"voucher": code}

    def buyer(n):
        return body | {"buyer": {"name": "Thu Ngân", "phone": phone or f"09123{n:05}"}}

    tasks = [lambda c=c, n=n: server.call("POST", f"/carts/{c}/checkout", buyer(n)) for n, c in enumerate(carts)]
    return Counter(status for status, _ in all_at_once(tasks))


@pytest.mark.processes
def test_ten_uses_are_ten_orders_a_budget_is_never_overspent_and_a_phone_counts_once(tmp_path, database, monkeypatch):  # noqa: F811
    monkeypatch.setattr(test_races, "SEED", SEED)
    with Server(tmp_path, database) as server:
        assert race(server, "TETMUA22") == {201: USES, 409: BUYERS - USES}
        assert race(server, "CHANH222") == {201: 4, 409: BUYERS - 4}
        assert race(server, "MAY22222", "0912345678") == {201: 1, 409: BUYERS - 1}
        assert server.run(COUNT).split("\n")[:4] == ["10 100000 10", "4 40000 4", "1 10000 1", "15"]


@pytest.mark.processes
def test_the_harness_sees_a_count_without_the_guard_given_away_too_often(tmp_path, database, monkeypatch):  # noqa: F811
    monkeypatch.setattr(test_races, "SEED", SEED)
    with Server(tmp_path, database, READ_THEN_WRITE) as server:
        assert race(server, "TETMUA22")[201] > USES
