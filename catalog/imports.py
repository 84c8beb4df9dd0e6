"""A facility's sheet taken in: what each row would change, and the change itself in one transaction a sheet.

Products are matched by their SKU within the facility. An empty cell leaves what is there; a price on request
(“Liên hệ”) takes the price away. What a sheet does not have (label facts, photos) keeps new products drafts.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import IO, Any

from flask_babel import gettext as _
from sqlalchemy import insert, select
from sqlalchemy.orm import joinedload
from sqlalchemy.orm.interfaces import LoaderOption

from catalog import export, fields, labels, photos, products, revisions, search, sheet_variants, slugs, terms
from catalog.judging import Judged, batches
from catalog.models import Product, ProductRevision, Recognition, Variant
from catalog.sheet_variants import Parents
from catalog.sheets import Verdict
from catalog.sheets.judge import Reason, Values
from catalog.sheets.table import HEADINGS
from catalog.values import of as value_of
from core import audit, times
from core.db import db, release
from core.text import clean_block
from programme.models import CraftVillage, Facility

CREATED, UPDATED, UNCHANGED = "created", "updated", "unchanged"
LONGEST_SUMMARY = 300
Edits = dict[int, ProductRevision]  # what waits for staff, by product


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a product and its value before and after."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Line:
    """A judged row and what it changes; a row that is not taken changes nothing."""

    verdict: Verdict
    change: str = ""
    differences: tuple[Difference, ...] = ()
    lacks: tuple[str, ...] = ()  # "label", "photo", "price": why a draft cannot be sent for approval yet

    def as_row(self) -> dict[str, str]:
        return self.verdict.as_row() | {"change": self.change}


# What a new row may leave out; rows of one bulk insert name the same columns.
_PLAIN_PRODUCT: dict[str, Any] = {"name_en": "", "summary": "", "story": ""}
COLUMNS = tuple(Line(Verdict(0, Values())).as_row())


def preview(rows: Judged, facility: Facility) -> Iterator[Line]:
    """What would change, row by row. Writes nothing, and holds no transaction between batches."""
    parents, villages = Parents(facility.id), _village_ids()
    for batch in batches(iter(rows)):
        matched = _matched_all(batch, parents)
        edits = _open_edits(matched)
        lines = [_line(verdict, known, villages, edits) for verdict, known in matched]
        release()
        yield from lines


def apply(rows: Judged, facility: Facility) -> Iterator[Line]:
    """Make the changes, row by row, in the caller's transaction; to be drawn to its end, then committed once."""
    parents, villages = Parents(facility.id), _village_ids()
    for batch in batches(iter(rows)):
        yield from _applied(batch, facility, parents, villages)


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
    return of_sheet | fields.names() | mine | {"village_id": _("Làng nghề")}


def _village_ids() -> dict[str, int]:
    return {village.slug: village.id for village in db.session.execute(select(CraftVillage.slug, CraftVillage.id))}


def _matched_all(
    batch: list[Verdict], parents: Parents, *, lock: bool = False
) -> list[tuple[Verdict, Product | Variant | None]]:
    """Each row with the product it is about, or the form of one; refused where the records speak against it."""
    values = [verdict.values for verdict in batch if verdict.is_taken]
    skus = {one.sku for one in values} | {one.parent_sku for one in values if one.is_variant}
    gtins = {one.gtin for one in values if one.gtin}
    mine = select(Product.id).where(Product.facility_id == parents.facility_id)
    is_holder = Variant.gtin.in_(gtins) & Variant.product_id.in_(mine)
    is_meant = Variant.sku.in_(skus) | is_holder if gtins else Variant.sku.in_(skus)
    wanted = select(Variant).where(is_meant).options(*_judged_against())
    wanted = wanted.with_for_update(of=Variant) if lock else wanted
    found = db.session.scalars(wanted).all()
    holders = {f"gtin:{one.gtin}": one for one in found if one.product.facility_id == parents.facility_id}
    known = {variant.sku: variant for variant in found} | holders
    return [_matched(verdict, known, parents) for verdict in batch]


