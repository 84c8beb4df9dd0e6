"""The unmet-demand digest: what people looked for in vain and what they wait for, told to those who could make it.

A word goes only when it was looked for or asked for on several days and staff let it go; how many people wait goes only
where they are several. When, how many and how far back are dated settings: catalog/data/digest_rules.csv.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import joinedload

from catalog import digest_letters as letters
from catalog import search, taxonomy, waiting
from catalog.models import DemandDigest, DemandTerm, DigestRefusal, Product, SearchCount, Wanted, on_show
from core import audit, jobs, times
from core.db import db, insert
from programme.models import Facility

_FILE = Path(__file__).parent / "data" / "digest_rules.csv"
MOST_WORDS = 10  # of one shelf in one letter


@dataclass(frozen=True, slots=True)
class Rule:
    """From `since` on, a digest goes `every` "week" or "month"."""

    since: date
    every: str
    least_days: int
    least_waiting: int
    look_back: int

    def period(self, day: date) -> date:
        """The first day of the period that a day is in."""
        return day - timedelta(days=day.weekday()) if self.every == "week" else day.replace(day=1)


@dataclass(frozen=True, slots=True)
class Word:
    """Words looked for in vain or asked for, how often and on how many days, and what staff decided of them."""

    key: str
    written: str
    count: int
    days: int
    term: DemandTerm | None


@dataclass(frozen=True, slots=True)
class Part:
    """One shelf of a digest: words with their counts, how many wait there in all, and for which of the maker's own."""

    shelf: str
    words: list[list[Any]] = field(default_factory=list)
    waiting: int = 0
    own: list[list[Any]] = field(default_factory=list)


def rule(day: date | None = None) -> Rule:
    """The one in force; before the first, the first."""
    day = day or times.today()
    return next((one for one in reversed(_rules()) if one.since <= day), _rules()[0])


def words(most: int = 200) -> list[Word]:
    """What was missed on enough days to be told at all, the most missed first. Two statements."""
    last = times.today() - timedelta(days=rule().look_back)
    looked = select(SearchCount.key, SearchCount.written, SearchCount.day, SearchCount.empty.label("n"))
    asked = select(Wanted.key, Wanted.written, Wanted.day, Wanted.count.label("n"))
    missed = union_all(
        looked.where(SearchCount.day >= last, SearchCount.empty > 0), asked.where(Wanted.day >= last)
    ).subquery()
    count, days = func.sum(missed.c.n), func.count(missed.c.day.distinct())
    query = select(missed.c.key, func.min(missed.c.written), count, days).group_by(missed.c.key)
    query = query.having(days >= rule().least_days).order_by(count.desc(), missed.c.key).limit(most)
    rows = db.session.execute(query).all()
    decided = select(DemandTerm).where(DemandTerm.key.in_([row[0] for row in rows]))
    terms = {term.key: term for term in db.session.scalars(decided)}
    return [Word(key, written, int(n), int(on), terms.get(key)) for key, written, n, on in rows]


def decide(key: str, state: str, shelf: str) -> bool:
    """Let words go to the makers of a shelf, or hold them back; False where they are not to be decided (any more)."""
    word = next((one for one in words() if one.key == key), None)
    if word is None:
        return False
    term = word.term or DemandTerm(key=key, written=word.written)
    term.state, term.shelf, term.decided_at = state, shelf, times.now()
    db.session.add(term)
    audit.record(term, f"demand_term.{'let_go' if state == 'go' else 'held'}", written=term.written, shelf=shelf)
    return True


def send_due() -> int:
    """Ask for this period's digests to those who have none yet, a job each, so that each goes by itself; return how
    many. Called twice, each is sent once."""
    period, asked = rule().period(times.today()), 0
    to_tell = _still_missing(words())
    waited = waited_for()
    for facility in makers({*to_tell, *waited}, period):
        if parts := parts_for(shelves_of(facility), to_tell, waited, facility.id):
            told = [asdict(part) for part in parts]
            jobs.enqueue("digest.send", facility_id=facility.id, period=period.isoformat(), parts=told)
            asked += 1
    return asked


Waited = dict[str, list[tuple[Product, int]]]  # by shelf


