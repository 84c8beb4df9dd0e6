"""Hours that count: those of every day but Sunday, by Hanoi's clock. Holidays are not known here."""

from datetime import datetime, timedelta

from core import times

_SUNDAY = 6


def after(moment: datetime, hours: int) -> datetime:
    """When so many counting hours have gone by since a moment."""
    left, at = timedelta(hours=hours), times.local(moment)
    while True:
        next_day = times.start_of(at.date() + timedelta(days=1))
        here = timedelta() if at.weekday() == _SUNDAY else next_day - at
        if left < here or (left == here and left):
            return at + left
        left, at = left - here, next_day


def before(moment: datetime, hours: int) -> datetime:
    """The latest moment since which so many counting hours have gone by."""
    left, at = timedelta(hours=hours), times.local(moment)
    while True:
        day = times.start_of((at - timedelta(microseconds=1)).date())
        here = timedelta() if day.weekday() == _SUNDAY else at - day
        if left <= here:
            return at - left
        left, at = left - here, day
