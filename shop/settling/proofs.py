"""The ledger held against itself and against what it tells of: what does not agree is said, and mended where it can.

Each check yields sentences; `heal` lets it mend what has one right answer (an entry that a killed process left out, a
seal that is gone), the rest is for a person.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, literal, select, text
from sqlalchemy.orm import aliased

from core import sealed
from core.db import db
from core.money import vnd
from shop import fees, gifts, ledger, promotions
from shop.claimed import ParcelClaim
from shop.models import (
    Account,
    ClosedMonth,
    GiftCard,
    GiftMove,
    LedgerEntry,
    LineTerms,
    Movement,
    OrderLine,
    Parcel,
    ParcelDiscount,
    ParcelTerms,
    Payment,
    PayoutItem,
    PayoutLine,
)
from shop.models.closing import GUARDED
from shop.models.closing import guards as month_guards
from shop.settling import months, payouts, sales


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree, and whether it does now."""

    said: str
    is_healed: bool = False


@dataclass(frozen=True, slots=True)
class Trial:
    """The whole ledger on two sides; equal by its shape, and shown so that one can see it."""

    had: int
    owed: int
    entries: int

    @property
    def difference(self) -> int:
        return self.had - self.owed


def trial_balance() -> Trial:
    """What is had and what is owed or earned, over all accounts. Two queries."""
    sides = ledger.balances()
    had = sum(amount for code, amount in sides.items() if ledger.is_had(code))
    entries = db.session.scalar(select(func.count()).select_from(LedgerEntry)) or 0
    return Trial(had, sum(sides.values()) - had, entries)


def look(*, heal: bool) -> list[Finding]:
    """All that does not agree. The caller commits what was mended."""
    return [found for check in CHECKS for found in check(heal=heal)]


def _seals(*, heal: bool) -> Iterator[Finding]:
    """Every guard that the database should have of its own."""
    there = _triggers()
    dialect = db.engine.dialect.name
    wanted = {name: sealed.guards(name, dialect) for name in sealed.sealed()}
    for table, statements in wanted.items():
        names = [f"{table}_no_update", f"{table}_no_delete"] if dialect == "sqlite" else [f"{table}_sealed"]
        yield from _sealed_again(table, dict(zip(names, _by_trigger(statements), strict=True)), there, heal=heal)
    for table in GUARDED:
        made = {f"{table}_month": month_guards(table, dialect)}
        yield from _sealed_again(table, made, there, heal=heal)


def _sealed_again(table: str, made: dict[str, list[str]], there: set[str], *, heal: bool) -> Iterator[Finding]:
    for name, statements in made.items():
        if name in there:
            continue
        for statement in statements if heal else ():
            db.session.execute(text(statement.replace("CREATE FUNCTION", "CREATE OR REPLACE FUNCTION")))
        yield Finding(f"Bảng {table} mất niêm phong ({name}).", heal)


def _by_trigger(statements: list[str]) -> list[list[str]]:
    """SQLite has a trigger a statement; PostgreSQL one of a function and a trigger."""
    return [[one] for one in statements] if db.engine.dialect.name == "sqlite" else [statements]


def _triggers() -> set[str]:
    if db.engine.dialect.name == "sqlite":
        names = db.session.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        names = db.session.execute(
            text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')")
        )
    return set(names.scalars())


def _empty_entries(*, heal: bool) -> Iterator[Finding]:
    bare = select(LedgerEntry.key).where(~LedgerEntry.movements.any()).order_by(LedgerEntry.id)
    for key in db.session.scalars(bare):
        yield Finding(f"Bút toán {key} không chuyển đồng nào. Cần người xem.")


def _reversals(*, heal: bool) -> Iterator[Finding]:
    """What turns an entry turns all of it."""
    back = aliased(LedgerEntry)
    query = select(back.key, _sum_of(back), _sum_of(LedgerEntry))
    query = query.join(LedgerEntry, LedgerEntry.id == back.reverses_id)
    for key, turned, was in db.session.execute(query):
        if turned != was:
            yield Finding(f"{key} ghi ngược {vnd(turned)} của {vnd(was)}. Cần người xem.")


def _sum_of(entry: Any) -> Any:
    total = select(func.coalesce(func.sum(Movement.amount), 0)).where(Movement.entry_id == entry.id)
    return total.correlate(entry).scalar_subquery()


