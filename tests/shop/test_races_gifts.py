"""One gift card, many checkouts at once, against a real server with several processes: no đồng of it is spent twice."""

from collections import Counter

import pytest

from tests.shop import test_races
from tests.shop.test_races import CHECKOUT, Server, all_at_once, database  # noqa: F401 (a fixture)

BUYERS = 32
CODE = "ABCDEFGHJKLM2345"
SEED = """
from app import create_app
from core.db import db
from tests.factories import make_gift, make_product
with create_app().app_context():
    db.create_all()
    make_product(sku="NHIEU", on_hand=1000, price=100_000)
    make_gift(500_000, "ABCDEFGHJKLM2345")
"""
COUNT = """
from app import create_app
from core.db import db
from shop import ledger
from shop.models import GiftCard, Order, Payment
with create_app().app_context():
    card = db.session.query(GiftCard).one()
    spent = sum(one.gifted for one in db.session.query(Payment))
    print(card.balance, card.balance + spent, ledger.balance("gift_card"))
    print(db.session.query(Order).count())
"""
# The control: a balance that was read before and is written down, as it would be without the conditional UPDATE.
READ_THEN_WRITE = """
from sqlalchemy import text
from core.db import db
from shop import orders, gifts

def take(one):
    db.session.execute(text("UPDATE gift_card SET balance = 500000 - :spent"), {"spent": one.amount})

gifts._take = take
gifts.cover = lambda keys, total: [gifts.Share(db.session.query(gifts.GiftCard).one(), min(500_000, total))]
"""


def race(server):
    carts = [server.cart_of("NHIEU") for _ in range(BUYERS)]
    body = CHECKOUT | {"gift_cards": [CODE]}

    def buyer(n):
        return body | {"buyer": {"name": "Thu Ngân", "phone": f"09123{n:05}"}}

    tasks = [lambda c=c, n=n: server.call("POST", f"/carts/{c}/checkout", buyer(n)) for n, c in enumerate(carts)]
    return Counter(status for status, _ in all_at_once(tasks))


@pytest.mark.processes
def test_one_card_at_many_checkouts_is_spent_once_to_the_dong(tmp_path, database, monkeypatch):  # noqa: F811
    monkeypatch.setattr(test_races, "SEED", SEED)
    with Server(tmp_path, database) as server:
        told = race(server)
        assert set(told) <= {201, 409, 422}  # paid; lost to another; nothing left on it
        balance, orders = server.run(COUNT).split("\n")[:2]
        left, came, held = map(int, balance.split())
        assert (came, held) == (500_000, left)
        assert int(orders) == told[201] >= 4


@pytest.mark.processes
def test_the_harness_sees_a_card_without_the_guard_spent_too_often(tmp_path, database, monkeypatch):  # noqa: F811
    monkeypatch.setattr(test_races, "SEED", SEED)
    with Server(tmp_path, database, READ_THEN_WRITE) as server:
        assert race(server)[201] == BUYERS
        assert int(server.run(COUNT).split()[1]) > 500_000
