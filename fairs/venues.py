"""Places to see and buy: what staff write about one, its visits, and the places of a visit that people book."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import raiseload

from catalog import search
from core import addresses, audit, times
from core.db import db
from core.text import slugify
from fairs import rules
from fairs.models import Venue, VenueBooking, VenueHours, VenueVisit

Hours = Mapping[int, tuple[int, int]]  # by weekday, Monday 0: minutes after midnight


class Full(Exception):
    """Fewer places are left than were asked for; none was taken."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class Shut(Exception):
    """The place is shown no more: nobody would find a visit there."""


class Past(Exception):
    """The visit has begun or was called off: nobody books it or gives it back any more."""


def open_one(told: Mapping[str, Any], hours: Hours) -> Venue:
    venue = Venue(slug=_free_slug(told["name"]), **told)
    _open(venue, hours)
    db.session.add(venue)
    search.touch_all()
    audit.record(venue, "venue.opened", name=venue.name)
    return venue


def change(venue: Venue, told: Mapping[str, Any], hours: Hours) -> None:
    was = {one.weekday: (one.opens, one.closes) for one in venue.hours}
    changed = audit.differences(venue, told)
    for name, value in told.items():
        setattr(venue, name, value)
    if was != dict(hours):
        changed["hours"] = [len(was), len(hours)]
        venue.hours.clear()
        db.session.flush()
        _open(venue, hours)
    if changed:
        search.touch_all()
        audit.record(venue, "venue.changed", changes=changed)


def reopen(venue: Venue) -> None:
    if venue.closed_at is not None:
        venue.closed_at = None
        search.touch_all()
        audit.record(venue, "venue.reopened")


def offer(venue: Venue, told: Mapping[str, Any]) -> VenueVisit:
    """A visit or workshop that people may book. Raises Shut at a place that is shown no more."""
    if venue.closed_at is not None:
        raise Shut(venue.id)
    visit = VenueVisit(venue_id=venue.id, taken=0, **told)
    db.session.add(visit)
    audit.record(venue, "venue.visit_offered", title=visit.title, places=visit.places)
    return visit


def book(visit: VenueVisit, name: str, phone: str, people: int) -> VenueBooking:
    """Take `people` places, or raise Full or Past and take none.

    One conditional UPDATE: of two who race for the last place, one gets it.
    """
    taken = db.session.execute(
        update(VenueVisit)
        .where(VenueVisit.id == visit.id, VenueVisit.taken + people <= VenueVisit.places)
        .where(VenueVisit.cancelled_at.is_(None), VenueVisit.starts_at > times.now())
        .values(taken=VenueVisit.taken + people)
        .returning(VenueVisit.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    db.session.refresh(visit)
    if taken is None:
        if visit.cancelled_at or visit.starts_at <= times.now():
            raise Past(visit.id)
        raise Full(visit.left)
    booking = VenueBooking(visit_id=visit.id, name=name, phone=phone, people=people)
    db.session.add(booking)
    audit.record(booking, "venue.booked", people=people)
    return booking


def give_back(booking: VenueBooking) -> None:
    """Free the places for others; a second time does nothing. Raises Past."""
    if booking.cancelled_at is None and not booking.visit.starts_at > times.now():
        raise Past(booking.visit_id)
    given = db.session.execute(
        update(VenueBooking)
        .where(VenueBooking.id == booking.id, VenueBooking.cancelled_at.is_(None))
        .values(cancelled_at=times.now())
        .returning(VenueBooking.people)
        .execution_options(synchronize_session=False)
    ).scalar()
    if given is None:
        return
    db.session.execute(
        update(VenueVisit)
        .where(VenueVisit.id == booking.visit_id)
        .values(taken=VenueVisit.taken - given)
        .execution_options(synchronize_session=False)
    )
    db.session.expire(booking)
    audit.record(booking, "venue.given_back", people=given)


def kept_until(visit: VenueVisit) -> datetime:
    return rules.until("booking_kept_days", visit.ends_at)


def forget_who() -> int:
    """Names and numbers of visits long over (booking_kept_days); how many bookings. May be called twice."""
    unforgotten = select(VenueBooking.visit_id).where(VenueBooking.erased_at.is_(None))
    over = select(VenueVisit).where(VenueVisit.ends_at <= times.now(), VenueVisit.id.in_(unforgotten))
    every = db.session.scalars(over.options(raiseload("*")))
    lapsed = [visit.id for visit in every if kept_until(visit) <= times.now()]
    gone = update(VenueBooking).where(VenueBooking.visit_id.in_(lapsed), VenueBooking.erased_at.is_(None))
    gone = gone.values(name="", phone="", erased_at=times.now()).execution_options(synchronize_session=False)
    return int(db.session.execute(gone).rowcount)  # type: ignore[attr-defined]


def _open(venue: Venue, hours: Hours) -> None:
    venue.hours += [VenueHours(weekday=day, opens=opens, closes=closes) for day, (opens, closes) in hours.items()]


def _free_slug(name: str) -> str:
    """Beside the words that pages of the site take for themselves under these addresses."""
    wanted = slugify(name) or "noi-xem-mua"
    taken = set(db.session.scalars(select(Venue.slug).where(Venue.slug.startswith(wanted, autoescape=True))))
    taken |= addresses.words_after("noi-xem-mua") | addresses.words_after("can-bo", "noi-xem-mua")
    return next(slug for n in range(1, len(taken) + 2) if (slug := f"{wanted}-{n}" if n > 1 else wanted) not in taken)
