"""Whether cards are taken, of which sums, and how long an unpaid order waits: data/card_rules.csv, dated."""

import csv
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from flask import current_app

from core import times

_FILE = Path(__file__).parents[1] / "data" / "card_rules.csv"


@dataclass(frozen=True, slots=True)
class Rule:
    """From `since` on; sums in đồng."""

    since: date
    wait: timedelta
    least: int
    most: int

    def takes(self, amount: int) -> bool:
        return self.least <= amount <= self.most


def are_on() -> bool:
    return bool(current_app.config["STRIPE_SECRET_KEY"])


def today() -> Rule:
    return max((rule for rule in _rules() if rule.since <= times.today()), key=lambda rule: rule.since)


@cache
def _rules() -> tuple[Rule, ...]:
    with _FILE.open(encoding="utf-8") as file:
        return tuple(
            Rule(
                date.fromisoformat(row["since"]),
                timedelta(minutes=int(row["pay_minutes"])),
                int(row["least"]),
                int(row["most"]),
            )
            for row in csv.DictReader(file)
        )
