"""`flask shop ledger --check` and `flask shop reconcile`: what does not agree is said, what can be mended is."""

import pytest
from sqlalchemy import text, update

from core import sealed, times
from core.db import db
from shop import ledger
from shop.ledger import Move
from shop.models import LedgerEntry, PayoutLine
from shop.settling import months, payouts, proofs
from tests.factories import make_facility, make_parcel, make_product, make_staff
from tests.shop.test_payouts import approve, balance, make_batch, sell
from tests.shop.test_sale_terms import rule


def run(app, *arguments, exit_code=0):
    result = app.test_cli_runner().invoke(args=["shop", *arguments])
    assert result.exit_code == exit_code, result.output
    db.session.rollback()
    return result.output


def undo(keys):
    """Entries as a killed process would have left them out."""
    db.session.commit()
    with db.engine.begin() as connection:
        seals = sealed.open_up(connection)
        for key in keys:
            mine = f"(SELECT id FROM ledger_entry WHERE key = '{key}')"
            connection.execute(text(f"DELETE FROM ledger_movement WHERE entry_id = {mine}"))
            connection.execute(text(f"DELETE FROM ledger_entry WHERE key = '{key}'"))
        for seal in seals:
            connection.exec_driver_sql(seal)


def test_where_all_agrees_it_says_so(app):
    rule(500)
    make_parcel(state="delivered")
    said = run(app, "ledger", "--check")
    assert "lệch 0\xa0₫" in said
    assert "khớp hết" in said


def test_a_sale_that_was_not_posted_is_said_by_the_check_and_mended_by_reconciling(app):
    rule(500)
    parcel = make_parcel(make_product(price=100_000), state="delivered")
    undo([f"sale:parcel:{parcel.id}"])
    assert parcel.code in run(app, "ledger", "--check", exit_code=1)
    assert balance(parcel.facility) == 0
    assert f"Gói {parcel.code} đã giao mà chưa ghi" in run(app, "reconcile")
    assert balance(parcel.facility) == -5_000
    run(app, "ledger", "--check")


def payout(maker):
    sell(maker)
    batch = make_batch(make_staff("pay"))
    approve(batch, make_staff("pay"))
    return batch.lines[0]


def test_a_payout_that_was_not_posted_or_not_turned_is_mended(app):
    maker = make_facility()
    line = payout(maker)
    payouts.send(line, "FT1")
    db.session.commit()
    undo([f"payout:line:{line.id}", f"payout_sent:line:{line.id}"])
    run(app, "ledger", "--check", exit_code=1)
    assert "chưa vào sổ cái" in run(app, "reconcile")
    assert (balance(maker), ledger.balance("payout"), ledger.balance("bank")) == (0, 0, -300_000)
    failed = {"state": "failed", "error": "Sai số"}
    db.session.execute(update(PayoutLine).values(failed), execution_options={"synchronize_session": False})
    db.session.commit()
    assert "mà sổ cái còn ghi" in run(app, "reconcile")
    assert (balance(maker), ledger.balance("bank")) == (300_000, 0)
    run(app, "ledger", "--check")


def test_a_seal_that_is_gone_is_said_and_put_back(app):
    is_sqlite = db.engine.dialect.name == "sqlite"
    gone = "ledger_entry_no_update" if is_sqlite else "ledger_entry_sealed ON ledger_entry"
    db.session.execute(text(f"DROP TRIGGER {gone}"))
    over = "ledger_movement_month" if is_sqlite else "ledger_movement_month ON ledger_movement"
    db.session.execute(text(f"DROP TRIGGER {over}"))
    db.session.commit()
    said = run(app, "ledger", "--check", exit_code=1)
    assert "ledger_entry mất niêm phong" in said
    assert "ledger_movement mất niêm phong" in said
    run(app, "reconcile")
    run(app, "ledger", "--check")


def test_a_closed_month_that_was_changed_behind_the_seal_is_for_a_person(app):
    facility = make_facility()
    owed = ledger.code("facility", facility_id=facility.id)
    last = times.add_months(times.today().replace(day=1), -2)
    ledger.post("old", "correction", [Move("card", owed, 5_000)], at=times.start_of(last))
    db.session.commit()
    months.close(last)
    db.session.commit()
    run(app, "ledger", "--check")
    with db.engine.begin() as connection:
        seals = sealed.open_up(connection)
        connection.execute(text("UPDATE ledger_movement SET amount = 6000"))
        for seal in seals:
            connection.exec_driver_sql(seal)
    said = run(app, "ledger", "--check", exit_code=1)
    assert f"Tháng {last:%m/%Y} đã khóa" in said
    assert "Cần người xem" in run(app, "reconcile", exit_code=1)


def test_card_money_that_the_ledger_does_not_know_is_for_a_person(app, cards):
    parcel = cards.paid(make_product(price=300_000)).parcels[0]
    run(app, "ledger", "--check")
    undo([f"card_paid:parcel:{parcel.id}"])
    assert f"Gói {parcel.code} đã trả thẻ" in run(app, "ledger", "--check", exit_code=1)


def test_an_entry_that_moves_nothing_is_for_a_person(app):
    entry = {"key": "bare", "kind": "correction", "at": times.now(), "note": ""}
    db.session.execute(db.insert(LedgerEntry).values(entry))
    db.session.commit()
    assert "bare" in run(app, "ledger", "--check", exit_code=1)


@pytest.mark.parametrize("heal", [False, True])
def test_looking_is_safe_however_often(app, heal):
    rule(500)
    make_parcel(state="delivered")
    payout(make_facility())
    before = db.session.query(LedgerEntry).count()
    assert proofs.look(heal=heal) == []
    assert db.session.query(LedgerEntry).count() == before
    assert proofs.trial_balance().difference == 0
