"""A facility's sheet taken in: what each row would change, and the change itself in one transaction a sheet.

Products are matched by their SKU within the facility. An empty cell leaves what is there; a price on request
(“Liên hệ”) takes the price away. What a sheet does not have (label facts, photos) keeps new products drafts.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import IO, Any

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import LoaderOption

from catalog import attributes, fields, kept, labels, revisions, search, sheet_products, sheet_variants
from catalog.attributes import FACET
from catalog.judging import Judged, batches
from catalog.models import Product, ProductAttribute, ProductRevision, Variant
from catalog.sheet_products import Difference, Records
from catalog.sheet_variants import Parents
from catalog.sheets import Verdict
from catalog.sheets.judge import Reason, Values
from catalog.sheets.table import HEADINGS
from core.db import db, release
from programme.models import Facility

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
Edits = dict[int, ProductRevision]  # what waits for staff, by product


@dataclass(frozen=True, slots=True)
class Line:
    """A judged row and what it changes; a row that is not taken changes nothing."""

    verdict: Verdict
    change: str = ""
    differences: tuple[Difference, ...] = ()
    lacks: tuple[str, ...] = ()  # "label", "photo", "price": why a draft cannot be sent for approval yet

    def as_row(self) -> dict[str, str]:
        return self.verdict.as_row() | {"change": self.change}


COLUMNS = tuple(Line(Verdict(0, Values())).as_row())


def preview(rows: Judged, facility: Facility) -> Iterator[Line]:
    """What would change, row by row. Writes nothing, and holds no transaction between batches."""
    parents, known = Parents(facility.id), sheet_products.records()
    for batch in batches(iter(rows)):
        matched = _matched_all(batch, parents)
        edits = _open_edits(matched)
        lines = [_line(verdict, row, known, edits) for verdict, row in matched]
        release()
        yield from lines


def apply(rows: Judged, facility: Facility) -> Iterator[Line]:
    """Make the changes, row by row, in the caller's transaction; to be drawn to its end, then committed once."""
    parents, known = Parents(facility.id), sheet_products.records()
    for batch in batches(iter(rows)):
        yield from _applied(batch, facility, parents, known)


def write_report(lines: Iterable[Line], file: IO[str]) -> Counter[str]:
    """Write every line as CSV, and count them by status, by change and by what is lacking."""
    writer = report_writer(file)
    counts: Counter[str] = Counter()
    for line in lines:
        writer.writerow(line.as_row())
        counts.update(tally(line))
    return counts


def report_writer(file: IO[str], further: Iterable[str] = ()) -> "csv.DictWriter[str]":
    """A writer of report rows, its headings written; `further` columns come behind."""
    writer = csv.DictWriter(file, [*COLUMNS, *further], lineterminator="\n")
    writer.writeheader()
    return writer


def tally(line: Line) -> list[str]:
    """What a line counts for: rows, its status, its change, lacks_label …"""
    return ["rows", line.verdict.status, *filter(None, [line.change]), *(f"lacks_{what}" for what in line.lacks)]


def field_names() -> dict[str, str]:
    """What the fields of a sheet and of a difference are called."""
    mine = {"row": _("Cả dòng"), "stock": fields.names()["on_hand"], "ocop": _("Chứng nhận OCOP"), "images": _("Ảnh")}
    of_sheet = {name: headings[0] for name, headings in HEADINGS.items()}
    traits = {FACET + code: one.name for code, one in attributes.known().items()}
    return of_sheet | fields.names() | mine | {"village_id": _("Làng nghề")} | traits


def teller() -> Callable[[str, Any], Any]:
    """Says a value of a difference as people read it; prices and counts are left to the page."""
    known, village = attributes.known(), cache(lambda value: fields.told("village_id", value))

    def told(field: str, value: Any) -> Any:
        if value is None or field in ("price", "on_hand", "weight_g"):
            return value
        if field.startswith(FACET):
            one = known.get(field.removeprefix(FACET))
            return ", ".join(map(one.say, value)) if one else value
        return village(value) if field == "village_id" else fields.told(field, value)

    return told


def _matched_all(
    batch: list[Verdict], parents: Parents, *, lock: bool = False
) -> list[tuple[Verdict, Product | Variant | None]]:
    """Each row with the product it is about, or the form of one; refused where the records speak against it."""
    values = [verdict.values for verdict in batch if verdict.is_taken]
    skus = {one.sku for one in values} | {one.parent_sku for one in values if one.is_variant}
    gtins = {one.gtin for one in values if one.gtin}
    mine = select(Product.id).where(Product.facility_id == parents.facility_id)
    by_sku = Variant.sku.in_(bindparam("skus", expanding=True))
    is_holder = Variant.gtin.in_(gtins) & Variant.product_id.in_(mine)
    wanted = select(Variant).where(by_sku | is_holder if gtins else by_sku).options(*_judged_against())
    wanted = wanted.with_for_update(of=Variant) if lock else wanted
    found = db.session.scalars(wanted, {"skus": list(skus)}).all()
    holders = {f"gtin:{one.gtin}": one for one in found if one.product.facility_id == parents.facility_id}
    known = {variant.sku: variant for variant in found} | holders
    parents.away = kept.away(one.id for one in found)
    return [_matched(verdict, known, parents) for verdict in batch]


