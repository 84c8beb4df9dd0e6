"""A bank notice: read, kept under the provider's id of the transaction, and left to the worker to match."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core import jobs, times
from core.db import db, insert
from core.text import clean_line
from shop.models import BankFeed, BankTransaction

MOST_BYTES = 64 * 1024
MOST_DONG = 10**12
_MOST_CONTENT = 1_000
# As SePay names them, in its webhooks and in its API.
_NAMES = {
    "key": ("id", "transaction_id"),
    "account": ("accountNumber", "account_number"),
    "amount": ("transferAmount", "amount"),
    "direction": ("transferType", "transfer_type"),
    "content": ("content", "description"),
    "reference": ("referenceCode", "reference_code"),
    "at": ("transactionDate", "transaction_date"),
}


class Unreadable(ValueError):
    """Not a notice; `field` names what is missing or odd, empty where it is no JSON object."""

    def __init__(self, field: str = "") -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Line:
    """One transfer as a bank tells it, by notice or by statement."""

    key: str
    account: str
    amount: int
    direction: str
    content: str
    reference: str
    at: datetime


def read(body: bytes) -> Line:
    """Raises Unreadable."""
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(said, dict):
        raise Unreadable
    found = {name: next((said[one] for one in names if said.get(one)), None) for name, names in _NAMES.items()}
    return Line(
        key=_word(found, "key", 100),
        account=account_of(_word(found, "account", 40)),
        amount=_amount(found["amount"]),
        direction=_direction(found["direction"]),
        content=_shown(found["content"])[:_MOST_CONTENT],
        reference=_shown(found["reference"])[:100],
        at=_moment(found["at"]),
    )


def account_of(text: str) -> str:
    """As facilities write theirs."""
    return text.replace(" ", "").upper()


def is_known(feed: BankFeed, key: str) -> bool:
    mine = db.session.query(BankTransaction.id).filter_by(facility_id=feed.facility_id, account=feed.account, key=key)
    return mine.first() is not None


def take_in(facility_id: int, line: Line, source: str, raw: str) -> bool:
    """Keep it and ask for its matching; False where its key is known, and then nothing is changed."""
    row = {
        "facility_id": facility_id,
        "source": source,
        "raw": raw,
        "taken_at": times.now(),
        "state": "new",
        "why": "",
        "owed_back": 0,
        **{name: getattr(line, name) for name in Line.__slots__},
    }
    statement = insert(BankTransaction).values(row)
    kept = statement.on_conflict_do_nothing(index_elements=["facility_id", "account", "key"])
    transaction_id = db.session.scalar(kept.returning(BankTransaction.id))
    if transaction_id is not None:
        jobs.enqueue("bank.match", transaction_id=transaction_id)
    return transaction_id is not None


def _word(found: dict[str, Any], name: str, at_most: int) -> str:
    value = found[name]
    word = _shown(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    if not word or len(word) > at_most:
        raise Unreadable(_NAMES[name][0])
    return word


def _shown(value: Any) -> str:
    """As a line that any database holds: half a character is none."""
    return clean_line(str(value).encode("utf-8", "replace").decode()) if isinstance(value, str | int) else ""


def _amount(value: Any) -> int:
    """Whole đồng; nothing that a person would have to read twice."""
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 16:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value < MOST_DONG:
        raise Unreadable("transferAmount")
    return value


def _direction(value: Any) -> str:
    if value not in ("in", "out"):
        raise Unreadable("transferType")
    return str(value)


def _moment(value: Any) -> datetime:
    """By Hanoi's clock where no zone is told; the moment it came where none is told at all."""
    if value is None:
        return times.now()
    try:
        moment = datetime.fromisoformat(str(value)[:40])
    except ValueError:
        raise Unreadable("transactionDate") from None
    if not 2000 <= moment.year <= 2200:
        raise Unreadable("transactionDate")
    return moment if moment.tzinfo else moment.replace(tzinfo=times.HANOI)