def _card_money(*, heal: bool) -> Iterator[Finding]:
    """What came by card for a parcel stands in the ledger, to the đồng."""
    entry = _entry_of("card_paid:parcel:", Parcel.id)
    query = (
        select(Parcel.code, Payment.amount, func.coalesce(func.sum(Movement.amount), 0))
        .join(Payment, Payment.parcel_id == Parcel.id)
        .outerjoin(LedgerEntry, entry)
        .outerjoin(Movement, Movement.entry_id == LedgerEntry.id)
        .where(Payment.method == "stripe", Payment.state.in_(("paid", "refunding", "refunded")))
        .group_by(Parcel.id, Parcel.code, Payment.amount)
        .having(func.coalesce(func.sum(Movement.amount), 0) != Payment.amount)
    )
    for code, amount, booked in db.session.execute(query):
        yield Finding(f"Gói {code} đã trả thẻ {vnd(amount)}, sổ cái ghi {vnd(int(booked))}. Cần người xem.")


def _sales(*, heal: bool) -> Iterator[Finding]:
    """What was taken of each delivered parcel, by the terms it was sold under."""
    query = (
        select(Parcel)
        .join(ParcelTerms, ParcelTerms.parcel_id == Parcel.id)
        .outerjoin(LedgerEntry, _entry_of("sale:parcel:", Parcel.id))
        .where(Parcel.state == "delivered", LedgerEntry.id.is_(None), _has_terms())
        .order_by(Parcel.id)
    )
    for parcel in db.session.scalars(query):
        taken = sales.reckon(parcel)
        if taken is not None and sales.moves_of(taken, parcel.facility_id):
            if heal:
                sales.settle(parcel)
            yield Finding(f"Gói {parcel.code} đã giao mà chưa ghi hoa hồng, phí, thuế.", heal)


def _has_terms() -> ColumnElement[bool]:
    """Of parcels that may owe anything at all: most are sold under nothing."""
    charged = (LineTerms.commission > 0) | (LineTerms.vat > 0) | (LineTerms.pit > 0)
    line = select(OrderLine.id).join(LineTerms, LineTerms.line_id == OrderLine.id)
    by_line = line.where(OrderLine.parcel_id == Parcel.id, charged).exists()
    whole = (ParcelTerms.fee_rate > 0) | (ParcelTerms.fee_fixed > 0) | (ParcelTerms.vat > 0) | (ParcelTerms.pit > 0)
    return by_line | whole


def _vouchers(*, heal: bool) -> Iterator[Finding]:
    """What a fair or a scheme took off a delivered parcel is owed to its maker."""
    query = (
        select(Parcel)
        .join(ParcelDiscount, ParcelDiscount.parcel_id == Parcel.id)
        .outerjoin(LedgerEntry, _entry_of("promotion:", ParcelDiscount.id))
        .where(Parcel.state == "delivered", ParcelDiscount.payer != "maker", LedgerEntry.id.is_(None))
        .where(ParcelDiscount.given_back_at.is_(None))
        .distinct()
        .order_by(Parcel.id)
    )
    for parcel in db.session.scalars(query):
        if heal:
            promotions.settle(parcel)
        yield Finding(f"Gói {parcel.code} đã giao mà chưa ghi phần phiếu chợ bù.", heal)


def _fees(*, heal: bool) -> Iterator[Finding]:
    """What makers took for the market with delivered parcels."""
    query = (
        select(Parcel)
        .outerjoin(LedgerEntry, _entry_of("fees:parcel:", Parcel.id))
        .where(Parcel.state == "delivered", Parcel.fee_total > 0, LedgerEntry.id.is_(None))
        .order_by(Parcel.id)
    )
    for parcel in db.session.scalars(query):
        if fees.moves_of(parcel):
            if heal:
                fees.settle(parcel)
            yield Finding(f"Gói {parcel.code} đã giao mà chưa ghi phí thu hộ chợ.", heal)


def _gift_cards(*, heal: bool) -> Iterator[Finding]:
    """Each card has what came onto it less what went off it, all together what the ledger holds for them; and what they
    paid of a parcel is what its payment says."""
    moved = select(func.coalesce(func.sum(GiftMove.amount), 0)).where(GiftMove.card_id == GiftCard.id).scalar_subquery()
    held = 0
    for card, amount in db.session.execute(select(GiftCard, moved).order_by(GiftCard.id)):
        held += card.balance
        if card.balance != amount:
            said = f"Thẻ quà tặng số {card.id} còn {vnd(card.balance)}, các lần ghi cộng lại {vnd(int(amount))}."
            yield Finding(f"{said} Cần người xem.")
    if held != (there := ledger.balance(gifts.HELD)):
        yield Finding(f"Thẻ quà tặng còn {vnd(held)}, sổ cái ghi {vnd(there)}. Cần người xem.")
    yield from _gifted_parcels()


