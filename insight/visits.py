"""Visits: one count a day for each thing looked at. No person, no address, no cookie."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, null, select

from catalog.models import Lot, Product, on_show
from core import times
from core.db import db, insert
from fairs.models import Booth, Fair, Feature, Shelf
from insight.models import VisitCount
from programme.models import Facility

_MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|lighthouse|curl|wget|python|java/|go-http|okhttp|scrapy|facebookexternal",
    re.IGNORECASE,
)

_BATCH = 100  # rows a statement: seven values each, and SQLite of old took 999


class UnknownSubject(LookupError):
    """Nothing of this kind and number is on show, so nobody can have looked at it."""


def is_machine(user_agent: str) -> bool:
    """Whether a program, not a person, asks: it says so itself, or says nothing."""
    return not user_agent or bool(_MACHINES.search(user_agent))


def record(kind: str, subject_id: int, day: date | None = None) -> None:
    """Count one visit at once. Raises UnknownSubject."""
    if record_many({(day or times.today(), kind, subject_id): 1}) == 0:
        raise UnknownSubject(kind, subject_id)


def record_many(counts: Mapping[tuple[date, str, int], int]) -> int:
    """Add visits to what was counted of each thing that day; how many. What is not on show has no visitors.

    A statement a kind and one upsert for all, in one order, so that two who write at once wait and both count.
    """
    places = {
        kind: _belonging(kind, [one[2] for one in counts if one[1] == kind]) for kind in {one[1] for one in counts}
    }
    rows = [
        {"day": day, "kind": kind, "subject_id": subject_id, "visits": visits, **places[kind][subject_id]}
        for (day, kind, subject_id), visits in sorted(counts.items())
        if subject_id in places[kind]
    ]
    for start in range(0, len(rows), _BATCH):
        statement = insert(VisitCount).values(rows[start : start + _BATCH])
        added = {"visits": VisitCount.visits + statement.excluded.visits}
        db.session.execute(statement.on_conflict_do_update(index_elements=["day", "kind", "subject_id"], set_=added))
    return sum(visits for (_day, kind, subject_id), visits in counts.items() if subject_id in places[kind])


def _belonging(kind: str, ids: list[int]) -> dict[int, dict[str, int | None]]:
    """Fair, stand and scheme at this moment of those that are on show. One query."""
    query = _on_show(kind)
    if query is None:
        return {}
    rows = db.session.execute(query.where(query.selected_columns[0].in_(ids)))
    return {row[0]: {"fair_id": row[1], "stand_id": row[2], "scheme_id": row[3]} for row in rows}


def _on_show(kind: str) -> Any:
    """Id, fair, stand and scheme of everything of a kind that can be looked at."""
    booth = select(Booth.id, Booth.fair_id, Booth.stand_id, Booth.scheme_id).where(Booth.published_at.is_not(None))
    product = select(Product.id, null(), null(), null()).where(on_show())
    slot = select(Feature.id, Shelf.fair_id, null(), Feature.scheme_id).join(Feature.shelf)
    queries: dict[str, Any] = {
        "product": product,
        "card": product,
        "booth": booth,
        "scan": booth,
        "fair": select(Fair.id, Fair.id, null(), Fair.scheme_id),
        "lot": select(Lot.id, null(), null(), null()),
        "facility": select(Facility.id, null(), null(), null()),
        "slot": slot.where(Feature.removed_at.is_(None)),
    }
    return queries.get(kind)


def by_subject(kind: str, subject_ids: list[int], days: int) -> dict[int, int]:
    """Visits in the last `days` days, today included; those without any are left out."""
    query = select(VisitCount.subject_id, func.sum(VisitCount.visits))
    query = query.where(VisitCount.kind == kind, VisitCount.subject_id.in_(subject_ids), _within(days))
    return {row[0]: int(row[1]) for row in db.session.execute(query.group_by(VisitCount.subject_id))}


def by_day(kind: str, subject_id: int, days: int) -> list[tuple[date, int]]:
    """Each of the last `days` days, also those without a visit."""
    query = select(VisitCount.day, VisitCount.visits).where(
        VisitCount.kind == kind, VisitCount.subject_id == subject_id, _within(days)
    )
    seen = {row[0]: row[1] for row in db.session.execute(query)}
    first = times.today() - timedelta(days=days - 1)
    return [(day, seen.get(day, 0)) for day in (first + timedelta(days=n) for n in range(days))]


def to_booths_of_fair(fair_id: int) -> list[tuple[Booth, int]]:
    """Every published booth of a fair with its visits so far, most visited first."""
    visits = func.coalesce(func.sum(VisitCount.visits), 0)
    counted = (VisitCount.subject_id == Booth.id) & (VisitCount.kind == "booth")
    query = select(Booth, visits).outerjoin(VisitCount, counted)
    query = query.where(Booth.fair_id == fair_id, Booth.published_at.is_not(None)).group_by(Booth.id)
    return [(booth, int(count)) for booth, count in db.session.execute(query.order_by(visits.desc(), Booth.id))]


def _within(days: int) -> Any:
    return VisitCount.day > times.today() - timedelta(days=days)
