"""The same words written otherwise get the same answer, and no way of asking breaks the page."""

import csv
import unicodedata
from pathlib import Path
from urllib.parse import quote

import pytest

from catalog import search
from tests.catalog.core_catalogue import load_core_catalogue

QUERIES = Path(__file__).parent.parent / "data" / "queries_more.csv"
OTHERWISE = {
    "taken apart": lambda query: unicodedata.normalize("NFD", query),
    "in capitals": str.upper,
    "with wide spaces": lambda query: "\u00a0 " + query.replace(" ", " \u00a0 ") + "\t",
    "with marks nobody sees": lambda query: "\u200b".join(query),
}
PAIRS = (
    ("thụy ứng", "thuỵ ứng"), ("men hỏa biến", "men hoả biến"), ("thanh thùy", "thanh thuỳ"),
    ("chương mỹ", "chương mĩ"), ("mỹ đức", "mĩ đức"), ("kiêu kỵ", "kiêu kị"), ("nhị khê", "nhỵ khê"),
)  # fmt: skip


@pytest.fixture
def core(app):
    load_core_catalogue()


@pytest.mark.sweep
@pytest.mark.parametrize("way", OTHERWISE)
def test_a_query_written_otherwise_gets_the_same_answer(core, way):
    with QUERIES.open(encoding="utf-8", newline="") as file:
        queries = [row["query"] for row in csv.DictReader(file)]
    differ = [query for query in queries if _ids(OTHERWISE[way](query)) != _ids(query)]
    assert differ == []


@pytest.mark.parametrize("pair", PAIRS, ids=" ".join)
def test_tone_places_and_final_i_and_y_make_no_difference(core, pair):
    one, other = map(_ids, pair)
    assert one == other
    assert one


@pytest.mark.parametrize(
    "typed",
    [
        "a" * 500, "gốm " * 125, "của và cho các", "!!! ??? ...", 'name:gốm AND (kind:* OR "', "gốm~2^10 -lụa +sen",
        "gô\u0301m\u200b\u200dsứ", "🏺🏺🏺", "\x00gốm", "'; DROP TABLE product; --", "<script>alert(1)</script>",
        "\ud7ff\uffff", "9" * 120, "dưới " * 25, "1 triệu rưỡi " * 10, "%00%0a", "../../etc/passwd",
    ],
)  # fmt: skip
def test_any_query_gets_a_proper_page_that_repeats_nothing_as_markup(core, browser, typed):
    page = browser.get("/tim?q=" + quote(typed))
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert browser.get("/api/v1/products?q=" + quote(typed)).status_code in (200, 422)


@pytest.mark.parametrize("rest", ["trang=1000000000", "trang=-1", "trang=x", "tiep=xx", "nhom=gom-su&nhom=khong-co"])
def test_any_page_and_facet_gets_a_proper_answer(core, browser, rest):
    assert browser.get(f"/tim?q=gốm&{rest}").status_code in (200, 404, 422)


def test_facets_that_contradict_the_words_find_nothing_and_say_so(core, browser):
    page = browser.get("/tim?q=gốm&nhom=thuc-pham")
    assert page.status_code == 200
    assert "<h1" in page.text


def _ids(query):
    return list(search.find(query).ids)
