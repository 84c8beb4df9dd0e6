"""Places to see and buy: what staff write about one, its visits, and the places of a visit that people book."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select, update

from accounts import people
from catalog import search
from core import audit, times
from core.db import db
from core.text import slugify
from fairs import letters
from fairs.models import Venue, VenueBooking, VenueHours, VenueVisit
from programme.models import Facility

Hours = Mapping[int, tuple[int, int]]  # by weekday, Monday 0: minutes after midnight


@dataclass(frozen=True, slots=True)
class Told:
    """Of the bookings of a visit called off: how many were written to, and how many left only a number to call."""

    written: int
    to_call: int


class Full(Exception):
    """Fewer places are left than were asked for; none was taken."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


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


def close(venue: Venue) -> None:
    """Show it no more; its rows stay for what was sold and booked there."""
    if venue.closed_at is None:
        venue.closed_at = times.now()
        search.touch_all()
        audit.record(venue, "venue.closed")


def reopen(venue: Venue) -> None:
    if venue.closed_at is not None:
        venue.closed_at = None
        search.touch_all()
        audit.record(venue, "venue.reopened")


def offer(venue: Venue, told: Mapping[str, Any]) -> VenueVisit:
    """A visit or workshop that people may book."""
    visit = VenueVisit(venue_id=venue.id, taken=0, **told)
    db.session.add(visit)
    audit.record(venue, "venue.visit_offered", title=visit.title, places=visit.places)
    return visit


def call_off(visit: VenueVisit, why: str) -> Told:
    """Bookings keep their rows and read the reason; who booked and the maker whose place it is get letters."""
    if visit.cancelled_at is not None:
        return Told(0, 0)
    visit.cancelled_at, visit.cancelled_why = times.now(), why
    booked = list(
        db.session.scalars(
            select(VenueBooking).where(VenueBooking.visit_id == visit.id, VenueBooking.cancelled_at.is_(None))
        )
    )
    addresses = people.addresses_of({one.phone for one in booked})
    for one in booked:
        if one.phone in addresses:
            letters.visit_called_off(addresses[one.phone], one.name, one.people, visit)
    maker = db.session.get(Facility, visit.venue.facility_id) if visit.venue.facility_id else None
    if maker:
        letters.visit_at_makers_called_off(maker, sum(one.people for one in booked), visit)
    told = Told(*(sum((one.phone in addresses) is written for one in booked) for written in (True, False)))
    audit.record(visit.venue, "venue.visit_called_off", title=visit.title, reason=why, written_to=told.written)
    return told


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


def _open(venue: Venue, hours: Hours) -> None:
    venue.hours += [VenueHours(weekday=day, opens=opens, closes=closes) for day, (opens, closes) in hours.items()]


def _free_slug(name: str) -> str:
    wanted = slugify(name) or "noi-xem-mua"
    taken = set(db.session.scalars(select(Venue.slug).where(Venue.slug.startswith(wanted, autoescape=True))))
    return next(slug for n in range(1, len(taken) + 2) if (slug := f"{wanted}-{n}" if n > 1 else wanted) not in taken)
