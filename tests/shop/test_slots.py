"""Times of delivery: places counted, the last given once, frozen with the parcel, given back with what ends."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from core.jobs import Job
from shop import amending, orders, parcels, slots, ways
from shop.models import DeliverySlot, Order, Parcel
from tests.factories import make_cart, make_facility, make_member, make_order, make_product, make_slot, make_venue
from tests.shop.test_checkout import GOOD, fill


@pytest.fixture
def house(app):
    return make_facility(commune_code="ha-noi/xa-bat-trang", address="Xóm 3", pick_up="Sáng")


def taken(slot):
    return db.session.query(DeliverySlot.taken).filter_by(id=slot.id).scalar()


def order_at(house, slot, **said):
    return make_order(make_product(facility=house), slots=((house.id, slot.id),), **said)


def test_the_last_place_goes_to_one(house):
    slot = make_slot(house)
    parcel = order_at(house, slot).parcels[0]
    assert (parcel.slot_id, parcel.slot_starts_at, taken(slot)) == (slot.id, slot.starts_at, 1)
    with pytest.raises(slots.Full):
        order_at(house, slot)
    db.session.rollback()
    assert (db.session.query(Order).count(), taken(slot)) == (1, 1)


def test_with_the_guard_off_the_database_still_counts(house):
    slot = make_slot(house)
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE delivery_slot SET taken = taken + 2"))
    db.session.rollback()
    assert taken(slot) == 0


@pytest.mark.parametrize("why", ["begun", "closed", "another's", "fetched", "far", "not ready", "none"])
def test_what_does_not_fit_is_not_taken(house, why):
    slot = make_slot(make_facility() if why == "another's" else house, days=-1 if why == "begun" else 1)
    said = {"fetched_from": (house.id,)} if why == "fetched" else {}
    if why == "far":
        said = {"province_code": "bac-ninh", "commune_code": "bac-ninh/phuong-kinh-bac"}
    if why == "closed":
        slots.close(house.id, slot.id)
    made = {"mode": "made_to_order", "lead_days": 20} if why == "not ready" else {}
    cart = make_cart(make_product(facility=house, **made))
    defaults = {"name": "Vân", "phone": "+84912345678", "province_code": "ha-noi", "street": "8", "payment": "cod"}
    defaults |= {"commune_code": "ha-noi/xa-gia-lam", "slots": ((house.id, 99_999 if why == "none" else slot.id),)}
    with pytest.raises(slots.Full):
        orders.place(cart, orders.Buyer(**defaults | said))
    db.session.rollback()
    assert (db.session.query(Order).count(), taken(slot)) == (0, 0)


def test_given_back_where_it_came_to_nothing(house):
    slot = make_slot(house)
    parcels.cancel(order_at(house, slot).parcels[0])
    db.session.commit()
    assert taken(slot) == 0


def test_moved_to_another_province_the_time_is_let_go(house):
    slot = make_slot(house)
    order = order_at(house, slot)
    to = amending.Recipient("Ngân", "hue", "hue/phuong-thuan-hoa", "Số 1")
    with pytest.raises(amending.TotalMoved) as moved:
        amending.change(order, to, 0)
    total = moved.value.args[0]
    db.session.rollback()
    amending.change(order, to, total)
    db.session.commit()
    assert (order.parcels[0].slot, taken(slot)) == ("", 0)


def test_chosen_at_checkout_it_is_frozen_and_shown_everywhere(browser, house):
    slot, later = make_slot(house), make_slot(house, hour=14)
    fill(browser, make_product(facility=house))
    page = browser.get("/thanh-toan").text
    assert re.findall(r'<option value="(\d+)">\d\d/\d\d/\d{4}, 8:00–10:00', page) == [str(slot.id)]
    assert (
        browser.post("/thanh-toan", **GOOD | {f"gio-{house.id}": slot.id, "email": "ngan@example.vn"}).status_code
        == 303
    )
    parcel = db.session.query(Parcel).one()
    said = slots.written(slot.starts_at, slot.ends_at)
    assert parcel.slot == said
    assert said in db.session.query(Job).filter_by(kind="mail").first().payload["text"]
    assert said in browser.get(f"/don-hang/{parcel.order.token}").text
    told = browser.get(f"/api/v1/orders/{parcel.order.token}").json["order"]["parcels"][0]["slot"]
    assert told["starts_at"].startswith(slot.starts_at.isoformat()[:16])
    browser.sign_in(make_member(house, "packer"))
    assert said in browser.get(f"/quan-ly/don/{parcel.id}").text
    assert said in browser.get(f"/quan-ly/don/{parcel.id}/phieu").text
    assert browser.get("/quan-ly/hang-can/phieu-goi.pdf").status_code in (200, 303)
    assert later.left == 1


def test_full_meanwhile_the_page_says_so_and_orders_nothing(browser, house):
    slot = make_slot(house)
    fill(browser, make_product(facility=house))
    order_at(house, slot)
    page = browser.post("/thanh-toan", **GOOD | {f"gio-{house.id}": slot.id})
    assert page.status_code == 409
    assert "Khung giờ vừa hết chỗ" in page.text
    assert db.session.query(Order).count() == 1


def test_times_at_a_point_are_offered_where_it_is_fetched_there(browser, house):
    point = make_venue(name="Điểm OCOP Long Biên")
    ways.hand_over_at(house.id, {point.id: 0})
    slot = make_slot(house, place=f"diem-{point.id}")
    fill(browser, make_product(facility=house))
    assert "8:00–10:00" not in browser.get("/thanh-toan").text
    assert "8:00–10:00" in browser.get(f"/thanh-toan?cach-{house.id}=diem-{point.id}").text
    assert (
        make_order(make_product(facility=house), points=((house.id, point.id),), slots=((house.id, slot.id),))
        .parcels[0]
        .slot
    )


def test_the_api_offers_and_takes_times(browser, house):
    slot, product = make_slot(house), make_product(facility=house)
    place = {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam"}

    def order(**body):
        cart = browser.send("POST", "/api/v1/carts").json["id"]
        browser.send("POST", f"/api/v1/carts/{cart}/lines", json={"sku": product.sku, "quantity": 1})
        told = browser.send("POST", f"/api/v1/carts/{cart}/ways", json=place).json["makers"][0]["slots"]
        said = {"buyer": {"name": "Vân", "phone": "0912345678"}, "payment": "cod", "address": place | {"street": "8"}}
        return told, browser.send("POST", f"/api/v1/carts/{cart}/checkout", json=said | body)

    chosen = {"slots": [{"facility": house.slug, "slot": slot.id}]}
    told, answer = order(**chosen)
    assert [(one["id"], one["left"]) for one in told] == [(slot.id, 1)]
    assert answer.status_code == 201, answer.text
    told, answer = order(**chosen)
    assert (told, answer.status_code, answer.json["title"]) == ([], 409, "slot_full")
    assert order(slots=[{"facility": house.slug, "slot": "x"}])[1].status_code == 422


FORM = {"where": "send", "days": 3, "starts": 8, "ends": 10, "places": 5}


def test_a_maker_offers_and_closes_times(browser, house):
    browser.sign_in(make_member(house))
    said = FORM | {"first": (times.today() + timedelta(days=1)).isoformat()}
    for _ in "12":  # twice the same is the same
        assert browser.post("/quan-ly/gio-giao", **said).status_code == 303
    made = slots.of_maker(house.id)
    assert [one.places for one in made] == [5, 5, 5]
    assert "0 trên 5 chỗ" in browser.get("/quan-ly/gio-giao").text
    assert browser.post(f"/quan-ly/gio-giao/{made[0].id}/dong").status_code == 303
    assert browser.post(f"/quan-ly/gio-giao/{make_slot(make_facility()).id}/dong").status_code == 404
    assert len(slots.coming([house.id])[house.id]) == 2


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"ends": 8}, "ends"),
        ({"places": 0}, "places"),
        ({"first": "2020-01-01"}, "first"),
        ({"where": "diem-9"}, "where"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(browser, house, wrong, field):
    browser.sign_in(make_member(house))
    page = browser.post("/quan-ly/gio-giao", **FORM | {"first": times.today().isoformat()} | wrong)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert db.session.query(DeliverySlot).count() == 0
