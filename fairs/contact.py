"""When a booth answers chat and calls: hours by weekday, Hanoi's clock, and whether somebody is there now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core import times

Hours = Mapping[str, Sequence[str]]  # {"0": ["08:00", "17:00"]}, Monday first; a day without a key is free
WEEK = range(7)
A_MONDAY = date(2026, 11, 30)


@dataclass(frozen=True, slots=True)
class Answering:
    """Whether somebody answers at this moment, and until or from when; `turns_at` None: never."""

    is_now: bool
    turns_at: datetime | None


def answering(hours: Hours) -> Answering | None:
    """None where the booth keeps no hours."""
    if not hours:
        return None
    now = times.now()
    spans = [span for days in range(-1, 8) if (span := _span(hours, times.today() + timedelta(days=days)))]
    here = next((ends for begins, ends in spans if begins <= now < ends), None)
    return Answering(True, here) if here else Answering(False, min(one for one, _ends in spans if one > now))


def week() -> list[tuple[int, date]]:
    """Each weekday by its number, with a day whose name can be said."""
    return [(n, A_MONDAY + timedelta(days=n)) for n in WEEK]


def days(hours: Hours) -> list[tuple[date, date, str]]:
    """The days of a week that have hours, those alike and in a row as one: the first, the last, their hours."""
    runs: list[tuple[date, date, str]] = []
    for n, day in week():
        said = "–".join(hours.get(str(n), ()))
        if runs and runs[-1][1:] == (day - timedelta(days=1), said):
            runs[-1] = runs[-1][0], day, said
        elif said:
            runs.append((day, day, said))
    return runs


def _span(hours: Hours, day: date) -> tuple[datetime, datetime] | None:
    said = hours.get(str(day.weekday()))
    if not said:
        return None
    begins, ends = (datetime.combine(day, time.fromisoformat(one), times.HANOI) for one in said)
    return begins, ends
