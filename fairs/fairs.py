"""What follows from a fair's dates: how long it still runs, and on which days one can come."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

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


def days_ahead(fair: Fair, most: int = 4) -> list[date]:
    """The next days on which a fair is open, today among them."""
    first = max(times.today(), times.local(fair.opens_at).date())
    last = times.local(fair.closes_at).date()
    return [first + timedelta(days=n) for n in range(min(most, (last - first).days + 1))]


def by_state(fairs: Iterable[Fair]) -> dict[str, list[Fair]]:
    """Fairs by what one can do with them: visit (open), apply, wait for (planned, setup), look back on (closed)."""
    found: dict[str, list[Fair]] = {"open": [], "applications": [], "coming": [], "closed": []}
    for fair in fairs:
        found[fair.state if fair.state in found else "coming"].append(fair)
    return found
