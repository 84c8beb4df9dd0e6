"""What a transfer paid: the parcel whose code it carries, whole, short, over or twice; or a person has to say.

Nothing is guessed. A code counts only among the parcels of the maker whose account the money reached; the parcel's and
its payment's rows are held while it is settled, so that transfers, the maker's own hand and a cancellation come one
after the other.
"""

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import joinedload

from core import audit, times
from core.db import db
from programme.models import Facility
from shop import codes, lapsing, letters, payments
from shop.bank.notices import Line
from shop.models import CAME_TO_NOTHING, UNREAD, BankTransaction, Parcel

# Why it waits, or what it is; the pages have the words.
NO_CODE, UNCLEAR, NO_PARCEL, NOT_BY_TRANSFER, UNWEIGHED = "no_code", "unclear", "no_parcel", "not_transfer", "unweighed"
OUTGOING, TWIN, CLOSED = "outgoing", "twin", "closed"


def match(transaction_id: int) -> None:
    """Find out what a new one paid. Done once: of two workers the second finds it done."""
    row = take(transaction_id, "new")
    if row is None:
        return
    _one_at_a_time(row.facility_id)
    if row.direction == "out":
        row.state, row.why = "ignored", OUTGOING
    elif twin := told_before(row.facility_id, row, row.source):
        row.state, row.why, row.twin_id = "ignored", TWIN, twin
    else:
        _by_its_code(row)
    audit.record(row, f"bank.{row.state}", amount=row.amount, parcel=row.parcel_id)


def settle(row: BankTransaction, parcel: Parcel) -> None:
    """Take it for this parcel. A parcel that is no longer owed leaves all of it to be given back."""
    lapsing.hold(parcel)
    if lapsing.is_over(parcel, row.at):
        lapsing.end(parcel)
    payment = parcel.payment
    row.parcel_id, row.why = parcel.id, ""
    if payment.rest and payment.state in ("awaiting", "paid") and row.amount == payment.missing + payment.rest:
        payments.pay_ahead(parcel)  # exactly all of it, or after the deposit exactly the rest
    if payment.state == "void" or parcel.state in CAME_TO_NOTHING:
        row.state, row.owed_back, row.why = "over", row.amount, CLOSED
    elif payment.state == "paid" and 0 < parcel.balance == row.amount:
        payments.settle(parcel)
        _count(row, parcel, "matched")
    elif not payment.missing:
        row.state, row.owed_back = "twice", row.amount
    elif row.amount < payment.missing and payment.state == "awaiting":
        _count(row, parcel, "short")
        letters.payment_short(parcel)
    else:
        row.owed_back = max(row.amount - payment.missing, 0)
        _count(row, parcel, "over" if row.owed_back else "matched")
        _close(parcel)


def take(transaction_id: int, *states: str) -> BankTransaction | None:
    """Hold the row of one that is still so; None where somebody was quicker."""
    mine = update(BankTransaction).where(BankTransaction.id == transaction_id, BankTransaction.state.in_(states))
    held = mine.values(taken_at=BankTransaction.taken_at).returning(BankTransaction.id)
    if db.session.execute(held.execution_options(synchronize_session=False)).scalar() is None:
        return None
    return db.session.get(BankTransaction, transaction_id, populate_existing=True)


def _count(row: BankTransaction, parcel: Parcel, state: str) -> None:
    row.state = state
    parcel.payment.received += row.amount - row.owed_back
    db.session.flush()


def _close(parcel: Parcel) -> None:
    """Paid in full, also where the maker's own hand was quicker; the short ones before are part of it."""
    if parcel.payment.state == "awaiting":
        payments.receive(parcel)
        letters.payment_received(parcel)
    earlier = update(BankTransaction).where(BankTransaction.parcel_id == parcel.id, BankTransaction.state == "short")
    db.session.execute(earlier.values(state="matched").execution_options(synchronize_session=False))


def told_before(facility_id: int, told: BankTransaction | Line, source: str) -> int | None:
    """The same money told by the other source: by the bank's reference, else by amount, words and day."""
    theirs = select(BankTransaction).where(
        BankTransaction.facility_id == facility_id,
        BankTransaction.account == told.account,
        BankTransaction.source != source,
        BankTransaction.amount == told.amount,
        BankTransaction.direction == told.direction,
        BankTransaction.state != "new",
        BankTransaction.twin_id.is_(None),
        BankTransaction.id.not_in(
            select(BankTransaction.twin_id).where(
                BankTransaction.facility_id == facility_id, BankTransaction.twin_id.is_not(None)
            )
        ),
    )
    same = [one for one in db.session.scalars(theirs.order_by(BankTransaction.id)) if _tell_the_same(one, told)]
    return same[0].id if same else None


def parcel_coded(facility_id: int, code: str) -> Parcel | None:
    query = select(Parcel).where(Parcel.facility_id == facility_id, Parcel.code == code)
    loads = (joinedload(Parcel.payment), joinedload(Parcel.order), joinedload(Parcel.facility))
    return db.session.scalar(query.options(*loads))


def payable(parcel: Parcel) -> str:
    """Why no transfer can be taken for it; empty where one can."""
    if parcel.payment.method != "vietqr":
        return NOT_BY_TRANSFER
    return UNWEIGHED if not payments.is_known(parcel) and parcel.payment.state == "awaiting" else ""


def waiting(facility_id: int) -> int:
    """How many ask for the maker: nobody knows what for, or something is to be given back."""
    query = select(func.count()).select_from(BankTransaction).where(*waits(facility_id))
    return db.session.scalar(query) or 0


def waits(facility_id: int) -> tuple[ColumnElement[bool], ...]:
    unread = BankTransaction.state.in_(UNREAD)
    owed = (BankTransaction.owed_back > 0) & (BankTransaction.state != "settled")
    return (BankTransaction.facility_id == facility_id, unread | owed)


def _by_its_code(row: BankTransaction) -> None:
    reading = codes.find_code(row.content)
    if reading.code is None:
        row.state, row.why = ("doubtful", UNCLEAR) if reading.state == "doubtful" else ("unknown", NO_CODE)
        return
    parcel = parcel_coded(row.facility_id, reading.code)
    if parcel is None:
        row.state, row.why = "unknown", NO_PARCEL
    elif why := payable(parcel):
        row.state, row.why = "doubtful", why
    else:
        settle(row, parcel)


def _one_at_a_time(facility_id: int) -> None:
    """The same money told twice at once, by notice and by statement, is seen by the second."""
    db.session.execute(select(Facility.id).where(Facility.id == facility_id).with_for_update(key_share=True))


def _tell_the_same(one: BankTransaction, other: BankTransaction | Line) -> bool:
    if one.reference and other.reference:
        return one.reference.casefold() == other.reference.casefold()
    words = {"".join(c for c in row.content.casefold() if c.isalnum()) for row in (one, other)}
    return len(words) == 1 and times.local(one.at).date() == times.local(other.at).date()
