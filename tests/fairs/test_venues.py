"""Places to see and buy: their pages, what is shown there, and booking a visit while others do."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.exc import IntegrityError

from core import audit, times
from core.db import db
from fairs import rules, venues
from fairs.models import Shelf, Venue, VenueBooking, VenueVisit
from tests.factories import (
    make_facility,
    make_feature,
    make_product,
    make_scheme,
    make_shelf,
    make_staff,
    make_venue,
    make_village,
    make_visit,
)

DAY = timedelta(days=1)
SAID = {"name": "Cô Vân", "phone": "0912000345", "people": "2"}
DESK = "/can-bo/noi-xem-mua"


@pytest.fixture
def staff(browser):
    return browser.sign_in(make_staff("curate"))


def place(visit):
    return f"/noi-xem-mua/{visit.venue.slug}/dat/{visit.id}"


def taken(visit_id):
    return db.session.get_one(VenueVisit, visit_id, populate_existing=True).taken


def typed(**fields):
    hours = {f"opens_{day}": "08:00" for day in range(6)} | {f"closes_{day}": "17:30" for day in range(6)}
    return {"kind": "ocop_point", "name": "Điểm OCOP Gia Lâm", "commune": "Bát Tràng", "key": "k"} | hours | fields


def a_visit(**fields):
    day = times.today() + 2 * DAY
    usual = {"visit_kind": "workshop", "title": "Vuốt bát", "day": str(day), "starts": "9:00", "ends": "11:00"}
    return usual | {"places": "12", "price": "150000", "key": "k"} | fields


def test_lists_places_by_kind_and_draws_each_as_a_link(browser):
    make_venue(slug="trung-tam", name="Trung tâm mẫu", kind="design_centre")
    make_venue(slug="diem-gia-lam", name="Điểm Gia Lâm")
    make_venue(slug="diem-cu", name="Điểm cũ", closed_at=times.now())

    page, points = browser.get("/noi-xem-mua").text, browser.get("/noi-xem-mua?loai=ocop_point").text

    assert page.count('href="/noi-xem-mua/trung-tam"') == 2
    assert "Điểm cũ" not in page
    assert "Trung tâm mẫu" not in points
    assert points.count('class="map__mark"') == 1
    assert browser.get("/noi-xem-mua/diem-cu").status_code == 404


def test_says_whether_its_doors_are_open_by_the_clock(browser):
    make_venue(slug="diem")
    hanoi = ZoneInfo("Asia/Ho_Chi_Minh")
    for hour, said in ((7, "Đang đóng cửa"), (8, "Đang mở cửa"), (17, "Đang đóng cửa")):
        with times.frozen(datetime(2026, 12, 1, hour, tzinfo=hanoi)):
            assert said in browser.get("/noi-xem-mua/diem").text


def test_tells_hours_maker_village_and_what_is_on_show_with_who_pays(browser):
    maker, village, scheme = make_facility(slug="lo-sen"), make_village(slug="bat-trang"), make_scheme(code="KC-9")
    venue = make_venue(slug="xuong", kind="workshop", facility_id=maker.id, village_id=village.id)
    shelf = make_shelf(place="venue", key=f"diem-{venue.id}", venue_id=venue.id)
    feature = make_feature(shelf, make_product(name="Bình men lam", slug="binh"), scheme_id=scheme.id)

    page = browser.get("/noi-xem-mua/xuong").text

    expected = ("/co-so/lo-sen", "/lang-nghe/bat-trang", "8:00 – 17:00", f"/san-pham/binh?ke={feature.id}", "KC-9")
    for shown in expected:
        assert shown in page


def test_the_shelf_of_a_workshop_takes_its_makers_goods(staff):
    maker = make_facility()
    venue = make_venue(kind="workshop", facility_id=maker.id)
    mine, _other = make_product(facility=maker, name="Của xưởng"), make_product(name="Của nhà khác")
    day, key, product_id = str(times.today()), f"diem-{venue.id}", mine.id

    page = staff.get(f"/can-bo/ke?ke={key}").text
    staff.post("/can-bo/ke", ke=key, revision="0", product_id=str(product_id), reason="Men lam.", signed="Chị Hằng",
               starts_on=day, ends_on=day)  # fmt: skip

    assert "Của xưởng" in page
    assert "Của nhà khác" not in page
    assert db.session.query(Shelf).one().venue_id == venue.id


def test_books_shows_and_gives_back(browser):
    visit = make_visit()
    visit_id = visit.id

    answer = browser.post(place(visit), **SAID, key="a")
    page = browser.get(answer.location).text

    assert taken(visit_id) == 2
    assert "Cô Vân" in page
    assert "Xem lò đỏ lửa" in browser.get(f"{answer.location}.ics").text
    for _again in range(2):
        browser.post(f"{answer.location}/huy")
    assert taken(visit_id) == 0
    assert "Đã trả chỗ" in browser.get(answer.location).text


def test_who_booked_is_forgotten_after_the_days_it_is_told_when_she_is_asked(browser):
    visit, later = make_visit(places=5), make_visit(starts_at=times.now() + 40 * DAY, ends_at=times.now() + 41 * DAY)
    number, until = visit.id, visit.ends_at + DAY * rules.value("booking_kept_days")
    said = f"{until.astimezone(ZoneInfo('Asia/Ho_Chi_Minh')):%d/%m/%Y}"
    assert f"Tên và số giữ đến {said} rồi tự xóa" in browser.get(place(visit)).text
    address = browser.post(place(visit), **SAID, key="k1").location
    browser.post(place(later), **SAID, key="k2")
    with times.frozen(until - timedelta(minutes=1)):
        assert venues.forget_who() == 0
    with times.frozen(until + timedelta(minutes=1)):
        assert (venues.forget_who(), venues.forget_who()) == (1, 0)
        db.session.commit()
        shown = browser.get(address).text
    assert "Tên và số điện thoại đã xóa" in shown
    assert "Cô Vân" not in shown
    kept = {one.visit_id: (one.name, one.people) for one in db.session.query(VenueBooking)}
    assert kept == {number: ("", 2), later.id: ("Cô Vân", 2)}
    assert taken(number) == 2


def test_a_form_sent_twice_books_once(browser):
    visit = make_visit()
    visit_id, path = visit.id, place(visit)

    first, second = browser.post(path, **SAID, key="a"), browser.post(path, **SAID, key="a")

    assert first.location == second.location
    assert taken(visit_id) == 2


@pytest.mark.parametrize(
    ("field", "value"), [("name", ""), ("phone", "09"), ("people", "0"), ("people", "11"), ("people", "hai")]
)
def test_refuses_bad_words_keeps_the_others_and_takes_no_place(browser, field, value):
    visit = make_visit()
    visit_id = visit.id

    answer = browser.post(place(visit), **SAID | {field: value}, key="a")

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert taken(visit_id) == 0


def test_says_how_many_are_left_where_too_many_are_asked_for(browser):
    visit = make_visit(places=3, taken=2)
    visit_id = visit.id

    answer = browser.post(place(visit), **SAID, key="a")

    assert answer.status_code == 409
    assert "chỉ còn 1 chỗ" in answer.text
    assert "Cô Vân" in answer.text
    assert taken(visit_id) == 2


@pytest.mark.parametrize("columns", [{"cancelled_at": True}, {"starts_at": True}])
def test_nobody_books_what_is_called_off_or_has_begun(browser, columns):
    now = times.now()
    known = {"cancelled_at": {"cancelled_at": now, "cancelled_why": "Mưa"}, "starts_at": {"starts_at": now - DAY}}
    visit = make_visit(**known[next(iter(columns))])
    visit_id = visit.id

    assert browser.post(place(visit), **SAID, key="a").status_code == 409
    assert taken(visit_id) == 0


def test_no_place_is_sold_twice_however_many_race(app):
    visit_id = make_visit(places=5).id
    db.session.rollback()  # reading the id has begun a transaction, and on SQLite it would keep the others out
    at_once, results = Barrier(12), []

    def work(n):
        with app.app_context():
            visit = db.session.get(VenueVisit, visit_id)
            db.session.rollback()
            at_once.wait()
            try:
                venues.book(visit, f"Khách {n}", "+84912000345", 1)
                db.session.commit()
                results.append("booked")
            except venues.Full:
                db.session.rollback()
                results.append("full")
            db.session.remove()

    racers = [Thread(target=work, args=(n,)) for n in range(12)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join()

    assert sorted(results) == ["booked"] * 5 + ["full"] * 7
    assert taken(visit_id) == 5
    assert db.session.query(VenueBooking).count() == 5


def test_the_database_itself_keeps_the_places(app):
    visit = make_visit(places=5)
    visit.taken = 6

    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_staff_open_change_and_close_a_place(staff):
    answer = staff.post(f"{DESK}/moi", **typed())
    again = staff.post(f"{DESK}/moi", **typed())
    venue = db.session.query(Venue).one()
    slug = venue.slug

    assert (answer.status_code, again.status_code, slug) == (303, 303, "diem-ocop-gia-lam")
    assert [(one.weekday, one.opens, one.closes) for one in venue.hours][-1] == (5, 480, 1050)
    staff.post(f"{DESK}/{slug}", **typed(name="Điểm mới", opens_0="", closes_0="", point="20.97652, 105.91268"))
    db.session.expire_all()
    changed = db.session.query(Venue).one()
    assert (changed.name, changed.lat, len(changed.hours)) == ("Điểm mới", 20.97652, 5)
    staff.post(f"{DESK}/{slug}/dong")
    assert staff.get(f"/noi-xem-mua/{slug}").status_code == 404
    staff.post(f"{DESK}/{slug}/mo-lai")
    assert staff.get(f"/noi-xem-mua/{slug}").status_code == 200
    acts = [entry.action for entry in audit.history_of(db.session.query(Venue).one())]
    assert acts == ["venue.reopened", "venue.closed", "venue.changed", "venue.opened"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("commune", "Không Đâu"),
        ("point", "ở đó"),
        ("closes_0", "07:00"),
        ("closes_0", ""),
        ("kind", "workshop"),
        ("kind", "quán"),
    ],
)
def test_refuses_a_bad_place_and_keeps_what_was_typed(staff, field, value):
    answer = staff.post(f"{DESK}/moi", **typed(address="Số 5 ngõ Lò") | {field: value})

    assert answer.status_code == 422
    assert "Số 5 ngõ Lò" in answer.text
    assert db.session.query(Venue).count() == 0


def test_staff_offer_a_visit_see_who_comes_and_call_it_off(staff):
    slug = make_venue().slug

    assert staff.post(f"{DESK}/{slug}/buoi", **a_visit()).status_code == 303
    visit = db.session.query(VenueVisit).one()
    visit_id = visit.id
    booking = venues.book(visit, "Cô Vân", "+84912000345", 3)
    db.session.commit()
    token, page = booking.token, staff.get(f"{DESK}/{slug}").text
    assert "Cô Vân" in page
    assert "3 trên 12 chỗ đã đặt" in page
    assert staff.post(f"{DESK}/{slug}/buoi/{visit_id}/huy", reason="").status_code == 422
    staff.post(f"{DESK}/{slug}/buoi/{visit_id}/huy", reason="Lò nguội.")
    assert "Buổi này đã hủy: Lò nguội." in staff.get(f"/noi-xem-mua/dat-cho/{token}").text
    assert "Vuốt bát" not in staff.get(f"/noi-xem-mua/{slug}").text


@pytest.mark.parametrize(
    ("field", "value"), [("title", ""), ("day", "2020-01-01"), ("ends", "8:00"), ("places", "0"), ("price", "-1")]
)
def test_refuses_a_bad_visit(staff, field, value):
    slug = make_venue().slug

    assert staff.post(f"{DESK}/{slug}/buoi", **a_visit() | {field: value}).status_code == 422
    assert db.session.query(VenueVisit).count() == 0


def test_only_those_who_curate_keep_places(browser):
    slug = make_venue().slug
    browser.sign_in(make_staff("moderate"))

    assert browser.get(f"{DESK}/{slug}").status_code == 403
    assert browser.post(f"{DESK}/{slug}/dong").status_code == 403


@pytest.mark.parametrize("many", [1, 15])
def test_runs_the_same_queries_however_many(browser, query_count, many):
    venue = make_venue()
    shelf = make_shelf(place="venue", key=f"diem-{venue.id}", venue_id=venue.id)
    slug, scheme = venue.slug, make_scheme().id
    for _n in range(many):
        make_venue(village_id=make_village().id)
        make_visit(venue)
        make_feature(shelf, make_product(), scheme_id=scheme)

    with query_count() as listing:
        browser.get("/noi-xem-mua")
    with query_count() as one:
        browser.get(f"/noi-xem-mua/{slug}")

    assert [sum("SELECT" in statement for statement in run) for run in (listing, one)] == [2, 9]
