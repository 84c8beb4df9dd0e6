"""What is made to order: how much a week takes, what is promised of it, and the day that can be promised next."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_, select, update
from sqlalchemy.orm import joinedload, raiseload

from catalog.models import Calendar, CalendarWeek, Product, Promise
from core import audit, times
from core.db import db, insert

HORIZON_WEEKS = 26
READY_WEEKDAY = 5  # what a week makes is ready on its Saturday
MOST_UNITS = 10_000


class Full(Exception):
    """No week within the horizon takes this much; nothing was booked. `left`: what the horizon still takes."""

    def __init__(self, product_id: int, left: int) -> None:
        super().__init__(product_id, left)
        self.product_id, self.left = product_id, left


class BelowBooked(Exception):
    """A week cannot take less than is promised in it already."""

    def __init__(self, booked: int) -> None:
        super().__init__(booked)
        self.booked = booked


@dataclass(frozen=True, slots=True)
class Booking:
    """So many units in these weeks' rows (one of each calendar), and the day all of it is ready."""

    ready_on: date
    taken: list[tuple[int, int]] = field(default_factory=list)  # (week row, units)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def calendars_of(products: Iterable[Product]) -> dict[int, list[Calendar]]:
    """The calendars that bind each product made to order: its own and its craft's, with their weeks. One query."""
    wanted = [product.id for product in products if product.mode == "made_to_order"]
    if not wanted:
        return {}
    shared = Promise.product_id.in_(wanted) & (Promise.calendar_id == Calendar.id)
    bound = select(Calendar, Promise.product_id).outerjoin(Promise, shared)
    bound = bound.where(or_(Calendar.product_id.in_(wanted), Promise.product_id.is_not(None)))
    weeks = joinedload(Calendar.weeks.and_(CalendarWeek.week >= monday(times.today())))
    found: dict[int, list[Calendar]] = {}
    for calendar, sharer in db.session.execute(bound.options(weeks, raiseload("*", sql_only=True))).unique():
        for product_id in wanted:
            if product_id in (calendar.product_id, sharer):
                found.setdefault(product_id, []).append(calendar)
    return found


def ready_on(
    product: Product, quantity: int, calendars: Iterable[Calendar], taken: Counter[tuple[int, date]] | None = None
) -> date:
    """The day that can be promised now for so many. Raises Full.

    `taken`: what lines before it take, by (calendar, week); it is added to.
    """
    taken = Counter() if taken is None else taken
    left, last = quantity, _earliest(product)
    calendars = list(calendars)
    if not calendars:
        return last
    for week in _weeks_from(last):
        units = min(left, *(_free_of(one, week) - taken[one.id, week] for one in calendars))
        taken.update({(one.id, week): max(units, 0) for one in calendars})
        left -= max(units, 0)
        if not left:
            return max(last, week + timedelta(days=READY_WEEKDAY))
    raise Full(product.id, quantity - left)


def book(product: Product, quantity: int) -> Booking:
    """Take so many units, each week by one conditional UPDATE a calendar, or raise Full and take none.

    Weeks are taken in order, and calendars in the order of their ids: two buyers never wait on each other in a circle.
    """
    earliest = _earliest(product)
    calendars = sorted(calendars_of([product]).get(product.id, []), key=lambda calendar: calendar.id)
    if not calendars:
        return Booking(earliest)
    left, taken, ready = quantity, list[tuple[int, int]](), earliest
    for week in _weeks_from(earliest):
        units, rows = _take(week, left, calendars)
        taken += rows
        left -= units
        if units:
            ready = max(earliest, week + timedelta(days=READY_WEEKDAY))
        if not left:
            return Booking(ready, taken)
    give_back(taken)
    raise Full(product.id, quantity - left)


def queue_up(products: Iterable[Product]) -> None:
    """Wait for the calendars of these products, in the order of their ids, so that no two orders wait on each other."""
    wanted = [product.id for product in products]
    if not wanted:
        return
    shared = select(Promise.calendar_id).where(Promise.product_id.in_(wanted), Promise.calendar_id.is_not(None))
    _lock(Calendar.product_id.in_(wanted) | Calendar.id.in_(shared))


def give_back_all(taken: Iterable[tuple[int, int]]) -> None:
    """The same as give_back(), of an order that holds no calendars yet."""
    taken = list(taken)
    if taken:
        weeks = select(CalendarWeek.calendar_id).where(CalendarWeek.id.in_([week for week, _units in taken]))
        _lock(Calendar.id.in_(weeks))
        give_back(taken)


def give_back(taken: Iterable[tuple[int, int]]) -> None:
    """Units promised in these week rows are not wanted any more."""
    for week_id, units in sorted(taken):
        _changed(week_id, CalendarWeek.booked >= units, booked=CalendarWeek.booked - units)


def pauses(calendar: Calendar, week: date) -> bool:
    """Whether what this week makes would come after the cut-off before Tết and before work resumes."""
    if calendar.cut_off_on is None or calendar.resumes_on is None:
        return False
    ready = week + timedelta(days=READY_WEEKDAY)
    return ready > calendar.cut_off_on and week < monday(calendar.resumes_on)


