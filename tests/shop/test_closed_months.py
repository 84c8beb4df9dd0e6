"""A closed month does not change: nothing is dated into it, by whatever road, and its digest says so."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, text, update
from sqlalchemy.exc import IntegrityError

from core import audit, times
from core.access import OutOfArea, narrow_to
from core.db import db
from shop import ledger
from shop.ledger import Move
from shop.models import Account, ClosedMonth, LedgerEntry, Movement
from shop.models.closing import GUARDED
from shop.settling import months, sheets, statements
from tests.factories import make_facility, make_staff

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
NOW = datetime(2026, 11, 20, 9, tzinfo=times.HANOI)


def at(day):
    return datetime.fromisoformat(f"2026-{day}").replace(tzinfo=times.HANOI)


@pytest.fixture
def maker(app):
    facility = make_facility()
    owed = ledger.code("facility", facility_id=facility.id)
    ledger.post("a", "card_paid", [Move("card", owed, 300_000)], at=at("09-10T08:00"))
    ledger.post("b", "sale", [Move(owed, "commission", 9_000), Move(owed, "tax:vat", 100)], at=at("10-31T23:59:59"))
    ledger.post("c", "card_paid", [Move("card", owed, 50_000)], at=at("11-01T00:00"))
    db.session.commit()
    with times.frozen(NOW):
        yield facility


def close(*which):
    for month in which:
        months.close(month)
    db.session.commit()


def test_months_are_closed_in_their_order_and_once(maker):
    assert months.next_open() == SEPTEMBER
    with pytest.raises(months.NotNext):
        months.close(OCTOBER)
    close(SEPTEMBER)
    with pytest.raises(months.NotNext):
        months.close(SEPTEMBER)
    close(OCTOBER)
    assert [(one.month, one.entry_count) for one in months.closed()] == [(OCTOBER, 1), (SEPTEMBER, 1)]
    assert months.is_closed(OCTOBER)


def test_a_month_is_closed_once_it_is_over_and_the_days_of_waiting_too(maker):
    close(SEPTEMBER)
    with times.frozen(at("11-03T23:59")), pytest.raises(months.TooEarly) as early:
        months.close(OCTOBER)
    assert early.value.on == date(2026, 11, 4)
    with times.frozen(at("11-04T00:00")):
        close(OCTOBER)


def test_nobody_dates_an_entry_into_it(maker):
    close(SEPTEMBER, OCTOBER)
    moves = [Move("card", "commission", 1)]
    with pytest.raises(ledger.MonthClosed):
        ledger.post("late", "correction", moves, at=at("10-31T23:59:59"))
    ledger.post("in time", "correction", moves, at=at("11-01T00:00"))


def test_the_database_refuses_an_entry_and_a_movement_whoever_writes_them(maker):
    close(SEPTEMBER, OCTOBER)
    entry = {"key": "x", "kind": "correction", "at": at("10-31T23:59:59"), "note": ""}
    with pytest.raises(IntegrityError):
        db.session.execute(insert(LedgerEntry).values(entry))
    db.session.rollback()
    old = db.session.query(LedgerEntry.id).filter_by(key="b").scalar()
    ids = [row.id for row in db.session.query(Account.id).order_by(Account.id)]
    movement = {"entry_id": old, "debit_id": ids[0], "credit_id": ids[1], "amount": 7}
    with pytest.raises(IntegrityError):
        db.session.execute(insert(Movement).values(movement))
    db.session.rollback()


def test_without_the_triggers_both_would_be_written(maker):
    """The guard taken off, to see that the test above would notice."""
    close(SEPTEMBER, OCTOBER)
    is_sqlite = db.engine.dialect.name == "sqlite"
    for table in GUARDED:
        db.session.execute(text(f"DROP TRIGGER {table}_month" + ("" if is_sqlite else f" ON {table}")))
    entry = {"key": "x", "kind": "correction", "at": at("10-31T23:59:59"), "note": ""}
    db.session.execute(insert(LedgerEntry).values(entry))
    count, digest = months.digest_of(OCTOBER)
    kept = months.closed()[0]
    assert (count, digest) != (kept.entry_count, kept.digest)
    db.session.rollback()  # both engines take the triggers back with it


def test_a_digest_goes_over_all_that_is_in_the_month_and_over_the_month_before(maker):
    empty = months.digest_of(date(2026, 8, 1))
    alone = months.digest_of(OCTOBER)
    close(SEPTEMBER)
    chained = months.digest_of(OCTOBER)
    assert len({empty[1], alone[1], chained[1]}) == 3
    assert (alone[0], chained[0]) == (1, 1)
    assert months.digest_of(OCTOBER) == chained


def test_a_closed_month_is_never_changed(maker):
    close(SEPTEMBER)
    with pytest.raises(IntegrityError):
        db.session.execute(
            update(ClosedMonth).values(digest="0" * 64), execution_options={"synchronize_session": False}
        )


def test_the_statement_of_a_closed_month_stays_to_the_byte(maker):
    close(SEPTEMBER, OCTOBER)
    before = sheets.csv(statements.of(maker.id, OCTOBER)), sheets.pdf(statements.of(maker.id, OCTOBER), maker)
    owed = ledger.code("facility", facility_id=maker.id)
    ledger.post("d", "correction", [Move(owed, "commission", 5_000)])
    with times.frozen(NOW + timedelta(days=40)):
        after = sheets.csv(statements.of(maker.id, OCTOBER)), sheets.pdf(statements.of(maker.id, OCTOBER), maker)
    assert before == after
    assert statements.of(maker.id, OCTOBER).is_closed
    assert not statements.of(maker.id, date(2026, 11, 1)).is_closed


def test_is_for_who_works_in_the_whole_market(maker):
    with audit.actor(make_staff("pay").id):
        narrow_to(frozenset({"ha-noi/bat-trang"}))
        try:
            with pytest.raises(OutOfArea):
                months.close(SEPTEMBER)
        finally:
            narrow_to(None)


def test_where_nothing_was_written_there_is_nothing_to_close(app):
    assert months.next_open() is None
    with pytest.raises(months.NotNext):
        months.close(SEPTEMBER)
