"""What a carrier's own word for a parcel's state means here: dated settings, data/carrier_statuses.csv."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from core import times

OTHER = "other"
_FILE = Path(__file__).parents[1] / "data" / "carrier_statuses.csv"


def step_of(carrier: str, status: str, on: date | None = None) -> str:
    """One of models.STEPS; a word that nobody wrote down is `other`: kept and shown, and moves nothing."""
    day = on or times.today()
    found = [(since, step) for since, step in _rows().get((carrier, status), ()) if since <= day]
    return max(found)[1] if found else OTHER


@cache
def _rows() -> dict[tuple[str, str], tuple[tuple[date, str], ...]]:
    found: dict[tuple[str, str], tuple[tuple[date, str], ...]] = {}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = (row["carrier"], row["status"])
            found[key] = (*found.get(key, ()), (date.fromisoformat(row["valid_from"]), row["step"]))
    return found
