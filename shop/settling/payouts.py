"""Payout batches: made by one person of what is due, approved by another, sent line by line.

Approving posts every line in one transaction, so that a process that dies posts all of them or none; a line that the
bank could not deliver is reversed, and what it paid for is due again. At most one batch waits: two who make one at the
same moment make one.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Update, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, selectinload

from core import audit, times
from core.access import must_reach
from core.db import db
from shop import ledger
from shop.ledger import Move
from shop.models import LedgerEntry, Parcel, PayoutBatch, PayoutItem, PayoutLine
from shop.models.payout import PAID
from shop.settling import dues, payout_letters
from shop.settling.dues import Due


class NothingDue(Exception):
    """There is nothing to pay out today."""


class WaitsAlready(Exception):
    """A batch waits for its second person: it is approved or cancelled first."""


class SamePerson(Exception):
    """Who made a batch does not approve it."""


class Decided(Exception):
    """It was approved, cancelled, sent or failed before."""


class Moved(Exception):
    """Something changed since the batch was made: `names` says whose account."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(names)
        self.names = names


def make() -> PayoutBatch:
    """A batch of all that is due. Raises NothingDue, WaitsAlready, OutOfArea; the caller then commits nothing."""
    must_reach(None)
    made_by = audit.actor_id()
    assert made_by is not None  # somebody signed in
    batch = PayoutBatch(made_by=made_by, made_at=times.now(), state="waiting")
    db.session.add(batch)
    try:
        db.session.flush()  # the index lets one wait: from here on nobody else makes any
    except IntegrityError as twin:
        raise WaitsAlready from twin
    batch.lines = [_line(batch, due) for due in dues.every() if not due.trouble]
    if not batch.lines:
        raise NothingDue
    db.session.flush()
    audit.record(batch, "payout.made", total=batch.total, lines=len(batch.lines))
    return batch


def approve(batch: PayoutBatch) -> None:
    """Another person agrees: every line is posted. Raises SamePerson, Decided, Moved, OutOfArea."""
    must_reach(None)
    if batch.made_by == audit.actor_id():
        raise SamePerson(batch.id)
    _decide(batch, state="approved")
    moved = [line.facility.name for line in batch.lines if not _still_fits(line)]
    if moved:
        raise Moved(moved)
    for line in batch.lines:
        _move(line, ("waiting",), state="approved")
        post(line)
    audit.record(batch, "payout.approved", total=batch.total)


def cancel(batch: PayoutBatch, reason: str) -> None:
    """Nothing is paid; all of it is due as before. Raises Decided, OutOfArea."""
    must_reach(None)
    _decide(batch, state="cancelled", reason=reason)
    for line in batch.lines:
        _move(line, ("waiting",), state="dropped")
    audit.record(batch, "payout.cancelled", reason=reason)


def send(line: PayoutLine, reference: str) -> None:
    """The bank has done it, under this number. Raises Decided, OutOfArea."""
    must_reach(None)
    _move(line, ("approved",), state="sent", reference=reference, ended_by=audit.actor_id(), ended_at=times.now())
    post_sent(line)
    audit.record(line, "payout.sent", amount=line.amount, reference=reference)
    payout_letters.sent(line)


def fail(line: PayoutLine, why: str) -> None:
    """The bank could not, or gave it back: it is owed again. Raises Decided, OutOfArea."""
    must_reach(None)
    _move(line, PAID, state="failed", error=why, ended_by=audit.actor_id(), ended_at=times.now())
    take_back(line, why)
    audit.record(line, "payout.failed", amount=line.amount, error=why)
    payout_letters.failed(line)


def post(line: PayoutLine) -> LedgerEntry | None:
    """Approved: no longer on the maker's account, not yet out of the bank's."""
    owed = ledger.code("facility", facility_id=line.facility_id)
    return ledger.post(f"payout:line:{line.id}", "payout", [Move(owed, "payout", line.amount)], note=line.content)


def post_sent(line: PayoutLine) -> LedgerEntry | None:
    moves = [Move("payout", "bank", line.amount)]
    return ledger.post(f"payout_sent:line:{line.id}", "payout_sent", moves, note=line.reference)


