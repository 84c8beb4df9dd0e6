"""A bill of sale of one parcel: its lines to the đồng with the tax inside them, who sold and to whom.

What the slip on paper, the page and the structured file say is read from here, so that they cannot differ.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from core import times
from core.db import db
from programme import places
from programme.models import Facility
from shop import vat
from shop.models import InvoiceData, Order, OrderLine, Parcel, ParcelMove
from shop.vat import Rate

EXACT = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Item:
    """One row. `amount` is what is paid for it, tax in it and what was taken off already off."""

    name: str
    code: str
    unit: str
    quantity: Decimal
    price: int  # of one, tax in it
    off: int
    amount: int
    rate: Rate | None  # None: its seller tells no tax apart

    @property
    def tax(self) -> int:
        return self.rate.inside(self.amount) if self.rate else 0

    @property
    def before_tax(self) -> int:
        return self.amount - self.tax

    @property
    def off_before_tax(self) -> int:
        return self.off - (self.rate.inside(self.off) if self.rate else 0)

    @property
    def price_before_tax(self) -> Decimal:
        """So that quantity times price less what is taken off is the amount before tax."""
        return ((self.before_tax + self.off_before_tax) / self.quantity).quantize(EXACT, ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Bill:
    parcel: Parcel
    on: date
    items: Sequence[Item]
    buyer: InvoiceData | None

    @property
    def seller(self) -> Facility:
        return self.parcel.facility

    @property
    def total(self) -> int:
        return sum(one.amount for one in self.items)

    @property
    def tax(self) -> int:
        return sum(one.tax for one in self.items)

    @property
    def tells_tax(self) -> bool:
        return any(one.rate for one in self.items)

    @property
    def by_rate(self) -> list[tuple[Rate, int, int]]:
        """(rate, before tax, tax) of each that occurs."""
        found: dict[Rate, tuple[int, int]] = {}
        for one in self.items:
            if one.rate:
                before, tax = found.get(one.rate, (0, 0))
                found[one.rate] = before + one.before_tax, tax + one.tax
        return [(rate, *sums) for rate, sums in found.items()]

    @property
    def number(self) -> str:
        return f"{self.parcel.order.number}/{self.parcel.code}"


def may_be_made(parcel: Parcel) -> bool:
    """Once what it costs is known, as long as anything of it is sold."""
    return not parcel.unweighed and not parcel.came_to_nothing and parcel.origin == ""


def of(parcel: Parcel) -> Bill:
    on = _day(parcel)
    off_delivery = sum(one.off_delivery for one in parcel.discounts)
    items = [_of_line(line, parcel.facility.kind, on) for line in parcel.lines if not line.dropped_at]
    more = [("Phí giao hàng", parcel.shipping_fee, off_delivery)]
    more += [(one.title, one.amount, 0) for one in parcel.fees]
    rate = vat.rate(parcel.facility.kind, "transport", on)
    items += [_of_fee(name, amount, off, rate) for name, amount, off in more if amount]
    return Bill(parcel, on, items, parcel.order.invoice)


def of_month(facility_id: int, month: date) -> list[Bill]:
    """Of all that a maker delivered in it, in the order of delivery."""
    delivered = select(ParcelMove.parcel_id, ParcelMove.at).where(ParcelMove.state == "delivered").subquery()
    begins, ends = times.start_of(month), times.start_of(times.add_months(month, 1))
    query = select(Parcel).join(delivered, delivered.c.parcel_id == Parcel.id)
    query = query.where(Parcel.facility_id == facility_id, Parcel.state == "delivered", Parcel.origin == "")
    query = query.where(delivered.c.at >= begins, delivered.c.at < ends).order_by(delivered.c.at, Parcel.id)
    loads = (
        joinedload(Parcel.order).joinedload(Order.invoice),
        joinedload(Parcel.facility),
        joinedload(Parcel.payment),
    )
    rows = (selectinload(Parcel.lines).joinedload(OrderLine.product), selectinload(Parcel.fees))
    found = db.session.scalars(query.options(*loads, *rows, selectinload(Parcel.discounts), selectinload(Parcel.moves)))
    return [of(one) for one in found]


def address_of(facility: Facility) -> str:
    known = places.commune(facility.commune_code or "")
    return ", ".join(filter(None, (facility.address, places.full_name(known.code) if known else facility.commune_name)))


def _day(parcel: Parcel) -> date:
    """Delivered; before that, today."""
    done = [move.at for move in parcel.moves if move.state == "delivered"]
    return times.local(done[-1]).date() if done else times.today()


def _of_line(line: OrderLine, seller: str, on: date) -> Item:
    rate = vat.rate(seller, "service" if line.product.mode == "service" else "goods", on)
    by_weight = line.weighed_g and line.price_per_kg
    quantity = Decimal(line.weighed_g) / 1000 if by_weight and line.weighed_g else Decimal(line.quantity)
    price = line.price_per_kg if by_weight and line.price_per_kg else line.unit_price
    unit = "kg" if by_weight else line.unit
    return Item(line.name, line.sku, unit, quantity, price, line.discount, line.total - line.discount, rate)


def _of_fee(name: str, amount: int, off: int, rate: Rate | None) -> Item:
    return Item(name, "", "lần", Decimal(1), amount, off, amount - off, rate)
