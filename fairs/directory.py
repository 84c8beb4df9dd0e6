"""The directory of makers: from typed words and chosen facets to makers in order, with counts beside each choice."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload

import catalog.queries
from catalog.models import Product, on_show
from catalog.search.bits import membership
from catalog.search.selection import Selection, counts
from catalog.search.words import Words, fold_words, strict_words
from core.db import db
from fairs import held
from fairs.makers import Maker, Makers
from programme.models import Facility
from programme.points import Point, distance

SORTS = ("name", "goods", "recognition", "near")
_MOST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Found:
    """The ids of those that fit in order, and how many have each value of each facet as if it were not chosen."""

    all: Makers
    ids: list[int]
    facets: dict[str, dict[str, int]]
    away: dict[int, float]  # kilometres from where one asked, of those whose place is known

    @property
    def makers(self) -> list[Maker]:
        return [self.all.by_id[one] for one in self.ids]


def find(query: str, chosen: Selection, origin: Point | None = None) -> Found:
    """From what is held of all makers. Without an origin nobody is nearer than another."""
    makers = held.present()
    named = _named(makers, strict_words(query)[:_MOST_WORDS])
    is_in = membership(named & chosen.bits(makers))
    ids = list(filter(is_in, makers.orders["name" if chosen.sort == "near" else chosen.sort]))
    away = _away(makers, ids, origin) if origin else {}
    if chosen.sort == "near":
        ids.sort(key=lambda one: away.get(one, inf))
    return Found(makers, ids, counts(makers, chosen, named), away)


def goods_of(makers: Sequence[Maker], most: int = 8, of_each: int = 2) -> list[Product]:
    """The newest goods of these makers in their order, ready for cards. Five queries."""
    ids = [one.id for one in makers if one.goods][:most]
    rows = select(Product.facility_id, Product.id).where(Product.facility_id.in_(ids), on_show())
    found: dict[int, list[int]] = {one: [] for one in ids}
    for maker, product in db.session.execute(rows.order_by(Product.published_at.desc(), Product.id)) if ids else ():
        found[maker].append(product)
    wanted = [product for products in found.values() for product in products[:of_each]]
    return catalog.queries.products_by_ids(wanted[:most])


def cards(ids: Sequence[int]) -> list[Facility]:
    """Those makers in that order, with what a card shows. One query."""
    wanted = select(Facility).where(Facility.id.in_(ids))
    options = (joinedload(Facility.village), joinedload(Facility.picture), raiseload("*"))
    found = {one.id: one for one in db.session.scalars(wanted.options(*options))} if ids else {}
    return [found[one] for one in ids if one in found]


def _away(makers: Makers, ids: Sequence[int], origin: Point) -> dict[int, float]:
    """Kilometres from `origin`; many stand in the middle of the same commune."""
    points = {one: point for one in ids if (point := makers.by_id[one].point)}
    kilometres = {point: distance(origin, point) for point in set(points.values())}
    return {one: kilometres[point] for one, point in points.items()}


def _named(makers: Makers, asked: Words) -> int:
    """Those with a word that begins as each word asked; right accents first, any where nobody has them."""
    if not asked:
        return makers.everything
    return _beginning(makers, asked, folded=False) or _beginning(makers, fold_words(asked), folded=True)


def _beginning(makers: Makers, asked: Words, *, folded: bool) -> int:
    found = makers.everything
    for word in asked:
        found &= makers.beginning(word, folded=folded)
    return found
