"""Limits of paying that may change, each with the day it holds from and its source: data/terms.csv."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from core import times

_FILE = Path(__file__).parent / "data" / "terms.csv"


def value(name: str, on: date | None = None) -> int:
    """What holds on a day (today), the first row before there was one; a KeyError names one that was never set."""
    rows = _values()[name]
    held = [number for since, number in rows if since <= (on or times.today())]
    return held[-1] if held else rows[0][1]


@cache
def _values() -> dict[str, list[tuple[date, int]]]:
    """By name, the earliest first."""
    found: dict[str, list[tuple[date, int]]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["name"], []).append((date.fromisoformat(row["since"]), int(row["value"])))
    return {name: sorted(rows) for name, rows in found.items()}
