"""Official groups and attributes that come by a sheet: written at once to drafts, waiting where staff approved."""

import pytest
from sqlalchemy import select

from catalog.models import Product, ProductAttribute, ProductRevision
from core.audit import AuditEntry
from core.db import db
from tests.catalog.test_imports import sheet, take_in
from tests.factories import make_attribute, make_facility, make_product, make_value

HEADINGS = ["Nhóm OCOP", "Nhóm CNNTTB", "Đặc tính"]
ROW = ["GS1", "Ấm", "Gốm sứ", 100_000, "chiếc"]
SAID = ["IV.1", "Thủ công mỹ nghệ", "Màu: Đỏ + Xanh; Đường kính: 12,5 cm"]


@pytest.fixture
def facility(app):
    make_attribute("several", code="mau", name="Màu")
    make_attribute("number", code="duong-kinh", name="Đường kính", unit="cm")
    return make_facility()


def one(facility, *said, row=ROW):
    (line,) = take_in(facility, sheet([*row, *said], headings=HEADINGS))
    db.session.expire_all()
    return line


def held():
    rows = db.session.execute(select(ProductAttribute.value).order_by(ProductAttribute.value))
    product = db.session.scalars(select(Product)).one()
    return product.ocop_group, product.cnnttb_group, [value for (value,) in rows]


def test_new_goods_carry_them(facility):
    assert one(facility, *SAID).change == "created"

    assert held() == ("IV.1", "tcmn", ["12.5", "do", "xanh"])
    assert one(facility, *SAID).change == "unchanged"


def test_a_draft_takes_them_at_once_and_a_blank_cell_leaves_them(facility):
    make_product(facility=facility, sku="GS1", name="Ấm", state="draft")

    assert one(facility, *SAID).change == "updated"
    assert held() == ("IV.1", "tcmn", ["12.5", "do", "xanh"])
    assert one(facility, "", "", "").change == "unchanged"
    assert one(facility, "", "", "Màu: Trắng").change == "updated"
    assert held() == ("IV.1", "tcmn", ["12.5", "trang"])
    assert one(facility, "không", "bỏ", "Màu: không").change == "updated"
    assert held() == (None, None, ["12.5"])
    assert db.session.query(ProductRevision).count() == 0


def test_of_what_staff_approved_they_wait(facility):
    product = make_product(facility=facility, sku="GS1", name="Ấm", ocop_group="IV.2")
    colour = make_attribute("one", code="men", name="Men")
    make_value(product, colour, "do")

    line = one(facility, "IV.1", "tcmn", "Men: Trắng; Màu: Đỏ")

    assert line.change == "updated"
    assert held() == ("IV.2", None, ["do"])
    (edit,) = db.session.scalars(select(ProductRevision))
    assert (edit.state, edit.changes) == (
        "waiting",
        {
            "ocop_group": ["IV.2", "IV.1"],
            "cnnttb_group": [None, "tcmn"],
            "attr.men": [["do"], ["trang"]],
            "attr.mau": [[], ["do"]],
        },
    )
    assert db.session.scalars(select(AuditEntry.action)).all() == ["product.revision_proposed"]
    assert one(facility, "IV.1", "tcmn", "Men: Trắng; Màu: Đỏ").change == "unchanged"


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        (["IX.9", "", ""], "ocop_group", "group_unknown"),
        (["Đồ uống không cồn", "", ""], "ocop_group", "group_ambiguous"),
        (["", "Đồ nhựa", ""], "cnnttb_group", "group_unknown"),
        (["", "", "Màu: Tím than"], "attributes", "attribute_value"),
        (["", "", "Hương: Sen"], "attributes", "attribute_unknown"),
        (["", "", "Đỏ"], "attributes", "attribute_unclear"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_cell_and_changes_nothing(facility, said, field, code):
    make_product(facility=facility, sku="GS1", name="Ấm cũ", state="draft", ocop_group="IV.2")

    line = one(facility, *said)

    assert (line.verdict.reason.field, line.verdict.reason.code, line.change) == (field, code, "")
    assert held() == ("IV.2", None, [])
    assert db.session.scalar(select(Product.name)) == "Ấm cũ"


def test_a_shelf_that_asks_other_attributes_is_judged_by_its_own(facility):
    make_attribute("one", code="men", name="Men", browse_category="gom-su")
    make_product(facility=facility, sku="GS1", name="Ấm")

    line = one(facility, "", "", "Men: Đỏ", row=["GS1", "Ấm", "Thực phẩm", 100_000, "chiếc"])

    assert (line.verdict.reason.code, line.verdict.reason.said) == ("attribute_elsewhere", "Men")
    assert db.session.query(ProductRevision).count() == 0
