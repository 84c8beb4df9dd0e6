"""What a buyer changes in her order until it is packed: who takes it, where, by what day, and fewer of a line.

The telephone stays: uses of vouchers and what came back from a door are counted by it. A fee that becomes another one
is shown first and asked again; where money has come, or a voucher pays the delivery, the fee cannot move.
"""

from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import update

from catalog.models import Variant
from core import audit, times
from core.db import db
from programme import places
from shop import amending_letters, delivery, parcels, payments, proposals, rules, sending, shipping, slots, ways
from shop.models import Order, OrderLine, Parcel

OPEN = proposals.OPEN


class TooLate(Exception):
    """A parcel of it is packed, gone or over; or it was changed as often as the rule allows."""


class OutOfRange(Exception):
    """Some of the goods do not go there: their names."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


class FeeIsFixed(Exception):
    """There the fee is another, and it cannot be changed any more: paid, by card, or a voucher bears it."""


class TotalMoved(Exception):
    """It costs `total` đồng there, which is not what she was shown."""

    def __init__(self, total: int) -> None:
        super().__init__(total)
        self.total = total


class Late(Exception):
    """It cannot be there by that day: `arrives_on` is the soonest."""

    def __init__(self, arrives_on: date) -> None:
        super().__init__(arrives_on)
        self.arrives_on = arrives_on


class Paid(Exception):
    """Money has come for it: its maker proposes fewer, so that both know what goes back."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who takes it, where, and by when."""

    name: str
    province_code: str
    commune_code: str
    street: str
    note: str = ""
    deliver_before: date | None = None


def is_open(order: Order) -> bool:
    """Whether she may still change where it goes."""
    live = _live(order)
    is_sent = any(not one.is_fetched for one in live)
    return is_sent and all(one.state in OPEN for one in live) and order.changes < rules.value("order_changes_most")


def may_be_fewer(parcel: Parcel) -> bool:
    payment = parcel.payment
    is_untouched = payment.state == "awaiting" and payment.method != "stripe" and not payment.received
    return parcel.state in OPEN and is_untouched


def change(order: Order, to: Recipient, shown_total: int) -> None:
    """All of it or nothing. Raises TooLate, OutOfRange, Late, FeeIsFixed, TotalMoved."""
    live = sorted(_live(order), key=lambda one: one.id)
    for parcel in live:
        parcels.take(parcel)
        db.session.refresh(parcel, ["goods_total", "shipping_fee", "discount"])
    if not is_open(order):
        raise TooLate(order.id)
    _reach(live, to)
    moved = [(parcel, quote) for parcel in live if (quote := _quoted(parcel, to)) and quote.fee != parcel.shipping_fee]
    for parcel, quote in moved:
        _refee(parcel, quote.fee)
    for parcel in live:
        _resend(parcel, to)
    if moved and order.total != shown_total:
        raise TotalMoved(order.total)
    _write(order, to)
    for parcel in live:
        amending_letters.changed(parcel)


def take_fewer(parcel: Parcel, line: OrderLine, quantity: int) -> None:
    """So many of a line instead; none leaves it out. Raises proposals.TooLate, NotInPieces, NothingLess, WaitsAlready,
    and Paid."""
    proposals.lessen(parcel, line, quantity, only_if=lambda: _untouched(parcel))
    audit.record(parcel, "parcel.lessened", line=line.id, quantity=quantity)
    amending_letters.lessened(parcel, line, quantity)


def street_of(order: Order) -> str:
    """The part of the address that she wrote herself."""
    return order.address.removesuffix(f", {places.full_name(order.commune_code)}")


def _untouched(parcel: Parcel) -> None:
    db.session.refresh(parcel.payment)
    if not may_be_fewer(parcel):
        raise Paid(parcel.id)


def _live(order: Order) -> list[Parcel]:
    return [parcel for parcel in order.parcels if not parcel.came_to_nothing]


