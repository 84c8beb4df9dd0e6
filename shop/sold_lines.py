"""A line of a cart as it becomes a line of an order: price, promotion and what a hamper holds, at that moment."""

from collections.abc import Sequence
from typing import Any

from catalog import capacity
from catalog.models import BundlePart
from shop import promotion
from shop.models import CartLine, OrderLine
from shop.taken import OrderLinePart, OrderLineWeek


def of(line: CartLine, parts: Sequence[BundlePart], booking: capacity.Booking | None) -> OrderLine:
    """Prices and promotion as they stand at this moment."""
    credit = promotion.credited(line.booth, line.feature)
    return OrderLine(
        product=line.product,
        variant=line.variant,
        sku=line.variant.sku,
        name=line.variant.full_name,
        unit=line.product.unit,
        **_priced(line, credit),
        **line.variant.weight_terms(),
        quantity=line.quantity,
        discount=0,
        session_id=line.session_id,
        promised_on=booking.ready_on if booking else None,
        parts=[_part(part) for part in parts],
        weeks=[OrderLineWeek(week_id=week, units=units) for week, units in (booking.taken if booking else ())],
        fair_id=credit.fair_id,
        booth_id=credit.booth_id,
        stand_id=credit.stand_id,
        feature_id=credit.feature_id,
        scheme_id=credit.scheme_id,
    )


def _priced(line: CartLine, credit: promotion.Promotion) -> dict[str, Any]:
    """The price of each at this moment, and why it is that; that of a fair only where its booth is credited."""
    variant, price = line.variant, line.fair_offer if credit.booth_id else None
    if price is not None:
        return {"unit_price": price, "list_price": variant.price, "price_kind": "fair", "tier_least": None}
    price = variant.price_for(line.quantity)
    reached = [one for one in variant.tiers_now if one.price == price]
    kind = "tier" if reached else "sale" if variant.is_on_sale else "regular"
    least = reached[0].least if reached else None
    return {"unit_price": price, "list_price": variant.price, "price_kind": kind, "tier_least": least}


def _part(part: BundlePart) -> OrderLinePart:
    one = part.part
    return OrderLinePart(variant_id=one.id, count=part.count, sku=one.sku, name=one.full_name)
