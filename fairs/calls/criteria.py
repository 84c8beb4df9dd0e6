"""The criteria by which applications to a fair are judged: named, worth so many points, in an order staff choose."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select

from core import audit
from core.db import db
from fairs.models import Criterion, Fair, PointMark


class Twice(Exception):
    """The fair has a criterion of this name."""


class InUse(Exception):
    """Somebody has scored by the criteria: they stay as they are."""


def of_fair(fair_id: int) -> Sequence[Criterion]:
    """In order. One statement."""
    wanted = select(Criterion).where(Criterion.fair_id == fair_id).order_by(Criterion.position, Criterion.id)
    return db.session.scalars(wanted).all()


def find(fair_id: int, criterion_id: int) -> Criterion | None:
    return db.session.scalar(select(Criterion).where(Criterion.id == criterion_id, Criterion.fair_id == fair_id))


def add(fair: Fair, told: Mapping[str, Any]) -> Criterion:
    """At the end. Raises Twice, InUse."""
    _must_be_unused(fair.id)
    _must_be_alone(fair.id, told["name"])
    last = db.session.scalar(select(func.max(Criterion.position)).where(Criterion.fair_id == fair.id))
    criterion = Criterion(fair_id=fair.id, position=(last or 0) + 1, **told)
    db.session.add(criterion)
    audit.record(fair, "criterion.added", name=criterion.name, points=criterion.points)
    return criterion


def change(fair: Fair, criterion: Criterion, told: Mapping[str, Any]) -> None:
    """Raises Twice, InUse."""
    _must_be_unused(fair.id)
    if told["name"] != criterion.name:
        _must_be_alone(fair.id, told["name"])
    if detail := audit.differences(criterion, told):
        audit.record(fair, "criterion.changed", name=criterion.name, **{f"new_{key}": v for key, v in detail.items()})
        for name, value in told.items():
            setattr(criterion, name, value)


def remove(fair: Fair, criterion: Criterion) -> None:
    """Raises InUse."""
    _must_be_unused(fair.id)
    audit.record(fair, "criterion.removed", name=criterion.name, points=criterion.points)
    db.session.delete(criterion)


def move(fair: Fair, criterion: Criterion, by: int) -> None:
    """One place up (-1) or down (1); where there is none beyond, nothing changes. Raises InUse."""
    _must_be_unused(fair.id)
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


def is_used(fair_id: int) -> bool:
    """Whether somebody has scored by them already."""
    used = select(PointMark.id).join(Criterion, Criterion.id == PointMark.criterion_id)
    return db.session.scalar(used.where(Criterion.fair_id == fair_id).limit(1)) is not None


def _must_be_unused(fair_id: int) -> None:
    if is_used(fair_id):
        raise InUse(fair_id)
