"""Published figures of the programme, told side by side: one figure, and what each source says of it."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from core import times
from core.db import db
from programme.models import Indicator

# Figures that a sentence tells together: so many classes for so many workers.
PAIRS = (
    ("KC01", "KC02"),
    ("KC03", "KC04"),
    ("KC05",),
    ("KC06",),
    ("KC07", "KC08"),
    ("KC09", "KC10"),
    ("KC11", "KC12"),
    ("KC13", "KC14"),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A value, and every source that gives just that value."""

    indicator: Indicator
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One indicator. Several readings: the sources disagree, and all of them stand."""

    code: str
    readings: tuple[Reading, ...]

    @property
    def first(self) -> Indicator:
        return self.readings[0].indicator

    @property
    def others(self) -> tuple[Reading, ...]:
        return self.readings[1:]


def together(rows: Iterable[Indicator]) -> list[list[Figure]]:
    """The figures in the groups in which they are told; any other code follows alone."""
    figures = {figure.code: figure for figure in by_code(rows)}
    told = [[figures.pop(code) for code in codes if code in figures] for codes in PAIRS]
    return [group for group in told if group] + [[figure] for figure in figures.values()]


def by_code(rows: Iterable[Indicator]) -> list[Figure]:
    """One figure a code, its readings in the order in which they were recorded."""
    found: dict[str, dict[tuple[object, ...], list[Indicator]]] = {}
    for row in rows:
        said = (row.value, row.rounded, row.unit, row.scope, row.as_of)
        found.setdefault(row.code, {}).setdefault(said, []).append(row)
    return [
        Figure(code, tuple(Reading(same[0], tuple(row.source for row in same)) for same in readings.values()))
        for code, readings in found.items()
    ]


def sources(rows: Iterable[Indicator]) -> list[str]:
    """Every source once, in the order in which they are first named; its number is its place."""
    return list(dict.fromkeys(row.source for row in rows))


def take_in(path: Path) -> tuple[int, int]:
    """Take in published figures from a CSV file; return how many are new and how many were corrected.

    A figure is one source's word on one code: another source's word stands beside it, never instead of it.
    Columns: code, name_vi, name_en, unit, value, rounded, count_kind, scope, as_of, source, period_note.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    known = {(known.code, known.source): known for known in db.session.scalars(select(Indicator))}
    added = corrected = 0
    for row in rows:
        indicator = known.get((row["code"], row["source"]))
        if indicator is None:
            indicator = Indicator(code=row["code"], source=row["source"], recorded_at=times.now())
            db.session.add(indicator)
            added += 1
        elif indicator.value != int(row["value"]):
            corrected += 1
        _fill(indicator, row)
    return added, corrected


def _fill(indicator: Indicator, row: Mapping[str, str]) -> None:
    indicator.name, indicator.name_en = row["name_vi"], row["name_en"]
    indicator.unit, indicator.value, indicator.rounded = row["unit"], int(row["value"]), row["rounded"]
    indicator.count_kind, indicator.scope = row["count_kind"], row["scope"]
    indicator.as_of = date.fromisoformat(row["as_of"]) if row["as_of"] else None
    indicator.period_note = row["period_note"]
