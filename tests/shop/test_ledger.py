"""The ledger sums to zero by its shape, is written once a cause, and is never changed."""

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from shop import ledger
from shop.ledger import Move
from shop.models import Account, LedgerEntry, Movement
from tests import factories


@pytest.fixture
def maker(app):
    return factories.make_facility()


def sell(maker, key="paid:1", amount=300_000):
    owed = ledger.code("facility", facility_id=maker.id)
    return ledger.post(key, "card_paid", [Move("card", owed, amount), Move(owed, "commission", 15_000)])


def test_an_entry_moves_money_and_everything_sums_to_zero(maker):
    sell(maker)
    owed = ledger.code("facility", facility_id=maker.id)
    assert ledger.balances() == {"card": 300_000, owed: 285_000, "commission": 15_000}
    assert ledger.balance("card") - ledger.balance(owed) - ledger.balance("commission") == 0


def test_one_cause_is_written_once(maker):
    assert sell(maker) is not None
    assert sell(maker) is None
    assert ledger.balance("card") == 300_000


def test_the_same_cause_saying_something_else_is_a_conflict(maker):
    sell(maker)
    with pytest.raises(ledger.Conflict):
        sell(maker, amount=200_000)


def test_what_was_wrong_is_put_right_by_an_entry_the_other_way_and_once(maker):
    wrong = sell(maker)
    ledger.reverse(wrong, "ghi nhầm kiện")
    assert ledger.reverse(wrong, "ghi nhầm kiện") is None
    assert set(ledger.balances().values()) == {0}
    assert db.session.query(LedgerEntry).count() == 2


def test_a_balance_of_a_past_moment_does_not_know_what_came_later(maker):
    sell(maker)
    between = times.now()
    sell(maker, key="paid:2", amount=500_000)
    assert ledger.balance("card", until=between) == 300_000
    assert ledger.balance("card") == 800_000


def test_accounts_are_named_by_kind_and_owner():
    assert ledger.code("card") == "card"
    assert ledger.code("facility", facility_id=12) == "facility:12"
    assert ledger.code("promotion", scheme_id=3) == "promotion:scheme:3"


def test_an_account_of_an_owner_knows_it(maker):
    sell(maker)
    account = db.session.query(Account).filter_by(kind="facility").one()
    assert account.facility_id == maker.id


def test_nothing_moved_is_no_entry(app):
    with pytest.raises(ValueError, match="nothing"):
        ledger.post("empty", "card_paid", [Move("card", "commission", 0)])


@pytest.mark.parametrize("move", [Move("card", "commission", -5), Move("card", "card", 5), Move("cash", "card", 5)])
def test_the_database_refuses_what_is_no_movement(app, move):
    with pytest.raises(IntegrityError):
        ledger.post("wrong", "card_paid", [move])


@pytest.mark.parametrize("model", [Account, LedgerEntry, Movement])
@pytest.mark.parametrize("act", [lambda one: update(one).values(id=one.id), delete])
def test_the_database_refuses_to_change_or_delete(maker, model, act):
    sell(maker)
    db.session.commit()
    with pytest.raises(IntegrityError):
        db.session.execute(act(model), execution_options={"synchronize_session": False})
    db.session.rollback()
    assert ledger.balance("card") == 300_000


def test_balances_are_one_query_however_many_entries(maker, query_count):
    for number in range(12):
        sell(maker, key=f"paid:{number}")
    with query_count() as run:
        ledger.balances()
    assert len(run) == 1
