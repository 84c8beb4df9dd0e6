"""Closing a place calls off its visits to come; who left only a number is put down to be rung, and ticked."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from sqlalchemy.exc import IntegrityError

from core import audit, times
from core.db import db
from core.jobs import Job
from fairs import called_off, venues
from fairs.models import Venue, VenueBooking, VenueVisit
from tests.factories import make_facility, make_member, make_staff, make_user, make_venue, make_visit

DESK = "/can-bo/noi-xem-mua"
NUMBER = "+84912000999"


@pytest.fixture
def workshop(app):
    """A maker's workshop with two visits to come: three bookings, one by somebody with an address."""
    maker = make_facility(email="xuong@example.vn")
    venue = make_venue(slug="xuong", kind="workshop", facility_id=maker.id)
    first, second = make_visit(venue, title="Xem lò"), make_visit(venue, title="Vuốt bát")
    make_visit(venue, title="Hôm qua", starts_at=times.now() - timedelta(hours=1))
    make_user(email="van@example.vn", phone="+84912000345")
    venues.book(first, "Cô Vân", "+84912000345", 2)
    venues.book(first, "Bác Tám", NUMBER, 3)
    venues.book(second, "Bác Tám", NUMBER, 1)
    db.session.commit()
    return maker


@pytest.fixture
def staff(browser, workshop):
    return browser.sign_in(make_staff("curate", name="Chị Hằng"))


def mailed():
    rows = db.session.query(Job).filter_by(kind="mail").order_by(Job.id)
    return [(job.payload["to"], job.payload["text"]) for job in rows]


def visits():
    db.session.expire_all()
    return {one.title: one for one in db.session.query(VenueVisit)}


def booking():
    db.session.expire_all()
    return db.session.query(VenueBooking).filter_by(told_by="call").order_by(VenueBooking.id).first()


def test_staff_read_how_many_before_they_press(staff):
    page = staff.get(f"{DESK}/xuong").text

    assert "2 buổi sắp tới sẽ hủy" in page
    assert "3 lượt đặt của 6 người" in page


def test_calls_off_what_is_to_come_gives_the_places_back_and_writes(staff):
    answer = staff.post(f"{DESK}/xuong/dong", why="Xưởng sửa mái.")
    page = staff.get(answer.location).text

    assert all(visits()[one].cancelled_why == "Xưởng sửa mái." for one in ("Xem lò", "Vuốt bát"))
    assert visits()["Hôm qua"].cancelled_at is None
    assert [one.taken for one in visits().values()] == [0, 0, 0]
    assert all(one.cancelled_at for one in db.session.query(VenueBooking))
    (booker,) = [text for to, text in mailed() if to == "van@example.vn"]
    assert "Xưởng sửa mái." in booker
    assert sum(to == "xuong@example.vn" for to, _text in mailed()) == 2
    for said in ("2 buổi đã hủy.", "Đã gửi thư cho 1 lượt đặt.", "2 lượt chỉ để số điện thoại"):
        assert said in page


def test_without_a_reason_nothing_is_done_while_visits_are_to_come(staff):
    answer = staff.post(f"{DESK}/xuong/dong", why="")

    assert answer.status_code == 422
    assert 'id="why-error"' in answer.text
    assert db.session.query(Venue).one().closed_at is None
    assert visits()["Xem lò"].taken == 5
    assert mailed() == []


def test_a_place_with_nothing_to_come_closes_without_words_and_offers_nothing(staff):
    slug = make_venue().slug
    day = str(times.today() + timedelta(days=2))

    assert "không ai phải báo" in staff.get(f"{DESK}/{slug}").text
    assert staff.post(f"{DESK}/{slug}/dong").status_code == 303
    offered = {"visit_kind": "visit", "title": "Xem", "day": day, "starts": "9:00", "ends": "10:00", "places": "5"}
    assert staff.post(f"{DESK}/{slug}/buoi", **offered, key="k").status_code == 409
    assert len(visits()) == 3


