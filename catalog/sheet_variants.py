"""Rows of a sheet that are one more form of a product, hung under the one that “Mã chính” names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from catalog import variants
from catalog.models import PriceTier, Product, Variant, by_weight
from catalog.sheets.judge import Values, Verdict
from core import audit, money, times
from core.db import db, insert_many


@dataclass(slots=True)
class Parents:
    """What “Mã chính” may name: a maker's products, and those that rows further up bring (`coming`)."""

    facility_id: int
    coming: set[str] = field(default_factory=set)
    leaving: set[str] = field(default_factory=set)  # codes of forms that rows further up no longer offer,
    returning: set[str] = field(default_factory=set)  # or offer again
    away: dict[int, int] = field(default_factory=dict)  # of variants of the rows at hand, how many lie at other places

    def refusal(self, values: Values, known: dict[str, Variant]) -> tuple[str, str] | None:
        """Field and code of what speaks against this row; None when nothing does. `known`: variants by code."""
        own, parent = known.get(values.sku or ""), known.get(values.parent_sku or "")
        if own is not None and own.product.facility_id != self.facility_id:
            return "sku", "sku_taken"
        if own is not None and (own is own.product.main or own.product.sku != values.parent_sku):
            return "parent_sku", "not_of_parent"
        if own is None and not self._has(parent, values.parent_sku or ""):
            return "parent_sku", "parent_unknown"
        if own is not None and cannot_be_weighed(values, own):
            return "sold_by_weight", "cannot_be_weighed"
        if own is not None and values.stock is not None and values.stock < own.promised + self.away.get(own.id, 0):
            return "stock", "stock_below_held"
        if own is not None and takes_last_price(values, own):
            return "price_vnd", "price_needed"
        if own is not None and not self.keeps_one(values, own):
            return "retired", "last_offered"
        if not gtin_is_free(values, known):
            return "gtin", "gtin_taken"
        siblings = parent.product.variants if parent else []
        if any(one.name == values.variant and one.sku != values.sku for one in siblings):
            return "variant", "variant_taken"
        return None

    def keeps_one(self, values: Values, own: Variant) -> bool:
        """Whether something of the product is still offered after this row."""
        if values.retired is False:
            self.returning.add(own.sku)
        if not values.retired or own.retired:
            return True
        others = any(self._is_offered(one) for one in own.product.variants if one is not own)
        if others:
            self.leaving.add(own.sku)
        return others

    def _is_offered(self, one: Variant) -> bool:
        return one.sku in self.returning or not (one.retired or one.sku in self.leaving)

    def brings(self, values: Values) -> bool:
        """Take note of a new product. One that is no longer offered itself says by “Mã chính” that forms follow."""
        if values.retired and values.parent_sku is None:
            return False
        self.coming.add(values.sku or "")
        if values.retired:
            self.leaving.add(values.sku or "")
        return True

    def _has(self, parent: Variant | None, sku: str) -> bool:
        if parent is None:
            return sku in self.coming
        return parent.product.facility_id == self.facility_id and parent is parent.product.main


def cannot_be_weighed(values: Values, variant: Variant) -> bool:
    return bool(values.sold_by_weight) and not variant.is_weighed and not variants.can_be_weighed(variant)


def takes_last_price(values: Values, variant: Variant) -> bool:
    """Whether “Liên hệ” would leave goods on sale without any price, which no form of the workspace lets through."""
    product = variant.product
    if values.price_vnd is not None or follows_weight(values, variant):
        return False
    others = [one.price for one in product.offers if one is not variant]
    return product.is_published and product.mode == "sale" and product.price is not None and not any(others)


def gtin_is_free(values: Values, known: Mapping[str, Variant]) -> bool:
    """Whether no other form of the maker bears the number. `known`: variants by code, the maker's by gtin too."""
    holder = known.get(f"gtin:{values.gtin}") if values.gtin else None
    return holder is None or holder.sku == values.sku


