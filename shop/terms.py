"""Limits of paying that may change, each with the day it holds from and its source: data/terms.csv."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from core import times

_FILE = Path(__file__).parent / "data" / "terms.csv"


def value(name: str) -> int:
    """What holds today; a KeyError names one that was never set."""
    held = [number for since, number in _values()[name] if since <= times.today()]
    return held[-1]


@cache
def _values() -> dict[str, list[tuple[date, int]]]:
    """By name, the earliest first."""
    found: dict[str, list[tuple[date, int]]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault(row["name"], []).append((date.fromisoformat(row["since"]), int(row["value"])))
    return {name: sorted(rows) for name, rows in found.items()}
