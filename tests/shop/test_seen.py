"""Goods seen before: the device remembers their names, the site only lays out the cards it is asked for."""

import re

from tests.factories import make_product


def test_lays_out_cards_in_the_order_asked_each_once(browser):
    make_product(slug="a", name="Món A")
    make_product(slug="b", name="Món B")
    page = browser.get("/vua-xem?sp=b,a,b").text
    assert re.findall(r'card__title"><a href="/san-pham/(\w+)"', page) == ["b", "a"]


def test_leaves_out_what_is_no_longer_on_show(browser):
    make_product(slug="con")
    make_product(slug="cat", state="withdrawn")
    page = browser.get("/vua-xem?sp=cat,con,khong-co").text
    assert re.findall(r'card__title"><a href="/san-pham/(\w+)"', page) == ["con"]


def test_lays_out_twelve_at_most(browser):
    slugs = [f"mon-{n}" for n in range(14)]
    for slug in slugs:
        make_product(slug=slug)
    assert browser.get(f"/vua-xem?sp={','.join(slugs)}").text.count("card__title") == 12


def test_keeps_nothing_of_who_asks(browser):
    make_product(slug="a")
    answer = browser.get("/vua-xem?sp=a")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"].startswith("public")
    assert browser.get("/vua-xem").status_code == 200


def test_product_page_is_the_same_for_everybody_and_hides_the_row_until_a_script_fills_it(browser):
    make_product(slug="a")
    page = browser.get("/san-pham/a").text
    assert re.search(r'<section[^>]*data-seen="/vua-xem" data-slug="a"[^>]* hidden>', page)
    assert "Chỉ máy này nhớ bạn đã xem gì" in page
