"""Banks that take VietQR transfers, by the six digits (BIN) under which NAPAS knows them."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from core import times

_FILE = Path(__file__).parent / "data" / "banks.csv"
_RULES = Path(__file__).parent / "data" / "bank_rules.csv"


@cache
def banks() -> dict[str, str]:
    """Names by BIN, those most used first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["bin"]: row["name"] for row in csv.DictReader(file)}


def name_of(bin: str) -> str:
    """The bank's name; the digits themselves where the list has none."""
    return banks().get(bin, bin)


def cooling_days(on: date | None = None) -> int:
    """For how many days the market pays nothing to an account that was changed (data/bank_rules.csv, dated)."""
    held = [days for since, days in _cooling() if since <= (on or times.today())]
    return held[-1] if held else 0


@cache
def _cooling() -> list[tuple[date, int]]:
    """The earliest first."""
    with _RULES.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["name"] == "account_cooling_days"]
    return sorted((date.fromisoformat(row["since"]), int(row["value"])) for row in rows)
