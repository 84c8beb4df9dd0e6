"""?giai-thich=1: staff see which field, which rule and what weight put a result where it stands; nobody else does."""

from datetime import timedelta

import pytest

from catalog import search
from catalog.search import explaining
from core import times
from tests.catalog.core_catalogue import load_core_catalogue
from tests.catalog.test_search_index import indexed  # noqa: F401
from tests.factories import make_facility, make_member, make_product, make_staff, make_user

QUERIES = [
    "lụa", "gom bat trang", "battrang gom", "trà sen quà tặng dưới 500k", "tượng gỗ", "bowl", "nón lá chuông",
    "gooms suws", "mây tre đan", "chè", "trải nghiệm gốm", "com le", "hà nội lụa", "phùng xá", "",
]  # fmt: skip


def explained(query, most=50):
    seen = search.snapshot()
    answer = search.finding.find(seen, query, search.Selection())
    return seen, answer, explaining.explain(seen, answer, answer.ids[:most])


def only(query):
    _, _, (one,) = explained(query)
    return one


@pytest.mark.parametrize("query", QUERIES)
def test_the_sums_are_those_that_order(app, query):
    load_core_catalogue()
    _seen, answer, rows = explained(query)
    full = [one for one in rows if one.is_full]
    assert [one.number for one in rows] == answer.ids[:50]
    assert len(full) == min(answer.exact, 50)
    totals = [one.total for one in full]
    if answer.key:
        assert totals == sorted(totals, reverse=True)
        assert all(one.reasons for one in full)


@pytest.mark.parametrize(
    ("columns", "query", "said"),
    [
        ({"name": "Lụa hoa"}, "lụa", ("name", "begins", "typed", 12.0)),
        ({"name": "Khăn lụa"}, "lụa", ("name", "phrase", "typed", 10.0)),
        ({"name": "Khăn lụa"}, "lua", ("name", "phrase", "folded", 10.0)),
        ({"name": "Khăn tơ tằm"}, "lụa", ("name", "phrase", "synonym", 10.0)),
        ({"name": "Khăn choàng", "name_en": "Silk scarf"}, "silk", ("english", "phrase", "typed", 8.0)),
        ({"name": "Khăn choàng", "summary": "Dệt bằng lụa thật."}, "lụa", ("text", "word", "typed", 1.5)),
        ({"name": "Khăn choàng", "story": "Bà kể chuyện lụa."}, "lụa", ("story", "word", "typed", 0.4)),
        ({"name": "Bình vẽ cá chép gốm"}, "bình gốm", ("name", "words", "typed", 7.0)),
    ],
)  # fmt: skip
def test_says_where_by_which_rule_and_what_it_weighs(app, columns, query, said):
    make_product(browse_category="lua-theu-may" if "lua" in query else "khac", **columns)
    reason = only(query).reasons[-1]
    assert (reason.field, reason.rule, reason.way, reason.worth) in (said, (said[0], "begins", *said[2:]))
    assert reason.points == pytest.approx(reason.worth * reason.factor * reason.share, abs=0.02)


def test_names_the_set_of_a_synonym_and_the_mended_words(app):
    make_product(name="Khăn tơ tằm", browse_category="khac")
    reason = only("lụa").reasons[0]
    assert (reason.set_id, reason.factor, reason.found_as) == ("lua", 0.8, "tơ tằm")
    assert only("luja").is_mended


def test_tells_stock_stars_interest_and_newness_apart(app):
    make_product(name="Bình gốm", on_hand=5, interest=2)
    assert only("bình gốm").parts["stock"] == 0.4
    assert only("bình gốm").parts["new"] == 0.08
    make_product(name="Lọ sơn mài", interest=2, created_at=times.now() - timedelta(days=300))
    assert only("lọ sơn mài").parts["interest"] == 0.04


@pytest.mark.parametrize("path", ["/tim?q=lụa", "/san-pham?q=lụa", "/nhom/lua-theu-may?q=lụa"])
def test_staff_see_it_and_nobody_may_keep_their_page(browser, path):
    make_product(name="Khăn lụa", browse_category="lua-theu-may")
    browser.sign_in(make_staff("report"))
    page = browser.get(path + "&giai-thich=1")
    assert "Vì sao xếp thế này" in page.text
    assert "tên hàng" in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert "Vì sao xếp thế này" not in browser.get(path).text


def test_anybody_else_gets_the_page_as_it_is(browser):
    facility = make_facility()
    make_product(name="Khăn lụa", facility=facility)
    plain = browser.get("/tim?q=lụa")
    for person in (None, make_user(), make_member(facility)):
        if person:
            browser.sign_in(person)
        page = browser.get("/tim?q=lụa&giai-thich=1")
        assert page.status_code == 200
        assert "Vì sao xếp" not in page.text
        assert page.headers["Cache-Control"] == plain.headers["Cache-Control"]
        item = browser.get("/api/v1/products?q=lụa&explain=1").get_json()["items"][0]
        assert "why" not in item


def test_the_api_tells_staff(browser):
    make_product(name="Khăn lụa")
    browser.sign_in(make_staff("curate"))
    answer = browser.get("/api/v1/products?q=lụa&explain=1")
    why = answer.get_json()["items"][0]["why"]
    assert why["reasons"][0]["field"] == "name"
    assert why["parts"]["stock"] == 0.4
    assert answer.headers["Cache-Control"] == "no-store"
    assert "why" not in browser.get("/api/v1/products?q=lụa").get_json()["items"][0]


def test_both_engines_explain_alike(indexed):  # noqa: F811
    load_core_catalogue()
    from_memory = [explained(query)[2] for query in QUERIES]
    search.rebuild()
    assert [explained(query)[2] for query in QUERIES] == from_memory


def test_costs_no_further_statements(browser, query_count):
    browser.sign_in(make_staff("curate"))

    def load(path):
        with query_count() as run:
            browser.get(path)
        return len(run)

    for _ in range(8):
        make_product(name="Khăn lụa")
    load("/tim?q=lụa")
    assert load("/tim?q=lụa&giai-thich=1") <= load("/tim?q=lụa") + 3  # who asks, and what she may
