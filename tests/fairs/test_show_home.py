"""The front of the house: the fair that is on, the shelf, groups, villages, stars, figures."""

import re
from datetime import timedelta
from html import unescape

import pytest

import catalog.queries
from catalog import collections, search
from core import times
from core.db import db
from fairs import queries
from programme.models import Indicator
from tests.factories import (
    make_booth,
    make_collection,
    make_fair,
    make_feature,
    make_hall,
    make_ocop,
    make_photo,
    make_product,
    make_shelf,
    make_stand,
    make_village,
)

DAY = timedelta(days=1)


def make_indicator(**columns):
    defaults = {
        "code": "KC11", "name": "Số gian hàng tại hội chợ", "name_en": "Booths", "unit": "gian", "value": 7300,
        "rounded": "over", "count_kind": "participations", "scope": "Hà Nội", "source": "Báo Công Thương",
        "recorded_at": times.now(),
    }  # fmt: skip
    db.session.add(Indicator(**defaults | columns))
    db.session.commit()


def test_shows_the_fair_that_is_open_and_until_when(browser):
    with times.frozen(times.start_of(times.today()) + timedelta(hours=10)):
        make_fair(name="Chợ phiên cuối Thu", closes_at=times.start_of(times.today()) + 2 * DAY + timedelta(hours=21))

        page = browser.get("/").text

    assert "Chợ phiên cuối Thu" in page
    assert "Đang mở đến 21:00" in page
    assert "<b data-days>2</b>ngày" in page
    assert "<b data-hours>11</b>giờ" in page


def test_draws_the_first_hall_with_its_stands_as_links(browser):
    fair = make_fair(slug="cuoi-thu")
    make_booth(fair, stand=make_stand(make_hall(fair, code="A"), number="G07"), title="Gốm Tâm Sen")

    assert 'href="/hoi-cho/cuoi-thu?nha=A&amp;gian=G07#gian"' in browser.get("/").text


def test_the_shelf_shows_what_is_on_now_in_order_with_its_reason(browser):
    shelf = make_shelf()
    make_feature(shelf, make_product(name="Món hai"), position=2, reason="Thử cả sáu bộ.")
    make_feature(shelf, make_product(name="Món một"), position=1, reason="Rót không rớt.", signed="Chị Thu Hằng")
    make_feature(shelf, make_product(name="Món hết hạn"), ends_at=times.now() - timedelta(minutes=1))
    make_feature(shelf, make_product(name="Món đã gỡ"), removed_at=times.now())
    make_feature(shelf, make_product(name="Món còn nháp", state="draft"))

    page = browser.get("/").text

    assert page.index("Món một") < page.index("Món hai")
    assert "“Rót không rớt.”<cite>Chị Thu Hằng</cite>" in page
    for missing in ("Món hết hạn", "Món đã gỡ", "Món còn nháp"):
        assert missing not in page


def test_a_pick_leads_on_with_its_slot_and_names_its_stand(browser):
    fair = make_fair()
    product = make_product(slug="chen-tong")
    make_booth(fair, stand=make_stand(make_hall(fair), number="G07"), products=[product])
    feature = make_feature(make_shelf(fair), product)

    page = browser.get("/").text

    assert f'href="/san-pham/chen-tong?ke={feature.id}"' in page
    assert "gian G07" in page


def test_tiles_show_only_groups_that_have_goods(browser):
    make_product(ocop_group="IV.1")
    make_product(ocop_group="IV.2")
    make_product(ocop_group="I.3.b", state="draft")

    page = browser.get("/").text

    assert 'href="/nhom/ocop-iv"' in page
    assert "2 món" in page
    assert '/nhom/ocop-i"' not in page


def test_five_stars_are_valid_today_and_not_on_the_shelf_twice(browser):
    valid, lapsed, picked = (make_product(name=name) for name in ("Cốm năm sao", "Chè hết hạn", "Ấm trên kệ"))
    make_ocop(valid, 5)
    make_ocop(picked, 5)
    make_ocop(lapsed, 5, issued_on=times.today() - timedelta(days=1400))
    make_feature(make_shelf(), picked)

    page = browser.get("/").text

    assert "Cốm năm sao" in page
    assert "Chè hết hạn" not in page
    assert page.count(">Ấm trên kệ</a>") == 1


