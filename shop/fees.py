"""Fees by kind (packing, transport, admin, fund-raising): reckoned on a bill, frozen at the sale, posted later.

A maker's stays with her. The market's is collected with the rest of the parcel, and owed by its maker once it is
delivered: `commission:<kind>` in the ledger.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select, update

from core import audit, times
from core.db import db
from shop import ledger
from shop.ledger import Move
from shop.models import FEE_KINDS, FeeRule, LedgerEntry, Order, Parcel, ParcelFee

KIND = "fees"


@dataclass(frozen=True, slots=True)
class Terms:
    kind: str
    title: str
    basis: str
    rate: int
    facility_id: int | None = None  # None: the market's
    source: str = ""


class Stopped(Exception):
    """It was stopped before."""


def rules_for(facility_ids: Iterable[int]) -> Sequence[FeeRule]:
    """What holds now for these makers, the market's among it, by kind. One query."""
    mine = or_(FeeRule.facility_id.is_(None), FeeRule.facility_id.in_(list(facility_ids)))
    rows = db.session.scalars(select(FeeRule).where(mine, FeeRule.stopped_at.is_(None)).order_by(FeeRule.id))
    return sorted(rows, key=lambda one: (FEE_KINDS.index(one.kind), one.id))


def reckon(rules: Iterable[FeeRule], facility_id: int, goods: int, lines: int) -> list[tuple[FeeRule, int]]:
    """Of one maker's parcel: each rule that comes to anything, and what it comes to."""
    sums = [(one, one.of(goods, lines)) for one in rules if one.facility_id in (None, facility_id)]
    return [(one, amount) for one, amount in sums if amount]


def freeze(order: Order, rules: Sequence[FeeRule]) -> None:
    """On each parcel of a new order, before it is said what is to be paid."""
    for parcel in order.parcels:
        for rule, amount in reckon(rules, parcel.facility.id, parcel.goods_total, len(parcel.lines)):
            parcel.fees.append(_frozen(rule, amount))
        parcel.fee_total = sum(one.amount for one in parcel.fees)


def follow(parcel: Parcel) -> None:
    """The parcel holds less than was ordered: its fees fall with it, and never rise."""
    if not parcel.fee_total:
        return
    live = sum(not line.dropped_at for line in parcel.lines)
    for one in parcel.fees:
        one.amount = min(one.amount, one.of(parcel.goods_total, live))
    parcel.fee_total = sum(one.amount for one in parcel.fees)


def settle(parcel: Parcel) -> LedgerEntry | None:
    """Delivered: what its maker took for the market is owed to it, once."""
    moves = moves_of(parcel)
    if not moves:
        return None
    return ledger.post(_key(parcel), KIND, moves, order_id=parcel.order_id, parcel_id=parcel.id)


def moves_of(parcel: Parcel) -> list[Move]:
    maker = ledger.code("facility", facility_id=parcel.facility_id)
    asked = [one for one in parcel.fees if one.is_market and one.amount] if parcel.fee_total else []
    return [Move(maker, f"commission:{one.kind}", one.amount) for one in asked]


def take_back(parcel: Parcel, note: str) -> None:
    """All of it came back: the market asks nothing for it. Once."""
    entry = db.session.scalar(select(LedgerEntry).where(LedgerEntry.key == _key(parcel)))
    if entry is not None:
        ledger.reverse(entry, note)


def make(terms: Terms) -> FeeRule:
    rule = FeeRule(
        facility_id=terms.facility_id,
        kind=terms.kind,
        title=terms.title,
        basis=terms.basis,
        rate=terms.rate,
        source=terms.source,
    )
    db.session.add(rule)
    db.session.flush()
    audit.record(rule, "fee.ruled", kind=terms.kind, basis=terms.basis, rate=terms.rate)
    return rule


def stop(rule_id: int, facility_id: int | None) -> None:
    """Orders from now on are without it; what was ordered keeps it. Raises Stopped, also where it is another's."""
    whose = FeeRule.facility_id == facility_id if facility_id else FeeRule.facility_id.is_(None)
    mine = update(FeeRule).where(FeeRule.id == rule_id, whose, FeeRule.stopped_at.is_(None))
    statement = mine.values(stopped_at=times.now()).returning(FeeRule.id).execution_options(synchronize_session=False)
    if db.session.execute(statement).scalar() is None:
        raise Stopped(rule_id)
    audit.record(db.session.get_one(FeeRule, rule_id, populate_existing=True), "fee.stopped")


def of_payer(facility_id: int | None) -> Sequence[FeeRule]:
    """All that a maker, or the market, ever asked: what holds first, the latest first."""
    whose = FeeRule.facility_id == facility_id if facility_id else FeeRule.facility_id.is_(None)
    query = select(FeeRule).where(whose).order_by(FeeRule.stopped_at.is_not(None), FeeRule.id.desc())
    return db.session.scalars(query.limit(100)).all()


def _frozen(rule: FeeRule, amount: int) -> ParcelFee:
    return ParcelFee(
        rule_id=rule.id,
        is_market=rule.facility_id is None,
        kind=rule.kind,
        title=rule.title,
        basis=rule.basis,
        rate=rule.rate,
        amount=amount,
    )


def _key(parcel: Parcel) -> str:
    return f"fees:parcel:{parcel.id}"
