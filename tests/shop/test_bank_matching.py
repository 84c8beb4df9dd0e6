import pytest
from sqlalchemy.exc import IntegrityError

from core.audit import history_of
from core.db import db
from core.jobs import Job
from shop import codes, parcels, payments
from shop.bank import matching
from shop.models import BankTransaction
from tests.factories import make_facility, make_order, make_parcel, make_product
from tests.shop.bank_notices import body_of, connect_once, rows, send, told, work


@pytest.fixture
def parcel(app):
    return make_parcel(payment="vietqr", email="ngan@example.vn")


def letters(word):
    return [job for job in db.session.query(Job).filter_by(kind="mail") if word in job.payload["subject"]]


def test_the_whole_sum_pays_the_parcel(browser, parcel):
    row = told(browser, parcel)
    assert (row.state, row.parcel_id, row.owed_back) == ("matched", parcel.id, 0)
    assert (parcel.payment.state, parcel.payment.received) == ("paid", parcel.total)
    assert parcel.payment.paid_at
    assert "payment.received" in {entry.action for entry in history_of(parcel)}
    assert len(letters("đã nhận được tiền")) == 1
    assert matching.waiting(parcel.facility_id) == 0


def test_a_job_done_twice_pays_once(browser, parcel):
    row = told(browser, parcel)
    matching.match(row.id)
    db.session.commit()
    assert rows()[0].state == "matched"
    assert parcel.payment.received == parcel.total
    assert len(letters("đã nhận được tiền")) == 1


def test_short_is_noted_with_what_is_missing_and_a_second_transfer_adds_up(browser, parcel):
    row = told(browser, parcel, parcel.total - 30_000)
    assert (row.state, parcel.payment.state, parcel.payment.missing) == ("short", "awaiting", 30_000)
    assert "30.000" in letters("còn thiếu")[0].payload["text"]
    assert f"{payments.payload(parcel.payment)}".count("540530000") == 1  # the code asks for what is missing
    told(browser, parcel, 30_000)
    assert [one.state for one in rows()] == ["matched", "matched"]
    assert (parcel.payment.state, parcel.payment.received, parcel.payment.missing) == ("paid", parcel.total, 0)


def test_over_pays_and_the_surplus_is_owed_back(browser, parcel):
    row = told(browser, parcel, parcel.total + 5_000)
    assert (row.state, row.owed_back, parcel.payment.state) == ("over", 5_000, "paid")
    assert parcel.payment.received == parcel.total
    assert matching.waiting(parcel.facility_id) == 1


def test_short_and_then_over(browser, parcel):
    told(browser, parcel, parcel.total - 10_000)
    row = told(browser, parcel, 25_000)
    assert (row.state, row.owed_back, parcel.payment.state) == ("over", 15_000, "paid")


def test_twice_is_owed_back_whole(browser, parcel):
    told(browser, parcel)
    row = told(browser, parcel)
    assert (row.state, row.owed_back) == ("twice", parcel.total)
    assert parcel.payment.received == parcel.total
    assert len(letters("đã nhận được tiền")) == 1


def test_the_makers_own_hand_was_quicker_and_it_is_the_same_money(browser, parcel):
    payments.receive(parcel)
    db.session.commit()
    row = told(browser, parcel)
    assert (row.state, row.owed_back, parcel.payment.received) == ("matched", 0, parcel.total)
    assert told(browser, parcel).state == "twice"


@pytest.mark.parametrize("end", [parcels.cancel, parcels.refuse])
def test_money_for_a_parcel_that_came_to_nothing_is_owed_back(browser, parcel, end):
    end(parcel, "Thôi")
    db.session.commit()
    row = told(browser, parcel)
    assert (row.state, row.owed_back, row.why) == ("over", parcel.total, "closed")
    assert (parcel.payment.state, parcel.payment.received) == ("void", 0)


@pytest.mark.parametrize("part", [1, 2])
def test_what_came_before_it_was_given_up_is_owed_back(browser, parcel, part):
    told(browser, parcel, parcel.total // part)
    parcels.refuse(parcel, "Lò hỏng")
    db.session.commit()
    [row] = rows()
    assert (row.state, row.owed_back) == ("over", row.amount)
    assert matching.waiting(parcel.facility_id) == 1


@pytest.mark.parametrize(
    ("content", "state", "why"),
    [
        ("chuyen tien mua gom", "unknown", "no_code"),
        ("KC26B7Q4X9 KC26 ABC DEF", "doubtful", "unclear"),
        ("KC26AAAAAA", "unknown", "no_parcel"),
    ],
)
def test_what_tells_no_parcel_waits_for_a_person(browser, parcel, content, state, why):
    row = told(browser, parcel, content=content)
    assert (row.state, row.why, row.parcel_id) == (state, why, None)
    assert parcel.payment.state == "awaiting"
    assert matching.waiting(parcel.facility_id) == 1


def test_a_code_of_another_maker_pays_nothing(browser, parcel):
    other = make_parcel(payment="vietqr")
    row = told(browser, parcel, content=other.code)
    assert (row.state, row.why) == ("unknown", "no_parcel")
    assert (parcel.payment.state, other.payment.state) == ("awaiting", "awaiting")


def test_each_maker_of_an_order_is_paid_by_her_own(browser, app):
    order = make_order(make_product(), make_product(), payment="vietqr")
    first, second = order.parcels
    told(browser, first)
    assert (first.payment.state, second.payment.state) == ("paid", "awaiting")


def test_a_parcel_paid_on_delivery_is_not_paid_by_a_transfer_unasked(browser, app):
    parcel = make_parcel()
    row = told(browser, parcel, accountNumber=parcel.facility.bank_account)
    assert (row.state, row.why, parcel.payment.state) == ("doubtful", "not_transfer", "awaiting")


def test_what_leaves_the_account_is_nobodys_payment(browser, parcel):
    row = told(browser, parcel, transferType="out")
    assert (row.state, row.why, parcel.payment.state) == ("ignored", "outgoing", "awaiting")
    assert matching.waiting(parcel.facility_id) == 0


def test_an_account_given_up_meanwhile_still_pays(browser, parcel):
    old = connect_once(parcel.facility)
    body = body_of(parcel)
    parcel.facility.bank_account = "999888777"
    db.session.commit()
    assert send(browser, body, old).status_code == 200
    work()
    assert parcel.payment.state == "paid"


def test_nothing_new_waits_behind_a_queue_of_one_makers(browser, parcel):
    told(browser, parcel, content="?")
    assert matching.waiting(make_facility().id) == 0


def test_the_database_keeps_what_is_owed_within_what_came(browser, parcel):
    row = told(browser, parcel)
    for change in ({"owed_back": row.amount + 1}, {"parcel_id": None}, {"state": "settled"}, {"state": "ignored"}):
        with pytest.raises(IntegrityError):
            db.session.query(BankTransaction).filter_by(id=row.id).update(change)
        db.session.rollback()


def test_codes_are_found_in_what_banks_make_of_them(browser, parcel):
    told(browser, parcel, content=f"CT DEN:4261 {parcel.code[:4].lower()} {parcel.code[4:8]}-{parcel.code[8:]} FT1")
    assert codes.find_code(rows()[0].content).code == parcel.code
    assert parcel.payment.state == "paid"
