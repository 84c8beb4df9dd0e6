"""Search is judged on real queries over the 80 core products, and each manner of asking by itself."""

import sys

import pytest

from catalog import search
from tests.catalog.core_catalogue import load_core_catalogue
from tests.catalog.judged import judge
from tests.factories import make_product


@pytest.fixture
def core(app):
    load_core_catalogue()


@pytest.fixture
def find(core):
    """The SKUs that a query finds, best first."""
    snapshot = search.snapshot()

    def found(query):
        answer = search.finding.find(snapshot, query, search.Selection())
        return [snapshot.facts[number]["sku"] for number in answer.numbers]

    return found


def test_answers_the_judged_queries_through_the_api(browser, core, capsys):
    figures = judge("queries_visible.csv", lambda query: _through_the_api(browser, query))
    with capsys.disabled():
        sys.stdout.write(f"\n  queries_visible.csv: {figures}\n")
    assert figures.success_at_1 >= 0.95
    assert figures.ndcg >= 0.95
    assert figures.forbidden == []
    assert figures.empty == []


def test_answers_our_own_queries(find, capsys):
    figures = judge("queries_own.csv", find)
    with capsys.disabled():
        sys.stdout.write(f"\n  queries_own.csv: {figures}\n")
    assert figures.success_at_1 >= 0.95
    assert figures.ndcg >= 0.95
    assert figures.forbidden == []


def test_answers_queries_written_before_their_answers_were_seen(find, capsys):
    figures = judge("queries_more.csv", find)
    with capsys.disabled():
        sys.stdout.write(f"\n  queries_more.csv: {figures}\n")
    assert figures.success_at_1 >= 0.95
    assert figures.ndcg >= 0.95
    assert figures.forbidden == []
    assert figures.empty == []


def test_answers_slips_of_the_hand_and_of_the_ear(find, capsys):
    figures = judge("queries_slips.csv", find)
    with capsys.disabled():
        sys.stdout.write(f"\n  queries_slips.csv: {figures}\n")
    assert figures.success_at_1 >= 0.95
    assert figures.ndcg >= 0.95
    assert figures.forbidden == []
    assert figures.empty == []


def test_accents_that_were_typed_are_kept(find):
    assert "P54" in find("tương")
    assert not {"P30", "P32", "P37"} & set(find("tương"))
    assert not {"P18", "P21"} & set(find("giò"))


def test_bare_letters_find_every_sense_and_offer_them(app, core):
    answer = search.find("tuong")
    assert {"P54", "P30", "P37"} <= {search.snapshot().facts[number]["sku"] for number in answer.numbers}
    assert [sense.query for sense in answer.senses] == ["tương", "tượng", "tường"]
    assert answer.senses[0].count >= 1


def test_accents_settle_the_sense(app, core):
    assert search.find("tượng").senses == []


@pytest.mark.parametrize("typed", ["gooms suws bats tranfg", "go61m su71 ba1t tra2ng", "battrang gom"])
def test_keys_left_undone_and_glued_words_are_mended(app, core, typed):
    answer = search.find(typed)
    assert answer.is_mended
    assert search.snapshot().facts[answer.numbers[0]]["village"][0] in ("bat-trang", "giang-cao")


def test_a_known_word_is_never_mended(app, core):
    assert not search.find("tre").is_mended
    assert not search.find("sen").is_mended


def test_one_place_name_that_is_two_places(find):
    assert set(find("phùng xá")[:3]) == {"P09", "P10", "P40"}
    assert set(find("phùng xá mỹ đức")[:2]) == {"P09", "P10"}


def test_both_ways_to_place_a_tone_find_the_same(app):
    make_product(name="Hòa tấu sáo trúc")
    assert search.find("hoà tấu").total == search.find("hòa tấu").total == 1


def test_a_price_in_words_narrows(app):
    cheap, dear = make_product(name="Quạt nan", price=80_000), make_product(name="Quạt lụa", price=200_000)
    assert search.find("quạt dưới 100k").ids == [cheap.id]
    assert search.find("quạt từ 150 đến 300 nghìn").ids == [dear.id]
    assert set(search.find("quạt").ids) == {cheap.id, dear.id}


def test_stop_words_alone_are_still_looked_for(app):
    product = make_product(name="Tranh Giá Bán")
    assert search.find("giá bán").ids == [product.id]


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "🏺", "'\")(*", "AND OR NOT", "a" * 500, "gốm " * 200, "%", "\\"])
def test_bad_input_is_answered(app, core, typed):
    answer = search.find(typed)
    assert answer.total >= 0


def test_signs_alone_find_nothing(app, core):
    assert search.find("🏺 '\")(*").total == 0


def test_nothing_found_says_what_was_understood(app, core):
    answer = search.find("gốm vũ trụ")
    assert [(piece.written, piece.count > 0) for piece in answer.understood] == [
        ("gốm", True),
        ("vũ", False),
        ("trụ", False),
    ]


def _through_the_api(browser, query):
    answer = browser.get("/api/v1/products", query_string={"q": query})
    assert answer.status_code == 200
    return [item["sku"] for item in answer.get_json()["items"]]
