from datetime import timedelta

import pytest

from catalog import variants
from core import times
from core.audit import history_of
from core.db import db
from core.jobs import Job
from shop import lapsing, parcels, payments, weighing
from tests.factories import make_member, make_parcel, make_product
from tests.shop.bank_notices import body_of, connect_once, rows, send, told, work

WAIT = timedelta(hours=48)
TERMS = {
    "price_per_kg": 200_000, "piece_g": 1000, "under_percent": 20, "over_percent": 20, "least_g": 500, "most_g": 2000,
    "price": 1,
}  # fmt: skip


@pytest.fixture
def parcel(app):
    return make_parcel(make_product(on_hand=5), quantity=2, payment="vietqr", email="ngan@example.vn")


def after(span):
    """The worker does what is due so long from now."""
    with times.frozen(times.now() + span):
        work()


def letters(word):
    return [job for job in db.session.query(Job).filter_by(kind="mail") if word in job.payload["subject"]]


def test_an_unpaid_transfer_lapses_and_its_goods_are_free(parcel):
    after(WAIT - timedelta(minutes=1))
    assert (parcel.state, parcel.lines[0].variant.held) == ("placed", 2)
    after(WAIT + timedelta(seconds=1))
    assert (parcel.state, parcel.payment.state, parcel.reason) == ("cancelled", "void", "chưa nhận được tiền")
    assert parcel.lines[0].variant.held == 0
    assert len(letters("gói đã hủy vì chưa nhận được tiền")) == 1
    assert len(letters("đã hủy: chưa nhận được tiền")) == 1
    assert [entry.detail["by"] for entry in history_of(parcel) if entry.action == "parcel.cancelled"] == ["clock"]


def test_done_twice_it_lapses_once(parcel):
    with times.frozen(times.now() + WAIT + timedelta(seconds=1)):
        for _ in range(2):
            lapsing.lapse(parcel.id)
            db.session.commit()
    assert [move.state for move in parcel.moves] == ["placed", "cancelled"]
    assert parcel.lines[0].variant.held == 0


def test_the_buyer_is_reminded_once_before(parcel):
    after(WAIT - timedelta(hours=12) + timedelta(seconds=1))
    assert len(letters("sắp hết hạn chuyển khoản")) == 1
    assert parcel.state == "placed"


def test_who_has_paid_is_neither_reminded_nor_cancelled(parcel):
    payments.receive(parcel)
    db.session.commit()
    after(WAIT * 2)
    assert parcel.state == "placed"
    assert letters("hạn chuyển khoản") == []


def test_what_is_paid_in_part_waits_for_the_maker(browser, parcel):
    told(browser, parcel, 10_000)
    after(WAIT * 2)
    assert (parcel.state, parcel.payment.received) == ("placed", 10_000)


@pytest.mark.parametrize("state", ["packed", "handed_over"])
def test_what_is_packed_does_not_lapse(app, state):
    parcel = make_parcel(state=state, payment="vietqr")
    after(WAIT * 2)
    assert parcel.state == state


def test_paid_on_delivery_has_no_clock(app):
    parcel = make_parcel()
    after(WAIT * 2)
    assert (parcel.state, parcel.payment.due_at) == ("placed", None)


def test_a_maker_gone_already_leaves_nothing_to_lapse(parcel):
    parcels.refuse(parcel, "Hết đất")
    db.session.commit()
    after(WAIT * 2)
    assert (parcel.state, parcel.reason) == ("cannot_supply", "Hết đất")


def test_what_is_weighed_waits_from_its_weighing_on(app):
    ham = make_product(on_hand=5)
    variants.revise(ham.main, TERMS)
    db.session.commit()
    parcel = make_parcel(ham, payment="vietqr")
    assert parcel.payment.due_at is None
    later = times.now() + timedelta(days=3)
    with times.frozen(later):
        weighing.record(parcel, parcel.lines[0].id, [1000], 0)
        db.session.commit()
    assert parcel.payment.due_at == later + WAIT
    after(timedelta(days=3) + WAIT + timedelta(seconds=2))
    assert parcel.state == "cancelled"


def test_the_maker_waits_longer(browser, parcel):
    browser.sign_in(make_member(parcel.facility, "packer"))
    due = parcel.payment.due_at
    assert browser.post(f"/quan-ly/don/{parcel.id}/cho-tien").status_code == 303
    assert parcel.payment.due_at == due + timedelta(days=1)
    after(WAIT + timedelta(hours=1))
    assert parcel.state == "placed"
    after(WAIT + timedelta(days=1, seconds=1))
    assert parcel.state == "cancelled"


def test_nothing_is_lengthened_where_nothing_waits(browser, parcel):
    browser.sign_in(make_member(parcel.facility, "packer"))
    payments.receive(parcel)
    db.session.commit()
    due = parcel.payment.due_at
    assert browser.post(f"/quan-ly/don/{parcel.id}/cho-tien").status_code == 409
    assert parcel.payment.due_at == due
    other = make_parcel(payment="vietqr")
    assert browser.post(f"/quan-ly/don/{other.id}/cho-tien").status_code == 404


def test_late_money_is_owed_back_also_where_no_worker_cancelled_it(browser, parcel):
    late = times.now() + WAIT + timedelta(minutes=1)
    with times.frozen(late):
        said = times.local(late).replace(tzinfo=None).isoformat(" ", "seconds")
        db.session.query(Job).filter_by(kind="payment.lapse").delete()
        db.session.commit()
        body = body_of(parcel, transactionDate=said)
        assert send(browser, body, connect_once(parcel.facility), at=late.timestamp()).status_code == 200
        work()
    assert (rows()[0].state, rows()[0].owed_back) == ("over", parcel.total)
    assert (parcel.state, parcel.lines[0].variant.held) == ("cancelled", 0)


def test_money_sent_in_time_and_told_late_still_pays(browser, parcel):
    sent, late = times.now() + timedelta(hours=47), times.now() + WAIT + timedelta(minutes=1)
    with times.frozen(late):
        said = times.local(sent).replace(tzinfo=None).isoformat(" ", "seconds")
        db.session.query(Job).filter_by(kind="payment.lapse").delete()
        db.session.commit()
        body = body_of(parcel, transactionDate=said)
        assert send(browser, body, connect_once(parcel.facility), at=late.timestamp()).status_code == 200
        work()
    assert (parcel.payment.state, parcel.state) == ("paid", "placed")


def test_the_clock_is_told_before_and_after_placing(browser, parcel):
    page = browser.get(f"/don-hang/{parcel.order.token}").text
    assert "Chuyển trước" in page
    answer = browser.get(f"/api/v1/orders/{parcel.order.token}").json["order"]["parcels"][0]["payment"]
    assert answer["vietqr"]["due_at"] == parcel.payment.due_at.isoformat()
    with browser.client.session_transaction() as session:
        session["cart"] = ""
    browser.post("/gio-hang/mon", sku=make_product().sku, quantity="1")
    assert "chuyển trong 48 giờ" in browser.get("/thanh-toan").text
