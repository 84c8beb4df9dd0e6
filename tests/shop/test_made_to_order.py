from datetime import date, datetime, timedelta

import pytest

from catalog import capacity
from catalog.models import CalendarWeek, Promise
from core import times
from core.db import db
from shop import orders, parcels
from tests.factories import make_calendar, make_cart, make_facility, make_member, make_order, make_parcel, make_product
from tests.shop.test_place_order import place

MONDAY = datetime(2026, 11, 30, 9, tzinfo=times.HANOI)


@pytest.fixture
def now(app):
    with times.frozen(MONDAY):
        yield MONDAY


def made(week_units=None, lead_days=5, **columns):
    product = make_product(mode="made_to_order", on_hand=None, lead_days=lead_days, **columns)
    if week_units is not None:
        make_calendar(product, week_units=week_units)
    return product


def booked():
    return {week.week: week.booked for week in db.session.query(CalendarWeek)}


def test_without_weeks_only_the_days_of_making_count(now):
    assert make_order(made()).parcels[0].lines[0].promised_on == date(2026, 12, 5)


def test_the_week_with_room_gives_the_day_and_the_line_keeps_it(now):
    product = made(2)
    days = [make_order(product).parcels[0].lines[0].promised_on for _ in range(3)]
    assert days == [date(2026, 12, 5), date(2026, 12, 5), date(2026, 12, 12)]
    assert booked() == {date(2026, 11, 30): 2, date(2026, 12, 7): 1}


def test_a_large_order_is_spread_over_weeks(now):
    assert make_order(made(2), quantity=5).parcels[0].lines[0].promised_on == date(2026, 12, 19)


def test_a_craft_shares_its_weeks_among_products(now):
    kiln = make_facility()
    craft = make_calendar(facility=kiln, week_units=1)
    one, two = made(facility=kiln), made(facility=kiln)
    for product in (one, two):
        db.session.add(Promise(product_id=product.id, calendar_id=craft.id))
    db.session.commit()
    assert make_order(one).parcels[0].lines[0].promised_on == date(2026, 12, 5)
    assert make_order(two).parcels[0].lines[0].promised_on == date(2026, 12, 12)


def test_closed_weeks_and_tet_push_the_day(now):
    product = made(1)
    calendar = make_calendar(facility=product.facility, week_units=1)  # noise: binds nothing
    own = next(one for one in capacity.calendars_of([product])[product.id] if one.id != calendar.id)
    capacity.set_week(own, date(2026, 11, 30), 1, is_closed=True, note="nghỉ giỗ tổ nghề")
    own.cut_off_on, own.resumes_on = date(2026, 12, 10), date(2026, 12, 23)
    db.session.commit()
    assert make_order(product).parcels[0].lines[0].promised_on == date(2026, 12, 26)


def test_a_rest_of_the_maker_pushes_the_day(now):
    product = made(2)
    product.facility.closed_from, product.facility.closed_until = date(2026, 12, 1), date(2026, 12, 20)
    product.facility.takes_orders_closed = True
    db.session.commit()
    assert make_order(product).parcels[0].lines[0].promised_on > date(2026, 12, 20)


def test_when_the_horizon_is_full_the_order_stops_and_nothing_is_lost(now, browser):
    product = made(1)
    make_order(product, quantity=capacity.HORIZON_WEEKS)
    before = booked()
    slug, cart = product.slug, make_cart(product)
    with pytest.raises(orders.Unavailable) as full:
        place(cart)
    db.session.rollback()
    assert full.value.why == {product.main.id: "weeks_full"}
    assert booked() == before
    assert len(cart.lines) == 1
    page = browser.get(f"/san-pham/{slug}").text
    assert "Đã nhận kín việc cho 26 tuần tới" in page
    assert 'name="go" value="buy"' not in page


