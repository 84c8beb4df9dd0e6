"""A stall that presents several makers: its holder asks, the owner of the other maker agrees, either may end it."""

import re
from collections.abc import Sequence

from sqlalchemy import func, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload

from core import audit, times
from core.db import db
from fairs import booths, holding, letters
from fairs.models import Booth, BoothGuest, Fair, takes_part
from programme.models import Facility

MOST = 12  # makers beside the holder
_ADDRESS = re.compile(r"(?:.*/co-so/)?([a-z0-9-]+)/?")


class NoSuchMaker(LookupError):
    """No maker of this name or address, or the holder itself."""


class TooMany(Exception):
    """The stall presents as many makers as it may."""


class FairOver(Exception):
    """Nothing changes at a fair that is over."""


class Answered(Exception):
    """The invitation was answered or withdrawn meanwhile."""


def invite(booth: Booth, typed: str) -> BoothGuest:
    """Ask a maker, by its name or the address of its page. Asked again, one that has left may agree again.

    Raises FairOver, NoSuchMaker, TooMany.
    """
    if booth.fair.is_over:
        raise FairOver
    holding.hold(booth)
    maker = _maker(typed)
    if maker is None or maker.id == booth.facility_id:
        raise NoSuchMaker
    there = {one.facility_id: one for one in of_booth(booth)}
    guest = there.get(maker.id) or BoothGuest(booth_id=booth.id, facility_id=maker.id, invited_at=times.now())
    if guest.id is not None and guest.ended_at is None:
        return guest
    if sum(one.ended_at is None for one in there.values()) >= MOST:
        raise TooMany
    guest.invited_at, guest.accepted_at, guest.accepted_by, guest.ended_at = times.now(), None, None, None
    db.session.add(guest)
    db.session.flush()
    audit.record(booth, "booth.guest_invited", maker=maker.slug)
    letters.invited(booth, maker)
    return guest


def accept(guest: BoothGuest) -> None:
    """Its owner agrees: the stall may show its goods. One UPDATE, so that a withdrawal meanwhile wins.

    Raises FairOver, Answered.
    """
    if guest.booth.fair.is_over:
        raise FairOver
    waits = BoothGuest.accepted_at.is_(None), BoothGuest.ended_at.is_(None)
    agreed = update(BoothGuest).where(BoothGuest.id == guest.id, *waits)
    values = {"accepted_at": times.now(), "accepted_by": audit.actor_id() or 0}
    if db.session.execute(agreed.values(**values)).rowcount != 1:  # type: ignore[attr-defined]
        raise Answered
    db.session.refresh(guest)
    audit.record(guest.booth, "booth.guest_agreed", maker=guest.facility.slug)


def end(guest: BoothGuest) -> None:
    """Declined, left or asked to leave: its goods leave the stall at once; what was sold stays as it was sold."""
    if guest.ended_at is not None:
        return
    guest.ended_at = times.now()
    db.session.flush()
    booths.show(guest.booth, [line.product_id for line in guest.booth.goods])
    audit.record(guest.booth, "booth.guest_left", maker=guest.facility.slug)


def of_booth(booth: Booth) -> Sequence[BoothGuest]:
    """Everybody who was ever asked, in turn."""
    query = select(BoothGuest).where(BoothGuest.booth_id == booth.id).order_by(BoothGuest.id)
    return db.session.scalars(query.options(joinedload(BoothGuest.facility))).all()


def of_facility(facility_id: int) -> Sequence[BoothGuest]:
    """Where a maker is asked or takes part, at fairs that are not over, with booth, fair and holder."""
    query = (
        select(BoothGuest)
        .join(BoothGuest.booth)
        .join(Booth.fair)
        .where(BoothGuest.facility_id == facility_id, BoothGuest.ended_at.is_(None), Fair.closes_at > times.now())
        .order_by(Fair.opens_at, BoothGuest.id)
    )
    booth = contains_eager(BoothGuest.booth)
    return db.session.scalars(query.options(booth.contains_eager(Booth.fair), booth.joinedload(Booth.facility))).all()


def guest_of(facility_id: int, guest_id: int) -> BoothGuest | None:
    """An invitation to this maker."""
    return db.session.scalar(select(BoothGuest).where(BoothGuest.id == guest_id, BoothGuest.facility_id == facility_id))


def guest_at(booth: Booth, guest_id: int) -> BoothGuest | None:
    return db.session.scalar(select(BoothGuest).where(BoothGuest.id == guest_id, BoothGuest.booth_id == booth.id))


def makers_taking_part(booth: Booth) -> list[int]:
    query = select(BoothGuest.facility_id).where(BoothGuest.booth_id == booth.id, takes_part())
    return list(db.session.scalars(query))


def _maker(typed: str) -> Facility | None:
    """By the address of its page, else by its whole name where only one bears it."""
    text = " ".join(typed.split())
    address = _ADDRESS.fullmatch(text.lower())
    named = or_(func.lower(Facility.name) == text.lower(), Facility.name == text)  # SQLite lowers ASCII only
    is_it = or_(Facility.slug == address[1], named) if address else named
    found = db.session.scalars(select(Facility).where(is_it).limit(2)).all()
    return found[0] if len(found) == 1 else None
