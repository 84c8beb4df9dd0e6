"""A star is gone from every page, facet and answer the moment its last day in Hanoi is over, with no job having run."""

import html
import re
from datetime import date, timedelta

import pytest

from catalog import search
from catalog.search import present
from core import times
from core.db import db
from tests.factories import (
    make_booth,
    make_collection,
    make_facility,
    make_fair,
    make_feature,
    make_hall,
    make_lot,
    make_member,
    make_ocop,
    make_order,
    make_photo,
    make_product,
    make_shelf,
    make_staff,
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
WORDS = re.compile(r"OCOP 5 sao|OCOP 5[- ]stars?|\b5 sao\b|\b5 stars?\b|★")
NOT_WALKED = (
    "/static",
    "/anh",
    "/thong-tin",
    "/en/thong-tin",
    "/api/v1/openapi",
)  # files, and texts about stars at large


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
        make_collection(slug="qua-tet", rules={"stars": ["5"]})
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
        assert STAR in tonight.text, page
    with times.frozen(AFTER):
        first = browser.get(page, headers={"If-None-Match": tonight.headers["ETag"]})
        assert STAR not in first.text
        assert first.status_code == 200
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


def walked(browser, first):
    """Every page that links lead to from these, by address; what is not HTML is read and leads nowhere.

    Links that ask not to be followed are not: on the map there is no end of them.
    """
    found, waiting = {}, list(first)
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        answer = found[address] = browser.get(address)
        if answer.mimetype == "text/html" and answer.status_code == 200:
            tags = (tag for tag in re.findall(r"<[a-z][^>]*>", answer.text) if 'rel="nofollow"' not in tag)
            links = [link for tag in tags for link in re.findall(r'(?:href|action)="(/[^"#]*)', tag)]
            waiting += [html.unescape(link) for link in links if not link.startswith(NOT_WALKED)]
    return found


def test_whoever_follows_every_link_finds_no_star_anywhere(browser, market):
    first = ["/", "/en/", "/sitemap.xml", "/bo-suu-tap/qua-tet", "/san-pham/binh-gom/loi-khen"]
    first += ["/so-sanh?sp=binh-gom", "/bao-khi-co?sp=binh-gom", "/co-so?xem=ban-do"]
    with times.frozen(BEFORE):
        shown = {address for address, answer in walked(browser, first).items() if WORDS.search(answer.text)}
    assert shown >= {"/", "/en/", "/san-pham", "/bo-suu-tap/qua-tet", "/en/san-pham/binh-gom", "/lang-nghe/lang-gom"}
    with times.frozen(AFTER):
        pages = walked(browser, [*first, *shown])
    assert len(pages) > 60
    told = {address: WORDS.search(answer.text) for address, answer in pages.items() if "/xac-minh" not in address}
    assert {address: words[0] for address, words in told.items() if words} == {}


def test_the_picture_that_a_link_shows_is_drawn_anew(browser, market):
    def shared():
        (address,) = re.findall(r'og:image" content="http://localhost([^"]+)', browser.get("/san-pham/binh-gom").text)
        return address, browser.get(address).data

    with times.frozen(BEFORE):
        address, starred = shared()
    with times.frozen(AFTER):
        now, plain = shared()
        assert now != address
        assert plain != starred
        assert browser.get(address).data != starred  # the old address shows no old picture either
        db.session.delete(db.session.merge(market))
        db.session.commit()
        assert browser.get(now).data == plain  # as of a product that never had a star


def test_the_collection_made_of_stars_is_empty_and_gone_from_the_list(browser, market):
    with times.frozen(BEFORE):
        assert "Bình gốm" in seen(browser, "/bo-suu-tap/qua-tet").text
        assert "/bo-suu-tap/qua-tet" in seen(browser, "/bo-suu-tap").text
    with times.frozen(AFTER):
        assert "Bình gốm" not in browser.get("/bo-suu-tap/qua-tet").text
        assert 'href="/bo-suu-tap/qua-tet"' not in seen(browser, "/bo-suu-tap").text


def test_carts_orders_and_labels_of_lots_tell_no_star_that_is_over(browser, market):
    """A cart and an order never tell of stars; a lot tells which paper held when it was made, and that it is over."""
    product = market.product
    with times.frozen(BEFORE):
        order = make_order(product)
        lot = make_lot(product)
        browser.post("/gio-hang/mon", sku=product.sku, quantity="1")
        assert "OCOP 5 sao" in seen(browser, f"/q/{lot.code}").text
    with times.frozen(AFTER):
        for page in ("/gio-hang", "/thanh-toan", f"/don-hang/{order.token}", f"/api/v1/orders/{order.token}"):
            assert not WORDS.search(seen(browser, page).text), page
        assert "nay đã hết hiệu lực" in seen(browser, f"/q/{lot.code}").text


def test_whoever_is_signed_in_sees_none_either(browser, market):
    pages = {
        make_member(market.product.facility): ("/quan-ly", "/quan-ly/san-pham", "/quan-ly/gian"),
        make_staff(): ("/can-bo", "/can-bo/san-pham", "/can-bo/ke"),
    }
    with times.frozen(AFTER):
        for user, paths in pages.items():
            browser.sign_in(user)
            for path in (*paths, "/", "/san-pham/binh-gom"):
                answer = browser.get(path)
                assert answer.status_code in (200, 302, 404), path
                assert STAR not in answer.text, path