def _gifted_parcels() -> Iterator[Finding]:
    back = select(func.coalesce(func.sum(ParcelClaim.gifted), 0)).where(ParcelClaim.parcel_id == Parcel.id)
    back = back.where(ParcelClaim.state.in_(("sent", "received")) | ParcelClaim.by_card)
    spent = func.coalesce(func.sum(-GiftMove.amount), 0)
    query = (
        select(Parcel.code, Payment.gifted, spent + back.correlate(Parcel).scalar_subquery())
        .join(Payment, Payment.parcel_id == Parcel.id)
        .outerjoin(GiftMove, GiftMove.parcel_id == Parcel.id)
        .where((Payment.gifted > 0) | GiftMove.id.is_not(None))
        .group_by(Parcel.id, Parcel.code, Payment.gifted)
    )
    for code, gifted, booked in db.session.execute(query):
        if gifted != booked:
            yield Finding(f"Gói {code} trả bằng thẻ quà tặng {vnd(gifted)}, thẻ ghi {vnd(int(booked))}. Cần người xem.")


def _payouts(*, heal: bool) -> Iterator[Finding]:
    """Each line against what was posted of it, and against what it pays for."""
    items = select(func.sum(PayoutItem.amount)).where(PayoutItem.line_id == PayoutLine.id).scalar_subquery()
    for line, paid_for in db.session.execute(select(PayoutLine, items).order_by(PayoutLine.id)):
        if paid_for != line.amount:
            yield Finding(f"Khoản {line.content} chi {vnd(line.amount)} cho {vnd(int(paid_for or 0))}. Cần người xem.")
        yield from _posted(line, heal=heal)


def _posted(line: PayoutLine, *, heal: bool) -> Iterator[Finding]:
    there = _standing(line)
    if line.state in ("approved", "sent") and "payout" not in there:
        if heal:
            payouts.post(line)
        yield Finding(f"Khoản {line.content} đã duyệt mà chưa vào sổ cái.", heal)
    if line.state == "sent" and "payout_sent" not in there:
        if heal:
            payouts.post_sent(line)
        yield Finding(f"Khoản {line.content} đã tới mà sổ cái chưa ghi tiền ra.", heal)
    if line.state not in ("approved", "sent") and there:
        if heal:
            payouts.take_back(line, line.error or line.state)
        yield Finding(f"Khoản {line.content} không đi mà sổ cái còn ghi.", heal)


def _standing(line: PayoutLine) -> set[str]:
    """What was posted of a line and not turned."""
    back = aliased(LedgerEntry)
    keys = [f"payout:line:{line.id}", f"payout_sent:line:{line.id}"]
    query = select(LedgerEntry.kind).outerjoin(back, back.reverses_id == LedgerEntry.id)
    return set(db.session.scalars(query.where(LedgerEntry.key.in_(keys), back.id.is_(None))))


def _accounts(*, heal: bool) -> Iterator[Finding]:
    """An account is its owner's by its name too."""
    for one in db.session.scalars(select(Account).order_by(Account.id)):
        owner = {"facility": one.facility_id, "fair": one.fair_id, "scheme": one.scheme_id}
        named = {name: number for name, number in owner.items() if number is not None}
        code = ledger.code(one.kind, **{f"{name}_id": number for name, number in named.items()})
        if len(named) > 1 or (named and code != one.code) or one.code.split(":")[0] != one.kind:
            yield Finding(f"Tài khoản {one.code} ghi chủ khác với tên. Cần người xem.")


def _closed(*, heal: bool) -> Iterator[Finding]:
    """Every closed month still has what it had."""
    for row in db.session.scalars(select(ClosedMonth).order_by(ClosedMonth.month)):
        count, digest = months.digest_of(row.month)
        if (count, digest) != (row.entry_count, row.digest):
            said = f"Tháng {row.month:%m/%Y} đã khóa với {row.entry_count} bút toán, nay có {count} và dấu khác."
            yield Finding(f"{said} Cần người xem.")


def _entry_of(prefix: str, number: Any) -> ColumnElement[bool]:
    """The entry that stands under a key of so and so."""
    return LedgerEntry.key == literal(prefix) + cast(number, String)


CHECKS: tuple[Callable[..., Iterator[Finding]], ...] = (
    _seals,
    _accounts,
    _empty_entries,
    _reversals,
    _card_money,
    _sales,
    _vouchers,
    _fees,
    _gift_cards,
    _payouts,
    _closed,
)