def set_week(calendar: Calendar, week: date, capacity: int, *, is_closed: bool, note: str) -> None:
    """What one week takes. Raises BelowBooked."""
    before, row_id = said_of(calendar, week), _row(calendar, week)
    values = {"capacity": capacity, "is_closed": is_closed, "note": note}
    if not _changed(row_id, CalendarWeek.booked <= capacity, **values):
        raise BelowBooked(db.session.scalar(select(CalendarWeek.booked).where(CalendarWeek.id == row_id)) or 0)
    back = {f"week.{week.isoformat()}": [before, [capacity, is_closed, note]]}
    audit.record(calendar, "calendar.week_set", week=week.isoformat(), capacity=capacity, closed=is_closed, back=back)


def said_of(calendar: Calendar, week: date) -> list[Any]:
    """What a week takes, whether it is closed, and the note: as the log keeps it. Unsaid, it is as usual."""
    query = select(CalendarWeek.capacity, CalendarWeek.is_closed, CalendarWeek.note)
    found = db.session.execute(query.where(CalendarWeek.calendar_id == calendar.id, CalendarWeek.week == week)).first()
    return list(found or (calendar.week_units, False, ""))


def set_usual(calendar: Calendar, week_units: int, cut_off_on: date | None, resumes_on: date | None) -> None:
    """What weeks take unless something else is said of them; weeks with bookings keep at least those."""
    pairs = {
        "week_units": [calendar.week_units, week_units],
        "cut_off_on": [audit.plain(calendar.cut_off_on), audit.plain(cut_off_on)],
        "resumes_on": [audit.plain(calendar.resumes_on), audit.plain(resumes_on)],
    }
    before, calendar.week_units = calendar.week_units, week_units
    calendar.cut_off_on, calendar.resumes_on = cut_off_on, resumes_on
    usual = (CalendarWeek.calendar_id == calendar.id) & (CalendarWeek.week >= monday(times.today()))
    usual &= CalendarWeek.capacity == before
    db.session.execute(
        update(CalendarWeek)
        .where(usual, CalendarWeek.booked <= week_units)
        .values(capacity=week_units)
        .execution_options(synchronize_session=False)
    )
    audit.record(calendar, "calendar.set", **{name: pair for name, pair in pairs.items() if pair[0] != pair[1]})


def horizon() -> list[date]:
    """The Mondays of the weeks that take orders, this one first."""
    first = monday(times.today())
    return [first + timedelta(weeks=n) for n in range(HORIZON_WEEKS)]


def _earliest(product: Product) -> date:
    """Its days of making from today, or from the day its maker is back from a rest."""
    return product.facility.day_after(product.lead_days or 0)


def _weeks_from(earliest: date) -> list[date]:
    return [week for week in horizon() if week >= monday(earliest)]


def _free(week: date, calendars: list[Calendar]) -> int:
    """Units that all calendars still take in a week."""
    return min(_free_of(calendar, week) for calendar in calendars)


def _free_of(calendar: Calendar, week: date) -> int:
    row = next((one for one in calendar.weeks if one.week == week), None)
    if pauses(calendar, week) or (row and row.is_closed):
        return 0
    return row.capacity - row.booked if row else calendar.week_units


def _take(week: date, wanted: int, calendars: list[Calendar]) -> tuple[int, list[tuple[int, int]]]:
    """As much of `wanted` as the week has room for. What is free was read a moment ago: the UPDATE decides."""
    if _free(week, calendars) <= 0:
        return 0, []
    rows = [_row(calendar, week) for calendar in calendars]
    while (units := min(wanted, _room(rows))) > 0:
        taken: list[tuple[int, int]] = []
        for row_id in rows:
            fits = (CalendarWeek.booked + units <= CalendarWeek.capacity) & CalendarWeek.is_closed.is_(False)
            if not _changed(row_id, fits, booked=CalendarWeek.booked + units):
                break
            taken.append((row_id, units))
        if len(taken) == len(rows):
            return units, taken
        give_back(taken)
    return 0, []


def _room(row_ids: list[int]) -> int:
    query = select(CalendarWeek.capacity - CalendarWeek.booked, CalendarWeek.is_closed)
    rows = db.session.execute(query.where(CalendarWeek.id.in_(row_ids))).all()
    return min(0 if closed else free for free, closed in rows)


def _lock(which: ColumnElement[bool]) -> None:
    db.session.execute(select(Calendar.id).where(which).order_by(Calendar.id).with_for_update()).all()


def _row(calendar: Calendar, week: date) -> int:
    """The row of a week, made when it is first needed; two who need it at once share it."""
    values = {"calendar_id": calendar.id, "week": week, "capacity": calendar.week_units, "booked": 0}
    values |= {"is_closed": False, "note": ""}
    db.session.execute(
        insert(CalendarWeek).values(**values).on_conflict_do_nothing(index_elements=["calendar_id", "week"])
    )
    found = select(CalendarWeek.id).where(CalendarWeek.calendar_id == calendar.id, CalendarWeek.week == week)
    return db.session.scalars(found).one()


def _changed(week_id: int, condition: ColumnElement[bool], **values: object) -> bool:
    row = db.session.execute(
        update(CalendarWeek)
        .where(CalendarWeek.id == week_id, condition)
        .values(**values)
        .returning(CalendarWeek.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    return row is not None
