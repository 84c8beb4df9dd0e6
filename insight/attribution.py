"""What promotion brought: sales, questions and visits credited to a scheme at the moment they happened.

Only what an order line or a question recorded then is counted (design.md, decision 9); nothing is guessed later.
A parcel that was cancelled, or that the maker could not supply, brought nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, case, distinct, func, select
from sqlalchemy.orm import joinedload, raiseload

from core.db import db
from insight.models import VisitCount
from programme.models import APPROVED_STATES, Scheme
from shop.models import CAME_TO_NOTHING as CAME_TO_NOTHING
from shop.models import Enquiry, Order, OrderLine, Parcel

PRODUCTS_SHOWN = 12
_DONG: ColumnElement[int] = func.coalesce(func.sum(OrderLine.total), 0)
_UNITS: ColumnElement[int] = func.coalesce(
    func.sum(case((OrderLine.dropped_at.is_(None), OrderLine.quantity), else_=0)), 0
)


@dataclass(frozen=True, slots=True)
class Brought:
    """Orders (distinct), units and đồng of goods without shipping; questions; visits to the booths paid for."""

    orders: int
    units: int
    dong: int
    enquiries: int
    visits: int


@dataclass(frozen=True, slots=True)
class SoldProduct:
    """One product among what was sold; `unit` as it stood when ordered."""

    product_id: int
    name: str
    unit: str
    orders: int
    units: int
    dong: int


def brought_by(scheme_id: int) -> Brought:
    """Everything credited to a scheme. One query."""
    sold = _sold(
        select(func.count(distinct(Parcel.order_id)).label("orders"), _UNITS.label("units"), _DONG.label("dong"))
    )
    sold_here = sold.where(OrderLine.scheme_id == scheme_id).subquery()
    asked = select(func.count()).where(Enquiry.scheme_id == scheme_id).scalar_subquery()
    visits = _visits_where(VisitCount.scheme_id == scheme_id)
    row = db.session.execute(select(sold_here, asked, visits)).one()
    return Brought(*(int(value) for value in row))


def brought_at(fair_id: int) -> Brought:
    """Everything that came through the booths and shelf slots of a fair. One query."""
    sold = _sold(
        select(func.count(distinct(Parcel.order_id)).label("orders"), _UNITS.label("units"), _DONG.label("dong"))
    )
    sold_here = sold.where(OrderLine.fair_id == fair_id).subquery()
    asked = select(func.count()).where(Enquiry.fair_id == fair_id).scalar_subquery()
    row = db.session.execute(select(sold_here, asked, _visits_where(VisitCount.fair_id == fair_id))).one()
    return Brought(*(int(value) for value in row))


def sold_products(scheme_id: int, limit: int = PRODUCTS_SHOWN) -> list[SoldProduct]:
    """By product, what brought most first. One query."""
    query = select(
        OrderLine.product_id,
        func.max(OrderLine.name),
        func.max(OrderLine.unit),
        func.count(distinct(Parcel.order_id)),
        _UNITS,
        _DONG,
    )
    query = _sold(query).where(OrderLine.scheme_id == scheme_id).group_by(OrderLine.product_id)
    rows = db.session.execute(query.order_by(_DONG.desc(), OrderLine.product_id).limit(limit))
    return [SoldProduct(row[0], row[1], row[2], row[3], int(row[4]), int(row[5])) for row in rows]


def dong_by_scheme(scheme_ids: Sequence[int]) -> dict[int, int]:
    """Đồng sold through each of `scheme_ids`; those that sold nothing are left out. One query."""
    query = _sold(select(OrderLine.scheme_id, _DONG)).where(OrderLine.scheme_id.in_(scheme_ids))
    return {row[0]: int(row[1]) for row in db.session.execute(query.group_by(OrderLine.scheme_id))}


def orders_of_products(product_ids: Sequence[int], since: datetime) -> dict[int, int]:
    """Orders placed since a moment that hold each product, however they came. One query."""
    query = _sold(select(OrderLine.product_id, func.count(distinct(Parcel.order_id)))).join(Parcel.order)
    query = query.where(OrderLine.product_id.in_(product_ids), Order.placed_at >= since)
    return {row[0]: row[1] for row in db.session.execute(query.group_by(OrderLine.product_id))}


def scheme_with_a_story() -> Scheme | None:
    """The accepted scheme that sold most and has its story written; the one accepted last where none sold.

    With its moves, in one query.
    """
    sold = _sold(select(OrderLine.scheme_id, _DONG.label("dong"))).group_by(OrderLine.scheme_id).subquery()
    query = (
        select(Scheme)
        .outerjoin(sold, sold.c.scheme_id == Scheme.id)
        .where(Scheme.accepted_on.is_not(None), Scheme.state.in_(APPROVED_STATES), Scheme.story != "")
        .order_by(func.coalesce(sold.c.dong, 0).desc(), Scheme.accepted_on.desc(), Scheme.id)
        .limit(1)
        .options(joinedload(Scheme.moves), raiseload("*"))
    )
    return db.session.scalars(query).unique().one_or_none()


def _sold(query: Any) -> Any:
    return query.select_from(OrderLine).join(OrderLine.parcel).where(Parcel.state.not_in(CAME_TO_NOTHING))


def _visits_where(where: ColumnElement[bool]) -> ColumnElement[int]:
    counted = select(func.coalesce(func.sum(VisitCount.visits), 0))
    return counted.where(VisitCount.kind == "booth", where).scalar_subquery()
