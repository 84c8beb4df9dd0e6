"""Fetching at an OCOP point: offered where its maker says so, free, without an address, also through the API."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from core.jobs import Job
from shop import bills, orders, ways
from shop.models import Order, Parcel
from tests.factories import make_cart, make_facility, make_member, make_order, make_product, make_venue
from tests.shop.test_checkout import GOOD, fill

NO_ADDRESS = {name: value for name, value in GOOD.items() if name not in ("province_code", "commune_code", "street")}


@pytest.fixture
def point(app):
    return make_venue(name="Điểm OCOP Long Biên", address="Số 1 Ngọc Lâm")


@pytest.fixture
def house(point):
    maker = make_facility(email="lam@example.vn")
    ways.hand_over_at(maker.id, {point.id: 2})
    db.session.commit()
    return maker


def chosen(house, point):
    return {f"cach-{house.id}": f"diem-{point.id}"}


def total_on(page):
    return int(re.search(r'name="shown_total" value="(\d+)"', page).group(1))


def test_fetched_at_a_point_no_address_is_asked(browser, house, point):
    fill(browser, make_product(facility=house, price=90_000))
    page = browser.get("/thanh-toan").text
    assert "Tới lấy tại Điểm OCOP Long Biên" in page
    assert "Trả tiền mặt cho người giao" in page
    page = browser.get(f"/thanh-toan?cach-{house.id}=diem-{point.id}").text
    assert total_on(page) == 90_000
    assert 'name="street"' not in page
    assert "Trả tiền mặt cho người giao" not in page
    assert "Trả tiền mặt lúc lấy hàng" in page
    assert browser.post("/thanh-toan", **NO_ADDRESS | chosen(house, point)).status_code == 303
    parcel = db.session.query(Parcel).one()
    assert (parcel.way, parcel.venue_id, parcel.shipping_fee) == ("point", point.id, 0)
    assert parcel.fetched_at.startswith("Điểm OCOP Long Biên, Số 1 Ngọc Lâm")
    assert "T2–CN 8:00 – 17:00" in parcel.fetched_at
    assert parcel.order.address == ""
    told = db.session.query(Job).filter_by(kind="mail").one().payload["text"]
    assert "Mang tới điểm khách lấy" in told
    page = browser.get(f"/don-hang/{parcel.order.token}").text
    assert "Tới lấy tại điểm" in page
    assert "Đổi nơi nhận" not in page, "there is nowhere to send it"
    browser.sign_in(make_member(house, "packer"))
    assert "tới lấy tại điểm" in browser.get("/quan-ly/don").text
    assert "Khách tới lấy tại điểm" in browser.get(f"/quan-ly/don/{parcel.id}").text or parcel.state != "packed"
    assert "Mang tới điểm" in browser.get(f"/quan-ly/don/{parcel.id}/phieu").text


def test_where_something_is_sent_the_address_is_asked(browser, house, point):
    fill(browser, make_product(facility=house), make_product())
    page = browser.post("/thanh-toan", **NO_ADDRESS | chosen(house, point))
    assert page.status_code == 422
    assert db.session.query(Order).count() == 0
    assert browser.post("/thanh-toan", **GOOD | chosen(house, point)).status_code == 303
    assert {one.way for one in db.session.query(Parcel)} == {"send", "point"}


def test_it_is_there_as_many_days_later_as_its_maker_says(house, point):
    cart = make_cart(make_product(facility=house))
    near, there = (bills.bill(cart, "ha-noi", points=points).parcels[0] for points in ((), ((house.id, point.id),)))
    assert (there.shipping.fee, there.is_fetched, near.is_fetched) == (0, True, False)
    assert (there.shipping.arrives_on - times.today()).days == 2


@pytest.mark.parametrize("why", ["closed", "taken off", "another's", "unknown"])
def test_a_place_that_is_not_offered_is_not_taken(browser, house, point, why):
    fill(browser, make_product(facility=house))
    place = point.id
    if why == "closed":
        point.closed_at = times.now()
    elif why == "taken off":
        ways.hand_over_at(house.id, {})
    else:
        place = make_venue().id if why == "another's" else 99_999
    db.session.commit()
    assert browser.post("/thanh-toan", **NO_ADDRESS | {f"cach-{house.id}": f"diem-{place}"}).status_code == 422
    assert db.session.query(Order).count() == 0
    assert browser.post("/thanh-toan", **GOOD | {f"cach-{house.id}": f"diem-{place}"}).status_code == 303
    assert db.session.query(Parcel).one().way == "send"


def test_taken_off_in_the_same_moment_nothing_goes_nowhere(house, point):
    cart = make_cart(make_product(facility=house))
    ways.hand_over_at(house.id, {})
    db.session.commit()
    buyer = orders.Buyer("Cô Vân", "+84912345678", "", "", "", "cod", points=((house.id, point.id),))
    with pytest.raises(orders.NoAddress):
        orders.place(cart, buyer)
    db.session.rollback()
    assert db.session.query(Order).count() == 0


def test_sent_again_with_its_key_it_is_the_same_order(browser, house, point):
    fill(browser, make_product(facility=house))
    said = NO_ADDRESS | chosen(house, point)
    first, again = (browser.post("/thanh-toan", **said) for _ in "12")
    assert (first.status_code, again.status_code) == (303, 303)
    assert first.location == again.location
    assert db.session.query(Order).count() == 1


@pytest.mark.parametrize("broken", ["venue_id = NULL", "shipping_fee = 1", "way = 'send'", "fetched_at = ''"])
def test_the_database_keeps_it_whole(house, point, broken):
    parcel = make_order(make_product(facility=house), points=((house.id, point.id),)).parcels[0]
    assert parcel.way == "point"
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE parcel SET {broken} WHERE id = {parcel.id}"))
    db.session.rollback()


def checkout(browser, product, **body):
    cart = browser.send("POST", "/api/v1/carts").json["id"]
    browser.send("POST", f"/api/v1/carts/{cart}/lines", json={"sku": product.sku, "quantity": 1})
    said = {"buyer": {"name": "Cô Vân", "phone": "0912345678"}, "payment": "cod"}
    return browser.send("POST", f"/api/v1/carts/{cart}/checkout", json=said | body)


def test_the_api_takes_a_place_by_its_slug(browser, house, point):
    product = make_product(facility=house)
    answer = checkout(browser, product, pick_up=[{"facility": house.slug, "at": point.slug}])
    assert answer.status_code == 201, answer.text
    parcel = answer.json["order"]["parcels"][0]
    assert (parcel["way"], parcel["shipping"]) == ("point", 0)
    assert checkout(browser, product).status_code == 422, "sent, it needs an address"


@pytest.mark.parametrize(
    "said",
    [
        "x",
        [1],
        [{}],
        [{"facility": "la"}],
        [{"facility": "{maker}", "at": "workshop"}],
        [{"facility": "{maker}", "at": "khac"}],
    ],
)
def test_the_api_says_which_place_is_no_offer(browser, house, point, said):
    rows = (
        said
        if isinstance(said, str)
        else [
            {k: v.replace("{maker}", house.slug) for k, v in row.items()} if isinstance(row, dict) else row
            for row in said
        ]
    )
    answer = checkout(browser, make_product(facility=house), pick_up=rows)
    assert answer.status_code == 422
    assert answer.json["errors"][0]["code"] == "not_offered"
    assert db.session.query(Order).count() == 0


def test_a_maker_chooses_the_places(browser, point):
    maker, workshop = make_facility(), make_venue(kind="workshop", facility_id=make_facility().id)
    browser.sign_in(make_member(maker, "owner"))
    page = browser.get("/quan-ly/diem-lay").text
    assert point.name in page
    assert workshop.name not in page
    assert browser.post("/quan-ly/diem-lay", **{f"diem-{point.id}": "1", f"ngay-{point.id}": "x"}).status_code == 422
    assert ways.points_of(maker.id) == {}
    said = {f"diem-{point.id}": "1", f"ngay-{point.id}": "3", f"diem-{workshop.id}": "1"}
    assert browser.post("/quan-ly/diem-lay", **said).status_code == 303
    assert ways.points_of(maker.id) == {point.id: 3}
    assert browser.post("/quan-ly/diem-lay").status_code == 303
    assert ways.points_of(maker.id) == {}


def test_only_an_owner_chooses(browser, point):
    browser.sign_in(make_member(make_facility(), "packer"))
    assert browser.post("/quan-ly/diem-lay", **{f"diem-{point.id}": "1"}).status_code == 403
