"""The ledger of stands: what each costs, what a line of the fair's money bears, what its facility owes and has paid.

Entries are added, never changed. For every account: charge = subsidy + payments + what is owed; a line of money never
bears more than the scheme planned for it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, raiseload, selectinload

from core import audit, codes, times
from core.access import must_reach
from core.db import db
from fairs.models import ENTRY_KINDS, Booth, Fair, FairFunding, Hall, Stand, StandAccount, StandEntry
from programme import reach
from programme.models import Funding


class NoMoneyLine(Exception):
    """Stands are subsidised, and no line of the fair's money was named for it."""


class BeyondPlan(Exception):
    """The line would bear `by` đồng more than the scheme planned."""

    def __init__(self, by: int) -> None:
        super().__init__(by)
        self.by = by


class TooMuch(Exception):
    """More than is owed."""


class TakenBack(Exception):
    """The entry has its counter-entry, or is one."""


class Closed(Exception):
    """The account is closed."""


@dataclass(frozen=True, slots=True)
class LineSum:
    """A line of the fair's money: planned by the scheme, borne for this fair's stands and for all fairs'."""

    funding: Funding
    here: int
    everywhere: int

    @property
    def left(self) -> int:
        return self.funding.planned - self.everywhere


@dataclass(frozen=True, slots=True)
class Sums:
    """Of some accounts together, in đồng."""

    listed: int
    subsidised: int
    paid: int
    owed: int


def charge_all(fair: Fair, funding_id: int | None) -> int:
    """Open an account for every stand within reach that a facility holds and that has none; how many.

    Raises NoMoneyLine, BeyondPlan: then none is opened.
    """
    held = _uncharged(fair.id)
    borne = sum(booth.stand.subsidised for booth in held if booth.stand)
    if borne:
        _must_bear(fair.id, funding_id, borne)
    for booth in held:
        if booth.stand:
            _open(fair, booth, booth.stand, funding_id)
    audit.record(fair, "stands.charged", stands=len(held), subsidised=borne, funding=funding_id)
    return len(held)


def pay(account: StandAccount, amount: int, on: date, reference: str) -> StandEntry:
    """Money of the facility that has come in. Raises TooMuch, Closed, OutOfArea."""
    must_reach(account.facility.commune_code)
    _lock(account)
    if account.closed_at:
        raise Closed(account.id)
    if amount > account.owed:
        raise TooMuch(account.owed)
    entry = _enter(account, "payment", amount, on, reference)
    audit.record(account, "stand.paid", amount=amount, reference=reference)
    return entry


def take_back(entry: StandEntry, reason: str) -> StandEntry:
    """A payment was entered by mistake, or is paid back: a counter-entry says so. Raises TakenBack, OutOfArea."""
    account = entry.account
    must_reach(account.facility.commune_code)
    _lock(account)
    if entry.kind != "payment" or entry.reverses_id or _is_reversed(entry):
        raise TakenBack(entry.id)
    made = _reverse(entry, reason)
    audit.record(account, "stand.entry_taken_back", amount=entry.amount, reference=entry.reference, reason=reason)
    return made


def close(account: StandAccount, reason: str) -> int:
    """The facility does not hold the stand after all: charge and subsidy are taken back, payments stay to be given
    back. What it is to get back. Raises Closed, OutOfArea.
    """
    must_reach(account.facility.commune_code)
    _lock(account)
    if account.closed_at:
        raise Closed(account.id)
    for entry in list(account.entries):
        if entry.kind != "payment" and not entry.reverses_id and not _is_reversed(entry):
            _reverse(entry, reason)
    account.closed_at = times.now()
    audit.record(account, "stand.account_closed", reason=reason)
    return -account.owed


def of_fair(fair_id: int) -> Sequence[StandAccount]:
    """Every account within reach, by stand, open ones first. Three queries."""
    wanted = select(StandAccount).join(StandAccount.stand).join(Stand.hall)
    wanted = wanted.where(StandAccount.fair_id == fair_id, reach.within(StandAccount.facility_id))
    ordered = wanted.order_by(Hall.position, Hall.id, Stand.walk, StandAccount.closed_at.is_not(None), StandAccount.id)
    return db.session.scalars(ordered.options(*_whole())).all()


def of_facility(facility_id: int) -> Sequence[StandAccount]:
    """One's own, the newest first."""
    wanted = select(StandAccount).where(StandAccount.facility_id == facility_id).order_by(StandAccount.id.desc())
    return db.session.scalars(wanted.options(*_whole())).all()


def find(fair_id: int, account_id: int) -> StandAccount | None:
    wanted = select(StandAccount).where(StandAccount.id == account_id, StandAccount.fair_id == fair_id)
    return db.session.scalar(wanted.options(*_whole()))


def holders(fair_id: int) -> dict[int, int]:
    """By stand, the facility that holds it now."""
    rows = select(Booth.stand_id, Booth.facility_id).where(Booth.fair_id == fair_id, Booth.stand_id.is_not(None))
    return dict(db.session.execute(rows).all())  # type: ignore[arg-type]


def waiting_to_be_charged(fair_id: int) -> int:
    return len(_uncharged(fair_id))


