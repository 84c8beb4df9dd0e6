"""Money that moved outside: Stripe's transfers to the bank, what a fair or a scheme paid in, what a maker paid, taxes
handed over, buyers paid back from the bank. Written by a person, with the bank's number, once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from core import audit, times
from core.access import must_reach
from core.db import db
from shop import ledger
from shop.ledger import Move
from shop.models import LedgerEntry

# By kind: the accounts from and to, given the owner's account where there is one.
KINDS: dict[str, Callable[[str], tuple[str, str]]] = {
    "card_in": lambda _owner: ("bank", "card"),
    "promotion_in": lambda owner: ("bank", owner),
    "maker_paid": lambda owner: ("bank", owner),
    "vat_out": lambda _owner: ("tax:vat", "bank"),
    "pit_out": lambda _owner: ("tax:pit", "bank"),
    "buyer_out": lambda _owner: ("buyer", "bank"),
}
OF_A_FACILITY, OF_A_PAYER = ("maker_paid",), ("promotion_in",)


class Written(Exception):
    """This number of the bank stands in the books already."""


@dataclass(frozen=True, slots=True)
class Settlement:
    kind: str
    amount: int
    on: date
    reference: str
    owner: str = ""  # the account of a maker, a fair or a scheme
    note: str = ""


def record(said: Settlement) -> LedgerEntry:
    """Raises Written, ledger.MonthClosed, OutOfArea."""
    must_reach(None)
    debit, credit = KINDS[said.kind](said.owner)
    at = min(times.start_of(said.on) + timedelta(hours=12), times.now())
    key = f"hand:{said.kind}:{said.reference}"
    note = " ".join(filter(None, (said.reference, said.note)))
    try:
        entry = ledger.post(key, said.kind, [Move(debit, credit, said.amount)], note=note, at=at)
    except ledger.Conflict as other:
        raise Written(said.reference) from other
    if entry is None:
        raise Written(said.reference)
    audit.record(entry, "ledger.by_hand", kind=said.kind, amount=said.amount, reference=said.reference)
    return entry


class TurnedBack(Exception):
    """It was, or it is no such entry."""


def turn_back(entry_id: int, why: str) -> LedgerEntry:
    """What was written by mistake, the other way, today. Raises TurnedBack, OutOfArea."""
    must_reach(None)
    entry = db.session.get(LedgerEntry, entry_id)
    if entry is None or entry.kind not in KINDS:
        raise TurnedBack(entry_id)
    back = ledger.reverse(entry, why)
    if back is None:
        raise TurnedBack(entry_id)
    audit.record(back, "ledger.turned_back", entry=entry.key, why=why)
    return back


def turned_back(entries: Sequence[LedgerEntry]) -> set[int]:
    """Of these, the ids of those that were."""
    query = select(LedgerEntry.reverses_id).where(LedgerEntry.reverses_id.in_([one.id for one in entries]))
    return {one for one in db.session.scalars(query) if one is not None}


def latest() -> list[LedgerEntry]:
    query = db.select(LedgerEntry).where(LedgerEntry.kind.in_(KINDS)).order_by(LedgerEntry.id.desc()).limit(30)
    return list(db.session.scalars(query.options(db.selectinload(LedgerEntry.movements))))
