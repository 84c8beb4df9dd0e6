"""What may be paid out to each maker today: what is left of her parcels that are ripe, less what she owes.

Ripe is a parcel that was delivered long enough ago and about which no claim is open; what is owed by her counts at
once, so that a negative balance is carried over and taken off the next payout. Reckoned from the ledger's movements
less what payouts have paid for; the rest of an account, ripe or not, always sums to its balance.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import case, func, select, union_all
from sqlalchemy.orm import aliased

from core import times
from core.db import db
from programme import banks, reach
from programme.models import Facility
from shop import terms
from shop.claimed import OPEN, ParcelClaim
from shop.models import Account, LedgerEntry, Movement, Order, Parcel, ParcelMove, PayoutItem, PayoutLine
from shop.models.payout import PAID

_ACCOUNT = re.compile(r"[0-9A-Z]{4,19}")


@dataclass(frozen=True, slots=True)
class Item:
    """đồng left of one parcel, or of all that belongs to none."""

    parcel_id: int | None
    number: str  # of the order
    amount: int
    ripe_at: datetime | None  # None: not delivered, or under an open claim
    is_ripe: bool


@dataclass(frozen=True, slots=True)
class Due:
    facility: Facility
    items: list[Item] = field(default_factory=list)

    @property
    def balance(self) -> int:
        """What her account in the ledger says."""
        return sum(item.amount for item in self.items)

    @property
    def ripe(self) -> list[Item]:
        return [item for item in self.items if item.is_ripe]

    @property
    def amount(self) -> int:
        return sum(item.amount for item in self.ripe)

    @property
    def trouble(self) -> str:
        """Why nothing is paid out now: owes, little, no_account, cooling; empty where it is."""
        if self.amount <= 0:
            return "owes"
        if self.amount < terms.value("payout_least"):
            return "little"
        return account_trouble(self.facility)


def every() -> list[Due]:
    """Of all makers within the reader's area with anything on their account, by name. Two queries."""
    found = _read(None)
    query = (
        select(Facility)
        .where(Facility.id.in_(_with_accounts()), reach.within(Facility.id))
        .order_by(Facility.name, Facility.id)
    )
    return [Due(one, found[one.id]) for one in db.session.scalars(query) if one.id in found]


def of(facility: Facility) -> Due:
    return Due(facility, _read(facility.id).get(facility.id, []))


def account_trouble(facility: Facility) -> str:
    """no_account: none, or none that a bank could take; cooling: changed too lately."""
    well_formed = _ACCOUNT.fullmatch(facility.bank_account or "") and facility.bank_bin in banks.banks()
    if not well_formed or not facility.bank_holder:
        return "no_account"
    until = cooling_until(facility)
    return "cooling" if until and until > times.now() else ""


def cooling_until(facility: Facility) -> datetime | None:
    """Until when nothing is paid to a new account."""
    changed = facility.bank_changed_at
    return changed + timedelta(days=banks.cooling_days(times.local(changed).date())) if changed else None


def _read(facility_id: int | None) -> dict[int, list[Item]]:
    held = timedelta(days=terms.value("payout_hold_days"))
    found: dict[int, list[Item]] = {}
    for row in db.session.execute(_left(facility_id)):
        ripe_at = row.delivered_at + held if row.delivered_at and not row.is_claimed else None
        is_free = row.amount < 0 or row.parcel_id is None
        is_ripe = is_free or (ripe_at is not None and ripe_at <= times.now())
        item = Item(row.parcel_id, row.number or "", int(row.amount), ripe_at, is_ripe)
        found.setdefault(row.facility_id, []).append(item)
    return found


def _left(facility_id: int | None) -> Any:
    """By maker and parcel, what the ledger has less what payouts have paid for, where that is not nothing."""
    sums = union_all(*(_of_side(facility_id, debit=side) for side in (True, False)), _paid(facility_id)).subquery()
    delivered = select(func.max(ParcelMove.at)).where(
        ParcelMove.parcel_id == Parcel.id,
        ParcelMove.state.in_(("delivered", "cancelled", "refused")),  # of the last two she keeps a deposit
    )
    claimed = select(ParcelClaim.id).where(ParcelClaim.parcel_id == Parcel.id, ParcelClaim.state.in_(OPEN)).exists()
    whole = (
        select(sums.c.facility_id, sums.c.parcel_id, func.sum(sums.c.amount).label("amount"))
        .group_by(sums.c.facility_id, sums.c.parcel_id)
        .having(func.sum(sums.c.amount) != 0)
        .subquery()
    )
    return (
        select(
            whole.c.facility_id,
            whole.c.parcel_id,
            whole.c.amount,
            Order.number,
            delivered.scalar_subquery().label("delivered_at"),
            case((Parcel.id.is_not(None), claimed), else_=False).label("is_claimed"),
        )
        .outerjoin(Parcel, Parcel.id == whole.c.parcel_id)
        .outerjoin(Order, Order.id == Parcel.order_id)
        .order_by(whole.c.facility_id, whole.c.parcel_id)
    )


def _of_side(facility_id: int | None, *, debit: bool) -> Any:
    """Movements on makers' accounts; payouts themselves are told by what they paid for."""
    mine, other = aliased(Account), aliased(Account)
    sides = (Movement.debit_id, Movement.credit_id) if debit else (Movement.credit_id, Movement.debit_id)
    signed = -Movement.amount if debit else Movement.amount
    query = (
        select(mine.facility_id.label("facility_id"), LedgerEntry.parcel_id, signed.label("amount"))
        .join(LedgerEntry, LedgerEntry.id == Movement.entry_id)
        .join(mine, mine.id == sides[0])
        .join(other, other.id == sides[1])
        .where(mine.kind == "facility", other.kind != "payout")
    )
    return query.where(mine.facility_id == facility_id) if facility_id is not None else query


def _paid(facility_id: int | None) -> Any:
    query = (
        select(PayoutLine.facility_id, PayoutItem.parcel_id, (-PayoutItem.amount).label("amount"))
        .join(PayoutLine, PayoutLine.id == PayoutItem.line_id)
        .where(PayoutLine.state.in_(PAID))
    )
    return query.where(PayoutLine.facility_id == facility_id) if facility_id is not None else query


def _with_accounts() -> Any:
    return select(Account.facility_id).where(Account.kind == "facility")


def in_all(dues: Iterable[Due]) -> int:
    """What a batch would pay."""
    return sum(one.amount for one in dues if not one.trouble)
