"""A maker's account with the market: a month from balance to balance, each movement with its order, read from the
ledger and from nowhere else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import accumulate
from typing import Any

from sqlalchemy import and_, case, func, or_, select

from core import times
from core.db import db
from shop import ledger
from shop.models import Account, LedgerEntry, Movement, Order, Parcel
from shop.settling import months

SHOWN_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Line:
    """One movement on the maker's account: what she got (positive) or what was taken, and what was hers after it."""

    at: datetime
    kind: str  # of the entry
    other: str  # the account it came from or went to
    number: str  # of the order
    parcel_id: int | None
    parcel: str  # its code
    note: str
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class Statement:
    month: date
    opening: int
    closing: int
    lines: Sequence[Line]
    is_closed: bool

    @property
    def came(self) -> int:
        return sum(line.amount for line in self.lines if line.amount > 0)

    @property
    def went(self) -> int:
        return -sum(line.amount for line in self.lines if line.amount < 0)

    @property
    def sums(self) -> dict[tuple[str, str], int]:
        """By kind of entry and other account, in the order in which they first came."""
        found: dict[tuple[str, str], int] = {}
        for line in self.lines:
            found[line.kind, line.other] = found.get((line.kind, line.other), 0) + line.amount
        return found


@dataclass(frozen=True, slots=True)
class Month:
    month: date
    opening: int
    came: int
    went: int

    @property
    def closing(self) -> int:
        return self.opening + self.came - self.went


def of(facility_id: int, month: date) -> Statement:
    """Three queries."""
    begins, ends = months.bounds(month)
    opening = ledger.balance(ledger.code("facility", facility_id=facility_id), until=begins)
    rows = db.session.execute(_movements(facility_id).where(LedgerEntry.at >= begins, LedgerEntry.at < ends)).all()
    balances = list(accumulate((row.signed for row in rows), initial=opening))
    lines = [
        Line(row.at, row.kind, row.other, row.number or "", row.parcel_id, row.code or "", row.note, row.signed, after)
        for row, after in zip(rows, balances[1:], strict=True)
    ]
    return Statement(month, opening, balances[-1], lines, months.is_closed(month))


def by_month(facility_id: int) -> list[Month]:
    """The months from her first entry to this one, the latest first, at most two years. Two queries."""
    first = _first(facility_id)
    if first is None:
        return []
    last = times.today().replace(day=1)
    shown = [last]
    while shown[-1] > first and len(shown) < SHOWN_MONTHS:
        shown.append(times.add_months(shown[-1], -1))
    sums = db.session.execute(_sums(facility_id, shown)).one()
    opening, found = int(sums[0] or 0), []
    for n, month in enumerate(reversed(shown)):
        made = Month(month, opening, int(sums[1 + 2 * n] or 0), int(sums[2 + 2 * n] or 0))
        found.append(made)
        opening = made.closing
    return found[::-1]


def _account(facility_id: int) -> Any:
    query = select(Account.id).where(Account.code == ledger.code("facility", facility_id=facility_id))
    return query.scalar_subquery()


def _first(facility_id: int) -> date | None:
    mine = _account(facility_id)
    query = select(func.min(LedgerEntry.at)).join(Movement, Movement.entry_id == LedgerEntry.id)
    first = db.session.scalar(query.where(or_(Movement.debit_id == mine, Movement.credit_id == mine)))
    return months.of(first) if first else None


def _sums(facility_id: int, shown: Sequence[date]) -> Any:
    """What was hers before them, then what came and what went, month by month."""
    mine = _account(facility_id)
    came, went = Movement.credit_id == mine, Movement.debit_id == mine
    begins = months.bounds(shown[-1])[0]
    before = case((came, Movement.amount), else_=-Movement.amount)
    columns = [func.sum(case((LedgerEntry.at < begins, before), else_=0))]
    for month in reversed(shown):
        since, until = months.bounds(month)
        within = and_(LedgerEntry.at >= since, LedgerEntry.at < until)
        columns += [func.sum(case((and_(within, side), Movement.amount), else_=0)) for side in (came, went)]
    return select(*columns).join(LedgerEntry, LedgerEntry.id == Movement.entry_id).where(or_(came, went))


def _movements(facility_id: int) -> Any:
    mine = _account(facility_id)
    is_hers = Movement.credit_id == mine
    signed = case((is_hers, Movement.amount), else_=-Movement.amount).label("signed")
    return (
        select(
            LedgerEntry.at,
            LedgerEntry.kind,
            LedgerEntry.note,
            LedgerEntry.parcel_id,
            Account.code.label("other"),
            Order.number,
            Parcel.code,
            signed,
        )
        .join(Movement, Movement.entry_id == LedgerEntry.id)
        .join(Account, Account.id == case((is_hers, Movement.debit_id), else_=Movement.credit_id))
        .outerjoin(Order, Order.id == LedgerEntry.order_id)
        .outerjoin(Parcel, Parcel.id == LedgerEntry.parcel_id)
        .where(or_(is_hers, Movement.debit_id == mine))
        .order_by(LedgerEntry.at, LedgerEntry.id, Movement.id)
    )
