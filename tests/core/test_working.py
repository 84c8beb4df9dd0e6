"""core/working.py"""

from datetime import datetime, timedelta

import pytest

from core import times, working

SATURDAY = datetime(2026, 11, 28, 15, tzinfo=times.HANOI)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (SATURDAY - timedelta(days=2), 24, SATURDAY - timedelta(days=1)),
        (SATURDAY, 8, SATURDAY + timedelta(hours=8)),
        (SATURDAY, 24, SATURDAY + timedelta(hours=48)),
        (SATURDAY + timedelta(days=1), 2, datetime(2026, 11, 30, 2, tzinfo=times.HANOI)),
        (SATURDAY, 24 * 7, SATURDAY + timedelta(days=9)),
    ],
)
def test_sundays_do_not_count(start, hours, end):
    assert working.after(start, hours) == end


def test_looking_back_is_looking_ahead_turned_round():
    for step in range(24 * 9):
        start = SATURDAY + timedelta(minutes=61 * step)
        end = working.after(start, 24)
        for later in (timedelta(minutes=-1), timedelta(), timedelta(minutes=1)):
            assert (start <= working.before(end + later, 24)) == (later >= timedelta()), (start, later)
