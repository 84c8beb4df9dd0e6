"""A star is gone from every page, facet and answer the moment its last day in Hanoi is over, with no job having run."""

from datetime import date, timedelta

import pytest

from catalog import search
from catalog.search import present
from core import times
from core.db import db
from tests.factories import (
    make_booth,
    make_facility,
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

LAST = date(2026, 12, 31)
BEFORE = times.start_of(LAST + timedelta(days=1)) - timedelta(seconds=1)
AFTER = BEFORE + timedelta(seconds=2)
STAR = "OCOP 5 sao"  # what the drawing of the stars is called
PAGES = (
    "/", "/san-pham", "/tim?q=binh gom", "/san-pham/binh-gom", "/co-so/lo-gom", "/lang-nghe/lang-gom", "/nhom/gom-su",
    "/hoi-cho/cho-tet", "/hoi-cho/cho-tet/gian-gom", "/hoi-cho/cho-tet?gian=G01",
)  # fmt: skip
SHOWS_STARS = [page for page in PAGES if "hoi-cho/cho-tet" not in page or page.endswith("gian-gom")]


@pytest.fixture(params=["database", "index"])
def market(app, request, tmp_path, monkeypatch):
    """A product whose certificate ends tonight, everywhere a product can be: over no index, and over one on disk."""
    village = make_village(slug="lang-gom")
    facility = make_facility(slug="lo-gom", village_id=village.id)
    with times.frozen(BEFORE - timedelta(hours=3)):
        product = make_product(slug="binh-gom", name="Bình gốm", facility=facility, village_id=village.id)
        make_photo(product)
        paper = make_ocop(product, stars=5, issued_on=date(2023, 12, 31))
        assert paper.expires_on == LAST
        fair = make_fair(slug="cho-tet", opens_at=times.now(), closes_at=AFTER + timedelta(days=3))
        stand = make_stand(make_hall(fair), number="G01")
        make_booth(fair, facility, stand, [product], slug="gian-gom")
        make_feature(make_shelf(fair), product, ends_at=AFTER + timedelta(days=2))
    if request.param == "index":
        monkeypatch.setitem(app.config, "SEARCH_URL", "")
        monkeypatch.setitem(app.config, "DATA_DIR", tmp_path)
        monkeypatch.setitem(app.extensions, "phiencho_search", present.Present())
        with times.frozen(BEFORE):
            search.rebuild()
    return paper


def seen(browser, path, **headers):
    answer = browser.get(path, headers=headers)
    assert answer.status_code == 200, path
    return answer


@pytest.mark.parametrize("page", PAGES)
def test_the_first_look_after_midnight_shows_no_star(browser, market, page):
    with times.frozen(BEFORE):
        tonight = seen(browser, page)
        assert (STAR in tonight.text) == (page in SHOWS_STARS), page
    with times.frozen(AFTER):
        first = browser.get(page, headers={"If-None-Match": tonight.headers["ETag"]})
        assert STAR not in first.text
        assert first.status_code == (200 if page in SHOWS_STARS else first.status_code)
        assert STAR not in seen(browser, page).text


def test_the_facet_and_the_narrowed_list_let_it_go(browser, market):
    with times.frozen(BEFORE):
        assert "Bình gốm" in seen(browser, "/san-pham?sao=5").text
        assert 'name="sao" value="5"' in seen(browser, "/san-pham").text
    with times.frozen(AFTER):
        assert 'name="sao" value="5"' not in seen(browser, "/san-pham").text
        assert 'href="/san-pham/binh-gom"' not in seen(browser, "/san-pham?sao=5").text


def test_programs_are_told_no_more(browser, market):
    with times.frozen(BEFORE):
        (item,) = seen(browser, "/api/v1/products?stars=5").json["items"]
        assert (item["stars"], item["recognitions"][0]["code"]) == (5, market.code)
        assert item["recognitions"][0]["valid_until"] == LAST.isoformat()
        assert item["recognitions"][0]["verify_url"] == f"http://localhost/xac-minh/{market.code}"
        tag = seen(browser, "/api/v1/products").headers["ETag"]
    with times.frozen(AFTER):
        everything = seen(browser, "/api/v1/products", **{"If-None-Match": tag}).json
        assert [(item["stars"], item["recognitions"]) for item in everything["items"]] == [(None, [])]
        assert [one["value"] for one in everything["facets"]["stars"]] == ["0"]
        assert seen(browser, "/api/v1/products?stars=5").json["items"] == []
        assert seen(browser, "/api/v1/products/binh-gom").json["stars"] is None
        assert "5" not in str([one.get("stars") for one in seen(browser, "/api/v1/suggest?q=binh").json["items"]])


def test_the_check_page_says_so(browser, market):
    with times.frozen(BEFORE):
        tag = seen(browser, f"/xac-minh/{market.code}").headers["ETag"]
        assert seen(browser, f"/xac-minh/{market.code}.json").json["facts"]["verdict"] == "valid"
    with times.frozen(AFTER):
        page = seen(browser, f"/xac-minh/{market.code}", **{"If-None-Match": tag}).text
        assert "Đã hết hạn từ sau ngày 31/12/2026" in page
        assert STAR not in page
        assert seen(browser, f"/xac-minh/{market.code}.json").json["facts"]["verdict"] == "lapsed"


def test_nothing_had_to_run(browser, market):
    with times.frozen(AFTER):
        browser.get("/san-pham")
    db.session.refresh(market)
    assert (market.state, market.expires_on) == ("confirmed", LAST)