def test_every_way_into_the_listing_narrows_it(browser):
    make_ocop(make_product(name="Cốm năm sao"), 5)
    make_product(name="Cốm không sao")
    found = re.findall(r'href="(/san-pham[?][^"]+)"', browser.get("/").text)
    assert found
    for address in found:
        page = browser.get(unescape(address)).text
        assert "Cốm năm sao" in page
        assert "Cốm không sao" not in page


def test_figures_say_when_they_are_rounded_and_lead_to_their_source(browser):
    make_indicator()

    page = browser.get("/").text

    assert "trên</span> 7.300" in page
    assert 'href="/khuyen-cong#KC11"' in page


def test_with_no_fair_open_shows_the_next_one(browser):
    make_fair(name="Phiên Tết", opens_at=times.now() + 9 * DAY, closes_at=times.now() + 12 * DAY)
    make_fair(name="Phiên đã tan", opens_at=times.now() - 9 * DAY, closes_at=times.now() - DAY)

    page = browser.get("/").text

    assert "Phiên Tết" in page
    assert "Phiên đã tan" not in page


def test_an_empty_market_still_opens(browser):
    answer = browser.get("/")

    assert answer.status_code == 200
    assert "Chưa có phiên nào mở" in answer.text


def test_collections_that_run_today_are_shown_with_how_many_and_pictures(browser):
    gift, other = make_product(is_gift=True), make_product()
    photo, _later = make_photo(gift), make_photo(gift)
    make_photo(other)
    make_collection(slug="qua-tet", title="Quà Tết", title_en="Tet gifts", rules={"gift": True})
    make_collection(title="Đã hết ngày", rules={"gift": True}, ends_at=times.now() - DAY)
    make_collection(title="Đã cất", rules={"gift": True}, archived_at=times.now())
    make_collection(title="Không có gì", rules={"stars": ["5"]})

    page = browser.get("/").text

    assert 'href="/bo-suu-tap/qua-tet">Quà Tết</a>' in page
    assert "1 món" in page
    assert page.count(f"/anh/{photo.picture.digest}/160.jpg") == 1
    for missing in ("Đã hết ngày", "Đã cất", "Không có gì"):
        assert missing not in page
    assert "Tet gifts" in browser.get("/en/").text


def test_without_a_collection_the_page_has_no_place_for_them(browser):
    make_product(is_gift=True)
    assert "Bộ sưu tập</h2>" not in browser.get("/").text


def test_three_collections_are_shown_and_the_rest_is_one_tap_away(browser):
    make_product(is_gift=True)
    for n in range(5):
        make_collection(slug=f"bo-so-{n}", rules={"gift": True})

    page = browser.get("/").text

    assert len(re.findall(r'href="/bo-suu-tap/bo-so-\d"', page)) == 3
    assert 'href="/bo-suu-tap"' in page


def test_a_product_withdrawn_since_search_looked_lends_a_collection_no_picture(browser):
    product = make_product(is_gift=True)
    photo = make_photo(product)
    collection = make_collection(rules={"gift": True})
    before = search.snapshot()
    product.state = "withdrawn"
    db.session.commit()

    assert collections.members(collection, before) == [product.id]
    assert catalog.queries.covers([product.id]) == {}
    assert photo.picture.digest not in browser.get("/").text


@pytest.mark.parametrize("many", [1, 40])
def test_runs_the_same_queries_however_much_there_is(browser, query_count, many):
    """Eleven, beside what it costs to know which collections and branches have goods: one, and search taking stock."""
    fair = make_fair()
    hall, shelf = make_hall(fair), make_shelf(fair)
    for n in range(many):
        product = make_product(ocop_group="IV.1", village=make_village())
        make_photo(product)
        make_ocop(product, 5)
        make_feature(shelf, product) if n % 2 == 0 else None
        make_booth(fair, stand=make_stand(hall), products=[product])
        make_collection(rules={"stars": ["5"]})
    make_indicator()
    search.snapshot()
    with query_count() as asked:
        collections.on_show()
        queries.ocop_branches_on_show()

    with query_count() as run:
        assert browser.get("/").status_code == 200

    whole, of_search = (sum("SELECT" in statement for statement in block) for block in (run, asked))
    assert whole - of_search == 11


def test_is_the_same_for_everybody_and_may_be_kept(browser):
    answer = browser.get("/")

    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
