"""Pages by cursor: nothing twice, nothing left out, whatever changes between two pages."""

import random
import re
from datetime import timedelta

import pytest

from catalog import paging, search
from catalog.browsing import PAGE_SIZE, PAGE_SORTS
from catalog.search.selection import SORTS
from core import times
from core.db import db
from tests.factories import make_cnnttb, make_ocop, make_product


@pytest.fixture
def goods(app):
    """Sixty pots, of different prices, days and titles."""
    made = []
    for n in range(60):
        day = times.now() - timedelta(hours=n * 7 % 60)
        made.append(make_product(name=f"Lọ gốm {n}", price=10_000 + n * 37 % 60 * 1_000, published_at=day))
        if n % 5 == 0:
            make_ocop(made[-1], stars=3 + n % 3)
        if n % 7 == 0:
            make_cnnttb(made[-1], level="tinh", year=2026)
    return made


def _slugs(page):
    return re.findall(r'class="card__title"><a href="/san-pham/([^"]+)"', page)


def _link(page, rel):
    found = re.search(rf'href="([^"]+)" rel="{rel}"', page)
    return found and found[1].replace("&amp;", "&")


def _change(goods, read):
    """Of those read and those still to come: two lose their offer, one is put away; one more is hung up."""
    seen = [product for product in goods if product.slug in read]
    unseen = [product for product in goods if product.slug not in read]
    for product, price in ((seen[0], 999_000), (seen[1], 1_000), (unseen[0], 1_000), (unseen[1], 999_000)):
        product.variants[0].price = price
        product.updated_at = times.now()
    make_ocop(unseen[2], stars=5)
    make_ocop(seen[2], stars=5)
    seen[3].state = unseen[3].state = "withdrawn"
    seen[3].updated_at = unseen[3].updated_at = times.now()
    new = make_product(name="Lọ gốm mới", price=20_000)
    db.session.commit()
    return {unseen[3].slug}, new.slug


@pytest.mark.parametrize("sort", PAGE_SORTS)
def test_pages_miss_and_repeat_nothing_while_the_catalogue_changes(browser, goods, sort):
    everything = {product.slug for product in goods}
    first = browser.get(f"/tim?q=lọ+gốm&xep={sort}").text
    read = _slugs(first)
    assert len(read) == PAGE_SIZE
    gone, new = _change(goods, set(read))
    following = _link(first, "next")
    while following:
        page = browser.get(following).text
        read += _slugs(page)
        following = _link(page, "next")
    assert len(read) == len(set(read))
    assert set(read) == everything - gone | {new}


@pytest.mark.parametrize("sort", SORTS)
def test_the_api_misses_and_repeats_nothing_either(browser, goods, sort):
    page = browser.get(f"/api/v1/products?limit=20&sort={sort}").get_json()
    read = [item["slug"] for item in page["items"]]
    everything = {product.slug for product in goods}
    gone, new = _change(goods, set(read))
    while page["next_cursor"]:
        page = browser.get(f"/api/v1/products?limit=20&sort={sort}&cursor={page['next_cursor']}").get_json()
        read += [item["slug"] for item in page["items"]]
    assert len(read) == len(set(read))
    assert set(read) == everything - gone | {new}


def test_leads_back_to_the_page_before(browser, goods):
    first = browser.get("/san-pham?xep=gia-thap").text
    second = browser.get(_link(first, "next")).text
    third = browser.get(_link(second, "next")).text
    assert _link(first, "prev") is None
    assert _link(third, "next") is None
    assert _slugs(browser.get(_link(third, "prev")).text) == _slugs(second)
    assert _slugs(browser.get(_link(second, "prev")).text) == _slugs(first)
    assert "tiep" not in _link(second, "prev")
    assert "Món 25 đến 48 trên 60" in second


@pytest.mark.parametrize("cursor", ["zzz", "%00", "a" * 9_000, "🏺", "cw", "c" * 40])
def test_a_cursor_that_cannot_be_read_opens_the_first_page_and_says_so(browser, goods, cursor):
    page = browser.get(f"/san-pham?tiep={cursor}")
    assert page.status_code == 422
    assert "Chỗ đang xem dở không đọc được" in page.text
    assert len(_slugs(page.text)) == PAGE_SIZE


def test_a_cursor_belongs_to_its_list(browser, goods):
    cursor = _link(browser.get("/san-pham").text, "next").partition("tiep=")[2]
    assert browser.get(f"/san-pham?tiep={cursor}").status_code == 200
    assert browser.get(f"/san-pham?xep=moi&tiep={cursor}").status_code == 422
    assert browser.get(f"/san-pham?co=con-hang&tiep={cursor}").status_code == 422


def test_the_end_of_a_list_that_shrank_is_a_proper_page(browser, goods):
    following = _link(browser.get("/san-pham").text, "next")
    for product in goods:
        product.state, product.updated_at = "withdrawn", times.now()
    db.session.commit()
    page = browser.get(following)
    assert page.status_code == 404
    assert "Danh sách này đã hết" in page.text


def test_filters_and_order_start_from_the_first_page(browser, goods):
    second = browser.get(_link(browser.get("/san-pham").text, "next")).text
    assert all("tiep=" not in href for href in re.findall(r'class="sort__way" href="([^"]+)"', second))


def test_thirty_thousand_goods_are_read_without_a_repeat_and_a_million_within_an_address():
    ids = list(range(1, 30_001))
    random.Random(8).shuffle(ids)
    longest, read, cursor = 0, [], paging.Cursor()
    while True:
        page = paging.page(ids, cursor, 1_000, "all")
        read += page.ids
        if page.after is None:
            break
        longest, cursor = max(longest, len(page.after)), paging.read(page.after, "all")
    assert read == ids
    assert longest <= paging.LONGEST
    many = list(range(1, 1_000_001, 3))
    random.Random(9).shuffle(many)
    page = paging.page(many, paging.Cursor.after(many[:200_000]), 100, "all")
    assert len(page.after) <= paging.LONGEST
    assert paging.page(many, paging.read(page.after, "all"), 100, "all").ids == many[200_100:200_200]


def test_a_bomb_in_a_cursor_is_refused():
    import zlib

    packed = b"b" + zlib.compress(b"\xff" * 10_000_000, 9)
    forged = paging._stamped(b"s", packed, "all")
    with pytest.raises(paging.BadCursor):
        paging.read(forged, "all")


def test_the_answer_to_a_name_is_the_same_list(app):
    one, other = search.Selection({"group": ("gom-su",)}), search.Selection({"group": ("thuc-pham",)})
    assert paging.name_of("a", one) == paging.name_of("a", search.Selection({"group": ("gom-su",)}))
    assert paging.name_of("a", one) != paging.name_of("a", other)
