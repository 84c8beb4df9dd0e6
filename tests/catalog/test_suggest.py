"""Completions while one types: from two letters, by folded beginnings, never an empty promise."""

import pytest

from tests.factories import make_facility, make_product, make_village


@pytest.fixture
def goods(app):
    village = make_village(slug="bat-trang", name="Bát Tràng")
    maker = make_facility(slug="lo-ong-thuan", name="Lò Ông Thuần", village=village)
    make_product(name="Bình hút lộc", slug="binh-hut-loc", facility=maker, village=village)
    make_product(name="Bình hút tài", slug="binh-hut-tai", facility=maker, village=village)
    make_village(slug="bo-vang", name="Bộ Vắng")


def _labels(browser, typed):
    return [item["label"] for item in browser.get("/goi-y", query_string={"q": typed}).get_json()["items"]]


def test_completes_villages_goods_and_makers_with_their_kind(browser, goods):
    items = browser.get("/goi-y?q=bat").get_json()["items"]
    assert items == [{"kind": "Làng nghề", "label": "Bát Tràng", "url": "/lang-nghe/bat-trang", "count": 2}]
    assert "Lò Ông Thuần" in _labels(browser, "thuan")
    assert "Bình hút lộc" in _labels(browser, "hut l")


def test_one_letter_is_too_few(browser, goods):
    assert _labels(browser, "b") == []


def test_accents_that_were_typed_must_fit(browser, goods):
    assert _labels(browser, "bát") == ["Bát Tràng"]
    assert _labels(browser, "bạt") == []


def test_a_village_without_goods_is_not_promised(browser, goods):
    assert _labels(browser, "bo vang") == []


def test_what_several_goods_are_called_leads_to_a_search(browser, goods):
    items = browser.get("/goi-y?q=binh").get_json()["items"]
    assert {"kind": "Mặt hàng", "label": "bình hút", "url": "/tim?q=b%C3%ACnh+h%C3%BAt", "count": 2} in items


def test_leads_to_pages_of_the_language_being_read(browser, goods):
    assert browser.get("/en/goi-y?q=bat").get_json()["items"][0]["url"] == "/en/lang-nghe/bat-trang"


@pytest.mark.parametrize("typed", ["\x00\x00", "🏺🏺", "((", "a" * 400])
def test_bad_input_is_answered(browser, goods, typed):
    assert _labels(browser, typed) == []


def test_the_api_says_the_kind_in_code(browser, goods):
    items = browser.get("/api/v1/suggest?q=bat").get_json()["items"]
    assert items == [
        {"kind": "village", "label": "Bát Tràng", "url": "http://localhost/lang-nghe/bat-trang", "count": 2}
    ]
