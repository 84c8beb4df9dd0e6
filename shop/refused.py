"""What came back from the door: why, who bears it, whether the goods are whole again, and what the buyer says to it.

A mark on a telephone is no row: it is as many refusals without a cause as the rule asks, within the days of the rule
and not taken back by staff, so that it lapses by itself. Of the number only a keyed digest is kept here.
"""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

from sqlalchemy import CheckConstraint, ForeignKey, Index, Select, func, select
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from core import rates, times
from core.db import Model, db, one_of, primary_key
from programme import reach
from shop import rules
from shop.models import Parcel

BEARERS = ("maker", "buyer", "carrier")
DECISIONS = ("kept", "lifted")
_FILE = Path(__file__).parent / "data" / "refusal_reasons.csv"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why goods were not taken; `counts` where the buyer had no cause."""

    valid_from: date
    code: str
    name: str
    name_en: str
    counts: bool
    borne_by: str
    source: str


class ParcelRefusal(Model):
    """A parcel that was not taken at the door. `counts` is frozen from the list of that day."""

    __table_args__ = (
        CheckConstraint(one_of("borne_by", BEARERS), "known_bearer"),
        CheckConstraint("(is_whole IS NULL) = (back_at IS NULL)", "whole_once_back"),
        CheckConstraint("(appeal <> '') = (appealed_at IS NOT NULL)", "appeal_has_words"),
        CheckConstraint(f"decision IS NULL OR ({one_of('decision', DECISIONS)})", "known_decision"),
        CheckConstraint("(decision IS NULL) = (decided_at IS NULL)", "decided_when"),
        CheckConstraint("decision IS NULL OR (appealed_at IS NOT NULL AND why <> '')", "decided_with_reason"),
        Index("ix_parcel_refusal_phone_key_at", "phone_key", "at"),
    )

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), unique=True)
    phone_key: Mapped[str]  # keyed digest of the buyer's number
    reason: Mapped[str]  # code of the list
    counts: Mapped[bool]
    borne_by: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    back_at: Mapped[datetime | None]  # the maker has the goods again
    is_whole: Mapped[bool | None]  # and they can be sold again
    appeal: Mapped[str] = mapped_column(default="")
    appealed_at: Mapped[datetime | None]
    decision: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]
    why: Mapped[str] = mapped_column(default="")  # of the decision

    parcel: Mapped[Parcel] = relationship()

    @property
    def told(self) -> Reason:
        return next(one for one in _rows() if one.code == self.reason and one.valid_from <= times.local(self.at).date())

    @property
    def waits_for_staff(self) -> bool:
        return self.appealed_at is not None and self.decision is None

    @property
    def can_be_appealed(self) -> bool:
        """Only what counts against her, and once."""
        return self.counts and self.appealed_at is None


def reasons(on: date | None = None) -> list[Reason]:
    """The list of a day (today), in its own order."""
    day = on or times.today()
    known: dict[str, Reason] = {}
    for row in sorted((one for one in _rows() if one.valid_from <= day), key=lambda one: one.valid_from):
        known[row.code] = row
    return list(known.values())


def key_of(phone: str) -> str:
    return rates.digest_of(f"phone:{phone}")


def count(phone: str) -> int:
    """How many refusals count against a number today."""
    since = times.now() - timedelta(days=rules.value("refusals_window_days"))
    query = select(func.count()).where(ParcelRefusal.phone_key == key_of(phone), ParcelRefusal.counts)
    query = query.where(ParcelRefusal.at > since, ParcelRefusal.decision.is_distinct_from("lifted"))
    return db.session.scalar(query) or 0


def is_marked(phone: str) -> bool:
    """Whether a maker is advised to call, and to ask for a transfer or a deposit."""
    return count(phone) >= rules.value("refusals_to_mark")


def stops_cash(phone: str) -> bool:
    """Whether nothing is sent to this number for cash any more, for now."""
    least = rules.value("refusals_to_stop_cash")
    return bool(least) and count(phone) >= least


def of(parcel_ids: Iterable[int]) -> dict[int, ParcelRefusal]:
    """By parcel, in one query."""
    ids = list(parcel_ids)
    rows = db.session.scalars(select(ParcelRefusal).where(ParcelRefusal.parcel_id.in_(ids))) if ids else ()
    return {row.parcel_id: row for row in rows}


def appealed() -> Sequence[ParcelRefusal]:
    """What waits for staff, the oldest first."""
    waiting = (ParcelRefusal.appealed_at.is_not(None), ParcelRefusal.decision.is_(None))
    query = _whole().where(*waiting, reach.within(Parcel.facility_id)).order_by(ParcelRefusal.appealed_at).limit(100)
    return db.session.scalars(query).all()


def appealed_one(refusal_id: int) -> ParcelRefusal | None:
    return db.session.scalar(_whole().where(ParcelRefusal.id == refusal_id, ParcelRefusal.appealed_at.is_not(None)))


def _whole() -> Select[ParcelRefusal]:
    mine = joinedload(ParcelRefusal.parcel)
    query = select(ParcelRefusal).join(ParcelRefusal.parcel)
    return query.options(mine.joinedload(Parcel.facility), mine.joinedload(Parcel.order))


@cache
def _rows() -> list[Reason]:
    """The latest first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [_reason(row) for row in csv.DictReader(file)]
    return sorted(rows, key=lambda one: one.valid_from, reverse=True)


def _reason(row: dict[str, str]) -> Reason:
    told = {name: row[name] for name in ("code", "name", "name_en", "borne_by", "source")}
    return Reason(date.fromisoformat(row["valid_from"]), counts=row["counts"] == "1", **told)
