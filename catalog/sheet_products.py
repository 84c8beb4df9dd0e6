"""Rows of a sheet that are a product: what each says, how that differs from what is there, and the writing of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import bindparam, insert, select

from catalog import attributes, photos, products, revisions, sheet_variants, slugs, terms
from catalog.attributes import FACET
from catalog.models import Attribute, Product, ProductAttribute, ProductRevision, Recognition, Variant
from catalog.sheets import Verdict
from catalog.sheets.judge import Values
from catalog.sheets.values import name_kept, story_kept
from catalog.values import of as value_of
from core import audit, times
from core.db import db, insert_many
from programme.models import CraftVillage, Facility

LONGEST_SUMMARY = 300


@dataclass(frozen=True, slots=True)
class Difference:
    """A field of a product and its value before and after."""

    field: str
    old: Any
    new: Any


@dataclass(frozen=True, slots=True)
class Records:
    """What the words of a sheet stand for: villages by slug, attributes by code."""

    villages: Mapping[str, int]
    attributes: Mapping[str, Attribute]


def records() -> Records:
    villages = db.session.execute(select(CraftVillage.slug, CraftVillage.id)).all()
    return Records(dict(villages), {one.code: one for one in attributes.every()})


def waiting_values(edit: ProductRevision | None) -> dict[str, Any]:
    """What an open edit shall make of the fields that it changes."""
    return {name: pair[1] for name, pair in edit.changes.items()} if edit else {}


def described(product: Product, waits: Mapping[str, Any]) -> str:
    """What stands under “Mô tả”: the story, which an import shortens for the summary, or the summary alone."""
    return waits.get("story", product.story) or waits.get("summary", product.summary)


def differences(
    verdict: Verdict, product: Product, known: Records, edit: ProductRevision | None
) -> Iterator[Difference]:
    """Against what stands, and against what waits to stand: the same sheet twice changes nothing."""
    wanted, waits = _columns(verdict.values, known), waiting_values(edit)
    for name in _said_otherwise(verdict.values, product, waits):
        wanted.pop(name, None)
    for name, value in wanted.items():
        stands = waits[name] if name in waits else value_of(product, name)
        if stands != value:
            yield Difference(name, stands, value)
    retired = verdict.values.retired
    if retired is not None and retired != product.main.retired:
        yield Difference("retired", product.main.retired, retired)
    certificate = _certificate(verdict)
    if certificate and not any(_is_the_same(one, certificate) for one in product.recognitions):
        yield Difference("ocop", None, f"{certificate['stars']} ★ {certificate['decision_number']}")
    images = list(verdict.values.images)
    if images and images != product.label.get(photos.AWAITED):
        yield Difference("images", ", ".join(product.label.get(photos.AWAITED, ())), ", ".join(images))


def create(new: list[Verdict], facility: Facility, known: Records) -> None:
    """Plain inserts in bulk: a sheet of 20,000 rows is 20,000 products, variants and entries of the record."""
    if not new:
        return
    addresses = slugs.free([(verdict.values.name or "", verdict.values.sku or "") for verdict in new])
    usual = _usual(facility)
    rows = [usual | _created(verdict.values, addresses, known) for verdict in new]
    insert_many(Product, rows)
    ids = select(Product.sku, Product.id).where(Product.sku.in_(bindparam("skus", expanding=True)))
    by_sku = dict(db.session.execute(ids, {"skus": [row["sku"] for row in rows]}).all())
    made = [(by_sku[verdict.values.sku or ""], verdict) for verdict in new]
    slugs.enter((row["slug"], by_sku[row["sku"]]) for row in rows)
    offers = [{"product_id": one, **_offer(verdict.values, facility.id)} for one, verdict in made]
    insert_many(Variant, offers)
    sheet_variants.add_tiers(verdict.values for verdict in new)
    certificates = [{"product_id": one} | held for one, verdict in made if (held := _certificate(verdict))]
    if certificates:  # what a paper leaves out follows from what it says: the session's own insert works that out
        db.session.execute(insert(Recognition), certificates)
    insert_many(ProductAttribute, list(_trait_rows(made, known)))
    audit.record_many(
        Product, "product.created", {one: {"by": "sheet", "sku": verdict.values.sku} for one, verdict in made}
    )


def update(
    product: Product, verdict: Verdict, differing: tuple[Difference, ...], waiting: ProductRevision | None
) -> None:
    """Prices and stock count at once; what a sheet claims of goods that staff approved waits for them."""
    if waiting and not products.is_reviewed(product):
        revisions.join(product)
    columns = {one.field: one.new for one in differing if one.field not in ("ocop", "images")}
    sheet_variants.offer(product.main, columns.pop("retired", None))
    claims = {name: columns.pop(name) for name in [*columns] if not _is_live(product, name)}
    for name, value in columns.items():
        _put(product, name, value)
    if claims:
        revisions.add(product, waiting, claims)
    changed = {one.field for one in differing}
    if "images" in changed:
        product.label = product.label | {photos.AWAITED: list(verdict.values.images)}
    if "ocop" in changed:
        recognise(product, _certificate(verdict) or {})
    product.updated_at = times.now()
    detail = {
        one.field: [_plain(one.old), _plain(one.new)] for one in differing if one.field not in {*claims, "retired"}
    }
    if detail:
        audit.record(product, "product.revised", by="sheet", **detail)


def recognise(product: Product, certificate: dict[str, Any]) -> None:
    """What a sheet says of a certificate waits for staff. One that nobody has confirmed yet is corrected; what staff
    have confirmed is theirs to correct, so another saying stands beside it.
    """
    for one in product.recognitions:
        if one.kind == "ocop" and one.state == "proposed" and one.decision_number == certificate["decision_number"]:
            for name, value in certificate.items():
                setattr(one, name, value)
            return
    product.recognitions.append(Recognition(**certificate))


def _columns(values: Values, known: Records) -> dict[str, Any]:
    """The fields that the row speaks of."""
    offer = {"on_hand": values.stock, "weight_g": values.weight_g, "gtin": values.gtin, "tier_pairs": values.tier_pairs}
    said = {name: value for name, value in offer.items() if value is not None}
    traits = {FACET + code: told for code, told in (values.attributes or {}).items()}
    return sheet_variants.weight_of(values) | {"price": values.price_vnd} | _texts(values, known) | said | traits


def _texts(values: Values, known: Records) -> dict[str, Any]:
    """The columns of the product itself that the row speaks of."""
    summary, story = _told(values.description or "")
    said = (
        ("name", values.name),
        ("name_en", values.name_en),
        ("browse_category", values.browse_category),
        ("unit", values.unit),
        ("summary", summary or None),
        ("story", story or None),
        ("village_id", known.villages.get(values.village_slug) if values.village_slug else None),
        ("ocop_group", values.ocop_group),
        ("cnnttb_group", values.cnnttb_group),
    )
    found: dict[str, Any] = {name: value for name, value in said if value is not None}
    for name in ("ocop_group", "cnnttb_group"):
        if found.get(name) == "":
            found[name] = None
    return found


def _said_otherwise(values: Values, product: Product, waits: Mapping[str, Any]) -> Iterator[str]:
    """What a sheet says in its own way and means as it is: an export that comes back changes nothing."""
    if values.name == name_kept(waits.get("name", product.name)):
        yield "name"
    if (values.description or "") == story_kept(described(product, waits)):
        yield from ("summary", "story")
    if (values.unit or "") == product.unit.lower():
        yield "unit"
    if sheet_variants.follows_weight(values, product.main):
        yield "price"


def _told(description: str) -> tuple[str, str]:
    """A short description is the summary; of a long one the first sentence is, and all of it the story."""
    if len(description) <= LONGEST_SUMMARY and "\n" not in description:
        return description, ""
    first = description.split("\n")[0].partition(". ")[0].rstrip(".")
    return first[:LONGEST_SUMMARY] + "." if first else "", description


def _certificate(verdict: Verdict) -> dict[str, Any] | None:
    """The OCOP certificate a row speaks of, when it is whole and still holds."""
    values = verdict.values
    if not (values.ocop_stars and values.decision_number and values.issued_on):
        return None
    if {"ocop_incomplete", "ocop_expired"} & {reason.code for reason in verdict.reasons}:
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


def _usual(facility: Facility) -> dict[str, Any]:
    """What a new row leaves out; rows of one bulk insert name the same columns."""
    now = times.now()
    told: dict[str, Any] = {"name_en": "", "summary": "", "story": "", "ocop_group": None, "cnnttb_group": None}
    return told | {
        "facility_id": facility.id,
        "village_id": facility.village_id,
        "created_at": now,
        "updated_at": now,
    }


def _created(values: Values, addresses: dict[str, str], known: Records) -> dict[str, Any]:
    return _texts(values, known) | {
        "slug": addresses[values.sku or ""],
        "sku": values.sku,
        "label": {photos.AWAITED: list(values.images)} if values.images else {},
        "mode": "sale" if values.price_vnd else "made_to_order",  # with no price there is nothing to put in a cart
    }


def _offer(values: Values, facility_id: int) -> dict[str, Any]:
    offer = {"sku": values.sku, "price": values.price_vnd, "on_hand": values.stock, "weight_g": values.weight_g}
    weight = sheet_variants.weight_of(values)
    further = {"name": values.variant or "", "position": 0, "gtin": values.gtin}
    return sheet_variants.written(offer | weight | further, facility_id)


def _trait_rows(made: list[tuple[int, Verdict]], known: Records) -> Iterator[dict[str, Any]]:
    """A sheet gives the same values over and over: each is worked out once."""

    @cache
    def columns(code: str, value: str) -> dict[str, Any]:
        return attributes.columns_of(known.attributes[code], value)

    for one, verdict in made:
        for code, told in (verdict.values.attributes or {}).items():
            for value in told:
                yield {"product_id": one} | columns(code, value)


def _put(product: Product, name: str, value: Any) -> None:
    if name.startswith(FACET):
        attributes.put(product, name.removeprefix(FACET), value)
    else:
        setattr(product.main if name in products.OFFER else product, name, value)


def _is_live(product: Product, name: str) -> bool:
    return name in products.LIVE or not products.is_reviewed(product)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
