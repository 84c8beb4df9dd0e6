"""Forms that are offered no more, in a sheet: they go out, come in, leave and come back; one is always offered."""

import io

from sqlalchemy import func, select

from catalog import imports, judging, variants
from catalog.models import Product
from core.audit import AuditEntry
from core.db import db
from tests.catalog.sheet_files import workbook
from tests.catalog.test_export import sheet_of, taken_in, values_in
from tests.catalog.test_sheet_round_trip import put_aside
from tests.factories import make_facility, make_product, make_variant

HEADINGS = ["Mã SP", "Tên sản phẩm", "Nhóm hàng", "Giá bán", "Đơn vị", "Mã chính", "Loại", "Thôi bán"]


def teapot():
    product = make_product(sku="A1", name="Ấm", price=120_000)
    make_variant(product, sku="A1-2", name="Cỡ lớn", price=150_000)
    db.session.commit()
    return product


def sheet(first, second):
    """Two forms of one product, and whether each is still offered."""
    usual = ["Ấm", "Gốm sứ"]
    rows = [
        ["A1", *usual, 120_000, "chiếc", "A1", "", first],
        ["A1-2", *usual, 150_000, "chiếc", "A1", "Cỡ lớn", second],
    ]
    return workbook(HEADINGS, *rows)


def codes(facility, file):
    """Take a sheet in; what is said of each row."""
    with judging.judged(io.BytesIO(file)) as rows:
        lines = list(imports.apply(rows, facility))
    db.session.commit()
    db.session.expire_all()
    return [line.verdict.reason.code if line.verdict.reason else line.change for line in lines]


def offered(product):
    return [one.sku for one in product.offers]


def times_recorded(action):
    return db.session.scalar(select(func.count()).where(AuditEntry.action == action))


def test_a_product_whose_first_form_is_offered_no_more_goes_out_and_comes_in(app):
    product = teapot()
    make_variant(product, sku="A1-3", name="Cỡ nhỏ", price=90_000)
    variants.retire(product.main)
    variants.retire(product.variants[2])
    db.session.commit()
    first = sheet_of(product.facility)
    assert taken_in(first, product.facility) == {"unchanged": 3}
    put_aside(product.facility)
    elsewhere = make_facility()

    assert taken_in(first, elsewhere) == {"created": 3}

    theirs = db.session.scalar(select(Product).where(Product.facility_id == elsewhere.id))
    assert [(one.sku, one.retired) for one in theirs.variants] == [("A1", True), ("A1-2", False), ("A1-3", True)]
    assert values_in(sheet_of(elsewhere)) == values_in(first)


def test_a_form_leaves_by_a_sheet_and_comes_back(app):
    product = teapot()
    assert codes(product.facility, sheet("có", "")) == ["updated", "unchanged"]
    assert offered(product) == ["A1-2"]
    assert codes(product.facility, sheet("", "")) == ["unchanged", "unchanged"]
    assert codes(product.facility, sheet("không", "x")) == ["updated", "updated"]
    assert offered(product) == ["A1"]
    assert (times_recorded("product.variant_retired"), times_recorded("product.variant_brought_back")) == (2, 1)


def test_one_form_stays_however_many_rows_say_otherwise(app):
    product = teapot()
    assert codes(product.facility, sheet("có", "có")) == ["updated", "last_offered"]
    assert offered(product) == ["A1-2"]


def test_a_new_product_that_has_nothing_to_offer_is_refused(app):
    row = ["B1", "Bát", "Gốm sứ", 90_000, "chiếc", "", "", "có"]
    assert codes(make_facility(), workbook(HEADINGS, row)) == ["last_offered"]


def test_a_new_product_stays_on_offer_until_a_form_takes_its_place(app):
    facility = make_facility()
    assert codes(facility, sheet("có", "có")) == ["created", "created"]
    assert offered(db.session.scalar(select(Product))) == ["A1"]


def test_a_word_that_is_neither_yes_nor_no_is_asked_about(app):
    product = teapot()
    assert codes(product.facility, sheet("có lẽ", "")) == ["retired_unclear", "unchanged"]
