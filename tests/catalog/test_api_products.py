"""Products as JSON, as design.md promises them."""

import pytest

from core.db import db
from tests.factories import make_cnnttb, make_facility, make_ocop, make_photo, make_product, make_support, make_village

ITEM = {
    "sku", "slug", "name", "name_en", "price", "price_is_estimate", "usual_price", "unit", "stars", "recognitions",
    "facility", "village", "in_stock", "image", "url", "price_from", "sellers"}  # fmt: skip


def _get(browser, **query):
    return browser.get("/api/v1/products", query_string=query)


def test_lists_items_total_facets_and_where_to_go_on(browser):
    for _ in range(3):
        make_product()
    page = _get(browser, limit=2).get_json()
    told = {"items", "total", "exact", "facets", "at_least", "cut_short", "senses", "did_you_mean", "next_cursor"}
    assert set(page) == told
    assert page["total"] == 3
    assert [set(item) for item in page["items"]] == [ITEM, ITEM]
    rest = _get(browser, limit=2, cursor=page["next_cursor"]).get_json()
    assert len(rest["items"]) == 1
    assert rest["next_cursor"] is None
    assert {item["sku"] for item in rest["items"]}.isdisjoint(item["sku"] for item in page["items"])


def test_an_item_tells_what_a_card_shows(browser):
    village = make_village(slug="kim-lan")
    maker = make_facility(slug="ba-suu", name="Gốm Bà Sửu", village=village)
    product = make_product(sku="K1", slug="lo-men-tro", facility=maker, village=village, price=420_000)
    make_photo(product)
    make_ocop(product, stars=4)
    make_cnnttb(product, level="tinh", year=2024)
    [item] = _get(browser).get_json()["items"]
    assert item["price"] == 420_000
    assert item["stars"] == 4
    assert {one["kind"] for one in item["recognitions"]} == {"ocop", "cnnttb"}
    assert item["facility"] == {"slug": "ba-suu", "name": "Gốm Bà Sửu"}
    assert item["village"] == "kim-lan"
    assert item["in_stock"] is True
    assert item["image"].startswith("http://localhost/anh/")
    assert item["url"] == "http://localhost/san-pham/lo-men-tro"


def test_every_parameter_narrows(browser):
    village = make_village(slug="kim-lan", commune_code="ha-noi/xa-bat-trang")
    wanted = make_product(sku="K1", village=village, facility=make_facility(village=village), price=420_000)
    support = make_support(facility=wanted.facility)
    wanted.supports = [support]
    make_ocop(wanted, stars=5)
    make_product(browse_category="thuc-pham", price=10_000, on_hand=0)
    for query in (
        {"group": "gom-su"}, {"stars": "5"}, {"stars": "4,5"}, {"village": "kim-lan"}, {"price_min": 400_000},
        {"commune": "ha-noi/xa-bat-trang"}, {"in_stock": "true"}, {"scheme": support.scheme.code}, {"supported": "1"},
        {"price_min": 100_000, "price_max": 420_000},
    ):  # fmt: skip
        assert [item["sku"] for item in _get(browser, **query).get_json()["items"]] == ["K1"], query
    assert _get(browser, fair="khong-co").get_json()["items"] == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "101"), ("limit", "0"), ("limit", "x"), ("sort", "no"), ("stars", "9"), ("group", "khong"),
        ("price_min", "-1"), ("price_max", "abc"), ("cursor", "zzz"), ("in_stock", "maybe"), ("limit", "9" * 99),
    ],
)  # fmt: skip
def test_a_bad_parameter_is_refused_by_name(browser, name, value):
    answer = _get(browser, **{name: value})
    assert answer.status_code == 422
    assert answer.mimetype == "application/problem+json"
    assert [(error["field"], error["code"]) for error in answer.get_json()["errors"]] == [(name, "invalid")]
    assert answer.get_json()["detail"]


@pytest.mark.parametrize(("name", "allowed"), [("sort", "price_up"), ("limit", "từ 1 đến 100"), ("stars", "3, 4, 5")])
def test_a_refusal_says_what_is_allowed(browser, name, allowed):
    (error,) = _get(browser, **{name: "x"}).get_json()["errors"]
    assert allowed in error["message"]


def test_offers_senses_and_spelling(browser):
    make_product(name="Tương nếp")
    make_product(name="Tượng gỗ")
    page = _get(browser, q="tuong").get_json()
    assert [sense["query"] for sense in page["senses"]] == ["tương", "tượng", "tường"]
    assert _get(browser, q="tuongnep").get_json()["did_you_mean"] == "tương nếp"


def test_one_product_has_its_texts_pictures_and_schemes(browser):
    product = make_product(slug="lo-men-tro", summary="Lọ men tro trấu.")
    make_photo(product)
    product.supports = [make_support(facility=product.facility)]
    db.session.commit()
    one = browser.get("/api/v1/products/lo-men-tro").get_json()
    assert set(one) >= ITEM
    assert one["summary"] == "Lọ men tro trấu."
    assert len(one["images"]) == 1
    assert one["supports"][0]["scheme"] == product.supports[0].scheme.code


@pytest.mark.parametrize("state", ["draft", "withdrawn", "taken_down"])
def test_what_is_not_on_show_is_not_there(browser, state):
    make_product(slug="an", state=state)
    answer = browser.get("/api/v1/products/an")
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


def test_only_reads(browser):
    assert browser.post("/api/v1/products").status_code == 405
