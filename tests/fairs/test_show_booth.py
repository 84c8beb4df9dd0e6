"""The booth: the maker's own stand, with its goods, its papers, its record and its neighbours."""

from datetime import timedelta

import pytest

from core import times
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_hall,
    make_ocop,
    make_photo,
    make_product,
    make_scheme,
    make_stand,
    make_support,
)

PATH = "/hoi-cho/cuoi-thu/gom-tam-sen"


def a_booth(products=(), fair=None, **columns):
    fair = fair or make_fair(slug="cuoi-thu", name="Chợ phiên cuối Thu")
    hall = make_hall(fair, code="A", name="Nhà A")
    stand = make_stand(hall, number="G07", walk=7)
    facility = columns.pop("facility", None) or make_facility(name="Gốm Tâm Sen")
    return make_booth(
        fair, facility, stand, products, **{"slug": "gom-tam-sen", "code": "TAMSEN7", "title": "Gốm Tâm Sen"} | columns
    )


def test_shows_goods_in_the_order_the_facility_chose(browser):
    names = ["Chén tống", "Ấm vẽ sen", "Bình hút lộc"]
    a_booth([make_product(name=name) for name in names])

    page = browser.get(PATH).text

    places = [page.index(f'?gian=TAMSEN7">{name}</a>') for name in names]
    assert places == sorted(places)


def test_goods_lead_on_with_the_booth_they_were_found_at(browser):
    a_booth([make_product(slug="chen-tong")])

    assert 'href="/san-pham/chen-tong?gian=TAMSEN7"' in browser.get(PATH).text


def test_a_closed_fair_credits_no_booth_any_more(browser):
    now, day = times.now(), timedelta(days=1)
    fair = make_fair(slug="cuoi-thu", opens_at=now - 9 * day, closes_at=now - day)
    a_booth([make_product(slug="chen-tong")], fair)

    page = browser.get(PATH).text

    assert 'href="/san-pham/chen-tong"' in page
    assert "đã tan" in page


def test_leaves_out_what_is_not_on_show(browser):
    a_booth([make_product(name="Chén đang bày"), make_product(name="Chén còn nháp", state="draft")])

    page = browser.get(PATH).text

    assert "Chén đang bày" in page
    assert "Chén còn nháp" not in page


def test_names_the_scheme_that_paid(browser):
    scheme = make_scheme(code="KC-2026-007")
    a_booth(scheme_id=scheme.id)

    assert 'href="/khuyen-cong/de-an/KC-2026-007"' in browser.get(PATH).text


def test_tells_what_the_support_gave(browser):
    facility = make_facility()
    support = make_support(make_scheme(code="KC-2026-009"), facility, content="Gian hàng 9 m²", local=7_200_000)
    a_booth(facility=facility, support_id=support.id)

    page = browser.get(PATH).text

    assert "Gian hàng 9 m²" in page
    assert "7.200.000" in page


def test_shows_papers_while_they_are_valid(browser):
    product = make_product()
    make_ocop(product, 5, decision_number="412/QĐ-OCOP")
    make_ocop(product, 4, issued_on=times.today() - timedelta(days=3000), decision_number="1/QĐ-CŨ")
    a_booth([product])

    page = browser.get(PATH).text

    assert "412/QĐ-OCOP" in page
    assert "1/QĐ-CŨ" not in page


def test_asks_about_a_product_or_the_whole_booth(browser):
    a_booth([make_product(slug="chen-tong", name="Chén tống")])

    page = browser.get(PATH).text

    form = page[page.index('action="/hoi"') :]
    assert 'name="gian" value="TAMSEN7"' in form
    assert '<option value="chen-tong">Chén tống</option>' in form


def test_leads_to_the_booths_on_either_side(browser):
    booth = a_booth()
    hall = booth.stand.hall
    make_booth(booth.fair, stand=make_stand(hall, number="G06", walk=6), slug="su-nha-ca", title="Sứ Nhà Cả")
    make_booth(booth.fair, stand=make_stand(hall, number="L01", walk=9), slug="lua-ben-cau", title="Lụa Bến Cầu")
    make_booth(booth.fair, stand=make_stand(hall, number="L02", walk=12), slug="xa-hon", title="Xa hơn")

    page = browser.get(PATH).text

    assert 'rel="prev" href="/hoi-cho/cuoi-thu/su-nha-ca"' in page
    assert 'rel="next" href="/hoi-cho/cuoi-thu/lua-ben-cau"' in page
    assert "Xa hơn" not in page


def test_a_booth_without_a_stand_still_has_its_page(browser):
    booth = a_booth()
    make_booth(booth.fair, slug="chua-xep", title="Chưa xếp chỗ")

    assert browser.get("/hoi-cho/cuoi-thu/chua-xep").status_code == 200


def test_the_placard_carries_the_printed_code(browser):
    a_booth()

    page = browser.get(f"{PATH}/bien").text

    assert "localhost/q/TAMSEN7" in page
    assert 'aria-label="Mã QR mở http://localhost/q/TAMSEN7"' in page


@pytest.mark.parametrize("path", [PATH, f"{PATH}/bien", "/hoi-cho/phien-khac/gom-tam-sen"])
def test_an_unpublished_booth_is_not_found(browser, path):
    a_booth(published_at=None)

    assert browser.get(path).status_code == 404


@pytest.mark.parametrize("goods", [1, 40])
def test_runs_the_same_queries_however_many_goods(browser, query_count, goods):
    facility = make_facility()
    products = [make_product(facility=facility) for _ in range(goods)]
    for product in products:
        make_photo(product)
    a_booth(products, facility=facility)

    with query_count() as run:
        browser.get(PATH)

    assert sum("SELECT" in statement for statement in run) == 10


def test_is_the_same_for_everybody_and_may_be_kept(browser):
    a_booth()

    answer = browser.get(PATH)

    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
