"""Placing orders: a cart becomes one order with a parcel a maker, all at once or not at all."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from catalog import bundles, capacity, sessions, stock
from catalog.models import BundlePart
from core import audit, times
from core.db import db
from programme import places
from programme.models import Facility
from shop import cart as carts
from shop import (
    codes,
    delivery,
    deposits,
    drawn,
    fees,
    gifts,
    lapsing,
    letters,
    parcels,
    payments,
    promotions,
    refused,
    rulebook,
    sending,
    shipping,
    slots,
    sold_lines,
    unanswered,
    ways,
)
from shop.cards import taking
from shop.models import Cart, CartLine, DeliverySlot, InvoiceData, Order, OrderLine, Parcel
from shop.settling import frozen

Parts = Mapping[int, Sequence[BundlePart]]
ADDED = ("fetched_from", "voucher", "deliver_before", "points", "sending", "slots", "invoice", "gifts")


class EmptyCart(Exception):
    """There is nothing to order: it was ordered or taken out elsewhere."""


class Unavailable(Exception):
    """Some lines cannot be had: `left` says by variant id how many there still are, `why` what else stands in the way
    (weeks_full, session_full, session_needed). Nothing was held."""

    def __init__(self, left: dict[int, int], why: dict[int, str] | None = None) -> None:
        super().__init__(left, why)
        self.left, self.why = left, why or {}


class OutOfRange(Exception):
    """Some goods do not go to this address: `why` says by variant id. Nothing was held."""

    def __init__(self, why: dict[int, str]) -> None:
        super().__init__(why)
        self.why = why


class LaterNow(Exception):
    """Somebody took the week: a piece would be ready later than the buyer was told."""


class NoAddress(Exception):
    """Something is to be sent, and the buyer gave no address: it is no longer fetched."""


class NotInTime(Exception):
    """Of this maker the goods cannot be there by the day the buyer wants."""

    def __init__(self, maker: str, arrives_on: date) -> None:
        super().__init__(maker, arrives_on)
        self.maker, self.arrives_on = maker, arrives_on


class NoCash(Exception):
    """Nothing is sent to this number for cash just now: too much came back from its door without a cause."""


class TotalMoved(Exception):
    """The sum, or what is to be paid ahead, is no longer what the buyer was shown: `args` say what they are."""


class OtherRequest(Exception):
    """This key has already placed an order that asked for something else."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who orders, where to, and how it is paid."""

    name: str
    phone: str
    province_code: str
    commune_code: str
    street: str
    payment: str
    email: str = ""
    note: str = ""
    fetched_from: tuple[int, ...] = ()  # the makers at whose workshops she fetches her goods
    points: tuple[tuple[int, int], ...] = ()  # (maker, venue): the places at which she fetches others'
    sending: tuple[tuple[int, str], ...] = ()  # (maker, way): how the rest is sent; of others the usual way
    slots: tuple[tuple[int, int], ...] = ()  # (maker, slot): the times she chose
    voucher: str = ""  # a code beside the one that her cart keeps
    deliver_before: date | None = None  # the day by which she wants all of it
    gifts: tuple[str, ...] = ()  # what is kept of the codes of the gift cards she pays with
    invoice: Mapping[str, str] | None = None  # to whom it is made out, as InvoiceData has it
    user_id: int | None = field(default=None, compare=False)


def place(
    cart: Cart,
    buyer: Buyer,
    *,
    key: str | None = None,
    shown_total: int | None = None,
    shown_days: str = "",
    shown_deposit: str = "",
    shown_gift: int | None = None,
    rules: rulebook.Rulebook | None = None,
) -> Order:
    """Turn a cart into an order that holds its stock and its prices, or raise and change nothing.

    The same key with the same request gives the same order again. `rules`: those of its bill, reckoned just now.
    """
    digest = _digest(cart, buyer)
    if earlier := _placed_with(key, digest):
        return earlier
    parts = bundles.parts_of(line.variant_id for line in cart.lines)
    rules = rules or rulebook.read(line.product.facility_id for line in cart.lines)
    is_stopped = buyer.payment == "cod" and refused.stops_cash(buyer.phone)
    lines = sorted(carts.empty(cart), key=lambda line: line.variant_id)
    if not lines:  # emptied while this one waited
        return _by_its_twin(key, digest)
    fetched = _reach(lines, buyer)
    bookings = _reserve(lines, parts, cart.token)
    order = begin(buyer, key, digest)
    _add_parcels(order, lines, buyer, parts, bookings, fetched, rules.sending)
    fees.freeze(order, rules.fees)
    promotions.take(order, buyer.voucher or cart.voucher, insist=shown_total is None, given=rules.promotions)
    deposit = _expect(order, buyer, is_stopped)
    if shown_days not in ("", days({one: booking.ready_on for one, booking in bookings.items()})):
        raise LaterNow
    if shown_total not in (None, order.total) or shown_deposit not in ("", deposit):
        raise TotalMoved(order.total, deposit)
    gifts.pay(order, buyer.gifts, shown_gift)
    cart.voucher = ""
    finish(order)
    return order


