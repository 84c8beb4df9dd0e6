"""Visits: one count a day for each thing looked at. No person, no address, no cookie."""

import re
from datetime import date, timedelta
from typing import Any

from sqlalchemy import distinct, func, select

from catalog.models import Lot, Product, on_show
from core import times
from core.db import db, insert
from fairs.models import Booth, Fair
from insight.models import VISIT_KINDS, VisitCount
from programme.models import Facility

_MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|headless|lighthouse|curl|wget|python|java/|go-http|okhttp|scrapy|facebookexternal",
    re.IGNORECASE,
)


class UnknownSubject(LookupError):
    """Nothing of this kind and number is on show, so nobody can have looked at it."""


def is_machine(user_agent: str) -> bool:
    """Whether a program, not a person, asks: it says so itself, or says nothing."""
    return not user_agent or bool(_MACHINES.search(user_agent))


def record(kind: str, subject_id: int, day: date | None = None) -> None:
    """Count one visit. One upsert, so that two visitors at once are two."""
    if not _is_on_show(kind, subject_id):
        raise UnknownSubject(kind, subject_id)
    row = {"day": day or times.today(), "kind": kind, "subject_id": subject_id, "visits": 1}
    db.session.execute(
        insert(VisitCount)
        .values(**row)
        .on_conflict_do_update(index_elements=["day", "kind", "subject_id"], set_={"visits": VisitCount.visits + 1})
    )


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


def _is_on_show(kind: str, subject_id: int) -> bool:
    shown: dict[str, Any] = {
        "product": select(Product.id).where(on_show(), Product.id == subject_id),
        "booth": select(Booth.id).where(Booth.published_at.is_not(None), Booth.id == subject_id),
        "fair": select(Fair.id).where(Fair.id == subject_id),
        "lot": select(Lot.id).where(Lot.id == subject_id),
        "facility": select(Facility.id).where(Facility.id == subject_id),
    }
    return kind in VISIT_KINDS and db.session.scalar(select(func.count(distinct(shown[kind].subquery().c.id)))) == 1
