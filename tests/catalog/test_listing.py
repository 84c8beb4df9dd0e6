"""The listing: facets with counts, chips, order, pages, the same queries however many goods."""

import re
from datetime import date, timedelta

import pytest

from catalog import search
from catalog.search import present
from core import jobs, times
from core.db import db
from programme import qualities
from tests.factories import (
    make_cnnttb,
    make_facility,
    make_ocop,
    make_photo,
    make_product,
    make_support,
    make_village,
)


def test_shows_what_is_published_and_nothing_else(browser):
    make_product(name="Bình men rạn")
    make_product(name="Bình chưa duyệt", state="draft")
    page = browser.get("/san-pham")
    assert page.status_code == 200
    assert "Bình men rạn" in page.text
    assert "Bình chưa duyệt" not in page.text


def test_values_of_one_facet_widen_and_facets_narrow(app):
    ceramic, silk = make_product(browse_category="gom-su"), make_product(browse_category="lua-theu-may")
    make_product(browse_category="thuc-pham")
    make_ocop(ceramic, stars=5)
    both = search.Selection({"group": ("gom-su", "lua-theu-may")})
    assert set(search.find("", both).ids) == {ceramic.id, silk.id}
    starred = search.Selection({"group": ("gom-su", "lua-theu-may"), "stars": ("5",)})
    assert search.find("", starred).ids == [ceramic.id]


def test_counts_are_those_as_if_the_facet_were_not_chosen(app):
    for group in ("gom-su", "gom-su", "thuc-pham"):
        make_product(browse_category=group)
    answer = search.find("", search.Selection({"group": ("gom-su",)}))
    assert answer.total == 2
    assert answer.facets["group"] == {"gom-su": 2, "thuc-pham": 1}


def test_stars_count_only_while_they_are_valid(app):
    make_ocop(make_product(), stars=4, issued_on=date(2019, 1, 1))
    answer = search.find()
    assert answer.facets["stars"] == {"0": 1}


def quality_checked(product, *codes, until=None):
    qualities.declare(product.facility, ["huu_co", "tai_che", "thuan_chay"])
    for code in codes:
        qualities.verify(product.facility, code, "GCN 1", until)
    db.session.commit()


def test_qualities_count_once_they_are_checked_and_widen_among_themselves(browser):
    organic, both, _declared = (make_product(name=name) for name in ("Chè xanh", "Túi vải", "Rổ tre"))
    quality_checked(organic, "huu_co")
    quality_checked(both, "huu_co", "tai_che")
    quality_checked(_declared)
    assert search.find().facets["quality"] == {"huu_co": 2, "tai_che": 1}
    assert set(search.find("", search.Selection({"quality": ("tai_che", "huu_co")})).ids) == {organic.id, both.id}
    assert search.find("", search.Selection({"quality": ("tai_che",)})).facets["quality"] == {"huu_co": 2, "tai_che": 1}
    page = browser.get("/san-pham?tinh-chat=tai_che").text
    assert "<legend>Tính chất đã kiểm</legend>" in page
    assert "Túi vải" in page
    assert "Chè xanh" not in page
    assert "Reused materials" in browser.get("/en/san-pham").text


def test_a_quality_is_gone_on_the_day_after_its_paper_without_any_job(app):
    product = make_product()
    quality_checked(product, "huu_co", until=times.today() + timedelta(days=1))
    for days, counted in ((1, {"huu_co": 1}), (2, {})):
        with times.frozen(times.now() + timedelta(days=days)):
            assert search.find().facets["quality"] == counted


def test_the_interface_counts_and_narrows_by_quality(browser):
    product, _other = make_product(), make_product()
    quality_checked(product, "huu_co")
    found = browser.get("/api/v1/products?quality=huu_co").json
    assert [item["sku"] for item in found["items"]] == [product.sku]
    assert found["facets"]["quality"] == [{"value": "huu_co", "label": "Hữu cơ", "count": 1}]
    assert browser.get("/api/v1/products?quality=la").status_code == 422


def test_a_check_by_staff_has_the_goods_counted_anew(app):
    product = make_product()
    quality_checked(product, "huu_co")
    asked = db.session.query(jobs.Job).filter_by(kind="facility.revised").count()
    assert asked == 2  # declared, checked


def test_the_flags_tell_stock_support_and_titles(app):
    supported = make_product()
    supported.supports = [make_support(facility=supported.facility)]
    make_cnnttb(supported)  # saves both
    make_product(on_hand=0)
    answer = search.find()
    assert answer.facets["flag"] == {"in_stock": 1, "supported": 1, "cnnttb": 1}


def test_other_floors_add_facet_values(app, monkeypatch):
    product, _other = make_product(), make_product()
    monkeypatch.setattr(present, "contributors", [lambda ids: {product.id: {"fair": ["tet-2027"]}}])
    assert search.find("", search.Selection({"fair": ("tet-2027",)})).ids == [product.id]
    assert search.find("", search.Selection({"flag": ("in_fair",)})).ids == [product.id]


