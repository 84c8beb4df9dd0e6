"""The ledger: what the platform holds, for whom, and how it came and went. Entries are added and never changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, cast, func, select, union_all

from core import audit, times
from core.db import db, insert
from shop.models import Account, ClosedMonth, LedgerEntry, Movement
from shop.models.ledger import HAS


class Conflict(Exception):
    """An entry of this cause is written already, and says something else."""


class MonthClosed(Exception):
    """Its month is closed: nothing is dated into it any more."""


@dataclass(frozen=True, slots=True)
class Move:
    """So many đồng from the credit of one account to the debit of another, by their codes (see `code`)."""

    debit: str
    credit: str
    amount: int


def code(kind: str, *, facility_id: int | None = None, fair_id: int | None = None, scheme_id: int | None = None) -> str:
    """The name of an account: its kind, and its owner where it has one."""
    owners = {"facility": facility_id, "fair": fair_id, "scheme": scheme_id}
    owner = next(((name, one) for name, one in owners.items() if one is not None), None)
    if owner is None:
        return kind
    return f"{kind}:{owner[1]}" if kind == owner[0] else f"{kind}:{owner[0]}:{owner[1]}"


def post(  # noqa: PLR0913 (an entry's own facts)
    key: str,
    kind: str,
    moves: Iterable[Move],
    *,
    order_id: int | None = None,
    parcel_id: int | None = None,
    note: str = "",
    reverses_id: int | None = None,
    at: datetime | None = None,
) -> LedgerEntry | None:
    """Write what happened, once: None where an entry of this cause says the same; moves of nothing are left out.

    Raises Conflict where it says something else, MonthClosed, ValueError where nothing is moved.
    """
    moved = [move for move in moves if move.amount]
    if not moved:
        raise ValueError("nothing is moved")
    if at is not None:
        _refuse_closed(at)
    values = {"key": key, "kind": kind, "at": at or times.now(), "note": note, "actor_id": audit.actor_id()}
    values |= {"order_id": order_id, "parcel_id": parcel_id, "reverses_id": reverses_id}
    new = insert(LedgerEntry).values(values).on_conflict_do_nothing(index_elements=["key"]).returning(LedgerEntry.id)
    entry_id = db.session.execute(new).scalar()
    if entry_id is None:
        _same(key, moved)
        return None
    accounts = _accounts({one for move in moved for one in (move.debit, move.credit)})
    db.session.add_all(
        Movement(entry_id=entry_id, debit_id=accounts[one.debit], credit_id=accounts[one.credit], amount=one.amount)
        for one in moved
    )
    db.session.flush()
    return db.session.get_one(LedgerEntry, entry_id)


def reverse(entry: LedgerEntry, note: str) -> LedgerEntry | None:
    """Put an entry right by the same movements the other way; None where that was done already."""
    moves = [Move(debit=one.credit.code, credit=one.debit.code, amount=one.amount) for one in entry.movements]
    return post(
        f"reverse:{entry.id}",
        "reverse",
        moves,
        order_id=entry.order_id,
        parcel_id=entry.parcel_id,
        note=note,
        reverses_id=entry.id,
    )


def is_had(account: str) -> bool:
    """Whether an account, by its code, is of what is had (else of what is owed or earned)."""
    return account.partition(":")[0] in HAS


def balance(account: str, until: datetime | None = None) -> int:
    """đồng on an account, by its own sense: what is had, or what is owed; zero where it was never used."""
    return balances([account], until).get(account, 0)


def balances(codes: Iterable[str] | None = None, until: datetime | None = None) -> dict[str, int]:
    """đồng by account, each by its own sense, before `until`; of all accounts where none is named. One query."""
    sides = union_all(
        select(Movement.debit_id.label("account_id"), Movement.amount.label("amount"), Movement.entry_id),
        select(Movement.credit_id, -Movement.amount, Movement.entry_id),
    ).subquery()
    query = (
        select(Account, cast(func.coalesce(func.sum(sides.c.amount), 0), BigInteger))
        .join(sides, sides.c.account_id == Account.id)
        .group_by(Account.id)
    )
    if codes is not None:
        query = query.where(Account.code.in_(list(codes)))
    if until is not None:
        query = query.join(LedgerEntry, LedgerEntry.id == sides.c.entry_id).where(LedgerEntry.at < until)
    return {one.code: int(total if one.is_had else -total) for one, total in db.session.execute(query)}


def _refuse_closed(at: datetime) -> None:
    if db.session.scalar(select(ClosedMonth.id).where(ClosedMonth.until_at > at).limit(1)) is not None:
        raise MonthClosed(at)


def _accounts(codes: set[str]) -> dict[str, int]:
    """The ids of accounts by their codes; those that were never used are opened."""
    found = _known(codes)
    missing = sorted(codes - set(found))
    if missing:
        opened = insert(Account).values([_parts(one) for one in missing])
        db.session.execute(opened.on_conflict_do_nothing(index_elements=["code"]))
        found = _known(codes)
    return found


def _known(codes: set[str]) -> dict[str, int]:
    rows = db.session.execute(select(Account.code, Account.id).where(Account.code.in_(codes)))
    return {row.code: row.id for row in rows}


def _parts(account: str) -> dict[str, str | int | None]:
    """The row of an account, read from its code."""
    kind, *owner = account.split(":")
    name, number = (kind, owner[0]) if len(owner) == 1 else owner if owner else ("", None)
    columns = {f"{one}_id": int(number) if number and one == name else None for one in ("facility", "fair", "scheme")}
    return {"code": account, "kind": kind, **columns}


def _same(key: str, moves: list[Move]) -> None:
    """Whether the entry that stands under a key says this too. Raises Conflict."""
    entry = db.session.execute(select(LedgerEntry).where(LedgerEntry.key == key)).scalar_one()
    stands = sorted((one.debit.code, one.credit.code, one.amount) for one in entry.movements)
    if stands != sorted((one.debit, one.credit, one.amount) for one in moves):
        raise Conflict(key)
