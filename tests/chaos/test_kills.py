"""`kill -9` at any moment of a checkout, of a bank's and of Stripe's notice, and of the letters about them.

KILLS says how many (`make chaos`: a thousand); in CI a sample.
"""

import os
import random
import re

import pytest

from tests.chaos.facts import ON_HAND
from tests.chaos.town import Town, finish, live_and_die, work_off
from tests.shop.test_races import database  # noqa: F401 (a fixture)

pytestmark = pytest.mark.processes

KILLS = int(os.environ.get("KILLS", "30"))
SEED = int(os.environ.get("CHAOS_SEED", "7"))


def killed(town, kills):
    """The deeds of a market killed so often and then left in peace; and what stands before its worker passes."""
    chance, deeds = random.Random(SEED), []
    for _ in range(kills):
        live_and_die(town, deeds, chance)
    finish(town, deeds)
    before = town.tell("stands")
    work_off(town)
    return deeds, before


def faults_in(town, stands, deeds):
    """What is not as it must be, in words."""
    yield from town.trouble
    orders = {one["token"]: one for one in stands["orders"]}
    placed = {deed.order["token"]: deed for deed in deeds if deed.order}
    yield from (f"an order nobody was told of: {token}" for token in orders.keys() - placed.keys())
    yield from (f"an order that was promised is not there: {token}" for token in placed.keys() - orders.keys())
    for token in orders.keys() & placed.keys():
        yield from _not_paid(orders[token])
    yield from _stock(stands)
    yield from _books(stands)
    told = {token for letter in town.post.letters for token in re.findall(r"/don-hang/([\w-]+)", letter)}
    yield from (f"a letter about what did not happen: {token}" for token in told - orders.keys())
    yield from (f"a job given up: {why}" for why in stands["failed"])


def _not_paid(order):
    for parcel in order["parcels"]:
        due = (parcel["total"], "paid") if order["method"] in ("vietqr", "stripe") else (0, "awaiting")
        if (parcel["received"], parcel["paid"]) != due:
            yield f"{order['method']} {parcel['code']}: {parcel['received']} of {parcel['total']}, {parcel['paid']}"


def _stock(stands):
    """Twenty minutes later nothing is held but what orders hold."""
    ordered = dict.fromkeys(stands["goods"], 0)
    for order in stands["orders"]:
        for parcel in order["parcels"]:
            for sku, units in parcel["units"].items():
                ordered[sku] += units
    for sku, one in stands["goods"].items():
        if (one["on_hand"], one["available"]) != (ON_HAND, ON_HAND - ordered[sku]):
            yield f"{sku}: {ordered[sku]} ordered, {one}"


def _books(stands):
    yield from (f"an entry without its movements: {one['key']}" for one in stands["entries"] if not one["moved"])
    by_card = sum(one["total"] for order in stands["orders"] if order["method"] == "stripe" for one in order["parcels"])
    had = stands["books"].get("card", 0) + stands["books"].get("card_fee", 0)
    owed = sum(amount for name, amount in stands["books"].items() if name.startswith("facility:"))
    if not had == owed == by_card:
        yield f"cards: {by_card} ordered, {had} had, {owed} owed"


def test_no_kill_leaves_anything_half_done(tmp_path, database):  # noqa: F811
    with Town(tmp_path, database) as town:
        deeds, before = killed(town, KILLS)
        stands = town.tell("stands")
        town.ahead = 0
        said = [town.reconcile() for _ in range(2)]

    assert sum(deed.order is not None for deed in deeds) >= 5  # they did buy between the kills
    assert any("/don-hang/" in letter for letter in town.post.letters)
    assert list(_stock(before)) == []  # free at the next read, before any job has run
    assert list(faults_in(town, stands, deeds)) == []
    assert stands["waiting"] == 0
    assert "khớp hết" in said[1], said


@pytest.mark.parametrize("fault", ["stock_taken_by_itself", "entry_before_its_movements", "letter_before_its_order"])
def test_the_kills_find_a_market_without_its_guard(tmp_path, database, fault):  # noqa: F811
    with Town(tmp_path, database, fault) as town:
        deeds, _ = killed(town, 3)
        stands = town.tell("stands")
    assert list(faults_in(town, stands, deeds))