def test_a_price_range_takes_both_ends(browser):
    make_product(name="Món rẻ", price=50_000)
    make_product(name="Món vừa", price=100_000)
    make_product(name="Món đắt", price=900_000)
    page = browser.get("/san-pham?tu=100k&den=900.000").text
    assert "Món rẻ" not in page
    assert "Món vừa" in page
    assert "Món đắt" in page


def test_a_price_that_cannot_be_read_is_said_and_the_rest_still_shown(browser):
    make_product(name="Bình men rạn")
    page = browser.get("/san-pham?tu=muoi+nghin")
    assert page.status_code == 422
    assert "không đọc được là một giá" in page.text
    assert 'value="muoi nghin"' in page.text
    assert "Bình men rạn" in page.text


@pytest.mark.parametrize("query", ["nhom=khong-co", "sao=99", "co=%00", "xep=lung-tung", "lang=%F0%9F%8F%BA", "a=b"])
def test_unknown_values_break_nothing(browser, query):
    make_product()
    assert browser.get(f"/san-pham?{query}").status_code == 200


def test_orders_by_price_both_ways(app):
    cheap, dear = make_product(price=10_000), make_product(price=20_000)
    on_request = make_product(price=None)
    assert search.find("", search.Selection(sort="price_up")).ids == [cheap.id, dear.id, on_request.id]
    assert search.find("", search.Selection(sort="price_down")).ids == [dear.id, cheap.id, on_request.id]


def test_orders_by_how_highly_each_is_recognised(app):
    plain, commune, nation, five, both = (make_product() for _ in range(5))
    make_cnnttb(commune, level="xa", year=2026)
    make_cnnttb(nation, level="quoc_gia", year=2026)
    make_ocop(five, stars=5)
    make_ocop(both, stars=5)
    make_cnnttb(both, level="xa", year=2026)
    assert search.find("", search.Selection(sort="recognition")).ids == [
        both.id,
        five.id,
        nation.id,
        commune.id,
        plain.id,
    ]


def test_page_numbers_of_old_addresses_still_lead_there(browser):
    for _ in range(25):
        make_product()
    second = browser.get("/san-pham?xep=gia-thap&trang=2")
    assert second.text.count('class="card"') == 1
    assert browser.get("/san-pham?trang=3").status_code == 404
    assert browser.get("/san-pham?trang=1000000000").status_code == 404
    assert browser.get("/san-pham?trang=x").status_code == 422


def test_each_chosen_facet_can_be_taken_off(browser):
    village = make_village(slug="kim-lan", name="Kim Lan")
    make_product(facility=make_facility(village=village), village=village)
    page = browser.get("/san-pham?lang=kim-lan&co=con-hang&q=món").text
    assert re.search(r'href="/san-pham\?co=con-hang&amp;q=m[^"]*" aria-label="Bỏ lọc Kim Lan"', page)
    assert re.search(r'href="/san-pham\?lang=kim-lan&amp;q=m[^"]*" aria-label="Bỏ lọc Còn hàng"', page)


def test_facets_that_leave_nothing_say_so_and_can_be_dropped(browser):
    make_product(browse_category="gom-su")
    page = browser.get("/san-pham?nhom=thuc-pham")
    assert page.status_code == 200
    assert "Không có món nào vừa với các mục đã chọn" in page.text
    assert "Bỏ các mục đang lọc" in page.text


def test_english_keeps_its_language_in_every_link(browser):
    make_product(name="Bình gốm", name_en="Ceramic vase")
    page = browser.get("/en/san-pham?nhom=gom-su").text
    assert "Ceramic vase" in page
    assert 'href="/en/san-pham/' in page
    assert 'action="/en/san-pham"' in page


def test_is_the_same_for_everybody_and_may_be_kept(browser):
    make_product()
    answer = browser.get("/san-pham")
    assert "public" in answer.headers["Cache-Control"]
    assert answer.headers["ETag"]
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("path", "most"), [("/san-pham", 14), ("/tim?q=m%C3%B3n", 18), ("/nhom/gom-su", 15), ("/api/v1/products", 14)]
)
def test_runs_the_same_few_queries_however_many_goods(browser, query_count, path, most):
    """Every request takes stock anew here: what search knows, words of staff, names of five kinds and when a fair
    turns count too."""

    def load():
        with query_count() as run:
            assert browser.get(path).status_code == 200
        return len(run)

    browser.get(path)  # the first of a process learns more
    _make_full_products(1)
    few = load()
    _make_full_products(29)
    assert load() == few <= most


def _make_full_products(count):
    for _ in range(count):
        product = make_product(village=make_village())
        make_photo(product)
        make_ocop(product)
        product.supports = [make_support(facility=product.facility)]
    db.session.commit()
