"""How long papers hold and which points give how many stars: dated settings, each with the decision that says so."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from core import times

_DATA = Path(__file__).parent / "data"

# The last day on which a level could still give the title, and why.
LEVEL_ENDED = {"huyen": (date(2025, 6, 30), "từ 1/7/2025 không còn cấp huyện")}


@dataclass(frozen=True, slots=True)
class Term:
    """Papers of `kind` issued from `since` on hold for `months`."""

    kind: str
    since: date
    months: int
    source: str


@dataclass(frozen=True, slots=True)
class Band:
    """From `since` on, `least` points give `stars`, and `below` no longer do."""

    since: date
    stars: int
    least: float
    below: float
    source: str

    def holds(self, points: float) -> bool:
        return self.least <= points < self.below


def term(kind: str, issued_on: date) -> Term | None:
    """The rule in force on the day of issue; None where the law sets no end. Older papers fall under the first rule."""
    rules = [one for one in _terms() if one.kind == kind]
    earlier = [one for one in rules if one.since <= issued_on]
    return next(iter(earlier[-1:] or rules[:1]), None)


def last_day(kind: str, issued_on: date) -> date | None:
    """The last day on which a paper holds, by law; None where the paper itself says, or no end is known."""
    rule = term(kind, issued_on)
    return times.add_months(issued_on, rule.months) if rule else None


def band(stars: int, issued_on: date) -> Band | None:
    """The points that so many stars stood for on the day of issue."""
    of_stars = [one for one in _bands() if one.stars == stars]
    earlier = [one for one in of_stars if one.since <= issued_on]
    return next(iter(earlier[-1:] or of_stars[:1]), None)


def lapsed_before(issued_on: date, today: date, kind: str = "ocop") -> bool:
    """Whether a paper issued on that day no longer holds today."""
    last = last_day(kind, issued_on)
    return last is not None and today > last


@cache
def _terms() -> tuple[Term, ...]:
    rows = (
        Term(r["kind"], date.fromisoformat(r["since"]), int(r["months"]), r["source"])
        for r in _rows("recognition_terms")
    )
    return tuple(sorted(rows, key=lambda one: one.since))


@cache
def _bands() -> tuple[Band, ...]:
    rows = (
        Band(date.fromisoformat(r["since"]), int(r["stars"]), float(r["least"]), float(r["below"]), r["source"])
        for r in _rows("ocop_bands")
    )
    return tuple(sorted(rows, key=lambda one: one.since))


def _rows(name: str) -> list[dict[str, str]]:
    with (_DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
