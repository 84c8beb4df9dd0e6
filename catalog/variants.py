"""The forms of a product as its maker keeps them: added, revised, put in order, no longer offered."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from catalog import leave, products, stock
from catalog.models import BundlePart, Product, Variant
from core import audit, times
from core.access import must_be_granted
from core.db import db

MOST = 40  # of one product: more is a list nobody reads


class SkuTaken(Exception):
    """Another product or form has this code."""


class NameTaken(Exception):
    """The product has a form of this name."""


class GtinTaken(Exception):
    """Another form of this maker has this number."""


class LastOffered(Exception):
    """A product that is kept offers one form at least."""


class CannotBeWeighed(Exception):
    """A hamper, a part of one, or a service is not sold by weight."""


class TooMany(Exception):
    """Forty are there already."""


def add(product: Product, name: str, sku: str = "", **columns: Any) -> Variant:
    """One more form behind the others, under `sku` or under a code made up for it.

    Raises SkuTaken, NameTaken, GtinTaken, CannotBeWeighed, TooMany.
    """
    must_be_granted("prices")
    if len(product.variants) >= MOST:
        raise TooMany(product.id)
    _check_name(product, name)
    if sku and db.session.scalar(select(Variant.id).where(Variant.sku == sku)):
        raise SkuTaken(sku)
    _check_gtin(product, columns.get("gtin"))
    sku = sku or _next_sku(product)
    if product.mode == "service" and columns.get("price_per_kg"):
        raise CannotBeWeighed(sku)
    variant = Variant(sku=sku, name=name, position=_end(product), **columns)
    product.variants.append(variant)
    audit.record(product, "product.variant_added", sku=sku, name=name)
    products.touched(product)
    return variant


def revise(variant: Variant, changes: Mapping[str, Any]) -> list[str]:
    """Put new values in and return which differed; an offer counts at once.

    Raises NameTaken, GtinTaken, CannotBeWeighed, stock.BelowHeld; the caller then commits nothing.
    """
    changed = [name for name, value in changes.items() if getattr(variant, name) != value]
    if "price_per_kg" in changed and changes["price_per_kg"] and not can_be_weighed(variant):
        raise CannotBeWeighed(variant.id)
    if "gtin" in changed:
        _check_gtin(variant.product, changes["gtin"])
    if "name" in changed:
        _check_name(variant.product, changes["name"], besides=variant)
    leave.must_change(changed)
    detail = {f"{variant.sku} {name}": [getattr(variant, name), changes[name]] for name in changed}
    for name in changed:
        if name == "on_hand":
            db.session.flush()
            stock.set_on_hand(variant.sku, changes[name])
        elif name == "gtin":
            _bear(variant, changes[name])
        else:
            setattr(variant, name, changes[name])
    if changed:
        audit.record(variant.product, "product.revised", **detail)
        products.touched(variant.product)
    return changed


def retire(variant: Variant) -> None:
    """No longer offered; orders that hold it go on. Raises LastOffered."""
    if variant.retired_at is not None:
        return
    if len(variant.product.offers) < 2:
        raise LastOffered(variant.id)
    variant.retired_at = times.now()
    audit.record(variant.product, "product.variant_retired", sku=variant.sku)
    products.touched(variant.product)


def bring_back(variant: Variant) -> None:
    if variant.retired_at is None:
        return
    variant.retired_at = None
    audit.record(variant.product, "product.variant_brought_back", sku=variant.sku)
    products.touched(variant.product)


def order(product: Product, variant_ids: Sequence[int]) -> None:
    """Offer the forms in this order; the first one, which carries the product's code, stays first."""
    place = {variant_id: n for n, variant_id in enumerate(variant_ids)}
    others = sorted(product.variants[1:], key=lambda one: (place.get(one.id, MOST), one.position))
    wanted = [product.main, *others]
    if wanted == list(product.variants):
        return
    for n, variant in enumerate(wanted):
        variant.position = n
    db.session.flush()
    db.session.expire(product, ["variants"])
    audit.record(product, "product.variants_ordered", skus=[one.sku for one in wanted])
    products.touched(product)


def can_be_weighed(variant: Variant) -> bool:
    """A hamper has one price, so nothing in it may wait for the scales."""
    inside = db.session.scalar(select(BundlePart.id).where(BundlePart.part_id == variant.id).limit(1))
    return not (inside or variant.is_bundle or variant.product.mode == "service")


def _check_name(product: Product, name: str, besides: Variant | None = None) -> None:
    if any(one.name.casefold() == name.casefold() for one in product.variants if one is not besides):
        raise NameTaken(name)


def _check_gtin(product: Product, gtin: str | None) -> None:
    """One number, one trade item: of a maker's forms only one bears it."""
    if gtin is None:
        return
    theirs = select(Variant.id).where(Variant.gtin_facility_id == product.facility_id, Variant.gtin == gtin)
    if db.session.scalar(theirs.limit(1)):
        raise GtinTaken(gtin)


def _bear(variant: Variant, gtin: str | None) -> None:
    """The database says no to the second of two who give a number at once."""
    try:
        with db.session.begin_nested():
            variant.gtin = gtin
            db.session.flush()
    except IntegrityError as taken:
        raise GtinTaken(gtin) from taken


def _next_sku(product: Product) -> str:
    """GS001-2: the product's code, and the next number no form has."""
    taken = set(db.session.scalars(select(Variant.sku).where(Variant.sku.like(f"{product.sku}-%"))))
    return next(sku for n in range(2, 10_000) if (sku := f"{product.sku}-{n}") not in taken)


def _end(product: Product) -> int:
    return max((one.position for one in product.variants), default=-1) + 1
