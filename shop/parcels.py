"""Parcels: one maker's part of an order, from placed to delivered, and who may move it."""

from collections import Counter
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select, update

from catalog import capacity, sessions, stock
from core import audit, times
from core.access import must_be_granted
from core.db import db
from shop import called, claimed, drawn, fees, payments, promotions, proposed, slots
from shop.models import CAME_TO_NOTHING, OrderLine, Parcel, ParcelMove, Payment
from shop.settling import sales

MAKER, BUYER, CLOCK = "maker", "buyer", "clock"

# Every allowed move, and who may make it.
MOVES = {
    ("placed", "confirmed"): MAKER,
    ("placed", "packed"): MAKER,  # packing it confirms it
    ("confirmed", "packed"): MAKER,
    ("packed", "handed_over"): MAKER,
    ("handed_over", "delivered"): MAKER,
    ("handed_over", "refused"): MAKER,  # not taken at the door
    ("packed", "confirmed"): MAKER,  # opened again, to be weighed anew
    ("placed", "cannot_supply"): MAKER,
    ("confirmed", "cannot_supply"): MAKER,
    ("packed", "cannot_supply"): MAKER,
    ("placed", "cancelled"): BUYER,
    ("confirmed", "cancelled"): BUYER,
}
GOES_ON = {"confirmed", "packed", "handed_over", "delivered"}  # moves that want a parcel by card to be paid
BEGUN = GOES_ON - {"confirmed"}  # and one whose deposit is awaited
LAPSES = (("placed", "cancelled"), ("confirmed", "cancelled"))  # by the clock, where no transfer came
CLOSED = ("delivered", *CAME_TO_NOTHING)
PACKABLE = ("placed", "confirmed", "packed")  # still in the maker's hands
WAITING = ("placed", "confirmed", "packed", "handed_over")


class LotNotGood(Exception):
    """A lot noted for this parcel has lapsed or was recalled meanwhile: its goods may not leave."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class NotWeighed(Exception):
    """Something in it is still to be weighed, or waits for the buyer's word."""


class NotAsked(Exception):
    """Paid on delivery, and the buyer was not heard from, nor was it written why it goes unasked."""


class NotAnswered(Exception):
    """The buyer is still to say whether she takes it as its maker proposes."""


class NotPaid(Exception):
    """To be paid by card, or a deposit on it, and not paid yet: nobody begins on it."""


class IllegalMove(Exception):
    """Not from here to there, or not by this one; or someone has moved it meanwhile."""

    def __init__(self, state: str, to: str) -> None:
        super().__init__(f"{state} -> {to}")
        self.state, self.to = state, to


def moves_open_to(parcel: Parcel, by: str) -> set[str]:
    """The states that this one may bring it to from here."""
    open_ = {to for (state, to), mover in MOVES.items() if state == parcel.state and mover == by}
    return open_ - _stopped(parcel)


def _stopped(parcel: Parcel) -> set[str]:
    """The moves that wait for money."""
    return GOES_ON if parcel.awaits_card else BEGUN if parcel.awaits_deposit else set()


def are_not_awaiting_a_card() -> ColumnElement[bool]:
    """Of parcels in a query: those that wait for a card are nobody's work yet."""
    unpaid = select(Payment.id).where(Payment.parcel_id == Parcel.id, Payment.method == "stripe")
    return ~unpaid.where(Payment.state == "awaiting").exists()


def confirm(parcel: Parcel) -> None:
    if parcel.state != "placed":  # a late tap does not open what is packed
        raise IllegalMove(parcel.state, "confirmed")
    _move(parcel, "confirmed", MAKER)


def pack(parcel: Parcel) -> None:
    """Raises NotWeighed, NotAnswered, LotNotGood."""
    take(parcel)
    if proposed.waits_in(parcel.id):
        raise NotAnswered(parcel.id)
    if parcel.unweighed:
        raise NotWeighed(parcel.id)
    bad = [lot for line in parcel.lines for lot in line.lots if lot.is_lapsed or lot.is_recalled]
    if bad:
        raise LotNotGood(bad[0].number)
    _move(parcel, "packed", MAKER)


def open_again(parcel: Parcel) -> None:
    """A packed parcel is weighed anew and the buyer is asked: until she answers it is not packed."""
    _move(parcel, "confirmed", MAKER)


def drop(parcel: Parcel, line: OrderLine) -> None:
    """The buyer leaves one line; what it held goes back. Raises IllegalMove where it is already packed."""
    if parcel.state not in ("placed", "confirmed"):
        raise IllegalMove(parcel.state, "cancelled")
    line.dropped_at = times.now()
    stock.release(line.variant_id, line.quantity)
    drawn.lessen(parcel, dict(units_of(parcel)))
    capacity.give_back_all((week.week_id, week.units) for week in line.weeks)


def hand_over(parcel: Parcel, carrier: str, tracking_code: str) -> None:
    """The goods leave the house: on hand goes down by what was held. Raises NotAsked."""
    take(parcel)
    if not may_leave(parcel):
        raise NotAsked(parcel.id)
    _move(parcel, "handed_over", MAKER, note=" ".join(filter(None, (carrier, tracking_code))))
    parcel.carrier, parcel.tracking_code = carrier, tracking_code
    for variant_id, units in units_of(parcel):
        stock.ship(variant_id, units)
    drawn.leave(parcel)


