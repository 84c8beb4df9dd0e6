"""A maker cannot supply all: she proposes fewer, or something else, and nothing changes before the buyer's word.

What the buyer agrees to changes stock, weeks, the line, the parcel's total and what is awaited in one transaction; what
was paid already stays, and the difference is the parcel's balance. Unanswered, all stays as ordered: the maker may
propose anew, or give the whole parcel up.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import ColumnElement, select, update

from catalog import capacity, stock
from catalog.models import CalendarWeek, Variant
from core import audit, times
from core.db import db
from shop import drawn, fees, letters, parcels, payments, promotions, proposed, rules
from shop.models import OrderLine, Parcel
from shop.proposed import ParcelProposal
from shop.settling import frozen
from shop.taken import OrderLineWeek

OPEN = ("placed", "confirmed")  # not packed yet


class TooLate(Exception):
    """Packed, gone, or come to nothing."""


class NotInPieces(Exception):
    """Sold by weight, a place on a day, or left out already: the scales and the calendar have their own ways."""


class NothingLess(Exception):
    """As many as ordered, or none of the last line: give the whole parcel up instead."""


class NotHers(Exception):
    """The substitute is not among what this maker can send at once."""


class WaitsAlready(Exception):
    """The buyer is still to answer about this line."""


class NotOpen(Exception):
    """Answered, withdrawn or lapsed."""


def propose(
    parcel: Parcel, line: OrderLine, quantity: int, *, substitute: Variant | None = None, price: int = 0, note: str = ""
) -> ParcelProposal:
    """Ask the buyer. Raises TooLate, NotInPieces, NothingLess, NotHers, WaitsAlready."""
    _hold(parcel)
    _judge(parcel, line, quantity, substitute)
    mine = ParcelProposal.line_id == line.id
    _set(mine & (ParcelProposal.until <= times.now()), "lapsed")
    if db.session.scalar(select(ParcelProposal.id).where(mine, ParcelProposal.state == "open")):
        raise WaitsAlready(line.id)
    proposal = ParcelProposal(
        parcel_id=parcel.id,
        line=line,
        quantity=quantity,
        variant=substitute,
        name=substitute.full_name if substitute else "",
        unit_price=price if substitute else None,
        note=note,
        made_at=times.now(),
        until=times.now() + timedelta(hours=rules.value("proposal_hours")),
        actor_id=audit.actor_id(),
    )
    db.session.add(proposal)
    audit.record(proposal, "proposal.made", parcel=parcel.id, line=line.id, quantity=quantity, price=price)
    letters.proposal_made(parcel, proposal)
    return proposal


def withdraw(parcel: Parcel, proposal: ParcelProposal) -> None:
    """The maker has it after all. Raises NotOpen."""
    parcels.take(parcel)
    _close(proposal, "withdrawn")


def refuse(parcel: Parcel, proposal: ParcelProposal) -> None:
    """The buyer would rather have what she ordered, or nothing. Raises NotOpen."""
    parcels.take(parcel)
    _close(proposal, "refused")
    letters.proposal_answered(parcel, proposal)


def agree(parcel: Parcel, proposal: ParcelProposal) -> None:
    """The buyer takes it so. Raises TooLate, NotOpen, stock.OutOfStock; the caller then commits nothing."""
    _hold(parcel)
    _close(proposal, "agreed")
    _apply(parcel, proposal.line, proposal)
    letters.proposal_answered(parcel, proposal)


def lessen(parcel: Parcel, line: OrderLine, quantity: int, *, only_if: Callable[[], None]) -> None:
    """The buyer herself takes fewer, or none, of a line; `only_if` is asked once the parcel is held, and raises where
    it may not be. Raises TooLate, NotInPieces, NothingLess, WaitsAlready."""
    _hold(parcel)
    only_if()
    _judge(parcel, line, quantity, None)
    if proposed.waits_for(line.id):
        raise WaitsAlready(line.id)
    _apply(parcel, line, ParcelProposal(quantity=quantity))


def _apply(parcel: Parcel, line: OrderLine, proposal: ParcelProposal) -> None:
    """Stock, weeks, line, total and what is awaited, as it was agreed."""
    _move_stock(parcel, line, proposal)
    promotions.lessen(parcel, line, proposal.left)
    if proposal.variant is not None or not proposal.quantity:
        line.dropped_at = times.now()
    else:
        line.quantity = proposal.quantity
    if proposal.variant is not None:
        parcel.lines.append(other := _substitute(line, proposal, proposal.variant))
        db.session.flush()
        frozen.freeze_line(other, parcel)
    db.session.flush()
    drawn.lessen(parcel, dict(parcels.units_of(parcel)))
    parcel.goods_total = sum(one.total for one in parcel.lines)
    fees.follow(parcel)
    db.session.flush()
    payments.follow(parcel)


def _hold(parcel: Parcel) -> None:
    """Take the parcel's row, and read anew what it holds."""
    parcels.take(parcel)
    if parcel.state not in OPEN:
        raise TooLate(parcel.state)
    db.session.refresh(parcel, ["goods_total"])
    lines = select(OrderLine).where(OrderLine.parcel_id == parcel.id)
    db.session.scalars(lines.execution_options(populate_existing=True)).all()


