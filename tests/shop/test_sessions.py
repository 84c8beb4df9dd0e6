from datetime import timedelta

import pytest

from catalog import sessions
from catalog.models import Session
from core import times
from core.db import db
from shop import cart as carts
from shop import orders, parcels
from tests.factories import make_cart, make_facility, make_member, make_order, make_product, make_session
from tests.shop.test_place_order import BUYER, place


@pytest.fixture
def lesson(app):
    return make_product(mode="service", on_hand=None, name="Học nặn gốm")


def cart_for(lesson, session, quantity=1):
    cart = carts.begin()
    carts.put(cart, lesson.main, quantity, session=session)
    db.session.commit()
    return cart


def booked(session):
    db.session.expire_all()
    return db.session.get(Session, session.id).booked


def test_a_date_must_be_chosen_where_there_are_dates(lesson):
    make_session(lesson)
    with pytest.raises(carts.SessionNeeded):
        carts.put(carts.begin(), lesson.main, 1)


def test_without_dates_it_is_by_appointment_as_before(lesson):
    assert make_order(lesson).parcels[0].lines[0].session_id is None


def test_places_are_counted_and_the_line_keeps_the_date(lesson):
    session = make_session(lesson, places=3)
    line = place(cart_for(lesson, session, 2)).parcels[0].lines[0]
    assert (booked(session), line.session_id) == (2, session.id)


def test_a_full_date_is_refused_and_nothing_is_held(lesson):
    session = make_session(lesson, places=1)
    late = cart_for(lesson, session)
    place(cart_for(lesson, session))
    with pytest.raises(orders.Unavailable) as full:
        place(late)
    db.session.rollback()
    assert full.value.why == {lesson.main.id: "session_full"}
    assert booked(session) == 1


def test_cancelling_frees_the_place(lesson):
    session = make_session(lesson, places=1)
    parcel = place(cart_for(lesson, session)).parcels[0]
    parcels.cancel(parcel)
    db.session.commit()
    assert booked(session) == 0


def test_a_date_vanishes_by_itself_when_it_begins(lesson, browser):
    session = make_session(lesson, days=1)
    slug, begins, cart = lesson.slug, session.starts_at, cart_for(lesson, session)
    field = f'name="session" value="{session.id}"'
    with times.frozen(begins - timedelta(seconds=1)):
        assert field in browser.get(f"/san-pham/{slug}").text
    with times.frozen(begins):
        assert field not in browser.get(f"/san-pham/{slug}").text
        with pytest.raises(orders.Unavailable):
            place(cart)
    db.session.rollback()
    assert booked(session) == 0


def test_a_date_of_another_service_is_refused(lesson):
    other = make_session(make_product(mode="service", on_hand=None))
    make_session(lesson)
    with pytest.raises(carts.SessionNeeded):
        carts.put(carts.begin(), lesson.main, 1, session=other)


def test_the_page_and_the_api_ask_for_the_date(lesson, browser):
    session = make_session(lesson)
    sku, number = lesson.sku, session.id
    answer = browser.post("/gio-hang/mon", follow=True, sku=sku, quantity="1")
    assert "Chọn một ngày còn mở" in answer.text
    browser.post("/gio-hang/mon", sku=sku, quantity="1", session=str(number))
    assert db.session.query(carts.CartLine).one().session_id == number
    token = browser.send("POST", "/api/v1/carts", json={}).json["id"]
    lines = f"/api/v1/carts/{token}/lines"
    refused = browser.send("POST", lines, json={"sku": sku, "quantity": 1})
    assert refused.status_code == 422
    assert refused.json["errors"][0]["code"] == "session_needed"
    assert browser.send("POST", lines, json={"sku": sku, "quantity": 1, "session": number}).status_code == 201


def test_the_order_page_gives_a_file_for_ones_own_calendar(lesson, browser):
    session = make_session(lesson)
    order = place(cart_for(lesson, session))
    path = f"/don-hang/{order.token}/buoi/{order.parcels[0].lines[0].id}.ics"
    starts = session.starts_at.strftime("%Y%m%dT%H%M%SZ")
    assert path in browser.get(f"/don-hang/{order.token}").text
    answer = browser.get(path)
    assert answer.mimetype == "text/calendar"
    assert f"DTSTART:{starts}\r\n" in answer.text
    assert "SUMMARY:Học nặn gốm\r\n" in answer.text
    assert all(len(line.encode()) <= 75 for line in answer.text.split("\r\n"))
    assert browser.get(path.replace(".ics", "9.ics")).status_code == 404


def test_its_maker_offers_dates_and_sees_who_comes(lesson, browser):
    number, maker = lesson.id, make_member(lesson.facility, "editor")
    day = (times.today() + timedelta(days=9)).isoformat()
    browser.sign_in(maker)
    wrong = browser.post(f"/quan-ly/san-pham/{number}/buoi", day=day, starts="14:00", ends="9:00", places="8")
    assert wrong.status_code == 422
    assert 'value="14:00"' in wrong.text
    assert db.session.query(Session).count() == 0
    browser.post(f"/quan-ly/san-pham/{number}/buoi", day=day, starts="9:00", ends="11:30", places="8")
    session = db.session.query(Session).one()
    assert (times.local(session.starts_at).hour, session.places) == (9, 8)
    place(cart_for(db.session.get(type(lesson), number), session, 2))
    page = browser.get(f"/quan-ly/san-pham/{number}/buoi/{session.id}").text
    assert BUYER.name in page
    assert "2 trên 8 chỗ" in page


def test_places_never_fall_below_what_is_booked(lesson, browser):
    session = make_session(lesson, places=3)
    place(cart_for(lesson, session, 2))
    number, one = lesson.id, session.id
    browser.sign_in(make_member(lesson.facility, "editor"))
    assert browser.post(f"/quan-ly/san-pham/{number}/buoi/{one}", places="1").status_code == 422
    assert db.session.get(Session, one).places == 3


def test_somebody_elses_guests_are_not_there(lesson, browser):
    session = make_session(lesson)
    number, one = lesson.id, session.id
    browser.sign_in(make_member(make_facility(), "owner"))
    assert browser.get(f"/quan-ly/san-pham/{number}/buoi/{one}").status_code == 404
    assert browser.post(f"/quan-ly/san-pham/{number}/buoi/{one}", go="close").status_code == 404


def test_a_closed_date_takes_no_more_and_opens_again(lesson):
    session = make_session(lesson)
    sessions.close(session)
    assert sessions.coming(lesson.id) == []
    sessions.reopen(session)
    assert sessions.coming(lesson.id) == [session]


def test_the_cart_says_that_it_is_full(lesson, browser):
    session = make_session(lesson, places=1)
    browser.post("/gio-hang/mon", sku=lesson.sku, quantity="1", session=str(session.id))
    place(cart_for(db.session.get(type(lesson), lesson.id), db.session.get(Session, session.id)))
    assert "Buổi đã chọn không còn đủ chỗ" in browser.get("/gio-hang").text
    assert len(make_cart(make_product()).lines) == 1
