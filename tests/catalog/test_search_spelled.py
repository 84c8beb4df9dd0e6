"""Amounts in words, presents for somebody, and keys struck together, as a search reads them."""

import pytest

from catalog import search
from catalog.search import intents
from tests.factories import make_product


@pytest.mark.parametrize(
    ("query", "low", "high"),
    [
        ("dưới năm trăm nghìn", None, 500_000), ("duoi nam tram nghin", None, 500_000),
        ("dưới hai trăm rưỡi", None, 250_000), ("dưới trăm rưỡi", None, 150_000),
        ("dưới một triệu rưỡi", None, 1_500_000), ("dưới triệu rưỡi", None, 1_500_000),
        ("dưới một triệu hai", None, 1_200_000), ("dưới một triệu hai trăm", None, 1_200_000),
        ("dưới ba triệu năm trăm nghìn đồng", None, 3_500_000), ("dưới một trăm linh năm ngàn", None, 105_000),
        ("dưới năm chục nghìn", None, 50_000), ("dưới chín mươi chín nghìn", None, 99_000),
        ("dưới mười lăm triệu", None, 15_000_000), ("dưới nửa triệu", None, 500_000),
        ("dưới 5 trăm nghìn", None, 500_000), ("dưới 1 triệu rưỡi", None, 1_500_000),
        ("dưới 1 triệu 200 nghìn", None, 1_200_000), ("dưới một tỷ", None, 1_000_000_000),
        ("năm trăm nghìn trở xuống", None, 500_000), ("trên hai triệu", 2_000_000, None),
        ("từ hai trăm đến bốn trăm nghìn", 200_000, 400_000), ("từ một đến hai triệu", 1_000_000, 2_000_000),
        ("tầm năm trăm nghìn", 400_000, 600_000), ("tam nam tram nghin", 400_000, 600_000),
    ],
)  # fmt: skip
def test_a_price_in_words_is_a_price(query, low, high):
    read = intents.read(query)
    assert (read.selection.price_min, read.selection.price_max) == (low, high)
    assert (read.rest, read.said) == ("", [query])


def test_a_price_in_words_leaves_the_words_beside_it():
    read = intents.read("quà tết dưới năm trăm nghìn bát tràng")
    assert (read.rest, read.selection.price_max) == ("bát tràng", 500_000)
    assert intents.read("dưới một triệu ba lô").rest == "ba lô"


@pytest.mark.parametrize(
    "query",
    ["bát trăm hoa", "hoa triệu chuông", "nghìn năm thăng long", "nón ba lá", "năm món", "muối tre", "dưới 000", "ba"],
)
def test_words_that_are_no_price_stay_words(query):
    read = intents.read(query)
    assert (read.rest, read.selection.has_price) == (query, False)


def test_the_goods_of_a_price_in_words_are_those_of_figures(app):
    make_product(name="Bình gốm", price=450_000)
    make_product(name="Lọ gốm", price=650_000)
    spelled, figured = search.find("gốm dưới năm trăm nghìn"), search.find("gốm dưới 500k")
    assert list(spelled.ids) == list(figured.ids)
    assert spelled.exact == 1


@pytest.mark.parametrize("typed", ["gonm", "gomn", "gomm", "gpom", "goms", "goosm"])
def test_a_key_struck_with_its_neighbour_is_taken_back(app, typed):
    meant = make_product(name="Bình gốm")
    answer = search.find(typed)
    assert list(answer.ids[: answer.exact]) == [meant.id]
    assert answer.did_you_mean == "gốm"


def test_a_key_from_elsewhere_is_not_taken_back(app):
    make_product(name="Bình gốm")
    assert search.find("gotm").did_you_mean == ""


@pytest.mark.parametrize(
    "query", ["quà đối tác nhật", "qua doi tac nhat", "quà cho đối tác nhật bản", "quà tặng đối tác", "quà đối tác"]
)
def test_a_present_for_a_partner_is_a_present(app, query):
    make_product(name="Khay chữ nhật")
    other = make_product(name="Nón lá", is_gift=True)
    suited = make_product(name="Cà vạt lụa", is_gift=True, summary="Hợp làm quà cho đối tác dịp lễ.")
    answer = search.find(query)
    assert answer.spoken.values("flag") == ("gift",)
    assert list(answer.ids) == [suited.id, other.id]
