"""What goods are counted in: the maker's Vietnamese word, and its English where it is known."""

import csv
from functools import cache
from pathlib import Path

from core.i18n import current_locale

FILE = Path(__file__).parent / "data" / "units.csv"


def unit_name(unit: str) -> str:
    """The unit in the language being read; one that is not in the table stays as the maker wrote it."""
    return unit if current_locale() == "vi" else _english().get(unit, unit)


@cache
def _english() -> dict[str, str]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return {row["vi"]: row["en"] for row in csv.DictReader(file)}
