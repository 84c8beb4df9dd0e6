"""What the maker sees of her account and settles by hand: lines nobody could match, money to give back, statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, raiseload

from core import audit, times
from core.db import db
from shop import codes
from shop.bank import matching, notices
from shop.bank.notices import Line
from shop.models import UNREAD, BankTransaction, Parcel, Payment

SHOWN = 50


class TooLate(Exception):
    """Somebody, or the worker, has settled it meanwhile."""


class NotPayable(Exception):
    """No transfer can be taken for this parcel; `why` is a word of matching."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Planned:
    """A line of a statement before it is taken in: `what` is known, whole, short, over, paid, closed or a person's."""

    line: Line
    what: str
    parcel: Parcel | None = None
    off: int = 0  # đồng that are missing, or too many


def waiting_rows(facility_id: int) -> Sequence[BankTransaction]:
    """The oldest first."""
    query = _whole().where(*matching.waits(facility_id)).order_by(BankTransaction.at, BankTransaction.id)
    return db.session.scalars(query.limit(SHOWN)).all()


def latest_rows(facility_id: int) -> Sequence[BankTransaction]:
    query = _whole().where(BankTransaction.facility_id == facility_id).order_by(BankTransaction.id.desc())
    return db.session.scalars(query.limit(SHOWN)).all()


def row_of(facility_id: int, transaction_id: int) -> BankTransaction | None:
    return db.session.scalar(
        _whole().where(BankTransaction.facility_id == facility_id, BankTransaction.id == transaction_id)
    )


def parcels_awaited(facility_id: int) -> Sequence[Parcel]:
    """Those a transfer may be for, the latest first."""
    query = select(Parcel).join(Parcel.payment).where(Parcel.facility_id == facility_id, Payment.method == "vietqr")
    query = query.where(Payment.state == "awaiting", Parcel.unweighed == 0).order_by(Parcel.id.desc()).limit(200)
    loads = (joinedload(Parcel.payment), joinedload(Parcel.order), raiseload("*"))
    return db.session.scalars(query.options(*loads)).all()


def choose(row: BankTransaction, parcel: Parcel) -> None:
    """A person says which parcel it pays. Raises TooLate, NotPayable."""
    if why := matching.payable(parcel):
        raise NotPayable(why)
    held = matching.take(row.id, *UNREAD) or _late(row)
    matching.settle(held, parcel)
    audit.record(held, "bank.chosen", parcel=parcel.id, state=held.state, owed_back=held.owed_back)


def ignore(row: BankTransaction, reason: str) -> None:
    """It pays nothing that was sold here. Raises TooLate."""
    held = matching.take(row.id, *UNREAD) or _late(row)
    held.state, held.why = "ignored", reason
    audit.record(held, "bank.set_aside", reason=reason)


def give_back(row: BankTransaction) -> None:
    """The maker has given the surplus back. Raises TooLate."""
    held = matching.take(row.id, "over", "twice") or _late(row)
    held.state, held.given_back_at = "settled", times.now()
    audit.record(held, "bank.given_back", amount=held.owed_back)


def plan(facility_id: int, lines: Sequence[Line]) -> list[Planned]:
    """What taking in these lines would do; nothing is written."""
    keys = select(BankTransaction.key).where(BankTransaction.facility_id == facility_id)
    known = set(db.session.scalars(keys.where(BankTransaction.account == lines[0].account))) if lines else set()
    found = {line.key: codes.find_code(line.content).code for line in lines}
    query = select(Parcel).where(Parcel.facility_id == facility_id, Parcel.code.in_(filter(None, found.values())))
    loads = (joinedload(Parcel.payment), joinedload(Parcel.order), raiseload("*"))
    parcels = {parcel.code: parcel for parcel in db.session.scalars(query.options(*loads))}
    return [_planned(facility_id, line, line.key in known, parcels.get(found[line.key] or "")) for line in lines]


def take_in(facility_id: int, lines: Sequence[Line]) -> int:
    """Keep what is new and leave it to the worker; how many that were."""
    return sum(notices.take_in(facility_id, line, "statement", repr(line)) for line in lines)


def _planned(facility_id: int, line: Line, is_known: bool, parcel: Parcel | None) -> Planned:
    if is_known or matching.told_before(facility_id, line, "statement"):
        return Planned(line, "known")
    if parcel is None or matching.payable(parcel):
        return Planned(line, "person")
    payment = parcel.payment
    if payment.state == "void":
        return Planned(line, "closed", parcel, line.amount)
    if not payment.missing:
        return Planned(line, "paid", parcel, line.amount)
    off = line.amount - payment.missing
    return Planned(line, "short" if off < 0 else "over" if off else "whole", parcel, abs(off))


def _whole() -> Select[BankTransaction]:
    parcel = joinedload(BankTransaction.parcel)
    loads = (parcel.joinedload(Parcel.order), parcel.joinedload(Parcel.payment), parcel.joinedload(Parcel.facility))
    return select(BankTransaction).options(*loads)


def _late(row: BankTransaction) -> BankTransaction:
    raise TooLate(row.id)
