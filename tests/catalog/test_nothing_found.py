"""Where nothing fits: what was understood, what stands in the way, what comes near, and asking for it."""

import re
from datetime import timedelta
from html import unescape

import pytest

from catalog import wanted
from catalog.models import Wanted
from core import times
from core.db import db
from tests.factories import make_facility, make_ocop, make_product, make_village


def test_contradicting_choices_say_which_to_drop_and_what_that_gives(browser, app):
    make_product(browse_category="gom-su", price=50_000)
    make_product(browse_category="gom-su", price=60_000)
    make_ocop(make_product(browse_category="thuc-pham", price=900_000), stars=5)
    page = browser.get("/san-pham?nhom=gom-su&tu=500000")
    assert page.status_code == 200
    offered = re.findall(r'way-out__item" href="([^"]+)"><span>Bỏ “([^”]+)”</span><b>(\d+) món', page.text)
    assert offered == [
        ("/san-pham?nhom=gom-su", "Từ 500.000\xa0₫", "2"),
        ("/san-pham?tu=500000", "Gốm sứ", "1"),
    ]
    for href, _label, count in offered:
        assert browser.get(unescape(href)).text.count('class="card"') == int(count)


def test_choices_of_which_no_single_one_helps_say_so(browser, app):
    make_product(browse_category="gom-su", price=50_000)
    page = browser.get("/san-pham?nhom=thuc-pham&tu=500000&sao=5").text
    assert "Bỏ riêng một mục nào cũng chưa đủ" in page
    assert "Bỏ các mục đang lọc (1 món)" in page


def test_a_hundred_choices_are_tried_within_a_bound(browser, app):
    make_product()
    values = "&".join(f"lang=lang-{n}" for n in range(100))
    assert browser.get(f"/san-pham?{values}&sao=5").status_code == 200


def test_says_what_was_understood_and_shows_what_is_near(browser, app):
    make_product(name="Ấm gốm men lam")
    page = browser.get("/tim?q=xyzzy qwv").text
    assert "Không thấy “xyzzy qwv”" in page
    assert "không món nào nói đến" in page
    assert "Ấm gốm men lam" in page
    assert 'action="/tim/nho"' in page


def test_names_of_makers_are_offered_where_no_goods_are(browser, app):
    make_product()
    make_facility(slug="zuy", name="Zuyzuy")
    page = browser.get("/tim?q=zuyzuy").text
    assert 'href="/co-so/zuy"' in page


def test_a_mended_search_can_be_made_as_typed(browser, app):
    make_product(name="Nón lá", summary="Nón lá khâu tay.")
    page = browser.get("/tim?q=nonla").text
    assert page.count('class="card"') == 1
    exact = re.search(r'href="(/tim\?q=[^"]+dung=1)">Tìm đúng “nonla”', page)[1].replace("&amp;", "&")
    said = browser.get(exact).text
    assert "nên chợ tìm theo" not in said
    assert "Không thấy “nonla”" in said
    assert 'href="/tim?q=n%C3%B3n+l%C3%A1"' in said  # the nearest spelling, as a link


def test_what_the_words_chose_is_a_chip_that_can_be_taken_off(browser, app):
    make_product(name="Ấm gốm", price=90_000)
    make_product(name="Ấm gốm lớn", price=900_000)
    page = browser.get("/tim?q=ấm gốm dưới 500k").text
    assert page.count('class="card"') == 1
    href = re.search(r'href="([^"]+)" aria-label="Bỏ ý “dưới 500k”"', page)[1]
    assert browser.get(unescape(href)).text.count('class="card"') == 2


def test_a_wish_is_counted_by_words_and_day_and_tells_nobodys_name(browser, app):
    for typed in ("Gốm xanh lá", "gom xanh la ", "Tủ thờ"):
        answer = browser.post("/tim/nho", q=typed)
        assert answer.status_code == 303
    assert "Chợ đã ghi" in browser.get(answer.location).text
    assert wanted.asked_for(times.today()) == [("Gốm xanh lá", 2), ("Tủ thờ", 1)]
    assert wanted.asked_for(times.today() + timedelta(days=1)) == []
    assert {column.name for column in Wanted.__table__.columns} == {"id", "key", "written", "day", "count"}


@pytest.mark.parametrize("typed", ["", "   ", "(((", "🏺", "\x00"])
def test_a_wish_that_says_nothing_is_refused(browser, app, typed):
    assert browser.post("/tim/nho", q=typed).status_code == 422
    assert db.session.query(Wanted).count() == 0


def test_too_many_wishes_from_one_place_are_refused(browser, app):
    for _ in range(30):
        browser.post("/tim/nho", q="tủ thờ")
    assert browser.post("/tim/nho", q="tủ thờ").status_code == 429
    assert wanted.asked_for(times.today()) == [("tủ thờ", 30)]


def test_a_village_without_goods_is_found_by_name(browser, app):
    make_product()
    make_village(slug="bo-vang", name="Bộ Vắng")
    assert 'href="/lang-nghe/bo-vang"' in browser.get("/tim?q=bộ vắng").text


@pytest.mark.parametrize(
    ("path", "indexed"),
    [
        ("/san-pham", True),
        ("/san-pham?sao=5", False),
        ("/nhom/gom-su", True),
        ("/en/san-pham", True),
        ("/san-pham?utm_source=zalo", True),
        ("/nhom/gom-su?xep=moi", False),
    ],
)
def test_only_whole_listings_are_for_search_engines(browser, app, path, indexed):
    make_ocop(make_product(), stars=5)
    page = browser.get(path).text
    assert ("noindex" not in page) is indexed
    assert (f'<link rel="canonical" href="http://localhost{path.partition("?")[0]}">' in page) is indexed
    assert 'hreflang="' in page
