"""Taxes withheld of household businesses (Decree 117/2025): dated rates in data/tax_rates.csv, and whether at all."""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from shop import terms

_FILE = Path(__file__).parents[1] / "data" / "tax_rates.csv"
NOTHING, THROUGH_US, EVERY_SALE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Rate:
    """In hundredths of one percent of what was sold, with where it stands written."""

    vat: int
    pit: int
    source: str


FREE = Rate(0, 0, "")


def applies(facility_kind: str, method: str, day: date) -> bool:
    """Whether a sale is withheld from: a household's, and of the ways of paying that the setting names."""
    scope = terms.value("tax_withheld", day)
    return facility_kind == "ho_kinh_doanh" and (scope == EVERY_SALE or (scope == THROUGH_US and method == "stripe"))


def rate(kind: str, day: date) -> Rate:
    """`kind`: goods, service, transport. Nothing before the first day there is a rate for."""
    return next((one for since, of, one in _rates() if of == kind and since <= day), FREE)


@cache
def _rates() -> list[tuple[date, str, Rate]]:
    """The latest first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            (date.fromisoformat(row["since"]), row["kind"], Rate(int(row["vat"]), int(row["pit"]), row["source"]))
            for row in csv.DictReader(file)
        ]
    return sorted(rows, key=lambda row: row[0], reverse=True)
