"""The programme of a fair: what staff put on, change and call off, with its hours within the fair's days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from core import addresses, audit, times
from core.db import db
from core.text import numbered, slugify
from fairs import meanwhile
from fairs.models import Booth, Fair, FairSession

MOST = 200  # sessions of one fair
MOST_AT_A_BOOTH = 12


class OutsideTheFair(Exception):
    """The hours are not within the days of the fair."""


class TooMany(Exception):
    """The fair has as many sessions as its page can show."""


class TooManyHere(TooMany):
    """The booth has as many as it may have, so that one maker does not fill the programme."""


class NoSuchBooth(Exception):
    """No booth of this fair has this id."""


@dataclass(frozen=True, slots=True)
class Day:
    """The sessions of one day, in their order."""

    day: date
    sessions: list[FairSession]


def of_fair(fair: Fair) -> list[FairSession]:
    """In the order in which they take place, each with its booth where that is open to visitors. One statement."""
    wanted = select(FairSession).where(FairSession.fair_id == fair.id).order_by(FairSession.starts_at, FairSession.id)
    fair_of, booth = joinedload(FairSession.fair), joinedload(FairSession.booth)
    return list(db.session.scalars(wanted.options(fair_of, booth, raiseload("*"))))


def of_booth(booth_id: int) -> list[FairSession]:
    """Every session at a booth, in their order. One statement."""
    wanted = select(FairSession).where(FairSession.booth_id == booth_id)
    ordered = wanted.order_by(FairSession.starts_at, FairSession.id)
    return list(db.session.scalars(ordered.options(joinedload(FairSession.fair), raiseload("*"))))


def at_the_booth(booth_id: int) -> list[FairSession]:
    """What its visitors care for: live, then to come (called off too), then what can be watched again. One query."""
    order = ("live", "coming", "cancelled", "over")
    shown = [one for one in of_booth(booth_id) if one.state in order[:2] or one.ends_at > times.now() or one.link]
    return sorted(shown, key=lambda one: (order.index(one.state), one.starts_at))


def days(sessions: list[FairSession]) -> list[Day]:
    return [Day(day, list(group)) for day, group in groupby(sessions, lambda one: times.local(one.starts_at).date())]


def find(fair_slug: str, slug: str) -> FairSession | None:
    wanted = select(FairSession).join(FairSession.fair).where(Fair.slug == fair_slug, FairSession.slug == slug)
    booth = joinedload(FairSession.booth)
    return db.session.scalar(wanted.options(contains_eager(FairSession.fair), booth, raiseload("*", sql_only=True)))


def booths_to_choose(fair_id: int) -> list[tuple[int, str]]:
    wanted = select(Booth.id, Booth.title).where(Booth.fair_id == fair_id).order_by(Booth.title, Booth.id)
    return [(row.id, row.title) for row in db.session.execute(wanted)]


def put_on(fair: Fair, told: Mapping[str, Any]) -> FairSession:
    """A new session; `told` by the names of its columns. Raises OutsideTheFair, TooMany, NoSuchBooth."""
    slugs = set(db.session.scalars(select(FairSession.slug).where(FairSession.fair_id == fair.id)))
    if len(slugs) >= MOST:
        raise TooMany(fair.id)
    _check(fair, told)
    slug = numbered(slugify(told["title"]) or "buoi", slugs | addresses.words_after("chuong-trinh"))
    session = FairSession(fair_id=fair.id, slug=slug, changed_at=times.now(), **told)
    db.session.add(session)
    audit.record(session, "fair_session.put_on", title=session.title, starts_at=audit.plain(session.starts_at))
    return session


def put_on_at(booth: Booth, told: Mapping[str, Any]) -> FairSession:
    """A maker's live session at its own booth. Raises as put_on does, and TooManyHere."""
    if len(of_booth(booth.id)) >= MOST_AT_A_BOOTH:
        raise TooManyHere(booth.id)
    return put_on(booth.fair, {"kind": "live", "booth_id": booth.id, **told})


def change(session: FairSession, told: Mapping[str, Any], opened: int | None = None) -> list[str]:
    """Other words or hours; its address stays. Returns what differed.

    Raises OutsideTheFair, NoSuchBooth, and meanwhile.ChangedMeanwhile where `opened` is an old revision.
    """
    _check(session.fair, told)
    detail = audit.differences(session, told)
    if detail:
        meanwhile.turn(session, opened)
        for name, value in told.items():
            setattr(session, name, value)
        session.changed_at = times.now()
        audit.record(session, "fair_session.changed", **detail)
    return [*detail]


def call_off(session: FairSession) -> None:
    """It stays in the programme, crossed out, so that who meant to come reads it."""
    if session.cancelled_at is None:
        session.cancelled_at = session.changed_at = times.now()
        audit.record(session, "fair_session.called_off")


def take_up(session: FairSession) -> None:
    if session.cancelled_at is not None:
        session.cancelled_at, session.changed_at = None, times.now()
        audit.record(session, "fair_session.taken_up")


def move(fair_id: int, days: int) -> int:
    """The fair moved by so many days, and its programme moves with it. Returns how many sessions moved."""
    sessions = list(db.session.scalars(select(FairSession).where(FairSession.fair_id == fair_id)))
    moved = {}
    for one in sessions:
        hours = {"starts_at": later(one.starts_at, days), "ends_at": later(one.ends_at, days)}
        moved[one.id] = audit.differences(one, hours)
        one.starts_at, one.ends_at = hours["starts_at"], hours["ends_at"]
        one.changed_at, one.revision = times.now(), FairSession.revision + 1
    if moved:
        audit.record_many(FairSession, "fair_session.changed", moved)
    return len(sessions)


def later(moment: datetime, days: int) -> datetime:
    """The same hour by Hanoi's clock, so many days on."""
    return times.local(moment) + timedelta(days=days)


def is_outside(session: FairSession) -> bool:
    """Whether the fair's days no longer cover it."""
    return not _covers(session.fair, session.starts_at, session.ends_at)


def _check(fair: Fair, told: Mapping[str, Any]) -> None:
    if not _covers(fair, told["starts_at"], told["ends_at"]):
        raise OutsideTheFair(fair.id)
    booth_id = told.get("booth_id")
    wanted = select(Booth.id).where(Booth.id == booth_id, Booth.fair_id == fair.id)
    if booth_id is not None and db.session.scalar(wanted) is None:
        raise NoSuchBooth(booth_id)


def _covers(fair: Fair, starts_at: datetime, ends_at: datetime) -> bool:
    """From the first morning to the last midnight: an opening ceremony comes before the doors open."""
    last = times.local(fair.closes_at - timedelta(microseconds=1)).date()
    first = times.local(fair.opens_at).date()
    return times.start_of(first) <= starts_at and ends_at <= times.start_of(last + timedelta(days=1))