def columns(values: Values) -> dict[str, Any]:
    """What the row says of the variant; an empty cell leaves what is there, “Liên hệ” takes the price away."""
    names = {"name": "variant", "on_hand": "stock"} | {
        name: name for name in ("weight_g", "gtin", "tier_pairs", "retired")
    }
    spoken = {column: getattr(values, name) for column, name in names.items()}
    said = {name: value for name, value in spoken.items() if value is not None}
    return weight_of(values) | {"price": values.price_vnd} | said


def weight_of(values: Values) -> dict[str, Any]:
    """What the row says of being sold by weight, which comes before its price: that follows from it."""
    return {} if values.sold_by_weight is None else {"sold_by_weight": values.sold_by_weight}


def follows_weight(values: Values, variant: Variant) -> bool:
    """Whether the price is an estimate that the row's own price cannot change."""
    return bool(values.sold_by_weight) or (variant.is_weighed and values.sold_by_weight is None)


def written(columns: dict[str, Any], facility_id: int) -> dict[str, Any]:
    """The same as columns of the table, for a plain insert; tiers have a table of their own."""
    columns.pop("tier_pairs", None)
    columns["retired_at"] = times.now() if columns.pop("retired", False) else None
    cell = columns.pop("sold_by_weight", "")
    columns |= {"gtin_facility_id": facility_id if columns["gtin"] else None, "by_weight": bool(cell)}
    if not cell:
        return columns | by_weight.read_terms("")
    terms = by_weight.read_terms(cell)
    return columns | terms | {"price": money.by_weight(terms["price_per_kg"] or 0, terms["piece_g"] or 0)}


def create(verdicts: list[Verdict], known: Parents) -> None:
    """Hang new forms behind those of their products, in the order of the sheet; the products are there by now.

    A new product that is no longer offered itself leaves when the first form that is takes its place."""
    facility_id = known.facility_id
    if not verdicts:
        return
    wanted = select(Product).where(
        Product.facility_id == facility_id, Product.sku.in_({verdict.values.parent_sku for verdict in verdicts})
    )
    parents = {product.sku: product for product in db.session.scalars(wanted.options(selectinload(Product.variants)))}
    places = {sku: max(one.position for one in product.variants) for sku, product in parents.items()}
    rows: list[dict[str, Any]] = []
    details: dict[int, dict[str, Any]] = {}
    for verdict in verdicts:
        parent = parents[verdict.values.parent_sku or ""]
        places[parent.sku] += 1
        plain: dict[str, Any] = dict.fromkeys(("on_hand", "weight_g", "gtin"))
        plain |= {"sku": verdict.values.sku, "position": places[parent.sku]}
        rows.append(written(plain | columns(verdict.values), facility_id) | {"product_id": parent.id})
        details.setdefault(parent.id, {"by": "sheet", "added": []})["added"].append(verdict.values.sku)
    insert_many(Variant, rows)
    add_tiers(verdict.values for verdict in verdicts)
    for sku in {one.values.parent_sku or "" for one in verdicts if not one.values.retired} & known.leaving:
        parents[sku].main.retired_at = parents[sku].main.retired_at or times.now()
    audit.record_many(Product, "product.variants_added", details)
    for product in parents.values():
        db.session.expire(product, ["variants"])


def add_tiers(new: Iterable[Values]) -> None:
    """Prices by quantity of variants that were just inserted in bulk."""
    told = {values.sku: values.tier_pairs for values in new if values.tier_pairs}
    if not told:
        return
    ids = db.session.execute(select(Variant.sku, Variant.id).where(Variant.sku.in_(told))).all()
    rows = [{"variant_id": id, "least": least, "price": price} for sku, id in ids for least, price in told[sku]]
    insert_many(PriceTier, rows)


def update(variant: Variant, changes: dict[str, Any]) -> None:
    """Put the differences in; an offer counts at once."""
    offer(variant, changes.pop("retired", None))
    if not changes:
        return
    detail = {f"{variant.sku} {name}": [getattr(variant, name), value] for name, value in changes.items()}
    for name, value in changes.items():
        setattr(variant, name, value)
    variant.product.updated_at = times.now()
    audit.record(variant.product, "product.revised", by="sheet", **detail)


def offer(variant: Variant, retired: bool | None) -> None:
    """No longer, or again; None leaves it as it is."""
    if retired is not None:
        (variants.retire if retired else variants.bring_back)(variant)
