"""Completions while one types: from two letters, by folded beginnings, never an empty promise."""

import re

import pytest

from catalog import search
from catalog.search.suggesting import suggestions
from core.db import db
from programme.models import CraftVillage
from tests.factories import make_booth, make_facility, make_fair, make_product, make_scheme, make_support, make_village


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
    assert items == [
        {"kind": "Làng nghề", "label": "Bát Tràng", "url": "/lang-nghe/bat-trang", "count": 2},
        {"kind": "Xã, phường", "label": "Bát Tràng", "url": "/san-pham?xa=bat-trang", "count": 2},
    ]
    assert "Lò Ông Thuần" in _labels(browser, "thuan")
    assert "Bình hút lộc" in _labels(browser, "hut l")


def test_one_letter_is_too_few(browser, goods):
    assert _labels(browser, "b") == []


def test_accents_that_were_typed_must_fit(browser, goods):
    assert _labels(browser, "bát") == ["Bát Tràng"] * 2  # the village and its commune
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
    assert items[0] == {
        "kind": "village", "label": "Bát Tràng", "url": "http://localhost/lang-nghe/bat-trang", "count": 2,
    }  # fmt: skip


@pytest.fixture
def market(app):
    """Something of every kind."""
    old = make_village(
        slug="phu-vinh", name="Phú Vinh", craft="Mây tre đan", commune_name="Phú Nghĩa", former_commune="Phú Nghĩa cũ",
        former_district="Chương Mỹ", aliases="Phú Hoa Trang",
    )  # fmt: skip
    pots = make_village(slug="kim-lan", name="Kim Lan", craft="Gốm sứ", former_district="Gia Lâm")
    weaver = make_facility(slug="may-hanh", name="Mây Hạnh", village=old)
    potter = make_facility(slug="gom-kim", name="Gốm Kim", village=pots)
    for name, maker, place in (
        ("Giỏ mây đan tay", weaver, old), ("Giỏ mây quai da", weaver, old), ("Lọ gốm men tro", potter, pots),
    ):  # fmt: skip
        product = make_product(name=name, name_en="Handmade " + name, facility=maker, village=place)
        product.supports = [make_support(facility=maker)]
    scheme = make_scheme(name="Máy chẻ mây cho Phú Vinh")
    make_support(scheme=scheme, facility=weaver)
    make_booth(fair=make_fair(slug="cho-xuan", name="Chợ xuân"), facility=weaver)
    make_fair(slug="cho-rong", name="Chợ rỗng")
    make_facility(slug="xuong-rong", name="Xưởng rỗng")


def _syllables(seen):
    """Every two and three letters that some name begins with."""
    said = [facts["name"] for facts in seen.facts.values()]
    said += [name for labels in seen.labels.values() for name in labels.values()]
    said += [
        "Mây tre đan",
        "Gốm sứ",
        "Chương Mỹ",
        "Gia Lâm",
        "Chợ xuân",
        "Chợ rỗng",
        "Máy chẻ mây",
        "Xưởng",
        "Handmade",
    ]
    return {word[:n].lower() for name in said for word in name.split() for n in (2, 3, 9) if len(word) >= 2}


def test_every_completion_leads_to_something(browser, market):
    followed, kinds = set(), set()
    for typed in _syllables(search.snapshot()):
        for one in suggestions(search.snapshot(), typed):
            assert one.count >= 1
            kinds.add(one.kind)
            if one.path in followed:
                continue
            followed.add(one.path)
            page = browser.get(one.path)
            assert page.status_code == 200, one
            if one.path.startswith(("/tim", "/san-pham?")):
                assert len(re.findall('class="card"', page.text)) >= 1, one
            assert "Không thấy" not in page.text, one
    assert kinds >= {"term", "village", "craft", "product", "facility", "commune", "former", "fair", "scheme", "group"}
    assert not {path for path in followed if "rong" in path}


def test_an_empty_fair_or_maker_is_not_promised(browser, market):
    assert _labels(browser, "cho xu") == ["Chợ xuân"]
    assert _labels(browser, "cho ro") == []
    assert _labels(browser, "xuong") == []


def test_a_village_answers_to_its_other_names(browser, market):
    items = browser.get("/goi-y?q=phu hoa tr").get_json()["items"]
    assert [(item["label"], item["url"]) for item in items] == [("Phú Hoa Trang", "/lang-nghe/phu-vinh")]


def test_goods_whose_name_begins_so_come_first(app):
    make_product(name="Khay đựng giỏ mây", slug="khay")
    make_product(name="Giỏ mây", slug="gio")
    found = [one.path for one in suggestions(search.snapshot(), "gio") if one.kind == "product"]
    assert found == ["/san-pham/gio", "/san-pham/khay"]


def test_english_words_find_goods(app):
    make_product(name="Ấm trà", name_en="Teapot with lotus", slug="am-tra")
    assert [one.path for one in suggestions(search.snapshot(), "teap")] == ["/san-pham/am-tra"]


def test_asks_the_same_few_queries_however_much_there_is(browser, market, query_count):
    def load():
        with query_count() as run:
            assert browser.get("/goi-y?q=gi").status_code == 200
        return len(run)

    few = load()
    for _ in range(10):
        village = make_village()
        make_product(village=village, facility=make_facility(village=village))
    assert load() == few <= 14


def test_a_name_is_told_in_the_readers_language_where_both_fit(browser, goods):
    make_village(slug="lua", name="Bản Lụa", name_en="Luda silk hamlet")
    make_product(village=db.session.query(CraftVillage).filter_by(slug="lua").one())
    theirs = [item["label"] for item in browser.get("/en/goi-y?q=lu").get_json()["items"]]
    assert "Bản Lụa" in _labels(browser, "lu")
    assert "Luda silk hamlet" in theirs
    assert "Bản Lụa" not in theirs
    assert "Luda silk hamlet" in _labels(browser, "silk h")
