"""Facilities, villages, fairs and schemes of the same name, beside the goods: quiet, counted, each with its page."""

import re

import pytest

from catalog import search
from catalog.search import named, sources
from tests.factories import make_booth, make_facility, make_fair, make_product, make_scheme, make_support, make_village


def _names(kind, typed):
    return [one.name for one in named.matching(search.snapshot(), kind, typed)]


@pytest.fixture
def town(app):
    village = make_village(slug="bat-trang", name="Bát Tràng", craft="gốm sứ")
    maker = make_facility(slug="gom-tam-sen", name="Gốm Tâm Sen", village=village)
    make_product(name="Ấm gốm", facility=maker, village=village)
    return maker


def test_finds_each_kind_beside_the_goods(browser, town):
    make_support(scheme=make_scheme(code="KC-7", name="Lò gas cho gốm Bát Tràng"), facility=town)
    make_booth(fair=make_fair(slug="gom", name="Hội chợ gốm Bát Tràng"), facility=town)
    page = browser.get("/tim?q=gốm").text
    assert page.index('class="grid"') < page.index("Cũng mang tên ấy")
    for href in ("/co-so/gom-tam-sen", "/hoi-cho/gom", "/khuyen-cong/de-an/KC-7"):
        assert f'href="{href}"' in page
    assert 'href="/lang-nghe/bat-trang"' in browser.get("/tim?q=gốm bát tràng").text
    assert 'href="/lang-nghe/bat-trang"' in browser.get("/tim?q=lang nghe bat trang").text


def test_a_name_alone_finds_its_kind_where_no_goods_do(browser, town):
    make_facility(slug="xuong-det", name="Xưởng Dệt Hồng Vân")
    page = browser.get("/tim?q=dệt hồng vân").text
    assert 'href="/co-so/xuong-det"' in page


def test_accents_that_were_typed_must_be_those_of_the_name(app):
    make_facility(name="Gốm Sơn")
    make_facility(name="Gốm Sớn")
    assert _names(sources.FACILITY, "gốm sơn") == ["Gốm Sơn"] or _names(sources.FACILITY, "gốm sơn")[0] == "Gốm Sơn"
    assert _names(sources.FACILITY, "gốm sớn") == ["Gốm Sớn"]
    assert set(_names(sources.FACILITY, "gom son")) == {"Gốm Sơn", "Gốm Sớn"}


def test_a_whole_name_stands_before_a_part(app):
    make_facility(name="Mây Hạnh Phúc")
    make_facility(name="Mây Hạnh")
    assert _names(sources.FACILITY, "mây hạnh") == ["Mây Hạnh", "Mây Hạnh Phúc"]


def test_one_word_of_a_longer_question_is_no_name(app):
    make_facility(name="Sơn")
    assert _names(sources.FACILITY, "tranh sơn mài") == []
    assert _names(sources.FACILITY, "sơn") == ["Sơn"]


def test_a_scheme_that_is_only_proposed_is_nobodys_business(browser, app):
    make_scheme(code="KC-8", name="Lò điện", state="nhap")
    assert "KC-8" not in browser.get("/tim?q=lò điện").text
    assert browser.get("/tim/de-an?q=lò điện").status_code == 200


def test_each_kind_has_a_page_of_its_own_in_pages(browser, app):
    for n in range(45):
        make_facility(name=f"Gốm Nhà {n}")
    make_product(name="Ấm")
    page = browser.get("/tim?q=gốm nhà").text
    assert "Xem cả 45" in page
    first, second = browser.get("/tim/co-so?q=gốm nhà").text, browser.get("/tim/co-so?q=gốm nhà&trang=2").text
    assert first.count('class="others__item"') == 40
    assert second.count('class="others__item"') == 5
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert browser.get("/tim/co-so?q=gốm nhà&trang=3").status_code == 404
    assert browser.get("/tim/co-so?q=gốm nhà&trang=1000000000").status_code == 404
    assert browser.get("/tim/khong-co?q=gốm").status_code == 404


@pytest.mark.parametrize("typed", ["", "\x00", "(((", "🏺", "a " * 300, "<script>"])
def test_bad_input_is_a_proper_page(browser, town, typed):
    for path in ("/tim", "/tim/co-so", "/tim/lang-nghe"):
        page = browser.get(path, query_string={"q": typed})
        assert page.status_code == 200
        assert "<script>a" not in page.text


def test_is_the_same_for_everybody_and_may_be_kept(browser, town):
    for path in ("/tim?q=gốm", "/tim/co-so?q=gốm"):
        answer = browser.get(path)
        assert "public" in answer.headers["Cache-Control"]
        assert "Set-Cookie" not in answer.headers
        assert '<meta name="robots" content="noindex, follow">' in answer.text


def test_english_shows_english_names_and_stays_in_english(browser, app):
    make_facility(slug="may", name="Mây Hạnh", name_en="Hanh Rattan")
    page = browser.get("/en/tim?q=hanh rattan").text
    assert 'href="/en/co-so/may"' in page
    assert "Hanh Rattan" in page


def test_a_place_that_was_divided_asks_which_one_is_meant(browser, app):
    places = {"ha-noi/xa-gia-lam": "Xã Gia Lâm", "ha-noi/xa-bat-trang": "Xã Bát Tràng"}
    for code, name in places.items():
        village = make_village(commune_code=code, commune_name=name, former_district="Gia Lâm")
        make_product(name="Lọ gốm", village=village, facility=make_facility(village=village))
    page = browser.get("/tim?q=lọ gốm gia lâm").text
    assert "Huyện Gia Lâm nay không còn" in page
    for code in places:
        href = re.search(rf'href="(/tim\?q=[^"]+xa={code.replace("/", "%2F")})"', page)[1].replace("&amp;", "&")
        narrowed = browser.get(href).text
        assert narrowed.count('class="card"') == 1
        assert "nay không còn" not in narrowed
    assert "nay không còn" not in browser.get("/tim?q=lọ gốm").text
