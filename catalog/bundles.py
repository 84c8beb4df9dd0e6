"""Hampers: what is in them, and what ordering one takes from the stock of its parts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import joinedload, raiseload

from catalog import products, search
from catalog.models import BundlePart, Product, Variant
from core import audit
from core.db import db

MOST_PARTS = 20
MOST_OF_ONE = 99


class CannotContain(Exception):
    """This cannot be a part: another maker's, not approved, a hamper itself, or no goods; `reason` says which."""

    def __init__(self, reason: str, sku: str) -> None:
        super().__init__(reason, sku)
        self.reason, self.sku = reason, sku


def parts_of(bundle_ids: Iterable[int]) -> dict[int, list[BundlePart]]:
    """What is in each of these variants, with the parts' goods; those that are no hampers are left out. One query."""
    query = select(BundlePart).where(BundlePart.bundle_id.in_(list(bundle_ids))).order_by(BundlePart.id)
    whole = joinedload(BundlePart.part).joinedload(Variant.product)
    found: dict[int, list[BundlePart]] = {}
    for part in db.session.scalars(query.options(whole, raiseload("*", sql_only=True))):
        found.setdefault(part.bundle_id, []).append(part)
    return found


def units(lines: Iterable[tuple[int, int]], parts: Mapping[int, Sequence[BundlePart]]) -> Counter[int]:
    """Units to take by variant id, for (variant id, quantity) lines: hampers and single pieces of one thing summed."""
    wanted: Counter[int] = Counter()
    for variant_id, quantity in lines:
        wanted[variant_id] += quantity
        for part in parts.get(variant_id, ()):
            wanted[part.part_id] += part.count * quantity
    return wanted


def choices(product: Product) -> Sequence[Variant]:
    """What its maker could put into it."""
    holds = select(BundlePart.bundle_id)
    query = (
        select(Variant)
        .join(Variant.product)
        .where(Product.facility_id == product.facility_id, Product.id != product.id, Product.mode == "sale")
        .where(Variant.price_per_kg.is_(None))
        .where(Variant.retired_at.is_(None), Variant.id.not_in(holds), Product.state == "published")
        .order_by(Product.name, Variant.position, Variant.id)
        .limit(500)
    )
    return db.session.scalars(query.options(joinedload(Variant.product), raiseload("*", sql_only=True))).all()


def fill(product: Product, counts: Mapping[str, int]) -> None:
    """Make the product's first variant a hamper of so many by SKU; of nothing, a plain product again.

    What is counted are its parts, so the hamper itself is not. Raises CannotContain, and nothing has changed.
    """
    bundle = product.main
    wanted = {sku: count for sku, count in counts.items() if count}
    found = {one.sku: one for one in _named(wanted)}
    inside = set(db.session.scalars(select(BundlePart.part_id).where(BundlePart.bundle_id == bundle.id)))
    for sku in wanted:
        _check(product, bundle, sku, found.get(sku))
        if found[sku].id not in inside and not products.is_reviewed(found[sku].product):
            raise CannotContain("not_approved", sku)  # visitors would read its name before staff have
    was_bundle = bundle.is_bundle
    db.session.execute(delete(BundlePart).where(BundlePart.bundle_id == bundle.id))
    db.session.add_all(
        BundlePart(bundle_id=bundle.id, part_id=found[sku].id, count=count) for sku, count in wanted.items()
    )
    if wanted or was_bundle:
        bundle.on_hand = None if wanted else bundle.held
    audit.record(product, "product.filled", parts=wanted)
    db.session.flush()
    db.session.refresh(bundle, ["parts_left", "is_bundle"])
    search.touch(product.id)


def worth(parts: Sequence[BundlePart]) -> int | None:
    """What its parts cost one by one, in đồng; None where one has no price."""
    prices = [part.part.price_now for part in parts]
    return sum((part.part.price_now or 0) * part.count for part in parts) if all(prices) else None


def _named(wanted: Mapping[str, int]) -> Sequence[Variant]:
    query = select(Variant).where(Variant.sku.in_(list(wanted))).options(joinedload(Variant.product))
    return db.session.scalars(query).all()


def _check(product: Product, bundle: Variant, sku: str, part: Variant | None) -> None:
    """A hamper of hampers would make a circle possible, so there is none."""
    if part is None or part.product.facility_id != product.facility_id or part.retired_at:
        raise CannotContain("unknown", sku)
    if part.product_id == product.id or part.is_bundle:
        raise CannotContain("hamper", sku)
    if part.is_weighed or bundle.is_weighed:
        raise CannotContain("weighed", sku)
    if db.session.scalar(select(BundlePart.id).where(BundlePart.part_id == bundle.id).limit(1)):
        raise CannotContain("is_part", sku)
    if part.product.mode != "sale":
        raise CannotContain("no_goods", sku)