def line_sums(fair_id: int) -> list[LineSum]:
    """Each line that pays for the fair, as the check against the scheme. Two queries."""
    lines = select(Funding).join(FairFunding, FairFunding.funding_id == Funding.id)
    lines = lines.where(FairFunding.fair_id == fair_id).order_by(Funding.id).options(raiseload("*"))
    found = db.session.scalars(lines).all()
    borne = select(StandAccount.funding_id, StandAccount.fair_id, func.sum(StandEntry.amount))
    borne = borne.join(StandEntry, StandEntry.account_id == StandAccount.id).where(StandEntry.kind == "subsidy")
    borne = borne.where(StandAccount.funding_id.in_([one.id for one in found]))
    rows = db.session.execute(borne.group_by(StandAccount.funding_id, StandAccount.fair_id)).all()
    return [
        LineSum(
            one,
            sum(int(amount) for line, where, amount in rows if line == one.id and where == fair_id),
            sum(int(amount) for line, _where, amount in rows if line == one.id),
        )
        for one in found
    ]


def sums(accounts: Sequence[StandAccount]) -> Sums:
    listed, subsidised, paid = (sum(one.sum_of(kind) for one in accounts) for kind in ENTRY_KINDS)
    return Sums(listed, subsidised, paid, sum(one.owed for one in accounts))


def uses_other_lines(fair_id: int, kept: Sequence[int]) -> bool:
    """Whether a line that would no longer pay for the fair has stands charged to it."""
    used = select(StandAccount.id).where(StandAccount.fair_id == fair_id, StandAccount.funding_id.is_not(None))
    return db.session.scalar(used.where(StandAccount.funding_id.not_in(kept)).limit(1)) is not None


def _whole() -> tuple:
    return (
        joinedload(StandAccount.stand).joinedload(Stand.hall),
        joinedload(StandAccount.facility),
        joinedload(StandAccount.funding),
        joinedload(StandAccount.fair),
        selectinload(StandAccount.entries),
    )


def _uncharged(fair_id: int) -> Sequence[Booth]:
    has_one = select(StandAccount.stand_id).where(StandAccount.fair_id == fair_id, StandAccount.closed_at.is_(None))
    wanted = select(Booth).where(Booth.fair_id == fair_id, Booth.stand_id.is_not(None), Booth.stand_id.not_in(has_one))
    wanted = wanted.where(reach.within(Booth.facility_id)).order_by(Booth.stand_id)
    return db.session.scalars(wanted.options(joinedload(Booth.stand), raiseload("*", sql_only=True))).all()


def _must_bear(fair_id: int, funding_id: int | None, amount: int) -> None:
    """The line's row is held until the end, so that two who charge it at once are added up."""
    pays = select(FairFunding.funding_id).where(FairFunding.fair_id == fair_id, FairFunding.funding_id == funding_id)
    if db.session.scalar(pays) is None:
        raise NoMoneyLine(funding_id)
    planned = db.session.scalar(select(Funding.planned).where(Funding.id == funding_id).with_for_update()) or 0
    borne = next(one.everywhere for one in line_sums(fair_id) if one.funding.id == funding_id)
    if borne + amount > planned:
        raise BeyondPlan(borne + amount - planned)


def _open(fair: Fair, booth: Booth, stand: Stand, funding_id: int | None) -> None:
    account = StandAccount(
        fair_id=fair.id,
        stand_id=stand.id,
        facility_id=booth.facility_id,
        funding_id=funding_id if stand.subsidised else None,
        code=f"GIAN{codes.public_code()}",
        list_price=stand.list_price,
        subsidised=stand.subsidised,
        opened_at=times.now(),
    )
    db.session.add(account)
    for kind, amount in (("charge", stand.list_price), ("subsidy", stand.subsidised)):
        if amount:
            _enter(account, kind, amount, times.today(), "")


def _enter(account: StandAccount, kind: str, amount: int, on: date, reference: str) -> StandEntry:
    by = {"recorded_at": times.now(), "recorded_by": audit.actor_id()}
    entry = StandEntry(kind=kind, amount=amount, on=on, reference=reference, **by)
    account.entries.append(entry)
    return entry


def _reverse(entry: StandEntry, reason: str) -> StandEntry:
    """UNIQUE(reverses_id): an entry is taken back once."""
    made = StandEntry(
        kind=entry.kind, amount=-entry.amount, on=times.today(), reference=entry.reference, note=reason,
        recorded_at=times.now(), recorded_by=audit.actor_id(), reverses_id=entry.id,
    )  # fmt: skip
    try:
        with db.session.begin_nested():
            entry.account.entries.append(made)
    except IntegrityError:
        raise TakenBack(entry.id) from None
    return made


def _is_reversed(entry: StandEntry) -> bool:
    return any(one.reverses_id == entry.id for one in entry.account.entries)


def _lock(account: StandAccount) -> None:
    """Two who enter on one account do so in turn."""
    db.session.execute(select(StandAccount.id).where(StandAccount.id == account.id).with_for_update())
    db.session.refresh(account, ["entries", "closed_at"])