def _expect(order: Order, buyer: Buyer, is_stopped: bool) -> str:
    """What is to be paid for each parcel, and how; what of it is asked ahead, as a page says it. Raises NoCash."""
    asked = deposits.of_order(order)
    for parcel, deposit in asked:
        payments.expect(parcel, parcel.facility, buyer.payment, deposit)
    if is_stopped and any(one.pays_at_the_door and one.payment.method == "cod" for one in order.parcels):
        raise NoCash
    return sum((deposit for _parcel, deposit in asked), deposits.NONE).said


def begin(buyer: Buyer, key: str | None = None, digest: str | None = None) -> Order:
    """An order without parcels yet, of goods that are already held."""
    token = secrets.token_urlsafe(24)
    return Order(
        token=token,
        number=token,  # until the row has its own number
        key=key,
        request_digest=digest,
        user_id=buyer.user_id,
        buyer_name=buyer.name,
        buyer_phone=buyer.phone,
        buyer_email=buyer.email or None,
        province_code=buyer.province_code,
        commune_code=buyer.commune_code,
        address=f"{buyer.street}, {places.full_name(buyer.commune_code)}" if buyer.commune_code else "",
        note=buyer.note,
        deliver_before=buyer.deliver_before,
        changes=0,
        payment_method=buyer.payment,
        placed_at=times.now(),
        invoice=InvoiceData(**buyer.invoice) if buyer.invoice else None,
        card=None,
    )


def add_parcel(
    order: Order,
    facility: Facility,
    lines: list[OrderLine],
    fee: int,
    fetching: ways.Fetching | None = None,
    *,
    sent: sending.Sending | None = None,
) -> Parcel:
    """One maker's part, with the first step of its time line; what is to be paid is said when all of it stands."""
    parcel = Parcel(
        facility=facility,
        code=codes.new_code(),
        state="placed",
        goods_total=sum(line.total for line in lines),
        shipping_fee=fee,
        way=fetching.way if fetching else "send",
        fetched_at=fetching.where if fetching else "",
        venue_id=fetching.venue_id if fetching else None,
        sent_by=sent.name if sent and sent.value != sending.USUAL else "",
        sending_way_id=sent.way_id if sent else None,
        fee_total=0,
        discount=0,
        unweighed=sum(line.is_weighed for line in lines),
        lines=lines,
        fees=[],
        discounts=[],
    )
    order.parcels.append(parcel)
    parcels.begin(parcel)
    return parcel


def finish(order: Order) -> None:
    """Save it under its own number, and tell its buyer and its makers."""
    db.session.add(order)
    db.session.flush()
    order.number = f"PC-{times.today():%y%m}-{order.id:04}"
    frozen.freeze(order)
    drawn.take(drawn.Wanted(one, *units) for one in order.parcels for units in parcels.units_of(one))
    for parcel in order.parcels:
        lapsing.begin(parcel)
    audit.record(order, "order.placed", total=order.total, parcels=len(order.parcels))
    if any(parcel.awaits_card for parcel in order.parcels):  # none does where vouchers pay for all of it
        taking.begin(order)
    letters.order_placed(order)
    unanswered.watch(order)


def days(ready: Mapping[int, date]) -> str:
    """The promised days of a cart by variant, as its page sends them back."""
    return ",".join(f"{variant_id}:{day.isoformat()}" for variant_id, day in sorted(ready.items()))


def _reach(lines: list[CartLine], buyer: Buyer) -> dict[int, ways.Fetching]:
    """By maker, where her goods are fetched. Raises OutOfRange of the others, and NoAddress where she gave none."""
    fetched = _fetched(lines, buyer)
    if not buyer.commune_code and any(line.product.facility_id not in fetched for line in lines):
        raise NoAddress
    why = {
        line.variant_id: code
        for line in lines
        if line.product.facility_id not in fetched
        and (code := delivery.trouble(line.product, buyer.province_code, buyer.commune_code))
    }
    if why:
        raise OutOfRange(why)
    return fetched


def _fetched(lines: Iterable[CartLine], buyer: Buyer) -> dict[int, ways.Fetching]:
    """By maker, where her goods are fetched; of the others they are sent. Who no longer hands over sends, for a fee."""
    wanted = dict.fromkeys(buyer.fetched_from, "workshop") | {one: f"diem-{venue}" for one, venue in buyer.points}
    offered = ways.offers(line.product.facility for line in lines) if wanted else {}
    found = {one: ways.chosen(offered.get(one, ()), value) for one, value in wanted.items()}
    return {one: fetching for one, fetching in found.items() if fetching}


