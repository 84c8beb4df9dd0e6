"""A facility's goods as the sheet that the importer reads: taken in again, it changes nothing."""

from collections.abc import Iterator
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload, selectinload
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from catalog import gtin, photos, taxonomy, tiers
from catalog.models import Product, Variant
from catalog.sheets import headings
from core import times
from core.db import db
from programme.models import Facility

ON_REQUEST = "Liên hệ"
_CHUNK = 500
_OFFERED = selectinload(Product.variants).joinedload(Variant.tiers)
Cell = str | int | None
_WIDTHS = {"Tên sản phẩm": 40, "Tên tiếng Anh": 32, "Mô tả": 60, "Nhóm hàng": 24, "Ảnh": 24}


def write(facility: Facility, file: BinaryIO) -> int:
    """Write every product of a facility that is not archived, and each of its forms, as .xlsx; return how many rows.

    Rows leave memory as they are written, so that a sheet of 20,000 costs no more than one of 20.
    """
    book = Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet = book.add_worksheet("Hàng")
    names = headings()
    for column, name in enumerate(names):
        sheet.set_column(column, column, _WIDTHS.get(name, 14))
        sheet.write_string(0, column, name, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 2)
    count = 0
    for count, row in enumerate(rows(facility), start=1):
        for column, name in enumerate(names):
            _put(sheet, count, column, row.get(name))
    book.close()
    return count


def rows(facility: Facility) -> Iterator[dict[str, Cell]]:
    """Each row by heading, in the order in which products were made; the forms of a product follow it."""
    for product in _products(facility.id):
        for variant in product.offers:
            yield _row(product, variant)


def described(product: Product) -> str:
    """What stands under “Mô tả”: the story, which the importer shortens for the summary, or the summary alone."""
    return product.story or product.summary


def _products(facility_id: int) -> Iterator[Product]:
    wanted = select(Product.id).where(Product.facility_id == facility_id, Product.state != "archived")
    ids = db.session.scalars(wanted.order_by(Product.id)).all()
    for start in range(0, len(ids), _CHUNK):
        part = select(Product).where(Product.id.in_(ids[start : start + _CHUNK])).order_by(Product.id)
        loads = (joinedload(Product.village), _OFFERED, selectinload(Product.recognitions))
        yield from db.session.scalars(part.options(*loads, raiseload("*", sql_only=True)))


def _row(product: Product, variant: Variant) -> dict[str, Cell]:
    is_main, has_forms = variant is product.main, len(product.offers) > 1
    row: dict[str, Cell] = {
        "Mã SP": variant.sku,
        "Tên sản phẩm": product.name,
        "Nhóm hàng": _group(product),
        "Giá bán": variant.price or ON_REQUEST,
        "Đơn vị": product.unit,
        "Tồn kho": variant.on_hand,
        "Khối lượng (g)": variant.weight_g,
        "Mã chính": product.sku if has_forms else None,
        "Loại": variant.name,
        "Bán theo cân": variant.sold_by_weight or None,
        "Mã vạch": gtin.shown(variant.gtin) if variant.gtin else None,
        "Giá theo số lượng": tiers.written(variant.tier_pairs),
    }
    return row | (_told(product) if is_main else {})


def _group(product: Product) -> str:
    group = taxonomy.browse_group(product.browse_category)
    return group.name_vi if group else product.browse_category


def _told(product: Product) -> dict[str, Cell]:
    return {
        "Tên tiếng Anh": product.name_en,
        "Mô tả": described(product),
        "Làng nghề": product.village.slug if product.village else None,  # several villages share a name
        "Ảnh": "; ".join(product.label.get(photos.AWAITED, ())),
        **_certificate(product),
    }


def _certificate(product: Product) -> dict[str, Cell]:
    """The latest OCOP certificate that holds, or would once staff have looked at it."""
    ocop = [one for one in product.recognitions if one.kind == "ocop" and one.state in ("proposed", "confirmed")]
    held = [one for one in ocop if one.decision_number and one.expires_on and one.expires_on >= times.today()]
    if not held:
        return {}
    latest = max(held, key=lambda one: (one.issued_on, one.id))
    return {
        "Sao OCOP": latest.stars,
        "Số QĐ": latest.decision_number,
        "Ngày cấp": f"{latest.issued_on:%d/%m/%Y}",
    }


def _put(sheet: Worksheet, row: int, column: int, value: Cell) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value)
