import re

import pytest

from core.db import db
from shop.models import Order
from tests.factories import make_facility, make_product, make_user

GOOD = {
    "name": "Đặng Thị Thu Ngân",
    "phone": "0912 345 678",
    "province_code": "ha-noi",
    "commune_code": "ha-noi/xa-gia-lam",
    "street": "Số 8 ngõ 27",
    "payment": "cod",
    "do": "place",
    "key": "k1",
}


def fill(browser, *products, quantity=1):
    for product in products or (make_product(),):
        browser.post("/gio-hang/mon", sku=product.sku, quantity=quantity)


def test_places_the_order_and_shows_it(browser):
    fill(browser, make_product(), make_product())
    answer = browser.post("/thanh-toan", **GOOD)
    order = db.session.query(Order).one()
    assert (answer.status_code, answer.location) == (303, f"/don-hang/{order.token}")
    assert (order.buyer_phone, order.address) == ("+84912345678", "Số 8 ngõ 27, Xã Gia Lâm, Hà Nội")
    assert len(order.parcels) == 2
    assert browser.get("/toi.json").json["cart"] == 0


def test_shows_all_costs_before_committing(browser):
    fill(browser, make_product(price=100_000, weight_g=400))
    page = browser.get("/thanh-toan").text
    assert "Đặt hàng, 120.000\xa0₫" in page
    assert 'name="shown_total" value="120000"' in page


def test_another_province_costs_what_it_costs(browser):
    fill(browser, make_product(price=100_000, weight_g=400))
    page = browser.get("/thanh-toan?province_code=ca-mau").text
    assert "Giao một gói tới Cà Mau" in page
    assert "130.000\xa0₫" in page


def test_choosing_a_province_without_scripts_brings_its_communes_and_keeps_the_rest(browser):
    fill(browser)
    page = browser.post("/thanh-toan", **GOOD | {"province_code": "bac-ninh", "do": "communes"})
    assert page.status_code == 200
    assert 'value="bac-ninh/' in page.text
    assert 'value="Đặng Thị Thu Ngân"' in page.text
    assert "field__error" not in page.text
    assert db.session.query(Order).count() == 0


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("name", "", "Điền họ tên"),
        ("phone", "091234567", "Mới có 9 chữ số"),
        ("email", "ngan", "ten@noi.vn"),
        ("province_code", "xu-la", "Chọn tỉnh"),
        ("commune_code", "bac-ninh/phuong-bac-giang", "Chọn xã, phường của tỉnh này"),
        ("street", "", "Điền số nhà"),
        ("payment", "vang", "Chọn một cách trả tiền"),
        ("note", "a" * 501, "Dài quá 500 chữ"),
    ],
)
def test_names_the_field_keeps_the_rest_and_places_nothing(browser, field, value, says):
    fill(browser)
    page = browser.post("/thanh-toan", **GOOD | {field: value})
    assert page.status_code == 422
    assert says in page.text
    assert f'href="#{field}"' in page.text
    assert field == "name" or 'value="Đặng Thị Thu Ngân"' in page.text
    assert db.session.query(Order).count() == 0


def test_transfer_is_offered_only_where_every_maker_takes_it(browser):
    fill(browser, make_product(), make_product(facility=make_facility(bank_bin=None, bank_account=None)))
    assert 'value="vietqr"' not in browser.get("/thanh-toan").text
    assert browser.post("/thanh-toan", **GOOD | {"payment": "vietqr"}).status_code == 422
    assert db.session.query(Order).count() == 0


def test_says_which_thing_was_bought_before_and_keeps_the_form(browser):
    product, other = make_product(name="Bình men rạn", on_hand=1), make_product()
    fill(browser, product, other)
    product.main.held = 1
    db.session.commit()
    page = browser.post("/thanh-toan", **GOOD)
    assert page.status_code == 409
    assert "Món này vừa hết" in page.text
    assert 'value="Đặng Thị Thu Ngân"' in page.text
    assert db.session.query(Order).count() == 0
    assert browser.get("/toi.json").json["cart"] == 2


def test_what_was_withdrawn_while_in_the_cart_is_named_and_nobody_is_said_to_have_bought_it(browser):
    product, other = make_product(name="Bình men rạn"), make_product()
    fill(browser, product, other)
    product.state = "withdrawn"
    db.session.commit()
    page = browser.post("/thanh-toan", **GOOD)
    assert page.status_code == 409
    assert "Có món vừa hết hoặc vừa được cất" in page.text
    assert "Người bán đã cất món này" in page.text
    assert 'value="Đặng Thị Thu Ngân"' in page.text
    assert (db.session.query(Order).count(), browser.get("/toi.json").json["cart"]) == (0, 2)


def test_a_total_other_than_shown_is_shown_again_first(browser):
    product = make_product(price=100_000)
    fill(browser, product)
    product.main.price = 150_000
    db.session.commit()
    page = browser.post("/thanh-toan", **GOOD | {"shown_total": "122000"})
    assert page.status_code == 409
    assert "Tổng tiền vừa được tính lại" in page.text
    assert db.session.query(Order).count() == 0
    shown = re.search(r'name="shown_total" value="(\d+)"', page.text)[1]
    assert browser.post("/thanh-toan", **GOOD | {"shown_total": shown}).status_code == 303


def test_a_second_press_leads_to_the_same_order(browser):
    fill(browser)
    first = browser.post("/thanh-toan", **GOOD)
    assert browser.post("/thanh-toan", **GOOD).location == first.location
    assert db.session.query(Order).count() == 1


def test_a_cart_emptied_in_another_tab_is_told(browser):
    fill(browser)
    browser.post("/thanh-toan", **GOOD)
    page = browser.post("/thanh-toan", **GOOD | {"key": "k2"})
    assert page.status_code == 409
    assert "Giỏ không còn gì để đặt" in page.text
    assert db.session.query(Order).count() == 1


def test_without_a_cart_it_leads_to_the_empty_cart(browser):
    assert browser.get("/thanh-toan").location == "/gio-hang"
    assert browser.post("/thanh-toan", **GOOD).status_code == 409


def test_fills_in_what_is_known_of_a_person_and_notes_her(browser):
    user = make_user(name="Thu Ngân", phone="+84912345678")
    browser.sign_in(user)
    fill(browser)
    assert 'value="Thu Ngân"' in browser.get("/thanh-toan").text
    browser.post("/thanh-toan", **GOOD)
    assert db.session.query(Order).one().user_id == user.id


def test_is_kept_by_nobody_else(browser):
    fill(browser)
    assert browser.get("/thanh-toan").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("goods", [1, 12])
def test_runs_few_queries_however_much_is_in_the_cart(browser, query_count, goods):
    fill(browser, *[make_product() for _ in range(goods)])
    with query_count() as run:
        browser.get("/thanh-toan")
    assert len(run) <= 16  # eight of them hold the goods, however many there are
