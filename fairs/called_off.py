"""Visits called off and places closed: the places given back, and who booked told by letter or put down to be rung."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.orm import contains_eager, joinedload, raiseload

from accounts import people
from catalog import search
from core import audit, times
from core.db import db
from fairs import letters
from fairs.models import Venue, VenueBooking, VenueVisit
from programme.models import Facility


@dataclass(frozen=True, slots=True)
class Told:
    """Of the bookings of visits called off: how many were written to, and how many left only a number to call."""

    visits: int = 0
    written: int = 0
    to_call: int = 0

    def __add__(self, other: "Told") -> "Told":
        return Told(self.visits + other.visits, self.written + other.written, self.to_call + other.to_call)


@dataclass(frozen=True, slots=True)
class AtStake:
    """What closing a place would call off: visits to come, bookings of them, and how many people that is."""

    visits: int
    bookings: int
    people: int


class NoReason(Exception):
    """Visits would be called off, and who booked must read why."""


def at_stake(venue: Venue) -> AtStake:
    """Two statements."""
    coming = _coming(venue)
    visits = db.session.scalar(select(func.count()).select_from(VenueVisit).where(*coming)) or 0
    wanted = select(func.count(VenueBooking.id), func.coalesce(func.sum(VenueBooking.people), 0))
    wanted = wanted.join(VenueBooking.visit).where(*coming, VenueBooking.cancelled_at.is_(None))
    bookings, heads = db.session.execute(wanted).one()
    return AtStake(visits, bookings, int(heads))


def close(venue: Venue, why: str = "") -> Told:
    """Show it no more and call off its visits to come; its rows stay for what was sold and booked there.

    Raises NoReason where visits are to come and `why` is empty; then nothing is done.
    """
    if venue.closed_at is not None:
        return Told()
    visits = db.session.scalars(select(VenueVisit).where(*_coming(venue)).order_by(VenueVisit.id)).all()
    if visits and not why:
        raise NoReason(venue.id)
    venue.closed_at = times.now()
    search.touch_all()
    told = sum((call_off(one, why) for one in visits), Told())
    audit.record(venue, "venue.closed", visits=told.visits, written_to=told.written, to_call=told.to_call)
    return told


def call_off(visit: VenueVisit, why: str) -> Told:
    """Its bookings are given back and read the reason; who booked and the maker whose place it is get letters.

    One conditional UPDATE first: whoever books at the same moment is either among those told, or refused.
    """
    off = update(VenueVisit).where(VenueVisit.id == visit.id, VenueVisit.cancelled_at.is_(None))
    off = off.values(cancelled_at=times.now(), cancelled_why=why, taken=0).returning(VenueVisit.id)
    if db.session.scalar(off.execution_options(synchronize_session=False)) is None:
        return Told()
    db.session.refresh(visit)
    live = select(VenueBooking).where(VenueBooking.visit_id == visit.id, VenueBooking.cancelled_at.is_(None))
    booked = db.session.scalars(live.order_by(VenueBooking.id)).all()
    told = _give_back(visit, booked)
    maker = db.session.get(Facility, visit.venue.facility_id) if visit.venue.facility_id else None
    if maker:
        letters.visit_at_makers_called_off(maker, sum(one.people for one in booked), told.to_call, visit)
    audit.record(visit.venue, "venue.visit_called_off", title=visit.title, reason=why, written_to=told.written)
    return told


def _give_back(visit: VenueVisit, booked: Sequence[VenueBooking]) -> Told:
    addresses = people.addresses_of({one.phone for one in booked})
    for one in booked:
        one.cancelled_at, one.told_by = visit.cancelled_at, "letter" if one.phone in addresses else "call"
        if one.phone in addresses:
            letters.visit_called_off(addresses[one.phone], one.name, one.people, visit)
    written = sum(one.told_by == "letter" for one in booked)
    return Told(1, written, len(booked) - written)


def to_ring(facility_id: int | None = None) -> Sequence[VenueBooking]:
    """Who must be told by phone of a visit called off, the soonest first, at every place or those of one maker.

    Until the visit's hour is over; those rung already come last.
    """
    wanted = _to_ring(facility_id).order_by(VenueBooking.rung_at.is_not(None), VenueVisit.starts_at, VenueBooking.id)
    path = contains_eager(VenueBooking.visit).contains_eager(VenueVisit.venue)
    return db.session.scalars(wanted.options(path, raiseload("*"))).all()


def waiting() -> int:
    """How many nobody has rung yet."""
    wanted = _to_ring(None).where(VenueBooking.rung_at.is_(None))
    return db.session.scalar(select(func.count()).select_from(wanted.subquery())) or 0


def one_to_ring(booking_id: int, facility_id: int | None = None) -> VenueBooking | None:
    wanted = _to_ring(facility_id).where(VenueBooking.id == booking_id)
    return db.session.scalar(wanted.options(joinedload(VenueBooking.visit)))


def tick(booking: VenueBooking, by: int | None) -> None:
    """Its holder was rung by this person and knows; None: ticked by mistake. A second time changes nothing."""
    if (booking.rung_at is None) == (by is None):
        return
    booking.rung_at, booking.rung_by = (times.now(), by) if by else (None, None)
    audit.record(booking, "venue.rung" if by else "venue.not_rung")


def _to_ring(facility_id: int | None) -> Select[Any]:
    wanted = select(VenueBooking).join(VenueBooking.visit).join(VenueVisit.venue)
    wanted = wanted.where(VenueBooking.told_by == "call", VenueVisit.ends_at > times.now())
    return wanted if facility_id is None else wanted.where(Venue.facility_id == facility_id)


def _coming(venue: Venue) -> tuple[ColumnElement[bool], ...]:
    return VenueVisit.venue_id == venue.id, VenueVisit.starts_at > times.now(), VenueVisit.cancelled_at.is_(None)
