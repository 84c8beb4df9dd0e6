"""What insight's pages need, fully loaded in a bounded number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload, selectinload

import programme.queries
from catalog.models import Photo, Product, on_show, product_support
from core.db import db
from core.pictures import Picture
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
    """The story of one scheme, told on the portal; `cover` is of what sold best."""

    scheme: Scheme
    brought: Brought
    sold: list[SoldProduct]
    cover: Picture | None


def story() -> Story | None:
    """Four queries: which scheme, what it brought, what sold best, and a picture of that."""
    scheme = attribution.scheme_with_a_story()
    if scheme is None:
        return None
    sold = attribution.sold_products(scheme.id, 3)
    cover = _first_picture(sold[0].product_id) if sold else None
    return Story(scheme, attribution.brought_by(scheme.id), sold, cover)


def _first_picture(product_id: int) -> Picture | None:
    query = select(Picture).join(Photo, Photo.picture_id == Picture.id).where(Photo.product_id == product_id)
    return db.session.scalar(query.order_by(Photo.position, Photo.id).limit(1))


def _booths_of(scheme_id: int) -> Sequence[Booth]:
    query = select(Booth).where(Booth.scheme_id == scheme_id, Booth.published_at.is_not(None))
    options = joinedload(Booth.fair), joinedload(Booth.stand), joinedload(Booth.facility), raiseload("*")
    return db.session.scalars(query.options(*options).order_by(Booth.fair_id, Booth.id).limit(BOOTHS_SHOWN)).all()


def _supported_ids(scheme_id: int) -> list[int]:
    query = (
        select(Product.id)
        .join(product_support, product_support.c.product_id == Product.id)
        .join(Support, Support.id == product_support.c.support_id)
        .where(Support.scheme_id == scheme_id, on_show())
        .distinct()
        .order_by(Product.id)
    )
    return list(db.session.scalars(query.limit(GOODS_SHOWN)))


def _goods(ids: Sequence[int]) -> dict[int, Product]:
    """Products on show with maker and pictures, by id. Two queries."""
    query = select(Product).where(Product.id.in_(ids), on_show())
    pictured = selectinload(Product.photos).joinedload(Photo.picture)
    found = db.session.scalars(query.options(joinedload(Product.facility), pictured, raiseload("*")))
    return {one.id: one for one in found}