def test_who_booked_reads_why_on_her_own_page(staff):
    token = db.session.query(VenueBooking).filter_by(name="Cô Vân").one().token
    staff.post(f"{DESK}/xuong/dong", why="Xưởng sửa mái.")

    page = staff.get(f"/noi-xem-mua/dat-cho/{token}").text

    assert "Xưởng sửa mái." in page
    assert "Đã trả chỗ" not in page


def test_those_with_a_number_alone_are_rung_ticked_once_and_unticked(staff):
    staff.post(f"{DESK}/xuong/dong", why="Xưởng sửa mái.")
    page = staff.get(f"{DESK}/goi").text
    wanted = booking().id

    assert page.count("tel:+84912000999") == 2
    assert "Cô Vân" not in page
    staff.post(f"{DESK}/goi/{wanted}/da-goi")
    rung = booking().rung_at
    staff.post(f"{DESK}/goi/{wanted}/da-goi")
    assert booking().rung_at == rung
    assert "Chị Hằng" in staff.get(f"{DESK}/goi").text
    assert called_off.waiting() == 1
    assert "chỉ để số điện thoại, chưa ai gọi" in staff.get("/can-bo").text
    staff.post(f"{DESK}/goi/{wanted}/chua-goi")
    assert booking().rung_at is None
    assert [one.action for one in audit.history_of(booking())][:2] == ["venue.not_rung", "venue.rung"]


def test_the_host_sees_and_ticks_its_own_alone(browser, workshop):
    called_off.close(db.session.query(Venue).one(), "Xưởng sửa mái.")
    db.session.commit()
    wanted, host, other = booking().id, make_member(workshop, "packer"), make_member(make_facility())
    path = f"/quan-ly/noi-xem-mua/goi/{wanted}/da-goi"

    browser.sign_in(other)
    assert "Bác Tám" not in browser.get("/quan-ly/noi-xem-mua").text
    assert browser.post(path).status_code == 404
    assert booking().rung_at is None
    browser.sign_in(host)
    assert "Bác Tám" in browser.get("/quan-ly/noi-xem-mua").text
    assert browser.post(path).status_code == 303
    assert booking().rung_by == host.id


def test_the_host_sees_who_comes(browser, workshop):
    page = browser.sign_in(make_member(workshop, "packer")).get("/quan-ly/noi-xem-mua").text

    assert "5 trên 10 chỗ đã đặt" in page
    assert "Cô Vân" in page


def test_somebody_with_a_letter_or_whose_hour_is_over_is_not_to_be_rung(staff):
    staff.post(f"{DESK}/xuong/dong", why="Xưởng sửa mái.")
    letter = db.session.query(VenueBooking).filter_by(told_by="letter").one().id

    assert staff.post(f"{DESK}/goi/{letter}/da-goi").status_code == 404
    with times.frozen(times.now() + timedelta(days=4)):
        assert called_off.to_ring() == []


def test_whoever_books_while_it_closes_is_told_or_refused(app):
    visit = make_visit()
    visit_id, venue_id = visit.id, visit.venue_id
    db.session.rollback()
    at_once, results = Barrier(7), []

    def book(n):
        with app.app_context():
            one = db.session.get(VenueVisit, visit_id)
            db.session.rollback()
            at_once.wait()
            try:
                venues.book(one, f"Khách {n}", NUMBER, 1)
                db.session.commit()
                results.append("booked")
            except venues.Past:
                db.session.rollback()
                results.append("refused")
            db.session.remove()

    def close():
        with app.app_context():
            at_once.wait()
            called_off.close(db.session.get(Venue, venue_id), "Đóng cửa.")
            db.session.commit()
            db.session.remove()

    work = [Thread(target=book, args=(n,)) for n in range(6)] + [Thread(target=close)]
    for one in work:
        one.start()
    for one in work:
        one.join()

    kept = db.session.query(VenueBooking).all()
    assert len(results) == 6
    assert len(kept) == results.count("booked")
    assert all(one.told_by == "call" for one in kept)


def test_the_database_itself_keeps_who_is_told_how(app):
    visit = make_visit()
    db.session.add(VenueBooking(visit_id=visit.id, name="A", phone=NUMBER, people=1, rung_at=times.now()))

    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
