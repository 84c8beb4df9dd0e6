"""The value-added tax that is inside every price: dated rates by seller and kind in data/vat_rates.csv.

Every price here includes tax. A company's is told apart; a seller without a row (a household business, which pays on
its turnover, a cooperative, a group) tells none.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

_FILE = Path(__file__).parent / "data" / "vat_rates.csv"
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Rate:
    """In hundredths of one percent, with where it stands written."""

    rate: int
    source: str

    @property
    def percent(self) -> str:
        return f"{self.rate // 100}%" if self.rate % 100 == 0 else f"{self.rate / 100:g}%"

    def inside(self, amount: int) -> int:
        """đồng of tax in an amount that includes it, the half rounded up."""
        return (2 * amount * self.rate + WHOLE + self.rate) // (2 * (WHOLE + self.rate))


def rate(seller: str, kind: str, on: date) -> Rate | None:
    """`kind`: goods, service, transport; None where this kind of seller tells no tax apart."""
    return next((one for since, who, of, one in _rates() if (who, of) == (seller, kind) and since <= on), None)


@cache
def _rates() -> list[tuple[date, str, str, Rate]]:
    """The latest first."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [
            (date.fromisoformat(row["since"]), row["seller"], row["kind"], Rate(int(row["rate"]), row["source"]))
            for row in csv.DictReader(file)
        ]
    return sorted(rows, key=lambda row: row[0], reverse=True)
