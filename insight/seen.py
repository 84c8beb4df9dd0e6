"""Who was seen on a day, by digests that mean nothing once the day's salt is thrown away. Shared by all machines."""

import secrets
from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import delete, select

from core import times
from core.db import db, insert
from insight.models import VisitSalt, VisitSeen

SALT = 32  # bytes
_BATCH = 400  # rows a statement, of two values: SQLite of old took 999


def salt_of(day: date) -> bytes:
    """The salt of a day: made up by whoever comes first, the same for everybody. Commits.

    Whoever makes one throws away what lies there of days before yesterday, worker or not.
    """
    wanted = select(VisitSalt.salt).where(VisitSalt.day == day)
    if (known := db.session.scalar(wanted)) is None:
        made = insert(VisitSalt).values(day=day, salt=secrets.token_bytes(SALT))
        db.session.execute(made.on_conflict_do_nothing())
        _forget_before(day - timedelta(days=1))
        known = db.session.scalar(wanted)
    db.session.commit()
    assert known is not None
    return known


def add(day: date, digests: Iterable[int]) -> set[int]:
    """Note that these were seen; which of them nobody had seen before that day.

    In one order, so that two who note at once wait for each other, and each digest is new to one of them alone.
    """
    new: set[int] = set()
    ordered = sorted(set(digests))
    for start in range(0, len(ordered), _BATCH):
        rows = [{"day": day, "digest": one} for one in ordered[start : start + _BATCH]]
        noted = insert(VisitSeen).values(rows).on_conflict_do_nothing().returning(VisitSeen.digest)
        new.update(db.session.scalars(noted))
    return new


def forget() -> None:
    """Nothing of any day before today is kept."""
    _forget_before(times.today())


def _forget_before(day: date) -> None:
    for kept in (VisitSalt, VisitSeen):
        db.session.execute(delete(kept).where(kept.day < day).execution_options(synchronize_session=False))
