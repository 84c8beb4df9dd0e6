"""The market's own rules with numbers in them: dated settings, data/rules.csv."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from core import times

_FILE = Path(__file__).parent / "data" / "rules.csv"


def value(rule: str, on: date | None = None) -> int:
    """What a rule says on a day (today): the latest row that has come into force."""
    day = on or times.today()
    return next(number for since, name, number in _rows() if name == rule and since <= day)


@cache
def _rows() -> list[tuple[date, str, int]]:
    """(valid from, rule, value), the latest first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [(date.fromisoformat(row["valid_from"]), row["rule"], int(row["value"])) for row in csv.DictReader(file)]
    return sorted(rows, reverse=True)
