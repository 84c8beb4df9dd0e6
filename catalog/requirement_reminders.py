"""Letters before something stops: 30 and 7 days ahead, each at most once for one day; and those staff ask for."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import raiseload

from catalog import requirement_letters as letters
from catalog import standing
from catalog.models import RequirementLetter
from catalog.standing import Item
from core import audit, times
from core.access import must_reach
from core.db import db, insert
from programme.models import Facility

ASKED = 0  # in place of a distance, where staff asked for the letter


def send_due() -> int:
    """The letters of today, one a maker, and return how many. A maker found late gets the nearer distance only."""
    return sum(_send(some, _near) for some in standing.chunks(_everybody()))


def ask(facility_ids: Collection[int]) -> int:
    """Staff remind those who lack something, each at most once a day; how many were written to. Raises OutOfArea."""
    facilities = db.session.scalars(select(Facility).where(Facility.id.in_(facility_ids))).all()
    for one in facilities:
        must_reach(one.commune_code)
    sent = 0
    for some in standing.chunks(facility_ids):
        sent += _send(some, lambda item: None if item.is_met else (ASKED, times.today()))
    audit.record_many(Facility, "facility.reminded", {one.id: {"of": "requirements"} for one in facilities})
    return sent


def _near(item: Item) -> tuple[int, date] | None:
    """At which distance it is from the day that something stops; None: far, or over."""
    if item.bites_on is None or item.bites:
        return None
    late, early = (standing.rules.value(f"remind_{name}_days") for name in ("late", "early"))
    away = item.bites_on - times.today()
    if away > timedelta(days=early):
        return None
    return (late if away <= timedelta(days=late) else early), item.bites_on


def _send(facility_ids: Sequence[int], told) -> int:  # type: ignore[no-untyped-def]
    due: dict[int, list[Item]] = defaultdict(list)
    rows = []
    for facility_id, items in standing.of_many(facility_ids).items():
        for item in items:
            if item.waiting is None and (when := told(item)):
                due[facility_id].append(item)
                rows.append((facility_id, item.requirement.id, *when))
    fresh = _noted(rows)
    query = select(Facility).where(Facility.id.in_({maker for maker, _asked in fresh})).options(raiseload("*"))
    written = db.session.scalars(query).all()
    for one in written:
        letters.stopping(one, [item for item in due[one.id] if (one.id, item.requirement.id) in fresh])
    return len(written)


def _noted(rows: Iterable[tuple[int, int, int, date]]) -> set[tuple[int, int]]:
    """Note each letter that was not sent yet: of two workers one does."""
    names = ("facility_id", "requirement_id", "days", "stops_on")
    values = [dict(zip(names, row, strict=True)) | {"sent_at": times.now()} for row in rows]
    if not values:
        return set()
    act = insert(RequirementLetter).values(values).on_conflict_do_nothing(index_elements=names)
    returned = act.returning(RequirementLetter.facility_id, RequirementLetter.requirement_id)
    return {(maker, asked) for maker, asked in db.session.execute(returned)}


def _everybody() -> Sequence[int]:
    return db.session.scalars(select(Facility.id).order_by(Facility.id)).all()
