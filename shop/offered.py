"""What makers offered by a quote or a share, as lines of an order at the offered price, with stock and weeks taken."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Protocol

from catalog import bespoke, bundles, capacity, stock
from catalog.models import BundlePart, Variant
from programme.models import Facility
from shop.models import Enquiry, OrderLine
from shop.taken import OrderLinePart, OrderLineWeek

Parts = Mapping[int, Sequence[BundlePart]]


class Offered(Protocol):
    """A line of a quote, or a share."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def unit_price(self) -> int: ...
    @property
    def ready_on(self) -> date: ...
    @property
    def product_id(self) -> int | None: ...
    @property
    def variant_id(self) -> int | None: ...
    @property
    def variant(self) -> Variant | None: ...
    @property
    def facility(self) -> Facility: ...
    @property
    def enquiry(self) -> Enquiry: ...


Drawn = Sequence[tuple[Offered, Variant]]  # lines with what they draw on; of goods in no list, catalog/bespoke.py


class Short(Exception):
    """The maker has too few of these left, or no weeks in time: `names` in words. Nothing was held."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


def hold(lines: Sequence[Offered]) -> list[OrderLine]:
    """Each as that of an order, in their order, with stock and weeks taken; or raise Short and hold nothing."""
    spare = {
        one.facility.id: bespoke.variant_of(one.facility)
        for one in sorted(lines, key=lambda line: line.facility.id)
        if not one.variant
    }
    drawn = [(line, line.variant or spare[line.facility.id]) for line in lines]
    parts = bundles.parts_of(variant.id for _line, variant in drawn)
    _reserve(drawn, parts)
    booked = _book(drawn)
    return [_ordered(line, variant, parts, booked.get(line.id)) for line, variant in drawn]


def _reserve(drawn: Drawn, parts: Parts) -> None:
    """As of a cart: what several lines and hampers take of one variant is summed, and taken in the order of ids."""
    wanted = bundles.units([(variant.id, line.quantity) for line, variant in drawn], parts)
    stock.end(wanted)
    short = {variant.id for _line, variant in drawn if variant.product.is_stopped}
    for variant_id, units in sorted(wanted.items()):
        try:
            stock.reserve(variant_id, units)
        except stock.OutOfStock:
            short.add(variant_id)
    if short:
        raise Short([line.name for line, one in drawn if {one.id, *(p.part_id for p in parts.get(one.id, ()))} & short])


def _book(drawn: Drawn) -> dict[int, capacity.Booking]:
    """Weeks of what is made to order, by line id; none later than the day that was said."""
    made = [(line, variant.product) for line, variant in drawn if variant.product.mode == "made_to_order"]
    capacity.queue_up(product for _line, product in made)
    booked: dict[int, capacity.Booking] = {}
    late = []
    for line, product in sorted(made, key=lambda pair: pair[1].id):
        try:
            booking = booked[line.id] = capacity.book(product, line.quantity)
        except capacity.Full:
            late.append(line.name)
        else:
            if booking.taken and booking.ready_on > line.ready_on:
                late.append(line.name)
    if late:
        raise Short(late)
    return booked


def _ordered(line: Offered, variant: Variant, parts: Parts, booking: capacity.Booking | None) -> OrderLine:
    """At the offered price; credited to what the question came through, as it was when it was asked."""
    listed = variant.price if line.variant_id and variant.price and variant.price >= line.unit_price else None
    return OrderLine(
        product_id=line.product_id or variant.product_id,
        variant_id=variant.id,
        sku=variant.sku,
        name=line.name,
        unit=line.unit,
        unit_price=line.unit_price,
        list_price=listed,
        price_kind="quote",
        discount=0,
        quantity=line.quantity,
        promised_on=line.ready_on,
        parts=[
            OrderLinePart(variant_id=one.part.id, count=one.count, sku=one.part.sku, name=one.part.full_name)
            for one in parts.get(variant.id, ())
        ],
        weeks=[OrderLineWeek(week_id=week, units=units) for week, units in (booking.taken if booking else ())],
        **_credit(line.enquiry),
    )


def _credit(enquiry: Enquiry) -> dict[str, int | None]:
    names = ("fair_id", "booth_id", "stand_id", "feature_id", "scheme_id")
    return {name: getattr(enquiry, name) for name in names}
