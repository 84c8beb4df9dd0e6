"""What follows from a fair's dates: how long it still runs, and what one can do with it."""

from collections.abc import Iterable
from dataclasses import dataclass

from core import times
from fairs.models import Fair


@dataclass(frozen=True, slots=True)
class Left:
    """The time until a fair closes."""

    days: int
    hours: int
    minutes: int


def left(fair: Fair) -> Left:
    minutes = max(0, int((fair.closes_at - times.now()).total_seconds()) // 60)
    return Left(minutes // 1440, minutes // 60 % 24, minutes % 60)


def by_state(fairs: Iterable[Fair]) -> dict[str, list[Fair]]:
    """Fairs by what one can do with them: visit (open), apply, wait for (planned, setup), look back on (closed)."""
    found: dict[str, list[Fair]] = {"open": [], "applications": [], "coming": [], "closed": []}
    for fair in fairs:
        found[fair.state if fair.state in found else "coming"].append(fair)
    return found
