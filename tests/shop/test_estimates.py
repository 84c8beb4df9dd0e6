"""What is still to be weighed is said to be an estimate wherever its price stands, in both languages."""

import re

import pytest

from core.db import db
from core.jobs import Job
from shop import purse, weighing
from shop.models import Order
from tests.conftest import Browser
from tests.factories import make_cart, make_facility, make_member, make_parcel, make_product, make_user
from tests.shop.test_weigh import make_weighed, weigh

SAID, SAID_IN_ENGLISH = "giá ước tính, cân khi giao", "estimate, weighed before delivery"


@pytest.fixture
def facility(app):
    return make_facility(email="coso@example.vn")


@pytest.fixture
def owner(app, facility):
    return Browser(app).sign_in(make_member(facility))


def letters_to(address):
    return [job.payload for job in db.session.query(Job).filter_by(kind="mail") if address in str(job.payload)]


def test_the_makers_letter_of_a_new_order_says_so(facility):
    make_parcel(make_weighed(facility=facility))
    (letter,) = letters_to("coso@example.vn")
    assert "ước tính" in letter["subject"]
    assert "Cả gói" in letter["text"]
    assert SAID in letter["text"]


def test_a_letter_of_other_goods_does_not(facility):
    make_parcel(make_product(facility=facility))
    (letter,) = letters_to("coso@example.vn")
    assert "ước tính" not in letter["subject"] + letter["text"]


def test_money_tells_how_much_of_it_awaits_the_scales(owner, facility):
    parcel, tea = make_parcel(make_weighed(facility=facility)), make_parcel(make_product(facility=facility))
    owed = purse.owed_to(facility.id)
    assert (owed.on_delivery, owed.estimated) == (parcel.total + tea.total, parcel.total)
    page = owner.get("/quan-ly/tien").text
    assert page.count(SAID) == 2  # the parcel's line, and the sum
    assert SAID_IN_ENGLISH in owner.get("/en/quan-ly/tien").text
    weigh(parcel, 1250)
    assert purse.owed_to(facility.id).estimated == 0
    assert SAID not in owner.get("/quan-ly/tien").text


def test_the_buyers_list_of_orders_tells_it_of_each(app, facility):
    buyer = make_user()
    parcel, tea = make_parcel(make_weighed(facility=facility)), make_parcel(make_product(facility=facility))
    for one in (parcel, tea):
        one.order.user_id = buyer.id
    db.session.commit()
    mine = Browser(app).sign_in(buyer)
    assert mine.get("/tai-khoan").text.count(SAID) == 1
    assert mine.get("/en/tai-khoan").text.count(SAID_IN_ENGLISH) == 1
    weigh(parcel, 1250)
    assert SAID not in mine.get("/tai-khoan").text


def test_the_packing_slip_names_weight_bound_and_that_it_is_not_final(owner, facility):
    parcel = make_parcel(make_weighed(facility=facility))
    path = f"/quan-ly/don/{parcel.id}/phieu"
    page = owner.get(path).text
    assert "Thu khi giao: ước tính" in page
    assert "tính theo cân thật khi gói" in page
    assert "Collect on delivery: an estimate" in owner.get("/en" + path).text
    weigh(parcel, 1250)
    page = owner.get(path).text
    assert "ước tính" not in page
    assert "Cân thật" in page


def test_products_in_the_interface_say_so_of_the_lowest_price_and_of_each_form(browser, facility):
    weighed, tea = make_weighed(facility=facility), make_product(facility=facility)
    items = {one["sku"]: one for one in browser.get("/api/v1/products").json["items"]}
    assert items[weighed.sku]["price_is_estimate"] is True
    assert items[tea.sku]["price_is_estimate"] is False
    (form,) = browser.get(f"/api/v1/products/{weighed.slug}").json["variants"]
    main = weighed.main
    assert form["weight"] == {
        "price_per_kg": main.price_per_kg, "typical_g": main.piece_g, "is_estimate": True, "most": main.at_most(),
    }  # fmt: skip
    assert browser.get(f"/api/v1/products/{tea.slug}").json["variants"][0]["weight"] is None


def test_carts_and_orders_in_the_interface_say_so_of_the_whole(browser, facility):
    weighed = make_weighed(facility=facility)
    cart = make_cart(weighed.main, quantity=2)
    told = browser.get(f"/api/v1/carts/{cart.token}").json
    assert (told["is_estimate"], told["most"]) == (True, weighed.main.at_most(2))
    parcel = make_parcel(weighed)
    order = db.session.get(Order, parcel.order_id)
    said = browser.get(f"/api/v1/orders/{order.token}").json["order"]
    assert (said["is_estimate"], said["most"]) == (True, parcel.most)
    weighing.record(parcel, parcel.lines[0].id, [1250], 0)
    db.session.commit()
    said = browser.get(f"/api/v1/orders/{order.token}").json["order"]
    assert (said["is_estimate"], said["most"]) == (False, said["total"])


def test_a_card_says_that_the_price_of_what_is_weighed_is_about_so_much(browser, facility):
    make_weighed(facility=facility)
    assert re.search(r'class="price">khoảng [0-9.]+', browser.get("/san-pham").text)
    assert re.search(r'class="price">about ', browser.get("/en/san-pham").text)
