"""A facility's goods as a sheet: taken in again, it changes nothing; taken in elsewhere, it gives the same sheet."""

import io
from collections import Counter
from pathlib import Path

import pytest
from openpyxl import load_workbook

from catalog import export, imports, judging
from catalog.models import Product
from core import times
from core.db import db
from programme.models import CraftVillage, Facility
from tests.factories import make_facility, make_member, make_ocop, make_product, make_variant, make_village

DATA = Path(__file__).parent.parent / "data"


def sheet_of(facility):
    file = io.BytesIO()
    export.write(db.session.get_one(Facility, facility.id), file)
    return file.getvalue()


def values_in(sheet):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(sheet)).active.iter_rows()]


def taken_in(sheet, facility):
    """How many rows were created, updated, unchanged, refused."""
    with judging.judged(io.BytesIO(sheet)) as rows:
        lines = list(imports.apply(rows, db.session.get_one(Facility, facility.id)))
    db.session.commit()
    return Counter(line.change or line.verdict.status for line in lines)


def sample(app):
    for slug, name in (("bat-trang", "Bát Tràng"), ("kim-lan", "Kim Lan")):
        if not db.session.query(CraftVillage).filter_by(slug=slug).first():
            make_village(slug=slug, name=name)
    facility = make_facility()
    with times.frozen(times.start_of(times.today())):
        taken_in((DATA / "messy_import_sample.xlsx").read_bytes(), facility)
    return facility


def test_what_came_by_a_sheet_goes_out_and_comes_in_unchanged(app):
    facility = sample(app)
    first = sheet_of(facility)

    assert taken_in(first, facility) == {"unchanged": len(values_in(first)) - 1}
    assert values_in(sheet_of(facility)) == values_in(first)


def test_a_sheet_taken_in_where_there_is_nothing_gives_the_same_sheet(app):
    facility = sample(app)
    first = sheet_of(facility)
    db.session.query(Product).filter_by(facility_id=facility.id).update({"sku": "X" + Product.sku})
    for product in db.session.query(Product).filter_by(facility_id=facility.id):
        product.main.sku = product.sku
    db.session.commit()
    elsewhere = make_facility()

    assert set(taken_in(first, elsewhere)) == {"created"}
    assert values_in(sheet_of(elsewhere)) == values_in(first)


def test_what_people_wrote_in_the_editor_survives_a_sheet(app):
    """A summary that is not the story's first sentence, a unit in capitals, a village whose name others share."""
    make_village(slug="phung-xa-1", name="Phùng Xá (Mỹ Đức)")
    village = make_village(slug="phung-xa-2", name="Phùng Xá (Thạch Thất)")
    facility = make_facility(village_id=village.id)
    product = make_product(
        facility=facility, village_id=village.id, unit="Bộ", price=None, on_hand=None, name_en="Tea set",
        summary="Ấm nhỏ, rót không rớt.", story="Đất ủ ba tháng. Nung than.\n\nMỗi mẻ một màu.",
    )  # fmt: skip
    make_ocop(product, decision_number="1201/QĐ-UBND")

    assert taken_in(sheet_of(facility), facility) == {"unchanged": 1}
    db.session.expire_all()
    assert (product.unit, product.summary, product.price) == ("Bộ", "Ấm nhỏ, rót không rớt.", None)


def test_forms_of_a_product_follow_it_and_come_back(app):
    facility = make_facility()
    tea = make_product(facility=facility, name="Trà ướp sen", sku="TRA", price=120_000, browse_category="tra-do-uong")
    make_variant(tea, sku="TRA-250", name="Hộp 250 g", price=280_000, weight_g=400)
    make_variant(tea, sku="TRA-500", name="Hộp 500 g", price=500_000, on_hand=None)
    first = sheet_of(facility)

    assert [row[0] for row in values_in(first)[1:]] == ["TRA", "TRA-250", "TRA-500"]
    assert taken_in(first, facility) == {"unchanged": 3}


