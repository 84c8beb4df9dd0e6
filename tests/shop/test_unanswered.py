"""A maker who does not take an order in time: staff see it, and who waits for it is told."""

from datetime import timedelta

import pytest

from core import jobs, times
from core.db import db
from core.jobs import Job
from shop import parcels, unanswered
from shop.models import Parcel
from tests.factories import make_facility, make_member, make_parcel, make_product, make_staff

MAKER, CLERK = "lam@example.vn", "truc@example.vn"
DESK = "/can-bo/don-hang/cho-nhan"


@pytest.fixture
def parcel(app):
    return make_parcel(make_product(facility=make_facility(email=MAKER)))


def after(parcel, **span):
    """The clock, so long after the order's deadline (or before it, where negative)."""
    return times.frozen(unanswered.answer_by(parcel.order) + timedelta(**span))


def told(address, about):
    """Letters to an address whose subject holds these words."""
    mails = [job.payload for job in db.session.query(Job).filter_by(kind="mail")]
    return sum(one["to"] == address and about in one["subject"] for one in mails)


def test_is_late_by_the_clock_though_no_job_ran(parcel):
    for minutes, expected in ((-1, []), (1, [parcel.id])):
        with after(parcel, minutes=minutes):
            assert [one.id for one in unanswered.late()] == expected
            assert unanswered.is_late(parcel) == bool(expected)


@pytest.mark.parametrize("act", [parcels.confirm, parcels.pack, parcels.cancel])
def test_what_was_answered_is_never_late(parcel, act):
    act(parcel)
    with after(parcel, days=9):
        assert unanswered.late() == []


def test_the_maker_is_reminded_before_and_staff_are_told_after(parcel):
    make_staff("moderate", email=CLERK)
    make_staff("programme", email="khac@example.vn")
    jobs.work_off()
    assert told(MAKER, "đang chờ bạn nhận") == 0
    with after(parcel, hours=-1):
        jobs.work_off()
        jobs.work_off()
    assert (told(MAKER, "đang chờ bạn nhận"), told(CLERK, "quá hạn")) == (1, 0)
    with after(parcel, minutes=1):
        jobs.work_off()
        jobs.work_off()
    assert (told(MAKER, "đang chờ bạn nhận"), told(CLERK, "quá hạn")) == (1, 1)
    assert told("khac@example.vn", "quá hạn") == 0


def test_nobody_is_written_to_about_what_was_taken(parcel):
    make_staff("moderate", email=CLERK)
    parcels.confirm(parcel)
    db.session.commit()
    with after(parcel, days=1):
        jobs.work_off()
    assert (told(MAKER, "đang chờ bạn nhận"), told(CLERK, "quá hạn")) == (0, 0)


def test_the_buyer_reads_by_when_and_that_it_is_late(browser, parcel):
    address = f"/don-hang/{parcel.order.token}"
    assert "Đã quá hạn" not in browser.get(address).text
    parcel.order.placed_at -= timedelta(days=9)
    db.session.commit()
    assert "Đã quá hạn" in browser.get(address).text


def test_staff_note_what_they_did_and_see_who_did_it(browser, parcel):
    parcel.order.placed_at -= timedelta(days=9)
    db.session.commit()
    clerk = make_staff("moderate", name="Trần Thu")
    browser.sign_in(clerk)
    assert "Chưa ai làm gì" in browser.get(DESK).text
    assert browser.post(f"{DESK}/{parcel.id}", how="call").status_code == 422
    assert browser.post(f"{DESK}/{parcel.id}", how="call", words="Hẹn chiều nay nhận").status_code == 303
    page = browser.get(DESK).text
    assert "Hẹn chiều nay nhận" in page
    assert "Trần Thu" in page
    assert parcel.order.buyer_phone[-6:] not in page.replace(" ", "")


def test_nothing_is_noted_about_what_is_in_time_or_taken(browser, parcel):
    browser.sign_in(make_staff("moderate"))
    assert browser.post(f"{DESK}/{parcel.id}", how="call", words="x").status_code == 409
    parcel.order.placed_at -= timedelta(days=9)
    parcels.confirm(parcel)
    db.session.commit()
    assert browser.post(f"{DESK}/{parcel.id}", how="call", words="x").status_code == 409
    assert unanswered.chased([parcel.id]) == {parcel.id: []}


def test_a_maker_sees_by_when_she_should_take_it(browser, parcel):
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert "Nhận đơn trước" in browser.get(f"/quan-ly/don/{parcel.id}").text
    assert browser.post(f"{DESK}/{parcel.id}", how="call", words="x").status_code == 403
    assert db.session.get_one(Parcel, parcel.id).state == "placed"