def deliver(parcel: Parcel, collected: int | None = None, why: str = "") -> None:
    """In the buyer's hands; what is paid on delivery is paid: the total, or another sum and why."""
    _move(parcel, "delivered", MAKER)
    if due := parcel.payment.to_collect:
        payments.collect(parcel, due if collected is None else collected, why)
    promotions.settle(parcel)
    fees.settle(parcel)
    sales.settle(parcel)


def bring_back(parcel: Parcel, reason: str, *, keeps: bool = False) -> None:
    """Not taken at the door: nothing is owed, and the goods are on their way back to their maker. `keeps`: her buyer is
    to bear it, and the maker keeps of a deposit what was said."""
    _move(parcel, "refused", MAKER, note=reason)
    parcel.reason = reason
    promotions.give_back(parcel)
    payments.void(parcel, keeps=keeps)


def refuse(parcel: Parcel, reason: str) -> None:
    """The maker cannot supply it, and says why."""
    _give_up(parcel, "cannot_supply", MAKER, reason)


def cancel(parcel: Parcel, reason: str = "") -> None:
    """The buyer changes her mind, until it is packed."""
    _give_up(parcel, "cancelled", BUYER, reason)


def call_off(parcel: Parcel, reason: str = "") -> None:
    """The buyer told the maker that she does not want it: even when packed it comes back."""
    if parcel.state == "packed":
        open_again(parcel)
    _give_up(parcel, "cancelled", BUYER, reason)


def lapse(parcel: Parcel, reason: str) -> None:
    """No transfer came in time: it is cancelled by the clock."""
    _give_up(parcel, "cancelled", CLOCK, reason)


def take(parcel: Parcel) -> None:
    """Hold the parcel's row until the commit, and read its state anew."""
    mine = update(Parcel).where(Parcel.id == parcel.id).values(unweighed=Parcel.unweighed)
    db.session.execute(mine.execution_options(synchronize_session=False))
    db.session.refresh(parcel, ["state"])


def may_leave(parcel: Parcel) -> bool:
    """Paid already, by transfer or when fetched: yes. At the door: once the last word was a yes, or why not to ask."""
    if not parcel.pays_at_the_door:
        return True
    return called.ended(called.of([parcel.id])[parcel.id]) in called.AGREED


def begin(parcel: Parcel) -> None:
    """The first step of the time line, and when it should be packed: by 17:00 of the next day, or when made."""
    placed = times.now()
    parcel.moves.append(ParcelMove(state="placed", at=placed, actor_id=audit.actor_id()))
    parcel.pack_before = to_be_packed(parcel, placed)


def to_be_packed(parcel: Parcel, since: datetime) -> datetime:
    """By 17:00 of the day after its maker may begin, or of the day it is promised for."""
    soonest = times.local(since).date() + timedelta(days=1)
    day = max([soonest, *(line.promised_on for line in parcel.lines if line.promised_on)])
    return times.start_of(day) + timedelta(hours=17)


def _give_up(parcel: Parcel, to: str, by: str, reason: str) -> None:
    was_accepted = parcel.state != "placed"
    _move(parcel, to, by, note=reason)
    parcel.reason = reason
    for variant_id, units in units_of(parcel):
        stock.release(variant_id, units)
    drawn.lessen(parcel, {})
    live = [line for line in parcel.lines if line.dropped_at is None]
    capacity.give_back_all((week.week_id, week.units) for line in live for week in line.weeks)
    for line in live:
        if line.session_id:
            sessions.give_back(line.session_id, line.quantity)
    slots.give_back(parcel)
    payments.void(parcel, keeps=by == BUYER and was_accepted)
    promotions.give_back(parcel)


def _move(parcel: Parcel, to: str, by: str, note: str = "") -> None:
    """One conditional UPDATE from the state that was seen, so that two taps make one move."""
    if by == MAKER:
        must_be_granted("orders")
    seen = parcel.state
    if MOVES.get((seen, to)) != by and not (by == CLOCK and (seen, to) in LAPSES):
        raise IllegalMove(seen, to)
    if to in _stopped(parcel):
        raise NotPaid(parcel.id)
    moved = db.session.execute(
        update(Parcel)
        .where(Parcel.id == parcel.id, Parcel.state == seen)
        .values(state=to)
        .returning(Parcel.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if moved is None:
        raise IllegalMove(seen, to)
    db.session.refresh(parcel, ["state"])
    parcel.moves.append(ParcelMove(state=to, at=times.now(), actor_id=audit.actor_id(), note=note))
    audit.record(parcel, f"parcel.{to}", by=by, note=note)
    if parcel.origin == "exchange":
        claimed.follow(parcel)


def units_of(parcel: Parcel) -> list[tuple[int, int]]:
    """(variant id, units held) of its lines and of what its hampers were made of, in the order of stock."""
    held: Counter[int] = Counter()
    for line in parcel.lines:
        if line.dropped_at:
            continue
        held[line.variant_id] += line.quantity
        for part in line.parts:
            held[part.variant_id] += part.count * line.quantity
    return sorted(held.items())
