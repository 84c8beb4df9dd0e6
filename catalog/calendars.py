"""The calendars of a facility: one for a product, or one for a craft whose products share it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from catalog import capacity, steps
from catalog.models import Calendar, CalendarWeek, Product
from core import audit, times
from core.db import db


class NameTaken(Exception):
    """The facility has a craft of this name, or none was given."""


@dataclass(frozen=True, slots=True)
class Week:
    """One row of a calendar's page."""

    monday: date
    capacity: int
    booked: int
    is_closed: bool
    is_paused: bool  # after the cut-off before Tết
    note: str


def find(facility_id: int, calendar_id: int) -> Calendar | None:
    return db.session.scalar(select(Calendar).where(Calendar.id == calendar_id, Calendar.facility_id == facility_id))


def own(product: Product) -> Calendar | None:
    return db.session.scalar(select(Calendar).where(Calendar.product_id == product.id))


def crafts(facility_id: int) -> Sequence[Calendar]:
    """Those that products share."""
    query = select(Calendar).where(Calendar.facility_id == facility_id, Calendar.product_id.is_(None))
    return db.session.scalars(query.order_by(Calendar.name)).all()


def with_weeks(facility_id: int) -> Sequence[Calendar]:
    weeks = selectinload(Calendar.weeks.and_(CalendarWeek.week >= capacity.monday(times.today())))
    query = select(Calendar).where(Calendar.facility_id == facility_id).order_by(Calendar.name)
    return db.session.scalars(query.options(weeks)).all()


def rows(calendar: Calendar) -> list[Week]:
    """Every week that takes orders, said of or not."""
    said = {week.week: week for week in calendar.weeks}
    return [_row(calendar, week, said.get(week)) for week in capacity.horizon()]


def open_craft(facility_id: int, name: str, week_units: int) -> Calendar:
    """Raises NameTaken."""
    taken = select(Calendar.id).where(Calendar.facility_id == facility_id, Calendar.name == name)
    if not name or db.session.scalar(taken):
        raise NameTaken(name)
    calendar = Calendar(facility_id=facility_id, name=name, week_units=week_units)
    db.session.add(calendar)
    audit.record(calendar, "calendar.opened", name=name, week_units=week_units)
    return calendar


def of_product(product: Product, week_units: int) -> Calendar:
    """Its own weeks, opened or changed."""
    calendar = own(product)
    if calendar is None:
        name = f"{product.name} ({product.sku})"
        calendar = Calendar(facility_id=product.facility_id, product_id=product.id, name=name, week_units=week_units)
        db.session.add(calendar)
        audit.record(calendar, "calendar.opened", product=product.id, week_units=week_units)
    elif calendar.week_units != week_units:
        capacity.set_usual(calendar, week_units, calendar.cut_off_on, calendar.resumes_on)
    return calendar


def join(product: Product, craft: Calendar | None) -> None:
    """Share a craft's weeks; None: share none."""
    if craft is None and product.promise is None:
        return
    promise = steps.promise_of(product)
    before, promise.calendar_id = promise.calendar_id, craft.id if craft else None
    pair = [before, promise.calendar_id]
    back = {"craft": pair} if pair[0] != pair[1] else {}
    audit.record(product, "calendar.joined", craft=promise.calendar_id, back=back)


def _row(calendar: Calendar, monday: date, week: CalendarWeek | None) -> Week:
    return Week(
        monday,
        week.capacity if week else calendar.week_units,
        week.booked if week else 0,
        bool(week and week.is_closed),
        capacity.pauses(calendar, monday),
        week.note if week else "",
    )
