"""Banks that take VietQR transfers, by the six digits (BIN) under which NAPAS knows them."""

import csv
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "banks.csv"


@cache
def banks() -> dict[str, str]:
    """Names by BIN, those most used first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return {row["bin"]: row["name"] for row in csv.DictReader(file)}


def name_of(bin: str) -> str:
    """The bank's name; the digits themselves where the list has none."""
    return banks().get(bin, bin)