def test_what_is_sold_by_weight_comes_back_as_it_went(app):
    facility = make_facility()
    ham = make_product(facility=facility, name="Giò lụa", sku="GIO", browse_category="thuc-pham")
    make_variant(ham, sku="GIO-2", name="Cây nhỏ", price=1)
    for one in ham.variants:
        one.sold_by_weight = "199999/kg; 1200 g; -10%; +15%; 900-1500 g"
    db.session.commit()
    first = sheet_of(facility)
    assert taken_in(first, facility) == {"unchanged": 2}
    ham.sku = ham.main.sku = "CU"
    ham.variants[1].sku = "CU-2"
    db.session.commit()
    elsewhere = make_facility()

    assert taken_in(first, elsewhere) == {"created": 2}
    assert values_in(sheet_of(elsewhere)) == values_in(first)


def test_forms_are_made_with_their_product_in_one_sheet(app):
    facility = make_facility()
    tea = make_product(facility=facility, name="Trà ướp sen", sku="TRA", browse_category="tra-do-uong")
    make_variant(tea, sku="TRA-250", name="Hộp 250 g", price=280_000)
    sheet = sheet_of(facility)
    tea.sku = tea.main.sku = "CU"
    tea.variants[1].sku = "CU-250"
    db.session.commit()
    elsewhere = make_facility()

    assert taken_in(sheet, elsewhere) == {"created": 2}
    assert values_in(sheet_of(elsewhere)) == values_in(sheet)


@pytest.mark.parametrize(
    ("parent", "code"), [("KHONG-CO", "parent_unknown"), ("CUA-HO", "parent_unknown"), ("KHAC", "not_of_parent")]
)
def test_a_form_of_what_is_not_there_is_refused_and_changes_nothing(app, parent, code):
    facility = make_facility()
    make_product(sku="CUA-HO")
    make_product(facility=facility, sku="KHAC")
    tea = make_product(facility=facility, sku="TRA")
    make_variant(tea, sku="TRA-250", name="Hộp 250 g", price=280_000)
    sku = "TRA-250" if code == "not_of_parent" else "MOI"
    sheet = (
        "Mã SP,Tên sản phẩm,Nhóm hàng,Giá bán,Đơn vị,Mã chính,Loại\n"
        f"{sku},Trà,tra-do-uong,300.000,hộp,{parent},Hộp to\n"
    )

    with judging.judged(io.BytesIO(sheet.encode())) as rows:
        line = next(imports.apply(rows, db.session.get_one(Facility, facility.id)))
    assert (line.verdict.reason.code, line.change) == (code, "")
    db.session.expire_all()
    assert [(one.name, one.price) for one in tea.variants[1:]] == [("Hộp 250 g", 280_000)]


def test_text_is_never_a_formula_in_the_sheet(app):
    facility = make_facility()
    make_product(facility=facility, summary='=HYPERLINK("http://x")')

    cell = next(
        cell
        for row in load_workbook(io.BytesIO(sheet_of(facility))).active
        for cell in row
        if "HYPER" in str(cell.value)
    )
    assert cell.data_type == "s"


def test_the_maker_takes_it_from_the_page_of_sheets(browser):
    facility = make_facility(slug="gom-tam-sen")
    make_product(facility=facility, sku="GS001")
    browser.sign_in(make_member(facility, "editor"))

    answer = browser.get("/quan-ly/nhap/hang.xlsx")

    assert answer.status_code == 200
    assert "gom-tam-sen" in answer.headers["Content-Disposition"]
    assert values_in(answer.data)[1][0] == "GS001"


def test_others_goods_are_not_in_it(browser):
    make_product(sku="CUA-HO")
    browser.sign_in(make_member(make_facility(), "editor"))

    assert len(values_in(browser.get("/quan-ly/nhap/hang.xlsx").data)) == 1


def test_the_command_line_writes_the_same(app, tmp_path):
    facility = make_facility(slug="gom-tam-sen")
    make_product(facility=facility)
    runner, out = app.test_cli_runner(), tmp_path / "hang.xlsx"

    told = runner.invoke(args=["catalog", "export", str(out), "--facility", "gom-tam-sen"])

    assert told.exit_code == 0
    assert "1 dòng" in told.output
    assert values_in(out.read_bytes()) == values_in(sheet_of(facility))
    assert runner.invoke(args=["catalog", "export", str(out), "--facility", "la"]).exit_code == 1
