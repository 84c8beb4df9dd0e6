"""The criteria by which applications to a fair are judged: named, worth so many points, in an order staff choose."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from core import audit
from core.db import db
from fairs.models import Criterion, Fair


class Twice(Exception):
    """The fair has a criterion of this name."""


def of_fair(fair_id: int) -> Sequence[Criterion]:
    """In order. One statement."""
    wanted = select(Criterion).where(Criterion.fair_id == fair_id).order_by(Criterion.position, Criterion.id)
    return db.session.scalars(wanted).all()


def find(fair_id: int, criterion_id: int) -> Criterion | None:
    return db.session.scalar(select(Criterion).where(Criterion.id == criterion_id, Criterion.fair_id == fair_id))


def add(fair: Fair, told: Mapping[str, Any]) -> Criterion:
    """At the end. Raises Twice."""
    _must_be_alone(fair.id, told["name"])
    last = db.session.scalar(select(func.max(Criterion.position)).where(Criterion.fair_id == fair.id))
    criterion = Criterion(fair_id=fair.id, position=(last or 0) + 1, **told)
    db.session.add(criterion)
    audit.record(fair, "criterion.added", name=criterion.name, points=criterion.points)
    return criterion


def change(fair: Fair, criterion: Criterion, told: Mapping[str, Any]) -> None:
    """Raises Twice."""
    if told["name"] != criterion.name:
        _must_be_alone(fair.id, told["name"])
    if detail := audit.differences(criterion, told):
        audit.record(fair, "criterion.changed", name=criterion.name, **{f"new_{key}": v for key, v in detail.items()})
        for name, value in told.items():
            setattr(criterion, name, value)


def remove(fair: Fair, criterion: Criterion) -> None:
    audit.record(fair, "criterion.removed", name=criterion.name, points=criterion.points)
    db.session.delete(criterion)


def move(fair: Fair, criterion: Criterion, by: int) -> None:
    """One place up (-1) or down (1); where there is none beyond, nothing changes."""
    rows = list(of_fair(fair.id))
    at = rows.index(criterion)
    if 0 <= at + by < len(rows):
        rows[at], rows[at + by] = rows[at + by], rows[at]
        for position, row in enumerate(rows, 1):
            row.position = position
        audit.record(fair, "criterion.moved", name=criterion.name, by=by)


def _must_be_alone(fair_id: int, name: str) -> None:
    if name in {one.name for one in of_fair(fair_id)}:
        raise Twice(name)
