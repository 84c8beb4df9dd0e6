"""A facility's goods as the sheet that the importer reads: taken in again, it changes nothing.

What waits for staff stands in it as in the maker's own editor, so that a sheet that comes back leaves it waiting."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import raiseload, selectinload

from catalog import attributes, gtin, photos, revisions, sheet_products, taxonomy, tiers, values
from catalog.attributes import FACET
from catalog.models import Product, ProductAttribute, ProductRevision, Variant
from catalog.sheets import headings
from catalog.sheets.traits import Traits
from core import times, workbooks
from core.db import db
from programme.models import CraftVillage, Facility

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

ON_REQUEST = "Liên hệ"
_CHUNK = 500
_OFFERED = selectinload(Product.variants).joinedload(Variant.tiers)
Cell = str | int | None
_WIDTHS = {
    "Tên sản phẩm": 40,
    "Tên tiếng Anh": 32,
    "Mô tả": 60,
    "Nhóm hàng": 24,
    "Nhóm OCOP": 32,
    "Đặc tính": 40,
    "Ảnh": 24,
}


def write(facility: Facility, file: BinaryIO) -> int:
    """Write every product of a facility that is not archived, and each of its forms, as .xlsx; return how many rows.

    Rows leave memory as they are written, so that a sheet of 20,000 costs no more than one of 20.
    """
    book = workbooks.begin(file, constant_memory=True)
    sheet, names = begin(book), headings()
    count = 0
    for count, row in enumerate(rows(facility), start=1):
        for column, name in enumerate(names):
            put(sheet, count, column, row.get(name))
    book.close()
    return count


def begin(book: "Workbook") -> "Worksheet":
    """The first sheet of a workbook, with its headings."""
    sheet = book.add_worksheet("Hàng")
    for column, name in enumerate(headings()):
        sheet.set_column(column, column, _WIDTHS.get(name, 14))
        sheet.write_string(0, column, name, book.add_format({"bold": True}))
    sheet.freeze_panes(1, 2)
    return sheet


def put(sheet: "Worksheet", row: int, column: int, value: Cell) -> None:
    if isinstance(value, int):
        sheet.write_number(row, column, value)
    elif value:
        sheet.write_string(row, column, value)


@dataclass(frozen=True, slots=True)
class _Words:
    """How the records are said: villages by id, attributes by code."""

    villages: dict[int, str]
    traits: Traits


def rows(facility: Facility) -> Iterator[dict[str, Cell]]:
    """Each row by heading, in the order in which products were made; the forms of a product follow it."""
    slugs = db.session.execute(select(CraftVillage.id, CraftVillage.slug)).all()
    words = _Words(dict(slugs), Traits(attributes.known().values()))
    for product, edit in _products(facility.id):
        waits = sheet_products.waiting_values(edit)
        for variant in product.variants:
            yield _row(product, variant, waits, words)


def _products(facility_id: int) -> Iterator[tuple[Product, ProductRevision | None]]:
    """With the edit that waits, of what staff approved."""
    wanted = select(Product.id).where(Product.facility_id == facility_id, Product.state != "archived")
    ids = db.session.scalars(wanted.order_by(Product.id)).all()
    held = selectinload(Product.attributes).joinedload(ProductAttribute.attribute)
    loads = (_OFFERED, held, selectinload(Product.recognitions), raiseload("*", sql_only=True))
    for start in range(0, len(ids), _CHUNK):
        part = select(Product).where(Product.id.in_(ids[start : start + _CHUNK])).order_by(Product.id)
        found = db.session.scalars(part.options(*loads)).all()
        edits = revisions.open_by_product(one.id for one in found)
        yield from ((one, edits.get(one.id)) for one in found)


def _row(product: Product, variant: Variant, waits: dict[str, Any], words: _Words) -> dict[str, Cell]:
    is_main = variant is product.main
    has_forms = len(product.variants) > 1
    row: dict[str, Cell] = {
        "Mã SP": variant.sku,
        "Tên sản phẩm": waits.get("name", product.name),
        "Nhóm hàng": _shelf(waits.get("browse_category", product.browse_category)),
        "Giá bán": variant.price or ON_REQUEST,
        "Đơn vị": product.unit,
        "Tồn kho": variant.on_hand,
        "Khối lượng (g)": variant.weight_g,
        "Mã chính": product.sku if has_forms else None,
        "Loại": variant.name,
        "Thôi bán": "có" if variant.retired else None,
        "Bán theo cân": variant.sold_by_weight or None,
        "Mã vạch": gtin.shown(variant.gtin) if variant.gtin else None,
        "Giá theo số lượng": tiers.written(variant.tier_pairs),
    }
    return row | (_told(product, waits, words) if is_main else {})


def _shelf(slug: str) -> str:
    group = taxonomy.browse_group(slug)
    return group.name_vi if group else slug


def _told(product: Product, waits: dict[str, Any], words: _Words) -> dict[str, Cell]:
    ocop, cnnttb = (waits.get(name, getattr(product, name)) for name in ("ocop_group", "cnnttb_group"))
    return {
        "Tên tiếng Anh": waits.get("name_en", product.name_en),
        "Nhóm OCOP": _official(taxonomy.ocop_group(ocop or ""), with_code=True),
        "Nhóm CNNTTB": _official(taxonomy.cnnttb_group(cnnttb or "")),
        "Đặc tính": _traits(product, waits, words.traits),
        "Mô tả": sheet_products.described(product, waits),
        "Làng nghề": words.villages.get(waits.get("village_id", product.village_id) or 0),  # several share a name
        "Ảnh": "; ".join(product.label.get(photos.AWAITED, ())),
        **_certificate(product),
    }


def _official(group: taxonomy.Group | None, *, with_code: bool = False) -> str | None:
    """The code of the OCOP tree stands before the name: several branches share one."""
    if group is None:
        return None
    return f"{group.code} {group.name_vi}" if with_code else group.name_vi


def _traits(product: Product, waits: dict[str, Any], traits: Traits) -> str:
    """Those that goods of its shelf are asked; what else it has nobody is shown."""
    shelf = waits.get("browse_category", product.browse_category)
    codes = [code for code, one in traits.known.items() if one.shelf in ("", shelf)]
    stand = {code: values.of(product, FACET + code) for code in codes} if product.attributes else {}
    return traits.written({code: waits.get(FACET + code, stand.get(code, [])) for code in codes})


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