def parts_for(shelves: Iterable[str], to_tell: dict[str, list[Word]], waited: Waited, facility_id: int) -> list[Part]:
    """What there is to tell of these shelves. Of others' goods only how many people wait in all, never for what."""
    parts = []
    for shelf in shelves:
        told = [[word.written, word.count] for word in to_tell.get(shelf, ())[:MOST_WORDS]]
        lines = waited.get(shelf, [])
        own = [[product.name, count] for product, count in lines if product.facility_id == facility_id]
        if told or lines:
            parts.append(Part(shelf, told, sum(count for _, count in lines), own))
    return parts


def send(facility: Facility, period: date, parts: Sequence[Part]) -> bool:
    """Claim the period and write the letter in one transaction; False where there is one already, or no news."""
    if not parts:
        return False
    row = {"facility_id": facility.id, "period": period, "made_at": times.now(), "parts": [asdict(p) for p in parts]}
    claim = insert(DemandDigest).values(row).on_conflict_do_nothing(index_elements=["facility_id", "period"])
    if db.session.scalar(claim.returning(DemandDigest.id)) is None:
        return False
    if facility.email and not refuses(facility.id):
        letters.digest(facility, parts)
    return True


def refuses(facility_id: int) -> bool:
    return db.session.get(DigestRefusal, facility_id) is not None


def choose(facility: Facility, *, wanted: bool) -> None:
    """Whether a maker gets these letters."""
    refusal = db.session.get(DigestRefusal, facility.id)
    if wanted and refusal is not None:
        db.session.delete(refusal)
    elif not wanted and refusal is None:
        db.session.add(DigestRefusal(facility_id=facility.id, refused_at=times.now()))
    audit.record(facility, "facility.digests_wanted" if wanted else "facility.digests_refused")


def of_facility(facility_id: int, most: int = 12) -> Sequence[DemandDigest]:
    """The latest first."""
    query = select(DemandDigest).where(DemandDigest.facility_id == facility_id)
    return db.session.scalars(query.order_by(DemandDigest.period.desc()).limit(most)).all()


def latest(most: int = 50) -> Sequence[DemandDigest]:
    """What was sent last, to whom, for staff."""
    query = select(DemandDigest).options(joinedload(DemandDigest.facility))
    return db.session.scalars(query.order_by(DemandDigest.id.desc()).limit(most)).all()


def nearest_shelf(written: str) -> str:
    """Where goods that come nearest to these words stand; empty where nothing does."""
    seen = search.snapshot()
    first = next(iter(search.find(written, seen=seen).ids), None)
    return str(seen.facts[first]["group"]) if first is not None else ""


def _still_missing(found: Iterable[Word]) -> dict[str, list[Word]]:
    """By shelf, the words that staff let go and nothing on show answers today."""
    seen = search.snapshot()
    by_shelf: dict[str, list[Word]] = defaultdict(list)
    for word in found:
        if word.term and word.term.state == "go" and search.find(word.written, seen=seen).exact == 0:
            by_shelf[word.term.shelf].append(word)
    return by_shelf


def waited_for() -> Waited:
    """By shelf, the lines that are long enough to be told of."""
    by_shelf: Waited = defaultdict(list)
    for product, count in waiting.most_awaited(500):
        if count >= rule().least_waiting:
            by_shelf[product.browse_category].append((product, count))
    return by_shelf


def makers(shelves: Iterable[str], period: date) -> list[Facility]:
    """Those who show goods of these shelves, or whose village does, and have no digest of this period."""
    there = select(Product).where(Product.browse_category.in_(sorted(shelves)), on_show()).subquery()
    have = select(DemandDigest.facility_id).where(DemandDigest.period == period)
    could = Facility.id.in_(select(there.c.facility_id)) | Facility.village_id.in_(select(there.c.village_id))
    query = select(Facility).where(could, Facility.id.not_in(have)).order_by(Facility.id)
    return list(db.session.scalars(query))


def shelves_of(facility: Facility) -> list[str]:
    """The shelves of its own goods and of its village's, in the order of the market."""
    mine = Product.facility_id == facility.id
    if facility.village_id is not None:
        mine |= Product.village_id == facility.village_id
    found = set(db.session.scalars(select(Product.browse_category).where(mine, on_show()).distinct()))
    return [group.slug for group in taxonomy.browse_groups() if group.slug in found]


@cache
def _rules() -> tuple[Rule, ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        found = [
            Rule(
                date.fromisoformat(row["since"]),
                row["every"],
                int(row["least_days"]),
                int(row["least_waiting"]),
                int(row["look_back"]),
            )
            for row in csv.DictReader(file)
        ]
    return tuple(sorted(found, key=lambda one: one.since))
