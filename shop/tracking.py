"""Where a parcel is followed by its number: dated settings, data/tracking.csv.

An address stands there only where a source says so; for other carriers the buyer is told to look at the carrier's own
page, and nothing is made up.
"""

import csv
from datetime import date
from functools import cache
from pathlib import Path
from urllib.parse import quote

from core import times
from core.text import fold

SELF = "none"  # its maker brings it: there is nothing to look at
_FILE = Path(__file__).parent / "data" / "tracking.csv"


def address_of(carrier: str, code: str) -> str:
    """The page on which it is followed; empty where none is known. `{code}` in a setting stands for the number."""
    return _found(carrier).replace("{code}", quote(code, safe="")) if _found(carrier) != SELF else ""


def is_followed(carrier: str) -> bool:
    """Whether there is anybody to ask: not of what its maker brings herself."""
    return _found(carrier) != SELF


def _found(carrier: str) -> str:
    name = fold(carrier)
    rows = [(since, address) for since, names, address in _rows() if since <= times.today() and _bears(name, names)]
    return max(rows)[1] if rows else ""


def _bears(name: str, names: tuple[str, ...]) -> bool:
    return any(one in name for one in names)


@cache
def _rows() -> tuple[tuple[date, tuple[str, ...], str], ...]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            (date.fromisoformat(row["valid_from"]), tuple(row["names"].split(";")), row["address"])
            for row in csv.DictReader(file)
        )
