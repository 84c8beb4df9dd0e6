"""Accepting a quote: it becomes an order by the same steps as a cart, at the prices that were quoted."""

from collections.abc import Mapping, Sequence

from catalog import bespoke, bundles, capacity, stock
from catalog.models import BundlePart, Variant
from core import audit
from shop import enquiries, orders, payments, quote_letters, quote_reckoning, quotes, refused
from shop.deposits import Deposit
from shop.models import Enquiry, Order, OrderLine, Quote, QuoteLine
from shop.taken import OrderLinePart, OrderLineWeek

Parts = Mapping[int, Sequence[BundlePart]]
Drawn = Sequence[tuple[QuoteLine, Variant]]  # lines with what they draw on; of goods in no list, catalog/bespoke.py


class OtherPlace(Exception):
    """The fee that was quoted goes to another province."""


class NotSeen(Exception):
    """Its sum, or what is to be paid ahead, was not what the buyer says she was shown."""


class Short(Exception):
    """The maker has too few of these left, or no weeks in time: `names` in words. Nothing was held."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


def accept(
    quote: Quote, buyer: orders.Buyer, *, shown_total: int | None = None, shown_deposit: str | None = None
) -> Order:
    """Order what is quoted, or raise NotOpen, NotSeen, OtherPlace, Short, payments.NoTransfers or orders.NoCash and
    change nothing.

    The quote is claimed first, by the clock of that moment: of two who accept at once one makes the order.
    """
    deposit = deposit_of(quote)
    if shown_total not in (None, quote.total) or shown_deposit not in (None, deposit.said):
        raise NotSeen(quote.id)
    quotes.end(quote, "accepted", only_if_valid=True)
    if quote.province_code and buyer.province_code != quote.province_code:
        raise OtherPlace(quote.province_code)
    lines = _held(quote)
    order = orders.begin(buyer)
    parcel = orders.add_parcel(order, quote.enquiry.facility, lines, quote.delivery_fee)
    parcel.fees, parcel.fee_total = quote_reckoning.frozen(quote), quote.fee_total
    payments.expect(parcel, quote.enquiry.facility, order.payment_method, deposit)
    if parcel.payment.method == "cod" and refused.stops_cash(buyer.phone):
        raise orders.NoCash
    orders.finish(order)
    quote.order = order
    enquiries.heard(quote.enquiry)
    audit.record(quote, "quote.accepted", order=order.number, total=order.total)
    quote_letters.accepted(quote)
    return order


def deposit_of(quote: Quote) -> Deposit:
    return Deposit(quote.ahead, quote.keeps)


def _held(quote: Quote) -> list[OrderLine]:
    """Its lines as those of an order, with stock and weeks taken."""
    spare = None if all(line.variant for line in quote.lines) else bespoke.variant_of(quote.enquiry.facility)
    drawn = [(line, variant) for line in quote.lines if (variant := line.variant or spare)]
    parts = bundles.parts_of(variant.id for _line, variant in drawn)
    _reserve(drawn, parts)
    booked = _book(quote, drawn)
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


def _book(quote: Quote, drawn: Drawn) -> dict[int, capacity.Booking]:
    """Weeks of what is made to order, by line id; none later than the day that was quoted."""
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
            if booking.taken and booking.ready_on > quote.ready_on:
                late.append(line.name)
    if late:
        raise Short(late)
    return booked


def _ordered(line: QuoteLine, variant: Variant, parts: Parts, booking: capacity.Booking | None) -> OrderLine:
    """At the quoted price; credited to what the question came through, as it was when it was asked."""
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
        promised_on=line.quote.ready_on,
        parts=[
            OrderLinePart(variant_id=one.part.id, count=one.count, sku=one.part.sku, name=one.part.full_name)
            for one in parts.get(variant.id, ())
        ],
        weeks=[OrderLineWeek(week_id=week, units=units) for week, units in (booking.taken if booking else ())],
        **_credit(line.quote.enquiry),
    )


def _credit(enquiry: Enquiry) -> dict[str, int | None]:
    names = ("fair_id", "booth_id", "stand_id", "feature_id", "scheme_id")
    return {name: getattr(enquiry, name) for name in names}
