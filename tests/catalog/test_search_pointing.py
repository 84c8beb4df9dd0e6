"""A fair by its name, a decision by its number, goods by their barcode: read out of the words as removable chips."""

from datetime import timedelta
from urllib.parse import quote

import pytest

from catalog import search
from catalog.search import Selection
from core import times
from core.db import db
from tests.catalog.test_search_index import indexed  # noqa: F401
from tests.factories import (
    make_booth,
    make_cnnttb,
    make_fair,
    make_hall,
    make_ocop,
    make_product,
    make_scheme,
    make_stand,
    make_variant,
    make_village,
)

GTIN = "8935001800019"


def find(query, **chosen):
    answer = search.find(query, Selection(**chosen))
    return list(answer.ids[: answer.exact])


@pytest.fixture
def fair(app):
    """One open fair with a gốm of two on show there."""
    one = make_fair(name="Hội chợ Xuân Quý Mão", slug="xuan-quy-mao", opens_at=times.now() - timedelta(days=1))
    shown, _other = make_product(name="Bình gốm"), make_product(name="Bình gốm")
    make_booth(one, shown.facility, make_stand(make_hall(one)), [shown])
    return shown


@pytest.mark.parametrize(
    "query",
    [
        "gốm hội chợ Xuân Quý Mão", "gốm ở hội chợ xuân quý mão", "gom hoi cho xuan quy mao",
        "hội chợ xuân quý mão gốm", "gốm tại phiên chợ xuân quý mão",
    ],
)  # fmt: skip
def test_an_open_fair_is_read_by_its_name(fair, query):
    assert find(query) == [fair.id]
    assert search.find(query).spoken.values("fair") == ("xuan-quy-mao",)


@pytest.mark.parametrize("query", ["gốm xuân quý mão", "gốm hội chợ xuận quý mão", "gốm hội chợ mùa thu"])
def test_what_does_not_name_a_fair_is_none(fair, query):
    assert search.find(query).spoken.values("fair") == ()


def test_a_chosen_fair_is_called_by_its_name(fair, browser):
    page = browser.get("/san-pham?hoi-cho=xuan-quy-mao").text
    assert page.count("Hội chợ Xuân Quý Mão") >= 2  # the chip and the facet
    assert ">xuan-quy-mao<" not in page
    told = browser.get("/api/v1/products").get_json()["facets"]
    assert told["fair"][0]["label"] == "Hội chợ Xuân Quý Mão"
    assert {one["value"]: one["label"] for one in told["flag"]}["in_fair"] == "Đang ở phiên chợ"


def test_a_fair_that_is_over_is_no_choice(app):
    over = make_fair(
        name="Hội chợ Thu Hà Nội", opens_at=times.now() - timedelta(days=9), closes_at=times.now() - timedelta(days=5)
    )
    product = make_product(name="Bình gốm")
    make_booth(over, product.facility, make_stand(make_hall(over)), [product])
    assert search.find("gốm hội chợ thu hà nội").spoken.values("fair") == ()


@pytest.fixture
def decided(app):
    """Two products of one decision and one of another."""
    products = [make_product(name=f"Bình gốm {n}") for n in ("một", "hai", "ba")]
    for product in products[:2]:
        make_cnnttb(product, decision_number="2646/QĐ-BCT", issuer="Bộ Công Thương")
    make_ocop(products[2], decision_number="264/QĐ-UBND")
    return products


@pytest.mark.parametrize(
    "query",
    [
        "2646 qd bct",
        "2646/QĐ-BCT",
        "quyết định số 2646/QĐ-BCT",
        "2646qđ",
        "QĐ 2646",
        "gốm 2646/qđ-bct",
        "2646 qđ gốm",
        "qđ 2646/QĐ-BCT",
        "qđ số 2646/QĐ-BCT",
    ],
)
def test_a_decision_is_read_by_its_number(decided, query):
    assert set(find(query)) == {decided[0].id, decided[1].id}
    assert search.find(query).spoken.values("decision") == ("2646-qd-bct",)


def test_a_number_is_not_the_beginning_of_another(decided):
    assert find("264/QĐ-UBND") == [decided[2].id]
    assert search.find("26/QĐ").spoken.count == 0
    assert search.find("26/QĐ").decision == "26/QĐ"


def test_a_decision_leads_to_where_it_is_verified(decided, browser):
    page = browser.get("/tim?q=" + quote("2646/QĐ-BCT")).text
    assert "/xac-minh?so=2646%2FQ%C4%90-BCT" in page
    assert "chu=2646%2FQ%C4%90-BCT" in page
    assert "/xac-minh?so=" not in browser.get("/tim?q=gốm").text
    assert "2646/QĐ-BCT" in browser.get("/xac-minh?so=" + quote("2646/QĐ-BCT")).text


@pytest.mark.parametrize(
    "query", ["9999/QĐ-UBND", "quyết định số 9999/QĐ-UBND", "quyết định 9999", "KC-2023-999", "kc 2023 999"]
)
def test_a_number_that_nobody_has_is_said_to_be_none(decided, browser, query):
    make_product(name="Hộp quyết định KC", summary="Số 9999 của UBND")
    answer = search.find(query)
    assert (answer.exact, answer.total) == (0, 0)
    assert f"Không có hồ sơ số “{answer.no_record}”" in browser.get("/tim?q=" + quote(query)).text
    assert answer.no_record in query


