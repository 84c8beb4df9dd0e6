"""Letters before a paper lapses: 180, 90 and 30 days ahead, each at most once for one last day.

They are asked for when a paper is confirmed. A letter that comes due finds out whether it is still true: a paper that
was renewed, revoked or corrected meanwhile gets none. Once a day the register is looked through for papers that come
near their last day and got none at this distance: carried over, brought by a sheet, or confirmed too late.
"""

from collections import defaultdict
from datetime import date, timedelta

from sqlalchemy import select

from catalog import recognition_letters as letters
from catalog import register
from catalog.models import Recognition, Reminder
from core import jobs, times
from core.db import db

DAYS = (180, 90, 30)
AT = timedelta(hours=8)  # in the morning, by Hanoi's clock


def plan(paper: Recognition) -> None:
    """Ask for the letters that are still to come."""
    if paper.expires_on is None:
        return
    for days in DAYS:
        due = times.start_of(paper.expires_on - timedelta(days=days)) + AT
        if due > times.now():
            last = paper.expires_on.isoformat()
            jobs.enqueue("recognition.remind", run_at=due, recognition_id=paper.id, days=days, expires_on=last)


def send(recognition_id: int, days: int, expires_on: date) -> bool:
    """Write the letter if it is still true and was not written; False where it was not."""
    paper = db.session.get(Recognition, recognition_id)
    if paper is None or not paper.is_valid or paper.expires_on != expires_on:
        return False
    if paper.replaced_on or _was_sent(paper, days):
        return False
    db.session.add(Reminder(recognition_id=paper.id, days=days, expires_on=expires_on, sent_at=times.now()))
    if facility := paper.owner:
        letters.lapsing(facility, [paper])
    return True


def send_due() -> int:
    """The letters of today, one a facility for all its papers, and return how many papers they tell of.

    A paper found late gets the letter of the distance it is at, not those it has passed.
    """
    due: dict[int, list[Recognition]] = defaultdict(list)
    for nearer, days in zip((*DAYS[1:], -1), DAYS, strict=True):
        for paper in register.unreminded(days, nearer):
            row = Reminder(recognition_id=paper.id, days=days, expires_on=paper.expires_on, sent_at=times.now())
            db.session.add(row)
            if paper.owner:
                due[paper.owner.id].append(paper)
    for papers in due.values():
        papers.sort(key=lambda one: (one.expires_on or date.max, one.id))
        if facility := papers[0].owner:
            letters.lapsing(facility, papers)
    return sum(map(len, due.values()))


def _was_sent(paper: Recognition, days: int) -> bool:
    query = select(Reminder.id).where(
        Reminder.recognition_id == paper.id, Reminder.days == days, Reminder.expires_on == paper.expires_on
    )
    return db.session.scalar(query) is not None