def _reserve(lines: list[CartLine], parts: Parts, holder: str) -> dict[int, capacity.Booking]:
    """Hold everything, or raise Unavailable naming every line that falls short. In the order of variant ids: two
    checkouts that share goods never wait on each other in a circle.

    What several lines take of one variant, singly and within hampers, is summed before it is asked for. What the
    cart held at its checkout becomes the order's own: given up and taken again under one lock.
    """
    left = {
        line.variant_id: 0 for line in lines if not line.variant.can_be_bought or line.product.facility.refuses_orders
    }
    had = [(line.variant_id, line.quantity) for line in lines if line.variant_id not in left]
    wanted = bundles.units(had, parts)
    stock.end(wanted, holder)
    for variant_id, units in sorted(wanted.items()):
        try:
            stock.reserve(variant_id, units)
        except stock.OutOfStock as short:
            left |= _fall_short(variant_id, short.left, lines, parts)
    if left:
        raise Unavailable(left)
    return _book(lines)


def _fall_short(variant_id: int, there: int, lines: list[CartLine], parts: Parts) -> dict[int, int]:
    """How many of each line there still are, when so many are there of one variant."""
    left = {line.variant_id: there for line in lines if line.variant_id == variant_id}
    for bundle_id, inside in parts.items():
        for part in inside:
            if part.part_id == variant_id:
                left[bundle_id] = there // part.count
    return left


def _book(lines: list[CartLine]) -> dict[int, capacity.Booking]:
    """Take the weeks of what is made to order and the places of services, or raise Unavailable."""
    made: dict[int, capacity.Booking] = {}
    left: dict[int, int] = {}
    why: dict[int, str] = {}
    capacity.queue_up(line.product for line in lines if line.product.mode == "made_to_order")
    for line in sorted(lines, key=lambda line: (line.session_id or 0, line.variant_id)):
        try:
            if line.product.mode == "made_to_order":
                made[line.variant_id] = capacity.book(line.product, line.quantity)
            elif line.session_id:
                sessions.book(line.session_id, line.quantity)
            elif line.product.mode == "service" and sessions.coming(line.product.id):
                left[line.variant_id], why[line.variant_id] = 0, "session_needed"
        except capacity.Full as full:
            left[line.variant_id], why[line.variant_id] = full.left, "weeks_full"
        except sessions.NoPlaces as full:
            left[line.variant_id], why[line.variant_id] = full.left, "session_full"
    if left:
        raise Unavailable(left, why)
    return made


def _add_parcels(  # noqa: PLR0913 (what was taken for the whole order)
    order: Order,
    lines: list[CartLine],
    buyer: Buyer,
    parts: Parts,
    bookings: Mapping[int, capacity.Booking],
    fetched: Mapping[int, ways.Fetching],
    read: sending.Book,
) -> None:
    groups = carts.by_facility(lines)
    if any(value.startswith("hang-") for _maker, value in buyer.sending):  # priced for her commune
        read = sending.book([one.id for one, _goods in groups], buyer.commune_code)
    timed = slots.take(one for one in buyer.slots if any(maker.id == one[0] for maker, _goods in groups))
    for facility, goods in groups:
        made = [sold_lines.of(line, parts.get(line.variant_id, ()), bookings.get(line.variant_id)) for line in goods]
        pieces = [(line.variant, line.quantity) for line in goods]
        at = facility.id
        _add_parcel(order, facility, made, pieces, buyer, read=read, fetching=fetched.get(at), slot=timed.get(at))


def _add_parcel(
    order: Order,
    facility: Facility,
    lines: list[OrderLine],
    pieces: sending.Pieces,
    buyer: Buyer,
    *,
    read: sending.Book,
    fetching: ways.Fetching | None,
    slot: DeliverySlot | None,
) -> None:
    ready = max((line.promised_on for line in lines if line.promised_on), default=None)
    asked = sending.Asked(facility, pieces, sending.Place(buyer.province_code, buyer.commune_code), ready)
    asked = replace(asked, goods=sum(line.total for line in lines), value=dict(buyer.sending).get(facility.id, ""))
    sent = None if fetching else read.chosen(asked)
    quote = sent.quote if sent else shipping.quote(facility, pieces, buyer.province_code, ready, fetching=fetching)
    if slot and not slots.fits(slot, facility, fetching, buyer.province_code, quote.ready_on):
        raise slots.Full(slot.id)
    arrives_on = slots.arrives(slot) if slot else quote.arrives_on
    if buyer.deliver_before and arrives_on > buyer.deliver_before:
        raise NotInTime(facility.name, arrives_on)
    parcel = add_parcel(order, facility, lines, quote.fee, fetching, sent=sent)
    if slot:
        slots.freeze(parcel, slot)


def _digest(cart: Cart, buyer: Buyer) -> str:
    asked = asdict(buyer)
    for name in ADDED:  # older requests match
        if not asked[name]:
            del asked[name]
    said = json.dumps([cart.token, asked], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _by_its_twin(key: str | None, digest: str) -> Order:
    """Raises EmptyCart where it was emptied by another."""
    if earlier := _placed_with(key, digest):
        return earlier
    raise EmptyCart


def _placed_with(key: str | None, digest: str) -> Order | None:
    """The order this key has placed; OtherRequest if that one asked for something else."""
    if not key:
        return None
    order = db.session.scalar(select(Order).where(Order.key == key).options(selectinload(Order.parcels)))
    if order is not None and order.request_digest != digest:
        raise OtherRequest
    return order
