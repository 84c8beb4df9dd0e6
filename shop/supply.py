"""What a maker must have ready: the goods of open parcels by day, kind and buyer; a hamper counts as its parts."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from catalog.models import Product, Variant
from core import times
from core.db import db
from shop.models import OrderLine, Parcel
from shop.parcels import PACKABLE, are_not_awaiting_a_card
from shop.taken import OrderLinePart

TO_PACK = ("placed", "confirmed")
MOST = 50  # parcels gathered, or printed, at one time


@dataclass(slots=True)
class Need:
    """So many of one kind, over so many parcels."""

    sku: str
    name: str
    unit: str
    count: int = 0
    parcels: set[int] = field(default_factory=set)
    is_in_store: bool = True  # counted stock, held for its buyers; else it is still to be made


def by_day(facility_id: int) -> list[tuple[date, list[Need]]]:
    """What must be packed on each day, soonest first; what is late stands under its own day. Two queries."""
    found: defaultdict[date, dict[int, Need]] = defaultdict(dict)
    for query in (_single(), _inside()):
        rows = db.session.execute(query.where(Parcel.facility_id == facility_id, Parcel.state.in_(TO_PACK)))
        for parcel_id, before, variant_id, sku, name, unit, on_hand, count in rows:
            day = times.local(before).date() if before else times.today()
            need = found[day].setdefault(variant_id, Need(sku, name, unit, is_in_store=on_hand is not None))
            need.count += int(count)
            need.parcels.add(parcel_id)
    return [(day, sorted(needs.values(), key=lambda one: one.name)) for day, needs in sorted(found.items())]


def of_parcels(parcels: Iterable[Parcel]) -> list[Need]:
    """The pick list of some parcels, by kind: `chosen` has loaded all that it reads."""
    found: dict[str, Need] = {}
    for parcel in parcels:
        for line in goods_of(parcel):
            inside = [(part.sku, part.name, "", part.count * line.quantity) for part in line.parts]
            for sku, name, unit, count in inside or [(line.sku, line.name, line.unit, line.quantity)]:
                need = found.setdefault(sku, Need(sku, name, unit))
                need.count += count
                need.parcels.add(parcel.id)
                need.unit = need.unit or unit
    return sorted(found.values(), key=lambda one: one.name)


def goods_of(parcel: Parcel) -> list[OrderLine]:
    """Its lines that are things to pack: what the buyer left, and services, are not."""
    return [line for line in parcel.lines if line.dropped_at is None and line.product.mode != "service"]


def chosen(facility_id: int, ids: Sequence[int]) -> Sequence[Parcel]:
    """Those of a maker's parcels still in her hands; with none named, all that wait to be packed, soonest first."""
    query = select(Parcel).where(Parcel.facility_id == facility_id, are_not_awaiting_a_card())
    if ids:
        query = query.where(Parcel.id.in_(ids[:MOST]), Parcel.state.in_(PACKABLE))
    else:
        query = query.where(Parcel.state.in_(TO_PACK))
    lines = selectinload(Parcel.lines)
    loads = (
        joinedload(Parcel.order),
        joinedload(Parcel.facility),
        joinedload(Parcel.payment),
        lines.joinedload(OrderLine.product).joinedload(Product.own_range),
        lines.joinedload(OrderLine.product).joinedload(Product.usual_range),
        lines.selectinload(OrderLine.parts),
    )
    query = query.options(*loads, raiseload("*", sql_only=True)).order_by(Parcel.pack_before, Parcel.id)
    return db.session.scalars(query.limit(MOST)).all()


def _single() -> Select[Any]:
    """Lines that are one thing each."""
    query = _needed(OrderLine.sku, OrderLine.name, OrderLine.quantity).join(Variant, Variant.id == OrderLine.variant_id)
    return query.where(~select(OrderLinePart.id).where(OrderLinePart.line_id == OrderLine.id).exists())


def _inside() -> Select[Any]:
    """What hampers are made of."""
    query = _needed(OrderLinePart.sku, OrderLinePart.name, OrderLinePart.count * OrderLine.quantity)
    query = query.join(OrderLinePart, OrderLinePart.line_id == OrderLine.id)
    return query.join(Variant, Variant.id == OrderLinePart.variant_id)


def _needed(
    sku: SQLColumnExpression[str], name: SQLColumnExpression[str], count: SQLColumnExpression[int]
) -> Select[Any]:
    unit = select(Product.unit).where(Product.id == Variant.product_id).scalar_subquery()
    mode = select(Product.mode).where(Product.id == OrderLine.product_id).scalar_subquery()
    columns = (Parcel.id, Parcel.pack_before, Variant.id, sku, name, unit, Variant.on_hand, func.coalesce(count, 0))
    query = select(*columns).select_from(Parcel).join(OrderLine, OrderLine.parcel_id == Parcel.id)
    return query.where(OrderLine.dropped_at.is_(None), mode != "service", are_not_awaiting_a_card())
