"""Moments and days. Rows hold UTC; people live by Hanoi's clock."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_frozen: list[datetime] = []


def now() -> datetime:
    return _frozen[-1] if _frozen else datetime.now(UTC)


def today() -> date:
    """The day it is in Hanoi: what lapses at midnight lapses at Hanoi's."""
    return now().astimezone(HANOI).date()


def local(moment: datetime) -> datetime:
    return moment.astimezone(HANOI)


def start_of(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=HANOI)


def end_of(day: date) -> datetime:
    return start_of(day + timedelta(days=1)) - timedelta(seconds=1)


def add_months(day: date, months: int) -> date:
    """The same day `months` later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(last, day.day))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


@contextmanager
def frozen(moment: datetime) -> Iterator[None]:
    """Hold the clock still, in tests and while the demo writes its past."""
    _frozen.append(moment)
    try:
        yield
    finally:
        _frozen.pop()