def _judged_against() -> tuple[LoaderOption, ...]:
    product = joinedload(Variant.product)
    return (
        product.selectinload(Product.variants).joinedload(Variant.tiers),
        product.selectinload(Product.recognitions),
        product.selectinload(Product.photos),
        product.selectinload(Product.attributes).joinedload(ProductAttribute.attribute),
    )


def _matched(verdict: Verdict, known: dict[str, Variant], parents: Parents) -> tuple[Verdict, Product | Variant | None]:
    values, variant = verdict.values, known.get(verdict.values.sku or "")
    if not verdict.is_taken:
        return verdict, None
    if values.is_variant:
        refusal = parents.refusal(values, known)
        return (_refused(verdict, *refusal), None) if refusal else (verdict, variant)
    if not sheet_variants.gtin_is_free(values, known):
        return _refused(verdict, "gtin", "gtin_taken"), None
    if variant is None:
        return (verdict if parents.brings(values) else _refused(verdict, "retired", "last_offered")), None
    if variant.product.facility_id != parents.facility_id or variant is not variant.product.main:
        return _refused(verdict, "sku", "sku_taken"), None
    if sheet_variants.cannot_be_weighed(values, variant):
        return _refused(verdict, "sold_by_weight", "cannot_be_weighed"), None
    if values.stock is not None and values.stock < variant.promised + parents.away.get(variant.id, 0):
        return _refused(verdict, "stock", "stock_below_held"), None
    if sheet_variants.takes_last_price(values, variant):
        return _refused(verdict, "price_vnd", "price_needed"), None
    if not parents.keeps_one(values, variant):
        return _refused(verdict, "retired", "last_offered"), None
    return verdict, variant.product


def _refused(verdict: Verdict, field: str, code: str) -> Verdict:
    return replace(verdict, reasons=(Reason(field, code), *verdict.reasons))


def _open_edits(matched: Iterable[tuple[Verdict, Product | Variant | None]]) -> Edits:
    ids = [row.id for _verdict, row in matched if isinstance(row, Product)]
    return revisions.open_by_product(ids) if ids else {}


def _line(verdict: Verdict, product: Product | Variant | None, known: Records, edits: Edits) -> Line:
    if not verdict.is_taken:
        return Line(verdict)
    if verdict.values.is_variant or isinstance(product, Variant):
        return _variant_line(verdict, product if isinstance(product, Variant) else None)
    lacks = tuple(_lacks(verdict.values, product))
    if product is None:
        return Line(verdict, CREATED, lacks=lacks)
    found = tuple(sheet_products.differences(verdict, product, known, edits.get(product.id)))
    return Line(verdict, UPDATED if found else UNCHANGED, found, lacks)


def _variant_line(verdict: Verdict, variant: Variant | None) -> Line:
    if variant is None:
        return Line(verdict, CREATED)
    said = sheet_variants.columns(verdict.values)
    if sheet_variants.follows_weight(verdict.values, variant):
        said.pop("price")
    found = [
        Difference(name, getattr(variant, name), new) for name, new in said.items() if getattr(variant, name) != new
    ]
    return Line(verdict, UPDATED if found else UNCHANGED, tuple(found))


def _lacks(values: Values, product: Product | None) -> Iterator[str]:
    """What keeps it from being sent for approval, as far as the sheet is concerned."""
    if product is not None and product.state not in ("draft", "sent_back"):
        return
    if product is None:
        yield from (
            ("label", "photo") if labels.lacking(values.browse_category or "", values.name or "", {}) else ("photo",)
        )
        return
    if labels.missing(product):
        yield "label"
    if not product.photos:
        yield "photo"


def _applied(batch: list[Verdict], facility: Facility, parents: Parents, known: Records) -> list[Line]:
    matched = _matched_all(batch, parents, lock=True)
    edits = _open_edits(matched)
    lines = [_line(verdict, row, known, edits) for verdict, row in matched]
    new = [line.verdict for line in lines if line.change == CREATED]
    sheet_products.create([verdict for verdict in new if not verdict.values.is_variant], facility, known)
    sheet_variants.create([verdict for verdict in new if verdict.values.is_variant], parents)
    updated = [(row, line) for line, (_v, row) in zip(lines, matched, strict=True) if row and line.change == UPDATED]
    for row, line in updated:
        if isinstance(row, Variant):
            sheet_variants.update(row, {one.field: one.new for one in line.differences})
        else:
            sheet_products.update(row, line.verdict, line.differences, edits.get(row.id))
    changed = [row.product if isinstance(row, Variant) else row for row, _line in updated]
    search.touch(*{product.id for product in changed if product.is_published})
    db.session.flush()
    return lines
