from datetime import datetime

import pytest

from core import times
from core.db import db
from shop import delivery, orders, queries, shipping
from shop.models import Order
from tests.factories import make_cart, make_facility, make_member, make_order, make_product, make_range
from tests.shop.test_place_order import BUYER, place

INNER, OUTER, FAR = "ha-noi/phuong-hoan-kiem", "ha-noi/xa-gia-lam", "hue/phuong-an-cuu"


@pytest.fixture
def maker(app):
    return make_facility(commune_code="ha-noi/xa-gia-lam")


def to(commune):
    return orders.Buyer(
        name=BUYER.name, phone=BUYER.phone, province_code=commune.partition("/")[0], commune_code=commune,
        street=BUYER.street, payment="cod",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("reach", "goes", "stays"),
    [
        ("everywhere", [INNER, OUTER, FAR], []),
        ("pick_up", [INNER, OUTER, FAR], []),
        ("province", [INNER, OUTER], [FAR]),
        ("communes", [OUTER], [INNER, FAR]),
        ("same_day", [INNER], [OUTER, FAR]),
    ],
)
def test_each_reach_says_where_goods_go(maker, reach, goes, stays):
    product = make_product(facility=maker)
    make_range(maker, reach, product, communes=[OUTER] if reach == "communes" else [])
    for commune in goes:
        assert delivery.trouble(product, commune.partition("/")[0], commune) == ""
    for commune in stays:
        assert delivery.trouble(product, commune.partition("/")[0], commune) == reach


def test_a_product_follows_its_facility_unless_it_says_otherwise(maker):
    usual, own = make_product(facility=maker), make_product(facility=maker)
    make_range(maker, "province")
    make_range(maker, "everywhere", own)
    db.session.expire_all()
    assert delivery.trouble(usual, "hue", FAR) == "province"
    assert delivery.trouble(own, "hue", FAR) == ""


def test_out_of_range_places_no_order_and_holds_nothing(maker):
    product = make_product(facility=maker)
    make_range(maker, "same_day", product)
    cart = make_cart(product)
    with pytest.raises(orders.OutOfRange) as far:
        place(cart, to(FAR))
    db.session.rollback()
    assert far.value.why == {product.main.id: "same_day"}
    assert (db.session.query(Order).count(), product.main.held, len(cart.lines)) == (0, 0, 1)


def test_checkout_says_so_at_the_line_and_keeps_what_was_typed(maker, browser):
    product = make_product(facility=maker)
    make_range(maker, "same_day", product)
    browser.post("/gio-hang/mon", sku=product.sku, quantity="1")
    typed = {"name": "Nguyễn Thị Mua", "phone": "0912345678", "province_code": "ha-noi", "commune_code": OUTER}
    page = browser.post("/thanh-toan", **typed, street="Số 8 ngõ 27", payment="cod", note="gọi trước")
    assert page.status_code == 422
    assert "Hàng tươi chỉ giao nội thành Hà Nội" in page.text
    for kept in ("Nguyễn Thị Mua", "Số 8 ngõ 27", "gọi trước"):
        assert kept in page.text
    assert db.session.query(Order).count() == 0


def test_another_province_is_said_before_anything_is_typed(maker, browser):
    product = make_product(facility=maker)
    make_range(maker, "province", product)
    browser.post("/gio-hang/mon", sku=product.sku, quantity="1")
    assert "chỉ giao trong tỉnh, thành phố của người làm" in browser.get("/thanh-toan?province_code=hue").text


def test_the_api_answers_422_and_names_the_line(maker, browser):
    product = make_product(facility=maker)
    make_range(maker, "same_day", product)
    cart = make_cart(product).token
    body = {
        "buyer": {"name": "Ngân", "phone": "0912345678"}, "payment": "cod",
        "address": {"province_code": "hue", "commune_code": FAR, "street": "Số 8"},
    }  # fmt: skip
    answer = browser.send("POST", f"/api/v1/carts/{cart}/checkout", json=body)
    assert (answer.status_code, answer.json["title"]) == (422, "out_of_range")
    assert [(error["sku"], error["code"]) for error in answer.json["errors"]] == [
        (product.sku, "out_of_range_same_day")
    ]


@pytest.mark.parametrize(("hour", "day"), [("09:59", 28), ("10:00", 29)])
def test_the_cut_off_hour_decides_between_today_and_tomorrow(maker, hour, day):
    product = make_product(facility=maker)
    make_range(maker, "same_day", product, cut_off_hour=10)
    at = datetime.fromisoformat(f"2026-11-28T{hour}:00+07:00")
    with times.frozen(at):
        quote = shipping.quote(maker, [(product.main, 1)], "ha-noi")
    assert quote.arrives_on.day == day


def test_what_is_fetched_costs_no_shipping(maker):
    product = make_product(facility=maker)
    make_range(maker, "pick_up", product)
    assert make_order(product).parcels[0].shipping_fee == 0


def test_the_inner_city_is_a_dated_list_of_known_communes():
    from programme import places

    with times.frozen(datetime(2026, 11, 28, tzinfo=times.HANOI)):
        assert all(places.commune(code) for code in delivery.inner_city())
        assert INNER in delivery.inner_city()
    with times.frozen(datetime(2025, 6, 30, tzinfo=times.HANOI)):
        assert delivery.inner_city() == frozenset()


def test_its_maker_says_how_far_on_the_phone(maker, browser):
    product = make_product(facility=maker, browse_category="thuc-pham", name="Cốm tươi")
    number, slug = product.id, product.slug
    browser.sign_in(make_member(maker, "editor"))
    assert "có vẻ là hàng tươi" in browser.get(f"/quan-ly/san-pham/{number}/loi-hua").text
    path = f"/quan-ly/san-pham/{number}/giao-toi"
    assert browser.post(path, reach="communes").status_code == 422
    assert browser.post(path, reach="same_day", cut_off_hour="9").status_code == 303
    assert "đặt trước 9 giờ thì giao trong ngày" in browser.get(f"/san-pham/{slug}").text
    browser.post(path, reach="")
    assert queries.product_page(slug).product.own_range is None
    browser.post("/quan-ly/giao-toi", reach="province")
    assert "Chỉ giao trong tỉnh" in browser.get(f"/san-pham/{slug}").text
