"""Rules with a number in them, each valid from a day, with its source beside it: read from a CSV file."""

import csv
from datetime import date
from functools import cached_property
from pathlib import Path

from core import times


class Rules:
    """The rows (valid_from, rule, value, source) of one file, read once."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def value(self, rule: str, on: date | None = None) -> int:
        """What a rule says on a day (today): the latest row that has come into force."""
        day = on or times.today()
        return next(number for since, name, number in self._rows if name == rule and since <= day)

    @cached_property
    def _rows(self) -> list[tuple[date, str, int]]:
        """(valid from, rule, value), the latest first."""
        with self._file.open(encoding="utf-8", newline="") as file:
            read = csv.DictReader(file)
            rows = [(date.fromisoformat(row["valid_from"]), row["rule"], int(row["value"])) for row in read]
        return sorted(rows, reverse=True)
