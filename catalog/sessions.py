"""Dates of services: offered by the maker, booked by one conditional UPDATE, gone from the market when they begin."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.orm import raiseload

from catalog.models import Product, Session
from core import audit, times
from core.db import db

SHOWN = 60
MOST_PLACES = 500


class NoPlaces(Exception):
    """Fewer places are left than were asked for, or it takes no more bookings; none was taken."""

    def __init__(self, session_id: int, left: int) -> None:
        super().__init__(session_id, left)
        self.session_id, self.left = session_id, left


class BelowBooked(Exception):
    """There cannot be fewer places than are booked."""


def coming(product_id: int) -> Sequence[Session]:
    """Those that have not begun and take bookings, soonest first; full ones too, so that the page can say so."""
    query = select(Session).where(
        Session.product_id == product_id, Session.starts_at > times.now(), Session.closed_at.is_(None)
    )
    return db.session.scalars(query.order_by(Session.starts_at).limit(SHOWN).options(raiseload("*"))).all()


def of_product(product_id: int) -> Sequence[Session]:
    """All, latest first: what the maker sees."""
    query = select(Session).where(Session.product_id == product_id).order_by(Session.starts_at.desc()).limit(SHOWN)
    return db.session.scalars(query.options(raiseload("*"))).all()


def find(product_id: int, session_id: int) -> Session | None:
    return db.session.scalar(select(Session).where(Session.id == session_id, Session.product_id == product_id))


def offer(product: Product, starts_at: datetime, ends_at: datetime, places: int) -> Session:
    session = Session(product_id=product.id, starts_at=starts_at, ends_at=ends_at, places=places)
    db.session.add(session)
    audit.record(product, "session.offered", starts_at=starts_at.isoformat(), places=places)
    return session


def resize(session: Session, places: int) -> None:
    """Raises BelowBooked."""
    before = session.places
    if not _changed(session.id, Session.booked <= places, places=places):
        raise BelowBooked(session.booked)
    db.session.expire(session, ["places"])
    audit.record(session, "session.resized", places=[before, places])


def close(session: Session) -> None:
    """No more bookings; those there are stay."""
    audit.record(session, "session.closed", is_closed=[session.closed_at is not None, True])
    session.closed_at = session.closed_at or times.now()


def reopen(session: Session) -> None:
    audit.record(session, "session.reopened", is_closed=[session.closed_at is not None, False])
    session.closed_at = None


def book(session_id: int, places: int) -> None:
    """Take places, or raise NoPlaces and take none: of two who want the last, one gets it."""
    open_now = Session.closed_at.is_(None) & (Session.starts_at > times.now())
    if not _changed(session_id, open_now & (Session.booked + places <= Session.places), booked=Session.booked + places):
        left = select(Session.places - Session.booked).where(Session.id == session_id, open_now)
        raise NoPlaces(session_id, db.session.scalar(left) or 0)


def give_back(session_id: int, places: int) -> None:
    _changed(session_id, Session.booked >= places, booked=Session.booked - places)


def _changed(session_id: int, condition: ColumnElement[bool], **values: object) -> bool:
    row = db.session.execute(
        update(Session)
        .where(Session.id == session_id, condition)
        .values(**values)
        .returning(Session.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    return row is not None
