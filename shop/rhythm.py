"""The days of a standing order."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count

SPANS = {"week": 7, "fortnight": 14}


def days(every: str, starts_on: date) -> Iterator[date]:
    """All of them, from the first on; a month that lacks the day has its last one."""
    for n in count():
        yield starts_on + timedelta(days=n * SPANS[every]) if every in SPANS else _month_on(starts_on, n)


def next_from(every: str, starts_on: date, ends_on: date | None, earliest: date) -> date | None:
    """The first day that is not before `earliest`; None where it would be after the end."""
    found = next(one for one in days(every, starts_on) if one >= earliest)
    return found if ends_on is None or found <= ends_on else None


def _month_on(start: date, months: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
