"""What goes with a product: kin by village, shelf, material and maker, and what the same buyers took along.

Buying together counts with a ceiling: a few orders say as much as many, so that what sells everywhere does not stand
beside everything, and a newcomer of the same village still does. Nobody can buy a place here.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from sqlalchemy import CTE, ColumnElement, Float, and_, case, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from catalog.models import Product, ProductAttribute, Variant, on_show
from catalog.queries import products_by_ids
from core import times
from core.db import db
from shop.models import CAME_TO_NOTHING, Order, OrderLine, Parcel

SHOWN = 4
MOST_OF_A_MAKER = 2
_CANDIDATES = 32
_SINCE, _MOST_LINES = timedelta(days=365), 400
_VILLAGE, _SHELF, _MATERIAL, _MAKER, _TOGETHER, _HALF_WAY = 4.0, 2.0, 1.5, 0.5, 6.0, 3.0
_SOLD_OUT = -5.0


def goods_beside(product: Product) -> Sequence[Product]:
    """The best few, at most two of a maker where others are there. Five statements, however much was sold."""
    rows = [tuple(row) for row in db.session.execute(_candidates(product))]
    return products_by_ids(_varied(rows))


def _varied(rows: Sequence[tuple[int, int]]) -> list[int]:
    """In order, those of a maker who has two already put last."""
    taken: Counter[int] = Counter()
    first: list[int] = []
    later: list[int] = []
    for product_id, facility_id in rows:
        taken[facility_id] += 1
        (first if taken[facility_id] <= MOST_OF_A_MAKER else later).append(product_id)
    return (first + later)[:SHOWN]


def _candidates(product: Product) -> Any:
    together = _bought_together(product.id)
    times_together = cast(func.coalesce(together.c.orders, 0), Float)
    village = and_(Product.village_id.is_not(None), Product.village_id == product.village_id)
    shelf, maker = Product.browse_category == product.browse_category, Product.facility_id == product.facility_id
    worth = (
        case((village, _VILLAGE), else_=0.0)
        + case((shelf, _SHELF), else_=0.0)
        + case((_same_material(product.id), _MATERIAL), else_=0.0)
        + case((maker, _MAKER), else_=0.0)
        + _TOGETHER * times_together / (times_together + _HALF_WAY)
        + case((_can_be_had(), 0.0), else_=_SOLD_OUT)
    )
    return (
        select(Product.id, Product.facility_id)
        .outerjoin(together, together.c.product_id == Product.id)
        .where(or_(village, shelf, together.c.orders > 0), Product.id != product.id, on_show())
        .order_by(worth.desc(), Product.published_at.desc(), Product.id)
        .limit(_CANDIDATES)
    )


def _bought_together(product_id: int) -> CTE:
    """In how many of its latest orders each other product was bought as well."""
    latest = (
        select(Parcel.order_id)
        .join(OrderLine, OrderLine.parcel_id == Parcel.id)
        .join(Order, Order.id == Parcel.order_id)
        .where(
            OrderLine.product_id == product_id,
            Parcel.state.not_in(CAME_TO_NOTHING),
            Order.placed_at > times.now() - _SINCE,
        )
        .order_by(Parcel.id.desc())
        .limit(_MOST_LINES)
        .subquery()
    )
    line, parcel = aliased(OrderLine), aliased(Parcel)
    return (
        select(line.product_id, func.count(parcel.order_id.distinct()).label("orders"))
        .join(parcel, parcel.id == line.parcel_id)
        .where(parcel.order_id.in_(select(latest.c.order_id)), line.product_id != product_id)
        .group_by(line.product_id)
        .cte("bought_together")
    )


def _same_material(product_id: int) -> ColumnElement[bool]:
    """Whether both have a choice of an attribute in common: bamboo, blue glaze."""
    mine, its = aliased(ProductAttribute), aliased(ProductAttribute)
    return exists().where(
        its.product_id == Product.id,
        its.choice.is_not(None),
        mine.product_id == product_id,
        mine.attribute_id == its.attribute_id,
        mine.value == its.value,
    )


def _can_be_had() -> ColumnElement[bool]:
    """Something of it is left to buy, or it is shown and not sold, or made to order."""
    left = or_(Variant.on_hand.is_(None), Variant.on_hand > Variant.held)
    offered = exists().where(Variant.product_id == Product.id, Variant.retired_at.is_(None), left)
    return or_(Product.mode == "showcase", offered)
