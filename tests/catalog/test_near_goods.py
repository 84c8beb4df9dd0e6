"""Goods by how far they are from a place that was named: page and API, in every engine."""

import re

import pytest

from catalog import search
from catalog.search import Selection
from tests.catalog.test_search_index import indexed  # noqa: F401
from tests.factories import make_facility, make_product

BAT_TRANG, SON_TAY = "ha-noi/xa-bat-trang", "ha-noi/phuong-son-tay"
NEAR = (20.9762, 105.9127)  # in Bát Tràng


def goods():
    """One in each of two communes and one of nowhere, the farthest first."""
    homes = (("Bình ở Sơn Tây", SON_TAY), ("Bình không rõ", None), ("Bình ở Bát Tràng", BAT_TRANG))
    return [make_product(name=name, facility=make_facility(commune_code=code)).id for name, code in homes]


def names_in(page):
    return re.findall(r'card__title"><a href="[^"]*">([^<]*)<', page.text)


def test_the_nearest_come_first_and_what_is_nowhere_known_last(indexed):  # noqa: F811
    far, unknown, near = goods()
    search.rebuild()
    answer = search.find("bình", Selection(sort="near", near=NEAR))
    assert list(answer.ids) == [near, far, unknown]
    assert list(search.find("", Selection(sort="near", near=(21.13, 105.5))).ids) == [far, near, unknown]


def test_a_page_is_ordered_by_the_place_that_was_named(browser):
    goods()
    page = browser.get("/san-pham?gan=" + BAT_TRANG)
    assert names_in(page) == ["Bình ở Bát Tràng", "Bình ở Sơn Tây", "Bình không rõ"]
    assert "từ giữa Xã Bát Tràng" in page.text
    assert "cùng xã, phường" in page.text
    assert re.search(r"khoảng \d\d km", page.text)
    assert 'aria-current="true">Gần nhất</a>' in page.text
    assert names_in(browser.get(f"/san-pham?gan={BAT_TRANG}&xep=moi"))[0] == "Bình ở Bát Tràng"
    assert names_in(browser.get(f"/tim?q=bình&gan={BAT_TRANG}"))[0] == "Bình ở Bát Tràng"
    assert "Gần nhất" not in browser.get("/san-pham").text


def test_a_place_that_nobody_knows_is_said_and_several_are_asked(browser):
    goods()
    nowhere = browser.get("/san-pham?gan=Xyzzyq")
    assert nowhere.status_code == 422
    assert "Chưa thấy nơi nào tên “Xyzzyq”" in nowhere.text
    assert "Chọn một nơi" in browser.get("/san-pham?gan=Thanh Oai").text


def test_the_interface_orders_by_a_point_and_needs_one(browser):
    goods()
    for place in (BAT_TRANG, "20.9762,105.9127"):
        items = browser.get(f"/api/v1/products?near={place}").get_json()["items"]
        assert [one["name"] for one in items] == ["Bình ở Bát Tràng", "Bình ở Sơn Tây", "Bình không rõ"]
    for wrong in ("sort=near", "near=đâu đó"):
        assert browser.get("/api/v1/products?" + wrong).status_code == 422


@pytest.mark.parametrize("query", ["", "q=bình&"])
def test_pages_by_cursor_go_on_from_the_nearest(browser, query):
    goods()
    first = browser.get(f"/api/v1/products?{query}near={BAT_TRANG}&limit=1").get_json()
    second = browser.get(f"/api/v1/products?{query}near={BAT_TRANG}&limit=1&cursor={first['next_cursor']}").get_json()
    assert [one["items"][0]["name"] for one in (first, second)] == ["Bình ở Bát Tràng", "Bình ở Sơn Tây"]
