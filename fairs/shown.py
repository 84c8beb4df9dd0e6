"""Curated shelves as visitors see them: what is on at this moment, with every slot that fell out filled or gone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ScalarSelect, and_, func, or_, select
from sqlalchemy.orm import contains_eager, raiseload

import catalog.queries
from catalog.models import Product
from core import times
from core.db import db
from core.i18n import in_locale
from fairs import slots
from fairs.models import Booth, BoothProduct, Feature, Shelf, Stand
from fairs.shelf_places import key_of_group

Row = tuple[Feature, str | None]


@dataclass(frozen=True, slots=True)
class Pick:
    """A feature that is on now, and the number of the stand that shows its product at the shelf's fair."""

    feature: Feature
    product: Product
    stand_number: str | None


@dataclass(frozen=True, slots=True)
class ShownShelf:
    key: str
    kind: str
    title: str
    picks: list[Pick]


def shelves(keys: Sequence[str]) -> list[ShownShelf]:
    """The shelves named that show something, in that order. Five queries; one where nothing is on."""
    rows = features(keys)
    wanted = select(Product).where(Product.id.in_([feature.product_id for feature, _ in rows]))
    found = db.session.scalars(wanted.options(*catalog.queries.card_options())).unique() if rows else ()
    return arrange(rows, {product.id: product for product in found}, keys)


def arrange(rows: Sequence[Row], products: Mapping[int, Product], keys: Sequence[str]) -> list[ShownShelf]:
    """Features with their products, shelf by shelf: those of `keys` first, then those of the season."""
    by_shelf: dict[Shelf, dict[Feature, str | None]] = {}
    for feature, number in rows:
        by_shelf.setdefault(feature.shelf, {})[feature] = number
    made = []
    for shelf, numbers in sorted(by_shelf.items(), key=lambda one: _turn(one[0], keys)):
        standing = slots.shown([(feature, products[feature.product_id]) for feature in numbers], times.now())
        picks = [Pick(feature, product, numbers[feature]) for feature, product in standing]
        made += [ShownShelf(shelf.key, shelf.place, in_locale(shelf, "title"), picks)] if picks else []
    return made


def of_group(slug: str) -> list[ShownShelf]:
    return shelves([key_of_group(slug)])


def _turn(shelf: Shelf, keys: Sequence[str]) -> tuple[int, int]:
    return keys.index(shelf.key) if shelf.key in keys else len(keys), shelf.id


def features(keys: Sequence[str], *, seasons: bool = False) -> list[Row]:
    """What is in its days on the shelves named, also what stands by, each with the number of its stand. One query."""
    now = times.now()
    season = and_(Shelf.place == "season", Shelf.starts_at <= now, Shelf.ends_at > now)
    rows = db.session.execute(
        select(Feature, _stand_number())
        .join(Feature.shelf)
        .where(or_(Shelf.key.in_(keys), season) if seasons else Shelf.key.in_(keys))
        .where(Feature.starts_at <= now, Feature.ends_at > now, Feature.removed_at.is_(None))
        .order_by(Feature.position, Feature.id)
        .options(contains_eager(Feature.shelf), raiseload("*"))
    )
    return [(feature, number) for feature, number in rows]


def _stand_number() -> ScalarSelect[str]:
    return (
        select(func.min(Stand.number))
        .join(Booth, Booth.stand_id == Stand.id)
        .join(BoothProduct, BoothProduct.booth_id == Booth.id)
        .where(Booth.fair_id == Shelf.fair_id, BoothProduct.product_id == Feature.product_id)
        .correlate(Shelf, Feature)
        .scalar_subquery()
    )
