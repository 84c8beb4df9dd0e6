"""Buyers at once for the last parts of a hamper, the last place and the last week, against a real server."""

from collections import Counter

import pytest

from tests.shop import test_races
from tests.shop.test_races import BUYERS, CHECKOUT, Server, all_at_once, database  # noqa: F401

SEED = """
from app import create_app
from core.db import db
from tests.factories import make_calendar, make_facility, make_hamper, make_product, make_session
with create_app().app_context():
    db.create_all()
    kiln = make_facility()
    cup = make_product(sku="CHEN", facility=kiln, on_hand=7)
    pot = make_product(sku="AM", facility=kiln, on_hand=50)
    make_hamper(kiln, [(cup, 2), (pot, 1)], sku="GIO")
    made = make_product(sku="DAT", facility=kiln, mode="made_to_order", on_hand=None, lead_days=1)
    make_calendar(made, week_units=1)
    lesson = make_product(sku="HOC", mode="service", on_hand=None)
    make_session(lesson, places=3)
"""
STOCK = """
from app import create_app
from catalog.models import Variant
from core.db import db
with create_app().app_context():
    for sku in ("CHEN", "AM"):
        print(db.session.query(Variant.held).filter_by(sku=sku).scalar())
"""
WEEKS = """
from app import create_app
from catalog.models import CalendarWeek
from core.db import db
with create_app().app_context():
    print(*(f"{week.booked}/{week.capacity}" for week in db.session.query(CalendarWeek)))
"""
PLACES = """
from app import create_app
from catalog.models import Session
from core.db import db
with create_app().app_context():
    print(db.session.query(Session.booked).scalar())
"""


@pytest.fixture
def server(tmp_path, database, monkeypatch):  # noqa: F811
    monkeypatch.setattr(test_races, "SEED", SEED)
    with Server(tmp_path, database) as running:
        yield running


def race(server, carts):
    return all_at_once([lambda c=c: server.call("POST", f"/carts/{c}/checkout", CHECKOUT) for c in carts])


@pytest.mark.processes
def test_hampers_and_single_pieces_never_take_the_same_last_piece(server):
    skus = ["GIO", "CHEN"] * (BUYERS // 2)
    answers = race(server, [server.cart_of(sku) for sku in skus])
    assert {status for status, _ in answers} == {201, 409}
    sold = Counter(sku for sku, (status, _) in zip(skus, answers, strict=True) if status == 201)
    cups, pots = (int(held) for held in server.run(STOCK).split())
    assert cups == 2 * sold["GIO"] + sold["CHEN"] <= 7
    assert cups >= 6  # one may be left over for a hamper that needs two
    assert pots == sold["GIO"]


@pytest.mark.processes
def test_buyers_racing_for_a_week_never_overbook_it(server):
    answers = race(server, [server.cart_of("DAT") for _ in range(BUYERS)])
    assert Counter(status for status, _ in answers) == {201: BUYERS}
    days = [answer["order"]["parcels"][0]["lines"][0]["promised_on"] for _, answer in answers]
    assert len(set(days)) == BUYERS  # one a week
    assert set(server.run(WEEKS).split()) == {"1/1"}


@pytest.mark.processes
def test_buyers_racing_for_places_never_overbook_them(server):
    carts = []
    for _ in range(BUYERS):
        cart = server.call("POST", "/carts")[1]["id"]
        assert server.call("POST", f"/carts/{cart}/lines", {"sku": "HOC", "quantity": 1, "session": 1})[0] == 201
        carts.append(cart)
    assert Counter(status for status, _ in race(server, carts)) == {201: 3, 409: BUYERS - 3}
    assert server.run(PLACES).split() == ["3"]
