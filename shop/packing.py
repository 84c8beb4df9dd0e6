"""Which lot went into which parcel, so that a lot called back finds the people who have it."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload, selectinload

from catalog import lots
from catalog.models import Lot, Product, Variant
from core import audit
from core.db import db
from shop.models import CAME_TO_NOTHING, Order, OrderLine, Parcel
from shop.parcels import PACKABLE
from shop.taken import OrderLineLot, OrderLinePart

SHOWN = 500


class NotPackable(Exception):
    """Goods of this lot may not be packed: lapsed, recalled, gone, of other goods, or the parcel has left."""


def open_lots(parcel: Parcel) -> dict[int, list[Lot]]:
    """By line id, the lots its packer may choose from; a hamper may hold lots of all its parts. Two queries."""
    inside = _products_of(parcel)
    every = lots.open_lots(sorted({product for products in inside.values() for product in products}))
    return {line_id: [lot for lot in every if lot.product_id in products] for line_id, products in inside.items()}


def note(parcel: Parcel, line_id: int, lot_id: int) -> Lot:
    """That goods of this lot are in this line. Raises NotPackable."""
    line = next((one for one in parcel.lines if one.id == line_id), None)
    lot = db.session.get(Lot, lot_id)
    if line is None or lot is None or lot.product_id not in _products_of(parcel)[line.id]:
        raise NotPackable(lot_id)
    if not lot.may_be_packed or parcel.state not in PACKABLE:
        raise NotPackable(lot_id)
    if lot not in line.lots:
        line.lots.append(lot)
        audit.record(parcel, "parcel.lot_noted", line=line.id, lot=lot.id)
    return lot


def forget(parcel: Parcel, line_id: int, lot_id: int) -> None:
    """It was another lot after all."""
    for line in parcel.lines:
        if line.id == line_id and parcel.state in PACKABLE:
            line.lots = [lot for lot in line.lots if lot.id != lot_id]
            audit.record(parcel, "parcel.lot_forgotten", line=line_id, lot=lot_id)


def parcels_with(lot_id: int) -> Sequence[Parcel]:
    """Whose parcels had goods of the lot; those that came to nothing are left out."""
    query = (
        select(Parcel)
        .join(Parcel.lines)
        .join(OrderLineLot, OrderLineLot.line_id == OrderLine.id)
        .join(Parcel.order)
        .where(OrderLineLot.lot_id == lot_id, Parcel.state.not_in(CAME_TO_NOTHING))
        .order_by(Parcel.id)
        .distinct()
        .limit(SHOWN)
    )
    loads = (contains_eager(Parcel.order), joinedload(Parcel.facility), selectinload(Parcel.lines))
    return db.session.scalars(query.options(*loads, raiseload("*", sql_only=True))).unique().all()


def recalls() -> list[tuple[Lot, int]]:
    """Lots called back, latest first, each with how many parcels had it: what staff look at."""
    counted = select(OrderLineLot.lot_id, func.count(OrderLineLot.line_id.distinct()).label("lines"))
    counts = counted.group_by(OrderLineLot.lot_id).subquery()
    query = select(Lot, func.coalesce(counts.c.lines, 0)).outerjoin(counts, counts.c.lot_id == Lot.id)
    query = query.where(Lot.recalled_at.is_not(None)).order_by(Lot.recalled_at.desc()).limit(100)
    loads = joinedload(Lot.product).joinedload(Product.facility)
    return [(lot, int(lines)) for lot, lines in db.session.execute(query.options(loads))]


def guests(session_id: int) -> Sequence[OrderLine]:
    """The lines that booked a date, with their buyers; cancelled ones are left out."""
    query = select(OrderLine).join(OrderLine.parcel).join(Parcel.order)
    query = query.where(OrderLine.session_id == session_id, Parcel.state.not_in(CAME_TO_NOTHING))
    loads = contains_eager(OrderLine.parcel).contains_eager(Parcel.order)
    return db.session.scalars(query.order_by(Order.buyer_name, OrderLine.id).options(loads)).all()


def _products_of(parcel: Parcel) -> dict[int, set[int]]:
    """The products in each line: its own, and those of a hamper's parts."""
    parts = select(OrderLinePart.line_id, Variant.product_id).join(Variant, Variant.id == OrderLinePart.variant_id)
    found = {line.id: {line.product_id} for line in parcel.lines}
    for line_id, product_id in db.session.execute(parts.where(OrderLinePart.line_id.in_(list(found)))):
        found[line_id].add(product_id)
    return found