def _judged_against() -> tuple[LoaderOption, ...]:
    product = joinedload(Variant.product)
    return (
        product.selectinload(Product.variants).joinedload(Variant.tiers),
        product.selectinload(Product.recognitions),
        product.selectinload(Product.photos),
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
        parents.coming.add(values.sku or "")
        return verdict, None
    if variant.product.facility_id != parents.facility_id or variant is not variant.product.main:
        return _refused(verdict, "sku", "sku_taken"), None
    if sheet_variants.cannot_be_weighed(values, variant):
        return _refused(verdict, "sold_by_weight", "cannot_be_weighed"), None
    if values.stock is not None and values.stock < variant.held:
        return _refused(verdict, "stock", "stock_below_held"), None
    return verdict, variant.product


def _refused(verdict: Verdict, field: str, code: str) -> Verdict:
    return replace(verdict, reasons=(Reason(field, code), *verdict.reasons))


def _open_edits(matched: Iterable[tuple[Verdict, Product | Variant | None]]) -> Edits:
    return revisions.open_by_product(row.id for _verdict, row in matched if isinstance(row, Product))


def _line(verdict: Verdict, product: Product | Variant | None, villages: dict[str, int], edits: Edits) -> Line:
    if not verdict.is_taken:
        return Line(verdict)
    if verdict.values.is_variant or isinstance(product, Variant):
        return _variant_line(verdict, product if isinstance(product, Variant) else None)
    lacks = tuple(_lacks(verdict.values, product))
    if product is None:
        return Line(verdict, CREATED, lacks=lacks)
    found = _differences(verdict, product, villages, edits.get(product.id))
    return Line(verdict, UPDATED if found else UNCHANGED, tuple(found), lacks)


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


def _applied(batch: list[Verdict], facility: Facility, parents: Parents, villages: dict[str, int]) -> list[Line]:
    matched = _matched_all(batch, parents, lock=True)
    edits = _open_edits(matched)
    lines = [_line(verdict, row, villages, edits) for verdict, row in matched]
    new = [line.verdict for line in lines if line.change == CREATED]
    _create_all([verdict for verdict in new if not verdict.values.is_variant], facility, villages)
    sheet_variants.create([verdict for verdict in new if verdict.values.is_variant], facility.id)
    updated = [(row, line) for line, (_v, row) in zip(lines, matched, strict=True) if row and line.change == UPDATED]
    for row, line in updated:
        if isinstance(row, Variant):
            sheet_variants.update(row, {one.field: one.new for one in line.differences})
        else:
            _update(row, line, edits.get(row.id))
    changed = [row.product if isinstance(row, Variant) else row for row, _line in updated]
    search.touch(*{product.id for product in changed if product.is_published})
    db.session.flush()
    return lines


def _create_all(new: list[Verdict], facility: Facility, villages: dict[str, int]) -> None:
    """Plain inserts in bulk: a sheet of 20,000 rows is 20,000 products, variants and entries of the record."""
    if not new:
        return
    addresses = slugs.free([(verdict.values.name or "", verdict.values.sku or "") for verdict in new])
    rows = [_created(verdict, facility, addresses, villages) for verdict in new]
    db.session.execute(insert(Product), rows)
    ids = select(Product.sku, Product.id).where(Product.sku.in_([row["sku"] for row in rows]))
    by_sku = dict(db.session.execute(ids).all())
    made = [(by_sku[verdict.values.sku or ""], verdict) for verdict in new]
    slugs.enter((row["slug"], by_sku[row["sku"]]) for row in rows)
    db.session.execute(insert(Variant), [{"product_id": one, **_offer(verdict.values)} for one, verdict in made])
    sheet_variants.add_tiers(verdict.values for verdict in new)
    certificates = [{"product_id": one} | held for one, verdict in made if (held := _certificate(verdict))]
    if certificates:
        db.session.execute(insert(Recognition), certificates)
    audit.record_many(
        Product, "product.created", {one: {"by": "sheet", "sku": verdict.values.sku} for one, verdict in made}
    )


def _created(
    verdict: Verdict, facility: Facility, addresses: dict[str, str], villages: dict[str, int]
) -> dict[str, Any]:
    values = verdict.values
    columns = {name: value for name, value in _columns(values, villages).items() if name not in products.OFFER}
    now = times.now()
    return _PLAIN_PRODUCT | {
        "facility_id": facility.id,
        "village_id": facility.village_id,
        "slug": addresses[values.sku or ""],
        "sku": values.sku,
        "label": {photos.AWAITED: list(values.images)} if values.images else {},
        "mode": "sale" if values.price_vnd else "made_to_order",  # with no price there is nothing to put in a cart
        "created_at": now,
        "updated_at": now,
    } | columns  # fmt: skip


def _offer(values: Values) -> dict[str, Any]:
    offer = {"sku": values.sku, "price": values.price_vnd, "on_hand": values.stock, "weight_g": values.weight_g}
    weight = sheet_variants.weight_of(values)
    further = {"name": values.variant or "", "position": 0, "gtin": values.gtin}
    return sheet_variants.written(offer | weight | further)


def _update(product: Product, line: Line, waiting: ProductRevision | None) -> None:
    """Prices and stock count at once; what a sheet claims of goods that staff approved waits for them."""
    if waiting and not products.is_reviewed(product):
        revisions.join(product)
    columns = {d.field: d.new for d in line.differences if d.field not in ("ocop", "images")}
    claims = {name: columns.pop(name) for name in [*columns] if not _is_live(product, name)}
    for name, value in columns.items():
        setattr(product.main if name in products.OFFER else product, name, value)
    if claims:
        revisions.add(product, waiting, claims)
    changed = {difference.field for difference in line.differences}
    if "images" in changed:
        product.label = product.label | {photos.AWAITED: list(line.verdict.values.images)}
    if "ocop" in changed:
        _recognise(product, _certificate(line.verdict) or {})
    product.updated_at = times.now()
    detail = {d.field: [_plain(d.old), _plain(d.new)] for d in line.differences if d.field not in claims}
    if detail:
        audit.record(product, "product.revised", by="sheet", **detail)


def _is_live(product: Product, name: str) -> bool:
    return name in products.LIVE or not products.is_reviewed(product)


def _differences(
    verdict: Verdict, product: Product, villages: dict[str, int], edit: ProductRevision | None
) -> list[Difference]:
    """Against what stands, and against what waits to stand: the same sheet twice changes nothing."""
    wanted = _columns(verdict.values, villages)
    for name in _said_otherwise(verdict.values, product):
        wanted.pop(name, None)
    waits = {name: pair[1] for name, pair in edit.changes.items()} if edit else {}
    stands = {name: waits.get(name, value_of(product, name)) for name in wanted}
    found = [Difference(name, stands[name], value) for name, value in wanted.items() if stands[name] != value]
    certificate = _certificate(verdict)
    if certificate and not any(_is_the_same(one, certificate) for one in product.recognitions):
        found.append(Difference("ocop", None, f"{certificate['stars']} ★ {certificate['decision_number']}"))
    images = list(verdict.values.images)
    if images and images != product.label.get(photos.AWAITED):
        found.append(Difference("images", ", ".join(product.label.get(photos.AWAITED, ())), ", ".join(images)))
    return found


def _said_otherwise(values: Values, product: Product) -> Iterator[str]:
    """What a sheet says in its own way and means as it is: an export that comes back changes nothing."""
    if (values.description or "") == clean_block(export.described(product)):
        yield from ("summary", "story")
    if (values.unit or "") == product.unit.lower():
        yield "unit"
    if sheet_variants.follows_weight(values, product.main):
        yield "price"


def _columns(values: Values, villages: dict[str, int]) -> dict[str, Any]:
    """The columns that the row speaks of."""
    summary, story = _told(values.description or "")
    spoken = {
        "name": values.name,
        "name_en": values.name_en,
        "browse_category": values.browse_category,
        "unit": values.unit,
        "on_hand": values.stock,
        "weight_g": values.weight_g,
        "gtin": values.gtin,
        "tier_pairs": values.tier_pairs,
        "summary": summary or None,
        "story": story or None,
        "village_id": villages.get(values.village_slug or ""),
    }
    weight = sheet_variants.weight_of(values)
    return weight | {"price": values.price_vnd} | {name: value for name, value in spoken.items() if value is not None}


def _told(description: str) -> tuple[str, str]:
    """A short description is the summary; of a long one the first sentence is, and all of it the story."""
    if len(description) <= LONGEST_SUMMARY and "\n" not in description:
        return description, ""
    first = description.split("\n")[0].partition(". ")[0].rstrip(".")
    return first[:LONGEST_SUMMARY] + "." if first else "", description


def _certificate(verdict: Verdict) -> dict[str, Any] | None:
    """The OCOP certificate a row speaks of, when it is whole and still holds."""
    values = verdict.values
    doubtful = {"ocop_incomplete", "ocop_expired"} & {reason.code for reason in verdict.reasons}
    if doubtful or not (values.ocop_stars and values.decision_number and values.issued_on):
        return None
    return {
        "kind": "ocop",
        "stars": values.ocop_stars,
        "decision_number": values.decision_number,
        "issued_on": values.issued_on,
        "expires_on": terms.last_day("ocop", values.issued_on),
        "year": values.issued_on.year,
    }


def _is_the_same(recognition: Recognition, certificate: dict[str, Any]) -> bool:
    """What else stands there (how long it holds, the year) follows from these."""
    return all(
        getattr(recognition, name) == certificate[name] for name in ("kind", "stars", "decision_number", "issued_on")
    )


def _recognise(product: Product, certificate: dict[str, Any]) -> None:
    """What a sheet says of a certificate waits for staff. One that nobody has confirmed yet is corrected; what staff
    have confirmed is theirs to correct, so another saying stands beside it.
    """
    for one in product.recognitions:
        if one.kind == "ocop" and one.state == "proposed" and one.decision_number == certificate["decision_number"]:
            for name, value in certificate.items():
                setattr(one, name, value)
            return
    product.recognitions.append(Recognition(**certificate))


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
