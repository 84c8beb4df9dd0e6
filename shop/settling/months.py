"""Months of the ledger: their bounds, the digest of what is in one, and closing it for good."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from core import audit, times
from core.access import must_reach
from core.db import db
from shop import terms
from shop.models import Account, ClosedMonth, LedgerEntry, Movement

AT_ONCE = 2_000


class NotNext(Exception):
    """Months are closed in their order, each once."""


class TooEarly(Exception):
    """Not over yet, or still within the days that late notices are waited for; `on` is the day it may be closed."""

    def __init__(self, on: date) -> None:
        super().__init__(on)
        self.on = on


def bounds(month: date) -> tuple[datetime, datetime]:
    """From its first moment to that of the next month, by Hanoi's clock."""
    return times.start_of(month), times.start_of(times.add_months(month, 1))


def of(moment: datetime) -> date:
    """The first day of its month."""
    return times.local(moment).date().replace(day=1)


def read(said: str) -> date | None:
    """2026-11 as the first day of that month; None where it is no month, before 2020 or still to come."""
    try:
        month = date.fromisoformat(f"{said}-01") if len(said) == 7 and said.isascii() else None
    except ValueError:
        return None
    return month if month and date(2020, 1, 1) <= month <= times.today() else None


def closed() -> Sequence[ClosedMonth]:
    """The latest first."""
    return db.session.scalars(select(ClosedMonth).order_by(ClosedMonth.month.desc())).all()


def is_closed(month: date) -> bool:
    return db.session.scalar(select(ClosedMonth.id).where(ClosedMonth.month == month)) is not None


def next_open() -> date | None:
    """The month to be closed next; None where nothing was ever written."""
    last = db.session.scalar(select(ClosedMonth.month).order_by(ClosedMonth.month.desc()).limit(1))
    if last is not None:
        return times.add_months(last, 1)
    first = db.session.scalar(select(LedgerEntry.at).order_by(LedgerEntry.at).limit(1))
    return of(first) if first else None


def may_be_closed_on(month: date) -> date:
    return times.add_months(month, 1) + timedelta(days=terms.value("month_wait_days"))


def close(month: date) -> ClosedMonth:
    """Nothing more is dated into it, and what is in it is kept as a digest. Raises NotNext, TooEarly, OutOfArea."""
    must_reach(None)
    if may_be_closed_on(month) > times.today():
        raise TooEarly(may_be_closed_on(month))
    _wait_for_writers()
    if month != next_open():
        raise NotNext(month)
    count, digest = digest_of(month)
    row = ClosedMonth(month=month, until_at=bounds(month)[1], entry_count=count, digest=digest)
    row.closed_by, row.closed_at = audit.actor_id(), times.now()
    db.session.add(row)
    try:
        db.session.flush()
    except IntegrityError as twin:
        raise NotNext(month) from twin
    audit.record(row, "ledger.month_closed", entries=count, digest=digest)
    return row


def digest_of(month: date) -> tuple[int, str]:
    """(entries, SHA-256 over them and over the digest of the month before)."""
    before = select(ClosedMonth.digest).where(ClosedMonth.month == times.add_months(month, -1))
    whole = hashlib.sha256((db.session.scalar(before) or "").encode())
    count, last = 0, None
    for row in _written(month):
        count, last = count + (row[0] != last), row[0]
        whole.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return count, whole.hexdigest()


def _written(month: date) -> Iterator[list[object]]:
    """Each movement of a month with its entry, an entry without any once, in the order of their ids."""
    debit, credit = aliased(Account), aliased(Account)
    begins, ends = bounds(month)
    entry = (LedgerEntry.id, LedgerEntry.key, LedgerEntry.kind, LedgerEntry.at, LedgerEntry.parcel_id)
    more = (LedgerEntry.order_id, LedgerEntry.note, LedgerEntry.actor_id, LedgerEntry.reverses_id)
    query = (
        select(*entry, *more, Movement.id, debit.code, credit.code, Movement.amount)
        .outerjoin(Movement, Movement.entry_id == LedgerEntry.id)
        .outerjoin(debit, debit.id == Movement.debit_id)
        .outerjoin(credit, credit.id == Movement.credit_id)
        .where(LedgerEntry.at >= begins, LedgerEntry.at < ends)
        .order_by(LedgerEntry.id, Movement.id)
    )
    for row in db.session.execute(query.execution_options(yield_per=AT_ONCE)):
        yield [one.isoformat() if isinstance(one, datetime) else one for one in row]


def _wait_for_writers() -> None:
    """Whoever is writing an entry is done, and who comes later finds the month closed. SQLite has one writer anyway."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE ledger_entry IN SHARE ROW EXCLUSIVE MODE"))
