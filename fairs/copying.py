"""Last year's fair as the start of the next: halls, plan, stands with their prices, and the outline of the programme,
and the criteria of the call.

Who applied, who stood where, who paid, what it brought and who sponsored it stay with the old fair.
"""

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, inspect, select

from core import audit, times
from core.db import Model, db, insert_many
from fairs import hours, programme
from fairs.fairs import AddressTaken
from fairs.models import Criterion, Fair, FairDay, FairSession, Hall, Stand

# What one fair alone has; everything else of a row is the same in its twin, columns of later days too.
_OF_ONE_FAIR = {
    "slug", "name", "name_en", "results", "called_off", "called_off_reason", "called_off_reason_en", "called_off_at",
    "reported_at", "report_number", "scheme_id", "revision",
}  # fmt: skip
_DATES = ("opens_at", "closes_at", "applications_open_at", "applications_close_at", "setup_at", "setup_until")
_OF_ONE_SESSION = {"booth_id", "speaker", "stream_url", "replay_url", "cancelled_at", "revision"}


def copy(old: Fair, slug: str, name: str, first_day: date) -> Fair:
    """A new fair that opens on `first_day`, all its dates as far from it as they were from the old one's.

    Raises AddressTaken. A handful of statements, however many stands.
    """
    if db.session.scalar(select(Fair.id).where(Fair.slug == slug)) is not None:
        raise AddressTaken(slug)
    by = (first_day - times.local(old.opens_at).date()).days
    moved = {name: programme.later(at, by) for name in _DATES if (at := getattr(old, name))}
    fair = Fair(**_same(old, _OF_ONE_FAIR) | moved | {"slug": slug, "name": name})
    fair.days = [_moved(day, by) for day in old.days]
    if fair.days:
        fair.hours = hours.in_a_line({row.day: hours.of(row) for row in fair.days})
    db.session.add(fair)
    db.session.flush()
    counts = {"halls": _copy_halls(old, fair), "sessions": _copy_sessions(old, fair, by)}
    counts["criteria"] = _copy_criteria(old, fair)
    stands = db.session.scalar(select(func.count()).where(Stand.fair_id == fair.id))
    audit.record(fair, "fair.copied", old=old.slug, name=name, stands=stands, **counts)
    return fair


def _copy_halls(old: Fair, fair: Fair) -> int:
    halls = list(db.session.scalars(select(Hall).where(Hall.fair_id == old.id).order_by(Hall.position, Hall.id)))
    twins = {hall.id: Hall(**_same(hall) | {"fair_id": fair.id}) for hall in halls}
    db.session.add_all(twins.values())
    db.session.flush()
    stands = db.session.scalars(select(Stand).where(Stand.fair_id == old.id).order_by(Stand.id))
    rows = [_same(one) | {"fair_id": fair.id, "hall_id": twins[one.hall_id].id} for one in stands]
    insert_many(Stand, rows)
    return len(halls)


def _copy_sessions(old: Fair, fair: Fair, by: int) -> int:
    """The outline: what, where and at what hour; who speaks and where to watch are asked anew."""
    wanted = select(FairSession).where(FairSession.fair_id == old.id, FairSession.cancelled_at.is_(None))
    sessions = list(db.session.scalars(wanted))
    for one in sessions:
        moved = {"starts_at": programme.later(one.starts_at, by), "ends_at": programme.later(one.ends_at, by)}
        twin = _same(one, _OF_ONE_SESSION) | moved | {"fair_id": fair.id, "changed_at": times.now()}
        db.session.add(FairSession(**twin))
    return len(sessions)


def _copy_criteria(old: Fair, fair: Fair) -> int:
    rows = list(db.session.scalars(select(Criterion).where(Criterion.fair_id == old.id)))
    db.session.add_all(Criterion(**_same(one) | {"fair_id": fair.id}) for one in rows)
    return len(rows)


def _moved(row: FairDay, by: int) -> FairDay:
    return FairDay(
        day=row.day + timedelta(days=by),
        opens_at=programme.later(row.opens_at, by),
        closes_at=programme.later(row.closes_at, by),
    )


def _same(row: Model, but: Collection[str] = ()) -> dict[str, Any]:
    """The columns of a row without its key and without those of `but`."""
    columns = inspect(type(row)).column_attrs
    return {one.key: getattr(row, one.key) for one in columns if one.key != "id" and one.key not in but}