def _judge(parcel: Parcel, line: OrderLine, quantity: int, substitute: Variant | None) -> None:
    if not proposed.is_about_pieces(line):
        raise NotInPieces(line.id)
    if substitute is not None:
        if substitute.id not in {one.id for one in proposed.substitutes(parcel.facility_id)}:
            raise NotHers(substitute.id)
        return
    others = [one for one in parcel.lines if one.id != line.id and not one.dropped_at]
    if quantity >= line.quantity or (not quantity and not others):
        raise NothingLess(quantity)


def _close(proposal: ParcelProposal, state: str) -> None:
    if not _set((ParcelProposal.id == proposal.id) & (ParcelProposal.until > times.now()), state):
        raise NotOpen(proposal.id)
    db.session.refresh(proposal, ["state", "answered_at"])
    audit.record(proposal, f"proposal.{state}", line=proposal.line_id)


def _set(which: ColumnElement[bool], state: str) -> bool:
    """Close what is open of these, by one conditional UPDATE."""
    still = update(ParcelProposal).where(which, ParcelProposal.state == "open")
    closed = still.values(state=state, answered_at=times.now()).returning(ParcelProposal.id)
    return db.session.execute(closed.execution_options(synchronize_session=False)).first() is not None


def _move_stock(parcel: Parcel, line: OrderLine, proposal: ParcelProposal) -> None:
    """Give back what the line holds too much, and take what stands in its place, in the order of stock."""
    less = line.quantity - (0 if proposal.variant is not None else proposal.quantity)
    moved = Counter({line.variant_id: -less})
    for part in line.parts:
        moved[part.variant_id] -= part.count * less
    if proposal.variant_id is not None:
        moved[proposal.variant_id] += proposal.quantity
    for variant_id, units in sorted(moved.items()):
        if units > 0:
            stock.reserve(variant_id, units)
            drawn.take([drawn.Wanted(parcel, variant_id, units)])
        elif units:
            stock.release(variant_id, -units)
    _give_weeks_back(line, less)


def _give_weeks_back(line: OrderLine, units: int) -> None:
    """Of every calendar the latest weeks first: what is made early stays early."""
    query = select(OrderLineWeek, CalendarWeek.calendar_id).join(CalendarWeek, CalendarWeek.id == OrderLineWeek.week_id)
    left: dict[int, int] = defaultdict(lambda: units)
    freed = []
    for row, calendar_id in db.session.execute(
        query.where(OrderLineWeek.line_id == line.id).order_by(CalendarWeek.week.desc())
    ):
        fewer = min(left[calendar_id], row.units)
        left[calendar_id] -= fewer
        if fewer:
            freed.append((row.week_id, fewer))
        if fewer == row.units:
            db.session.delete(row)
        else:
            row.units -= fewer
    capacity.give_back_all(freed)


def _substitute(line: OrderLine, proposal: ParcelProposal, variant: Variant) -> OrderLine:
    """At the price she agreed to; what brought the sale brought this one too."""
    price = proposal.unit_price or 0
    return OrderLine(
        product=variant.product,
        variant=variant,
        sku=variant.sku,
        name=proposal.name,
        unit=variant.product.unit,
        unit_price=price,
        list_price=max(variant.price or price, price),
        quantity=proposal.quantity,
        discount=0,
        fair_id=line.fair_id,
        booth_id=line.booth_id,
        stand_id=line.stand_id,
        feature_id=line.feature_id,
        scheme_id=line.scheme_id,
    )
