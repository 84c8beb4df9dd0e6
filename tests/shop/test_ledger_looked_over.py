"""The ledger is looked over each morning; what does not agree waits at the desk of those who pay, who get a letter."""

import pytest
from sqlalchemy.exc import IntegrityError

from core import schedule, times
from core.db import db
from core.jobs import Job, work_off
from shop.models import CardDoubt, LedgerCheck
from shop.settling import checks
from tests.conftest import Browser
from tests.factories import make_card_doubt, make_parcel, make_product, make_staff
from tests.shop.test_ledger_check import run, undo
from tests.shop.test_sale_terms import rule


@pytest.fixture
def amiss(app):
    """A sale that a killed process left out of the books."""
    rule(500)
    parcel = make_parcel(make_product(price=100_000), state="delivered")
    undo([f"sale:parcel:{parcel.id}"])
    return parcel


def morning():
    schedule.ask_for_today()
    db.session.query(Job).filter(Job.kind != "ledger.check").delete()
    db.session.query(Job).update({"run_at": times.now()})
    db.session.commit()
    work_off()


def letters():
    every = [job.payload for job in db.session.query(Job).filter_by(kind="mail")]
    return [one for one in every if "Sổ cái" in one["subject"]]


def test_each_morning_it_is_looked_over_and_those_who_pay_are_told_once(app, amiss):
    payer, other = make_staff("pay"), make_staff("assist")
    checks.daily()
    db.session.commit()
    assert [one["to"] for one in letters()] == [payer.email]
    assert amiss.code in letters()[0]["text"]
    checks.daily()
    db.session.commit()
    assert len(letters()) == 1
    assert amiss.code in Browser(app).sign_in(payer).get("/can-bo").text
    assert amiss.code not in Browser(app).sign_in(other).get("/can-bo").text


def test_the_worker_does_it(app, amiss):
    morning()
    assert checks.latest().found == 1


def test_what_was_mended_leaves_the_desk_at_once(app, amiss):
    payer = make_staff("pay")
    checks.daily()
    db.session.commit()
    run(app, "reconcile")
    assert checks.latest().found == 0
    assert amiss.code not in Browser(app).sign_in(payer).get("/can-bo").text


def test_where_all_agrees_nobody_is_told(app):
    make_staff("pay")
    checks.daily()
    db.session.commit()
    assert letters() == []
    assert checks.latest().found == 0


def test_reconciling_ends_with_1_while_card_money_is_in_doubt(app):
    make_card_doubt()
    assert "1 khoản tiền thẻ chờ người xem" in run(app, "reconcile", exit_code=1)
    db.session.query(CardDoubt).update({"settled_at": times.now(), "settlement": "Đã trả"})
    db.session.commit()
    run(app, "reconcile")


def test_the_database_keeps_one_look_a_day(app):
    checks.note(["một"])
    checks.note([])
    db.session.commit()
    db.session.add(LedgerCheck(day=times.today(), at=times.now(), found=0, said=[]))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
