"""What insight's pages need, fully loaded in a bounded number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload, selectinload

import programme.queries
from catalog.models import Photo, Product, product_support
from core.db import db
from fairs.models import Booth
from insight import attribution
from insight.attribution import Brought, SoldProduct
from programme.models import Scheme, Support

GOODS_SHOWN = 12
BOOTHS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class SchemePage:
    """A scheme from plan to what it sold. `goods` by product id: those it supported and those sold through it."""

    scheme: Scheme
    supports: Sequence[Support]
    support_count: int
    booths: Sequence[Booth]
    brought: Brought
    sold: list[SoldProduct]
    goods: dict[int, Product]
    supported: list[Product]


def scheme_page(code: str) -> SchemePage | None:
    """The page of an approved scheme; any other is nobody's business yet (guard rule G8). Ten queries."""
    scheme = programme.queries.scheme(code)
    if scheme is None or not scheme.is_approved:
        return None
    supports, count = programme.queries.supports_of(scheme.id)
    sold = attribution.sold_products(scheme.id)
    supported = _supported_ids(scheme.id)
    goods = _goods([*supported, *(one.product_id for one in sold)])
    return SchemePage(
        scheme, supports, count, _booths_of(scheme.id), attribution.brought_by(scheme.id), sold, goods,
        [goods[one] for one in supported if one in goods],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """The story of one scheme, told on the portal."""

    scheme: Scheme
    brought: Brought
    sold: list[SoldProduct]
    cover: Product | None


def story() -> Story | None:
    """Five queries: which scheme, the scheme with its moves, what it brought, what sold best, its picture."""
    scheme_id = attribution.scheme_with_a_story()
    if scheme_id is None:
        return None
    query = select(Scheme).where(Scheme.id == scheme_id)
    scheme = db.session.scalars(query.options(joinedload(Scheme.moves), raiseload("*"))).unique().one()
    sold = attribution.sold_products(scheme_id, 3)
    goods = _goods([sold[0].product_id]) if sold else {}
    return Story(scheme, attribution.brought_by(scheme_id), sold, next(iter(goods.values()), None))


def _booths_of(scheme_id: int) -> Sequence[Booth]:
    query = select(Booth).where(Booth.scheme_id == scheme_id, Booth.published_at.is_not(None))
    options = joinedload(Booth.fair), joinedload(Booth.stand), joinedload(Booth.facility), raiseload("*")
    return db.session.scalars(query.options(*options).order_by(Booth.fair_id, Booth.id).limit(BOOTHS_SHOWN)).all()


def _supported_ids(scheme_id: int) -> list[int]:
    query = (
        select(Product.id)
        .join(product_support, product_support.c.product_id == Product.id)
        .join(Support, Support.id == product_support.c.support_id)
        .where(Support.scheme_id == scheme_id, Product.state == "published")
        .distinct()
        .order_by(Product.id)
    )
    return list(db.session.scalars(query.limit(GOODS_SHOWN)))


def _goods(ids: Sequence[int]) -> dict[int, Product]:
    """Products on show with maker and pictures, by id. Two queries."""
    query = select(Product).where(Product.id.in_(ids), Product.state == "published")
    pictured = selectinload(Product.photos).joinedload(Photo.picture)
    found = db.session.scalars(query.options(joinedload(Product.facility), pictured, raiseload("*")))
    return {one.id: one for one in found}
