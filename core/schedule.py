"""What is done once a day without anybody asking: a job of that day, kept once however many workers ask for it.

The worker asks again and again; the key of the job says what and which day, so that one row is one day's work. A day on
which nothing ran is not made up for: what is done must look at how things stand, not at what happened yesterday.
"""

from collections.abc import Callable
from datetime import datetime, time

from core import jobs, times
from core.db import db, insert

_daily: dict[str, time] = {}


def daily(kind: str, at: time) -> Callable[[Callable[[], None]], Callable[[], None]]:
    """Register what is done each day from this hour of Hanoi's clock on. It may be called twice for one day."""

    def register(act: Callable[[], None]) -> Callable[[], None]:
        _daily[kind] = at
        jobs.handles(kind)(lambda _payload: act())
        return act

    return register


def ask_for_today() -> int:
    """Put today's work among the jobs, and return how much of it was not there yet. Commits."""
    now, today = times.now(), times.today()
    rows = [
        {
            "kind": kind,
            "payload": {},
            "key": f"{kind}:{today.isoformat()}",
            "run_at": datetime.combine(today, at, times.HANOI),
            "idle": True,
            "attempts": 0,
            "created_at": now,
        }
        for kind, at in _daily.items()
    ]
    if not rows:
        return 0
    statement = insert(jobs.Job).values(rows).on_conflict_do_nothing(index_elements=["key"])
    asked = db.session.execute(statement.returning(jobs.Job.id)).all()
    db.session.commit()
    return len(asked)