def test_that_a_number_is_of_nothing_is_said_before_what_else_to_do(decided, browser):
    page = browser.get("/tim?q=" + quote("9999/QĐ-UBND")).text
    assert 0 < page.index("Không có hồ sơ số") < page.index("Hay là thế này")


def test_what_stands_beside_such_a_number_is_still_found(decided, browser):
    assert set(find("gốm 9999/QĐ-UBND")) == {one.id for one in decided}
    assert "Không có hồ sơ số “9999/QĐ-UBND”" in browser.get("/tim?q=" + quote("gốm 9999/QĐ-UBND")).text
    assert "Không có hồ sơ số" not in browser.get("/tim?q=" + quote("gốm 2646/QĐ-BCT")).text
    plain = search.find("gốm 9999/QĐ-UBND", Selection(plain=("9999/QĐ-UBND",)))
    assert plain.no_record == ""


def test_the_number_of_a_scheme_leads_to_it(app, browser):
    make_scheme(code="KC-2023-019")
    search.rebuild()
    page = browser.get("/tim?q=KC-2023-019").text
    assert "/khuyen-cong/de-an/KC-2023-019" in page
    assert "Không có hồ sơ số" not in page


@pytest.mark.parametrize("query", [GTIN, "893 5001 800019", "gốm " + GTIN, "0" + GTIN])
def test_a_barcode_is_that_product(app, query):
    make_product(name="Bình gốm")
    meant = make_product(name="Lọ gốm")
    make_variant(meant, gtin="0" + GTIN)
    assert find(query) == [meant.id]
    assert search.find(query).spoken.values("gtin") == ("0" + GTIN,)


def test_a_barcode_that_nobody_has_is_a_word(app):
    make_product(name="Bình gốm")
    assert search.find(GTIN).spoken.count == 0


def test_a_chip_that_is_taken_off_reads_the_words_as_words(fair, browser):
    page = browser.get("/tim?q=" + quote("gốm hội chợ Xuân Quý Mão")).text
    assert "Bỏ ý “hội chợ Xuân Quý Mão”" in page
    link = "chu=h%E1%BB%99i+ch%E1%BB%A3+Xu%C3%A2n+Qu%C3%BD+M%C3%A3o"
    assert link in page
    plain = search.find("gốm hội chợ Xuân Quý Mão", Selection(plain=("hội chợ Xuân Quý Mão",)))
    assert plain.spoken.values("fair") == ()
    after = browser.get("/tim?q=" + quote("gốm hội chợ Xuân Quý Mão") + "&" + link)
    assert after.status_code == 200


@pytest.mark.parametrize("said", ["5 sao", "dưới 500k", "cấp quốc gia", "quà tặng"])
def test_what_narrows_is_read_as_words_once_its_chip_is_off(app, said):
    named = make_product(name=f"Bình gốm {said}")
    other = make_product(name="Bình gốm")
    query = f"bình gốm {said}"
    answer = search.find(query, Selection(plain=(said,)))
    assert answer.spoken.count == 0
    assert list(answer.ids[: answer.exact]) == [named.id]
    named.state = "withdrawn"
    db.session.commit()
    answer = search.find(query, Selection(plain=(said,)))  # words that no goods are written with say nothing
    assert list(answer.ids[: answer.exact]) == [other.id]


def test_a_village_has_a_chip_of_its_own(browser):
    village = make_village(name="Bát Tràng", slug="bat-trang")
    make_product(name="Bình gốm", village_id=village.id)
    page = browser.get("/tim?q=" + quote("bình gốm Bát Tràng dưới 500k")).text
    assert "Bỏ ý “bát tràng”" in page
    assert "Bỏ ý “dưới 500k”" in page
    assert "chu=d%C6%B0%E1%BB%9Bi+500k" in page
    assert "q=b%C3%ACnh+g%E1%BB%91m+d%C6%B0%E1%BB%9Bi+500k" in page
    assert "Bỏ ý “bát tràng”" not in browser.get("/tim?q=" + quote("Bát Tràng")).text
    assert "Bỏ ý “bát tràng”" in browser.get("/tim?q=" + quote("Bát Tràng dưới 500k")).text


def test_both_engines_read_alike(indexed):  # noqa: F811
    product = make_product(name="Bình gốm")
    make_cnnttb(product, decision_number="2646/QĐ-BCT", issuer="Bộ Công Thương")
    make_variant(product, gtin="0" + GTIN)
    search.rebuild()
    assert find("2646 qd bct") == find(GTIN) == [product.id]


@pytest.mark.parametrize("query", ["qd", "số", "1/qd" * 30, "0000000000000", "12345678 " * 12, "quyết định", "hội chợ"])
def test_nothing_to_point_at_is_no_error(browser, query):
    make_product(name="Bình gốm")
    assert browser.get("/tim?q=" + quote(query)).status_code == 200
