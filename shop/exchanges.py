"""An exchange is a parcel of its own: the same goods once more, for nothing, by the same steps as any parcel."""

from datetime import timedelta

from sqlalchemy import func, select, update

from catalog import bundles, stock
from core import audit, times
from core.db import db
from shop import drawn, orders, parcels, payments, ways
from shop.claimed import ParcelClaim, ParcelClaimLine
from shop.models import Order, OrderLine, Parcel
from shop.taken import OrderLinePart


class NotInPieces(Exception):
    """Sold by weight, or a place on a day: money goes back instead."""


def make(claim: ParcelClaim) -> Parcel:
    """Hold the goods and begin the parcel, confirmed by its maker's word. Raises NotInPieces, stock.OutOfStock; the
    caller then commits nothing."""
    if any(one.line.is_weighed or one.line.session_id for one in claim.lines):
        raise NotInPieces(claim.id)
    order = claim.parcel.order
    _hold(order)
    parts = bundles.parts_of(one.line.variant_id for one in claim.lines)
    wanted = bundles.units([(one.line.variant_id, one.quantity) for one in claim.lines], parts)
    stock.end(wanted)
    for variant_id, units in sorted(wanted.items()):
        stock.reserve(variant_id, units)
    mine = (Parcel.order_id == order.id, Parcel.facility_id == claim.parcel.facility_id)
    last = db.session.scalar(select(func.max(Parcel.part)).where(*mine)) or 1
    was = claim.parcel
    fetching = ways.Fetching(was.way, was.fetched_at, venue_id=was.venue_id) if was.is_fetched else None
    parcel = orders.add_parcel(order, was.facility, [_line(one) for one in claim.lines], 0, fetching)
    parcel.part, parcel.origin = last + 1, "exchange"
    payments.expect(parcel, parcel.facility, "cod")
    db.session.flush()
    drawn.take(drawn.Wanted(parcel, *units) for units in sorted(wanted.items()))
    parcels.confirm(parcel)
    claim.exchange_id = parcel.id
    audit.record(parcel, "parcel.exchange", claim=claim.id)
    return parcel


def _hold(order: Order) -> None:
    """Of two exchanges of one order the second waits, so that each has its own number."""
    mine = update(Order).where(Order.id == order.id).values(changes=Order.changes)
    db.session.execute(mine.execution_options(synchronize_session=False))


def _line(one: ParcelClaimLine) -> OrderLine:
    line = one.line
    lead = line.product.lead_days if line.product.mode == "made_to_order" else None
    return OrderLine(
        product=line.product,
        variant=line.variant,
        sku=line.sku,
        name=line.name,
        unit=line.unit,
        unit_price=0,
        price_kind="exchange",
        quantity=one.quantity,
        discount=0,
        promised_on=times.today() + timedelta(days=lead) if lead else None,
        parts=[
            OrderLinePart(variant_id=part.variant_id, count=part.count, sku=part.sku, name=part.name)
            for part in line.parts
        ],
    )