def test_the_checkout_names_no_day_for_what_it_refuses(now, browser):
    product = made(1)
    browser.post("/gio-hang/mon", sku=product.sku, quantity=1)
    assert "Dự kiến tới" in browser.get("/thanh-toan").text
    browser.post("/gio-hang/mon", sku=product.sku, quantity=capacity.HORIZON_WEEKS)

    page = browser.get("/thanh-toan").text

    assert "Xưởng đã nhận kín việc 26 tuần tới" in page
    assert "Dự kiến tới" not in page


def test_a_part_of_what_was_asked_is_never_kept(now):
    product = made(1)
    with pytest.raises(orders.Unavailable):
        place(make_cart(product, quantity=capacity.HORIZON_WEEKS + 1))
    db.session.rollback()
    assert sum(booked().values()) == 0
    assert product.main.held == 0


def test_cancelling_frees_the_weeks(now):
    parcel = make_parcel(made(2), quantity=3)
    parcels.cancel(parcel)
    db.session.commit()
    assert set(booked().values()) == {0}


def test_the_day_is_said_before_one_buys(now, browser):
    product = made(1)
    make_order(product)
    assert "làm xong ngày 12/12/2026" in browser.get(f"/san-pham/{product.slug}").text.replace("12/12.", "12/12/2026.")


def test_a_week_taken_meanwhile_asks_again(now):
    product = made(1)
    cart, other = make_cart(product), make_cart(product)
    shown = orders.days({product.main.id: date(2026, 12, 5)})
    place(other)
    with pytest.raises(orders.LaterNow):
        place(cart, shown_days=shown)
    db.session.rollback()
    assert sum(booked().values()) == 1


def test_the_database_itself_keeps_a_week_from_overflowing(now):
    product = made(1)
    make_order(product)
    week = db.session.query(CalendarWeek).one()
    week.booked = 2
    with pytest.raises(Exception, match="booked_within_capacity"):
        db.session.commit()
    db.session.rollback()


def test_its_maker_keeps_the_weeks_on_the_phone(now, browser):
    product = made(3)
    make_order(product, quantity=2)
    calendar = capacity.calendars_of([product])[product.id][0].id
    browser.sign_in(make_member(product.facility, "editor"))
    page = browser.get("/quan-ly/lich-lam").text
    assert "2/3" in page
    week = {"week": "2026-11-30", "note": ""}
    refused = browser.post(f"/quan-ly/lich-lam/{calendar}/tuan", capacity="1", **week)
    assert refused.status_code == 422
    assert "Đã hứa 2 trong tuần này." in refused.text
    assert browser.post(f"/quan-ly/lich-lam/{calendar}/tuan", capacity="4", is_closed="1", **week).status_code == 303
    row = db.session.query(CalendarWeek).filter_by(week=date(2026, 11, 30)).one()
    assert (row.capacity, row.is_closed, row.booked) == (4, True, 2)


def test_somebody_elses_weeks_are_not_there(now, browser):
    product = made(3)
    calendar = capacity.calendars_of([product])[product.id][0].id
    browser.sign_in(make_member(make_facility(), "owner"))
    answer = browser.post(f"/quan-ly/lich-lam/{calendar}/tuan", week="2026-11-30", capacity="9", note="")
    assert answer.status_code == 404
    assert booked() == {}


def test_a_packer_sees_the_weeks_and_changes_none(now, browser):
    product = made(3)
    calendar = capacity.calendars_of([product])[product.id][0].id
    browser.sign_in(make_member(product.facility, "packer"))
    assert browser.get("/quan-ly/lich-lam").status_code == 200
    assert browser.post(f"/quan-ly/lich-lam/{calendar}", week_units="9").status_code == 403


def test_the_days_of_a_parcel_wait_for_the_promise(now):
    product = made(1)
    make_order(product)
    parcel = make_order(product).parcels[0]
    assert times.local(parcel.pack_before).date() == date(2026, 12, 12)
    assert parcel.lines[0].promised_on - timedelta(days=7) == date(2026, 12, 5)
