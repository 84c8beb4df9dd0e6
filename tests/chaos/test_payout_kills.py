"""`kill -9` at any moment of paying makers out: made by one, approved by another, sent line by line."""

import os
import random

import pytest

from tests.chaos.town import Town
from tests.shop.test_races import database  # noqa: F401 (a fixture)

pytestmark = pytest.mark.processes

KILLS = int(os.environ.get("KILLS", "30"))


def killed(town, kills):
    chance = random.Random(int(os.environ.get("CHAOS_SEED", "7")))
    for _ in range(kills):
        town.live("pay")
        town.wait_for_the_moment(chance)
        town.kill("pay")
    town.tell("finish_paying")
    return town.tell("paid_out")


def faults_in(stands):
    """What is not as it must be, in words."""
    yield from (f"a batch is {state}" for state in stands["batches"] if state != "approved")
    for number, state, _amount in stands["lines"]:
        wanted = {f"payout:line:{number}"} | ({f"payout_sent:line:{number}"} if state == "sent" else set())
        if state not in ("sent", "failed") or not wanted <= set(stands["keys"]):
            yield f"line {number} is {state} without its entries"
    sent = sum(amount for _number, state, amount in stands["lines"] if state == "sent")
    owed = sum(amount for name, amount in stands["books"].items() if name.startswith("facility:"))
    if stands["earned"] != owed + sent:
        yield f"{stands['earned']} earned, {owed} owed and {sent} sent"
    if stands["books"].get("payout", 0) or stands["books"].get("bank", 0) != -sent:
        yield f"{sent} sent, {stands['books']}"
    yield from stands["findings"]


def test_no_kill_leaves_a_payout_half_done(tmp_path, database):  # noqa: F811
    with Town(tmp_path, database, seed="seed_paying") as town:
        stands = killed(town, KILLS)
    assert list(faults_in(stands)) == []
    states = [state for _number, state, _amount in stands["lines"]]
    assert states.count("sent") >= 5
    assert "failed" in states


def test_the_kills_find_payouts_without_their_guard(tmp_path, database):  # noqa: F811
    with Town(tmp_path, database, "payout_line_by_line", seed="seed_paying") as town:
        stands = killed(town, 3)
    assert list(faults_in(stands))
