"""The model sheet and the page that tells how the columns are written."""

import io

import pytest
from openpyxl import load_workbook

from catalog import sheet_guide, taxonomy
from catalog.sheets.table import HEADINGS
from tests.catalog.test_export import taken_in, values_in
from tests.catalog.test_manage_sheets import put_up, sheet
from tests.factories import make_attribute, make_facility, make_member, make_product


@pytest.fixture
def known(app):
    return [
        make_attribute("several", code="mau", name="Màu"),
        make_attribute("one", code="men", name="Kiểu men", browse_category="gom-su"),
        make_attribute("number", code="cao", name="Cao", unit="cm"),
        make_attribute("flag", code="lo", name="Dùng lò vi sóng", browse_category="thuc-pham"),
    ]


def model():
    file = io.BytesIO()
    sheet_guide.write_model(file)
    return file.getvalue()


def test_the_rows_of_the_model_can_be_taken_in_as_they_are(known):
    first, form = (dict(zip(values_in(model())[0], row, strict=True)) for row in values_in(model())[1:])

    assert [*first] == [names[0] for names in HEADINGS.values()]
    assert (first["Nhóm OCOP"], first["Đặc tính"]) == ("IV.1", "Màu: Đỏ; Kiểu men: Đỏ; Cao: 25 cm")
    assert form["Mã chính"] == first["Mã SP"]
    facility = make_facility()
    assert taken_in(model(), facility) == {"created": 2}
    assert taken_in(model(), facility) == {"unchanged": 2}


def test_the_model_tells_every_column_group_and_attribute(known):
    told = load_workbook(io.BytesIO(model()))["Cách ghi"]
    text = {cell.value for row in told.iter_rows() for cell in row}

    assert {names[0] for names in HEADINGS.values()} <= text
    assert {one.code for one in taxonomy.ocop_groups()} <= text
    assert {one.name_vi for one in taxonomy.cnnttb_groups()} <= text
    assert {"Màu", "Đỏ + Xanh + Trắng", "một trong: Đỏ / Xanh / Trắng", "một số, cm", "có / không", "lo"} <= text


def test_every_column_is_told_with_its_example(known):
    told = {one.heading: one for one in sheet_guide.columns()}

    assert [*told] == [names[0] for names in HEADINGS.values()]
    assert all(one.how and one.example for one in told.values())
    assert [one.heading for one in told.values() if one.is_required] == [
        "Mã SP",
        "Tên sản phẩm",
        "Nhóm hàng",
        "Giá bán",
        "Đơn vị",
    ]


def test_the_page_tells_the_columns_and_what_a_sheet_does_not_carry(browser, known):
    browser.sign_in(make_member(make_facility(), "editor"))

    page = browser.get("/quan-ly/nhap").text

    assert all(f"<b>{one.heading}</b>" in page for one in sheet_guide.columns())
    assert "Màu: Đỏ; Kiểu men: Đỏ; Cao: 25 cm" in page
    assert all(one in page for one in sheet_guide.left_out())


def test_the_maker_takes_the_model_from_the_page(browser, known):
    browser.sign_in(make_member(make_facility(), "editor"))

    answer = browser.get("/quan-ly/nhap/mau.xlsx")

    assert answer.status_code == 200
    assert "bang-ke-mau.xlsx" in answer.headers["Content-Disposition"]
    assert values_in(answer.data)[1][0] == "VI-DU-1"


def test_differences_of_groups_and_attributes_are_told_in_words(browser, known):

    facility = make_facility()
    make_product(facility=facility, sku="GS1", name="Ấm", ocop_group="IV.2", state="draft")
    browser.sign_in(make_member(facility, "editor"))
    row = ["GS1", "Ấm", "Gốm sứ", 100_000, "chiếc", "IV.1", "Màu: Đỏ + Xanh"]
    bad = ["GS2", "Bát", "Gốm sứ", 100_000, "chiếc", "IV.1", "Màu: Tím; Cao: 3"]

    page = browser.get(put_up(browser, sheet(row, bad, headings=["Nhóm OCOP", "Đặc tính"])).location).text

    assert "<ins>Thủ công mỹ nghệ gia dụng, trang trí</ins>" in page
    assert "<b>Màu</b>" in page
    assert "<ins>Đỏ, Xanh</ins>" in page
    assert "“Màu: Tím”: Không có lựa chọn này." in page
