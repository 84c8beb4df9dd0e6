"""The hours of a fair day by day, all by Hanoi's clock: the days they make, and how they are said in a line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby

from core import times
from fairs.models import Fair, FairDay

MOST_DAYS = 60
MIDNIGHT = time(0)


@dataclass(frozen=True, slots=True)
class Hours:
    """From when until when; until 00:00 means until midnight at the end of the day."""

    opens: time
    closes: time

    @property
    def are_forwards(self) -> bool:
        return self.closes == MIDNIGHT or self.opens < self.closes


@dataclass(frozen=True, slots=True)
class Next:
    """What comes next at a fair that is open by its window: it shuts for the night, or opens again."""

    is_open_now: bool
    at: datetime


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def rows(by_day: Mapping[date, Hours]) -> list[FairDay]:
    return [
        FairDay(day=day, opens_at=_at(day, one.opens), closes_at=_at(day, one.closes, is_end=True))
        for day, one in sorted(by_day.items())
    ]


def of(row: FairDay) -> Hours:
    return Hours(_clock(row.opens_at), _clock(row.closes_at))


def in_a_line(by_day: Mapping[date, Hours]) -> str:
    """8:00–21:00; or with the days before each where they differ: 12/12–14/12 8:00–21:00, 15/12 8:00–17:00."""
    every = sorted(by_day.items())
    if len(set(by_day.values())) == 1:
        return _said(every[0][1])
    runs = [list(run) for _hours, run in groupby(every, key=lambda pair: pair[1])]
    return ", ".join(f"{_span(run)} {_said(run[0][1])}" for run in runs)


def next_turn(fair: Fair) -> Next | None:
    """When an open fair shuts for the night, or opens again; None where its hours by day are not kept."""
    if not fair.is_open:
        return None
    now = times.now()
    turns = sorted(moment for row in fair.days for moment in (row.opens_at, row.closes_at) if moment > now)
    here = any(row.opens_at <= now < row.closes_at for row in fair.days)
    return Next(here, turns[0]) if turns else None


def runs(rows: Iterable[FairDay]) -> list[tuple[date, date, Hours]]:
    """Days in a row with the same hours, as first, last and hours."""
    found: list[tuple[date, date, Hours]] = []
    for row in rows:
        first, last, hours = found[-1] if found else (row.day, row.day, None)
        if hours == of(row) and row.day - last == timedelta(days=1):
            found[-1] = (first, row.day, of(row))
        else:
            found.append((row.day, row.day, of(row)))
    return found


def _at(day: date, clock: time, *, is_end: bool = False) -> datetime:
    whole = timedelta(days=1) if is_end and clock == MIDNIGHT else timedelta()
    return datetime.combine(day, clock, times.HANOI) + whole


def _clock(moment: datetime) -> time:
    return times.local(moment).time().replace(tzinfo=None)


def _said(hours: Hours) -> str:
    return f"{_short(hours.opens)}–{_short(hours.closes) if hours.closes != MIDNIGHT else '24:00'}"


def _short(clock: time) -> str:
    return f"{clock.hour}:{clock.minute:02}"


def _span(run: Sequence[tuple[date, Hours]]) -> str:
    first, last = run[0][0], run[-1][0]
    return f"{first:%d/%m}" if first == last else f"{first:%d/%m}–{last:%d/%m}"