def _reach(live: list[Parcel], to: Recipient) -> None:
    """Sent to where the goods go, and there by the day she wants."""
    goods = [(parcel, line) for parcel in live if not parcel.is_fetched for line in parcel.lines if not line.dropped_at]
    far = [line.name for _p, line in goods if delivery.trouble(line.product, to.province_code, to.commune_code)]
    if far:
        raise OutOfRange(far)
    arrives = [quote.arrives_on for parcel in live if (quote := _quoted(parcel, to))]
    if to.deliver_before and arrives and max(arrives) > to.deliver_before:
        raise Late(max(arrives))


def _quoted(parcel: Parcel, to: Recipient) -> shipping.Quote | None:
    """What sending it there costs, and when it arrives; the fee as agreed where the province stays and the way goes
    there too, and where it is fetched."""
    ready, pieces = _ready(parcel), _pieces(parcel)
    if parcel.is_fetched or parcel.origin:
        quote = shipping.quote(parcel.facility, pieces, to.province_code, ready, fetching=_fetching(parcel))
        return replace(quote, fee=parcel.shipping_fee)
    sent = _sent(parcel, to)
    quote = sent.quote if sent else shipping.quote(parcel.facility, pieces, to.province_code, ready)
    stays = to.province_code == parcel.order.province_code and _is_same_way(parcel, sent)
    return replace(quote, fee=parcel.shipping_fee) if stays else quote


def _sent(parcel: Parcel, to: Recipient) -> sending.Sending | None:
    """By the way that was chosen, where it goes there too; else by the usual. None where nothing is sent."""
    place = sending.Place(to.province_code, to.commune_code)
    value = f"gui-{parcel.sending_way_id}" if parcel.sending_way_id else ""
    asked = sending.Asked(parcel.facility, _pieces(parcel), place, _ready(parcel), parcel.goods_total, value)
    offered = sending.book([parcel.facility_id]).offers(asked)
    return (sending.chosen(offered, value) or offered[0]) if offered else None


def _is_same_way(parcel: Parcel, sent: sending.Sending | None) -> bool:
    """A carrier's price was for this parcel, and stays within a province."""
    return parcel.sending_way_id is None or sent is None or sent.way_id == parcel.sending_way_id


def _pieces(parcel: Parcel) -> list[tuple[Variant, int]]:
    return [(line.variant, line.quantity) for line in parcel.lines if not line.dropped_at]


def _ready(parcel: Parcel) -> date | None:
    return max((one.promised_on for one in parcel.lines if one.promised_on and not one.dropped_at), default=None)


def _fetching(parcel: Parcel) -> ways.Fetching | None:
    return ways.Fetching(parcel.way, parcel.fetched_at, venue_id=parcel.venue_id) if parcel.is_fetched else None


def _refee(parcel: Parcel, fee: int) -> None:
    db.session.refresh(parcel.payment)
    if not may_be_fewer(parcel) or any(one.off_delivery for one in parcel.discounts):
        raise FeeIsFixed(parcel.id)
    parcel.shipping_fee = fee
    db.session.flush()
    payments.follow(parcel)


def _resend(parcel: Parcel, to: Recipient) -> None:
    """It goes by another way where the one that was chosen does not go there."""
    sent = None if parcel.is_fetched or parcel.origin else _sent(parcel, to)
    stays = to.province_code == parcel.order.province_code and _is_same_way(parcel, sent)
    if parcel.slot_id and not parcel.is_fetched and to.province_code != parcel.order.province_code:
        slots.let_go(parcel)
    if sent and not stays:
        parcel.sending_way_id, parcel.sent_by = sent.way_id, sent.name if sent.way_id else ""


def _write(order: Order, to: Recipient) -> None:
    """One conditional UPDATE: of two that change it at once the second is told."""
    values = {
        "buyer_name": to.name,
        "province_code": to.province_code,
        "commune_code": to.commune_code,
        "address": f"{to.street}, {places.full_name(to.commune_code)}",
        "note": to.note,
        "deliver_before": to.deliver_before,
        "changed_at": times.now(),
        "changes": order.changes + 1,
    }
    mine = update(Order).where(Order.id == order.id, Order.changes == order.changes)
    statement = mine.values(values).returning(Order.id).execution_options(synchronize_session=False)
    if db.session.execute(statement).scalar() is None:
        raise TooLate(order.id)
    db.session.refresh(order, list(values))
    audit.record(order, "order.recipient_changed", times=order.changes)