def take_back(line: PayoutLine, why: str) -> bool:
    """The way back of what was posted of it; whether there was any left to turn."""
    keys = [f"payout_sent:line:{line.id}", f"payout:line:{line.id}"]
    posted = {one.key: one for one in db.session.scalars(select(LedgerEntry).where(LedgerEntry.key.in_(keys)))}
    turned = [ledger.reverse(posted[key], why) for key in keys if key in posted]
    return any(one is not None for one in turned)


def waiting() -> PayoutBatch | None:
    return db.session.scalar(_whole().where(PayoutBatch.state == "waiting"))


def find(batch_id: int) -> PayoutBatch | None:
    return db.session.scalar(_whole().where(PayoutBatch.id == batch_id))


def latest() -> Sequence[PayoutBatch]:
    query = select(PayoutBatch).options(selectinload(PayoutBatch.lines)).order_by(PayoutBatch.id.desc()).limit(24)
    return db.session.scalars(query).all()


def line_of(batch_id: int, line_id: int) -> PayoutLine | None:
    query = select(PayoutLine).where(PayoutLine.id == line_id, PayoutLine.batch_id == batch_id)
    return db.session.scalar(query.options(joinedload(PayoutLine.facility)))


def of_facility(facility_id: int) -> Sequence[PayoutLine]:
    """What was paid to a maker, the latest first; what waits for its second person is not hers to see yet."""
    query = select(PayoutLine).where(PayoutLine.facility_id == facility_id)
    query = query.where(PayoutLine.state.in_((*PAID, "failed"))).options(joinedload(PayoutLine.batch))
    return db.session.scalars(query.order_by(PayoutLine.id.desc()).limit(24)).all()


def one_of_facility(facility_id: int, line_id: int) -> PayoutLine | None:
    """With what it paid for."""
    query = select(PayoutLine).where(PayoutLine.id == line_id, PayoutLine.facility_id == facility_id)
    query = query.where(PayoutLine.state.in_((*PAID, "failed")))
    return db.session.scalar(query.options(joinedload(PayoutLine.batch), _items()))


def _whole() -> Any:
    lines = selectinload(PayoutBatch.lines)
    return select(PayoutBatch).options(lines.joinedload(PayoutLine.facility), lines.options(_items()))


def _items() -> Any:
    parcel = selectinload(PayoutLine.items).joinedload(PayoutItem.parcel)
    return parcel.options(joinedload(Parcel.order))


def _line(batch: PayoutBatch, due: Due) -> PayoutLine:
    maker = due.facility
    assert maker.bank_bin is not None  # dues.account_trouble has looked
    assert maker.bank_account is not None
    return PayoutLine(
        facility=maker,
        amount=due.amount,
        bank_bin=maker.bank_bin,
        bank_account=maker.bank_account,
        bank_holder=maker.bank_holder,
        content=f"PHIEN CHO CHI DOT {batch.id} CO SO {maker.id}",
        state="waiting",
        items=[PayoutItem(parcel_id=one.parcel_id, amount=one.amount) for one in due.ripe],
    )


def _still_fits(line: PayoutLine) -> bool:
    """Whether all that it pays for is still there and ripe, and the account is still the one."""
    maker = line.facility
    db.session.refresh(maker)
    same = (maker.bank_bin, maker.bank_account) == (line.bank_bin, line.bank_account)
    now = {item.parcel_id: item.amount for item in dues.of(maker).ripe}
    return same and not dues.account_trouble(maker) and all(now.get(i.parcel_id) == i.amount for i in line.items)


def _decide(batch: PayoutBatch, **values: str) -> None:
    """One conditional UPDATE; the database refuses a batch approved by who made it."""
    decided = {"decided_by": audit.actor_id(), "decided_at": times.now()} | values
    mine = update(PayoutBatch).where(PayoutBatch.id == batch.id, PayoutBatch.state == "waiting").values(decided)
    _do(mine.returning(PayoutBatch.id), batch)


def _move(line: PayoutLine, expected: tuple[str, ...], **values: object) -> None:
    mine = update(PayoutLine).where(PayoutLine.id == line.id, PayoutLine.state.in_(expected)).values(values)
    _do(mine.returning(PayoutLine.id), line)


def _do(act: Update, row: PayoutBatch | PayoutLine) -> None:
    if db.session.execute(act.execution_options(synchronize_session=False)).scalar() is None:
        raise Decided(row.id)
    db.session.refresh(row)
