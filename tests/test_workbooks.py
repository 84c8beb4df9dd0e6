"""Every list of staff goes out as a workbook whose texts are never formulas."""

import io

import pytest
from openpyxl import load_workbook

from core import times
from tests.factories import (
    make_application,
    make_booth,
    make_facility,
    make_fair,
    make_feature,
    make_hall,
    make_product,
    make_shelf,
    make_staff,
    make_stand,
    make_user,
)

EVIL = "=HYPERLINK(1)"


@pytest.fixture
def market(app):
    """A product that waits, on the shelf too, a stand and a wish for one; names that look like formulas."""
    fair = make_fair()
    maker = make_facility(name=EVIL, phone="+84900000001")
    waits = make_product(facility=maker, name="+1+1", state="submitted", submitted_at=times.now(), price=120_000)
    make_feature(make_shelf(fair), make_product(facility=maker), reason="@lệnh")
    hall = make_hall(fair)
    make_booth(fair, maker, stand=make_stand(hall, number="G07"))
    make_application(fair, maker, [waits], wish="-2+3")
    return {"fair": fair.slug, "hall": hall.code, "sku": waits.sku}


def sheet_of(answer):
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    return load_workbook(io.BytesIO(answer.data)).active


def lists(market):
    fair, hall = market["fair"], market["hall"]
    return {
        "moderate": ["/can-bo/san-pham/tai.xlsx"],
        "curate": [f"/can-bo/ke/tai.xlsx?fair={fair}"],
        "allot": [f"/can-bo/gian/tai.xlsx?fair={fair}&nha={hall}", f"/can-bo/gian/tai.xlsx?fair={fair}&loai=don"],
    }


@pytest.mark.parametrize("right", ["moderate", "curate", "allot"])
def test_no_cell_is_a_formula_and_every_text_is_whole(browser, market, right):
    browser.sign_in(make_staff(right))
    for path in lists(market)[right]:
        sheet = sheet_of(browser.get(path))
        cells = [cell for row in sheet.iter_rows() for cell in row]
        assert "f" not in {cell.data_type for cell in cells}
        assert EVIL in [cell.value for cell in cells], path


def test_the_queue_has_one_row_a_product(browser, market):
    browser.sign_in(make_staff("moderate"))
    sheet = sheet_of(browser.get("/can-bo/san-pham/tai.xlsx"))
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    assert [(row[0], row[1], row[5]) for row in rows] == [(market["sku"], "+1+1", 120_000)]


def test_stands_and_wishes_are_two_lists(browser, market):
    browser.sign_in(make_staff("allot"))
    stands, wishes = (sheet_of(browser.get(path)) for path in lists(market)["allot"])
    assert (stands["A2"].value, stands["E2"].value) == ("G07", "+84900000001")
    assert (wishes["F2"].value, wishes["G2"].value) == ("-2+3", 1)


@pytest.mark.parametrize("query", ["?fair=khong-co", "?fair={fair}&nha=khong-co"])
def test_what_is_not_there_gives_no_list(browser, market, query):
    browser.sign_in(make_staff("allot"))
    assert browser.get("/can-bo/gian/tai.xlsx" + query.format(**market)).status_code == 404


@pytest.mark.parametrize("right", ["moderate", "curate", "allot"])
def test_nobody_else_gets_them(browser, market, right):
    browser.sign_in(make_user())
    assert {browser.get(path).status_code for path in lists(market)[right]} == {403}
