"""What people could not find and asked for: counted for the demand report, by words and day, without a name."""

from datetime import date

from sqlalchemy import func, select

from catalog import demand
from catalog.models import Wanted
from core import times
from core.db import db, insert


class NothingSaid(ValueError):
    """Signs alone, nothing, or what may tell who asks (a phone, a mail address): nobody could look for it."""


def ask(typed: str) -> str:
    """Count one more wish for these words today; gives them as they will be read. Asked twice at once, both count."""
    key, written = demand.countable(typed)
    if not key:
        raise NothingSaid
    row = insert(Wanted).values(key=key, written=written, day=times.today(), count=1)
    db.session.execute(row.on_conflict_do_update(index_elements=["key", "day"], set_={"count": Wanted.count + 1}))
    return written


def asked_for(since: date, most: int = 100) -> list[tuple[str, int]]:
    """What was asked for since that day, the most wanted first. One query."""
    asked = func.sum(Wanted.count)
    wanted = select(func.min(Wanted.written), asked).where(Wanted.day >= since).group_by(Wanted.key)
    rows = db.session.execute(wanted.order_by(asked.desc(), Wanted.key).limit(most))
    return [(written, int(count)) for written, count in rows]
