"""Amounts in words, presents for somebody, and keys struck together, as a search reads them."""

import pytest

from catalog import search
from catalog.search import intents
from tests.catalog.core_catalogue import load_core_catalogue
from tests.factories import make_product


@pytest.fixture
def core(app):
    load_core_catalogue()


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


@pytest.mark.parametrize("typed", ["gotm", "gmo", "g9om", "goom", "go6m"])
def test_what_cannot_be_said_is_taken_for_a_slip(app, typed):
    meant = make_product(name="Bình gốm")
    answer = search.find(typed)
    if typed == "g9om":  # 9 makes đ of a d, and there is none
        assert answer.exact == 0
    else:
        assert (list(answer.ids), answer.did_you_mean) == ([meant.id], "gốm")


def test_a_short_word_that_can_be_said_is_taken_as_typed(app):
    make_product(name="Bình gốm")
    assert (search.find("gim").total, search.find("gim").did_you_mean) == (0, "")


def test_a_short_word_beside_a_name_may_have_a_letter_wrong(core):
    assert search.find("lụt vạn phúc").did_you_mean == "lụa vạn phúc"
    assert search.find("lụt").did_you_mean != "lụa"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("batrang", "bát tràng"),
        ("battrnag", "bát tràng"),
        ("luacvanphuc", "lụa vạn phúc"),
        ("gombatrang", "gốm bát tràng"),
    ],
)
def test_words_run_together_with_a_slip_in_them(core, typed, meant):
    answer = search.find(typed)
    assert (answer.is_mended, answer.did_you_mean) == (True, meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("potery", "pottery"), ("rice flak", "rice flake"), ("chè lạm", "chè lam"),
        ("chuowng my", "chương mỹ"), ("mật oong", "mật ong"), ("banh chumg", "bánh chưng"),
        ("embroideri", ""), ("luocs sungw", "lược sừng"), ("quatj giay", "quạt giấy"),
    ],
)  # fmt: skip
def test_what_is_proposed_is_written_as_people_write(core, typed, meant):
    """Never a word with its accents off or with the i that y is looked up by."""
    assert search.find(typed).did_you_mean == meant


def test_what_was_understood_is_told_in_the_words_that_were_typed(core):
    assert [piece.written for piece in search.find("pottery chuong my").understood] == ["pottery", "chuong my"]


def test_senses_are_offered_of_the_mended_words(core):
    answer = search.find("tuong nepp")
    assert {sense.query for sense in answer.senses} <= {"tương nếp", "tượng nếp", "tường nếp"}


def test_a_sense_keeps_the_price_that_was_said_and_counts_within_it(core):
    senses = {one.label: one for one in search.find("tuong duoi 500k").senses}
    assert senses["tượng (điêu khắc)"].query == "tượng duoi 500k"
    assert senses["tượng (điêu khắc)"].count == search.find("tượng dưới 500k").exact
    assert senses["tượng (điêu khắc)"].count < search.find("tượng").exact


@pytest.mark.parametrize(
    "settled", ["xã Bát Tràng cũ", "làng Bát Tràng", "huyện Chương Mỹ", "thị xã Sơn Tây", "Vạn Phúc Hà Đông"]
)
def test_a_place_that_is_settled_offers_no_others(core, settled):
    answer = search.find(settled)
    assert (answer.senses, answer.exact > 0) == ([], True)


def test_every_sense_of_a_place_finds_what_it_says(core):
    counts = {one.query: one.count for one in search.find("bát tràng").senses}
    assert counts["xã Bát Tràng cũ"] == search.find("xã cũ bát tràng").exact > 1


def test_senses_that_all_find_nothing_are_not_offered(core):
    assert search.find("lau van phuc").senses == []


def test_contradicting_choices_are_not_told_as_a_mention(core, browser):
    page = browser.get("/tim?q=gom&lang=bat-trang&nhom=thuc-pham").text
    assert "trong các mục đã chọn" in page
    assert "lời kể" not in page


def test_what_only_a_story_tells_of_comes_near(app):
    make_product(name="Đàn bầu", story="Mặt đàn gỗ vông, cần trúc.")
    told = make_product(name="Xôi", summary="Xôi trúc.")
    answer = search.find("trúc")
    assert (answer.exact, list(answer.ids)[0]) == (1, told.id)
    assert search.find("vông").exact == 0
    assert search.find("vông").total == 1


def test_corn_is_no_paulownia_wood(app):
    make_product(name="Đàn bầu", story="Mặt đàn bằng gỗ ngô đồng.", summary="Đàn mặt ngô đồng.")
    make_product(name="Giò bò", summary="Thịt bắp bò giã nhuyễn.")
    corn = make_product(name="Xôi", summary="Xôi lạc, xôi ngô.")
    for typed in ("bắp", "ngô"):
        assert list(search.find(typed).ids) == [corn.id]


def test_where_nobody_makes_the_thing_what_the_place_makes_comes_near(core):
    answer = search.find("lau van phuc")
    assert answer.exact == 0
    assert {search.snapshot().facts[one]["sku"] for one in answer.ids} >= {"P06", "P07"}


def test_english_words_that_ask_for_nothing_are_passed_over(core):
    assert list(search.find("cheap pottery").ids) == list(search.find("pottery").ids)
    assert search.find("cheap pottery").did_you_mean == ""


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
