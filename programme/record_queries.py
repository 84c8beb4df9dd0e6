"""What the pages of programmes, plans and drafts need."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, raiseload

from core.db import db
from programme.models import APPROVED_STATES, Funding, Plan, Programme, Scheme, SchemeChange, SchemeMove, Task

SOURCES = ("national", "local", "counterpart")


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan, how many schemes it has that are approved, and what these plan by source, in đồng."""

    plan: Plan
    schemes: int
    planned: dict[str, int]

    def left(self, source: str) -> int:
        """What of the budget no approved scheme takes; below nothing: more is given than there is."""
        return int(getattr(self.plan, source)) - self.planned[source]


def programmes() -> Sequence[tuple[Programme, int]]:
    """Every programme, the latest first, with how many years it has plans for."""
    counted = select(Programme, func.count(Plan.id)).outerjoin(Plan, Plan.programme_id == Programme.id)
    rows = db.session.execute(counted.group_by(Programme.id).order_by(Programme.from_year.desc(), Programme.code))
    return [(one, count) for one, count in rows]


def programme(code: str) -> Programme | None:
    return db.session.scalar(select(Programme).where(Programme.code == code))


def plans(programme_id: int | None = None) -> Sequence[Plan]:
    """Of one programme, or all; the latest first."""
    query = select(Plan).order_by(Plan.year.desc()).options(joinedload(Plan.programme), raiseload("*"))
    return db.session.scalars(query.where(Plan.programme_id == programme_id) if programme_id else query).all()


def plan(year: int) -> Plan | None:
    return db.session.scalar(select(Plan).where(Plan.year == year).options(joinedload(Plan.programme)))


def plan_lines(programme_id: int) -> list[PlanLine]:
    """Two queries."""
    approved = Scheme.state.in_(APPROVED_STATES)

    def planned(source: str) -> object:
        return func.coalesce(func.sum(case((Funding.source == source, Funding.planned), else_=0)), 0)

    query = (
        select(Scheme.plan_id, func.count(Scheme.id.distinct()), *(planned(one) for one in SOURCES))  # type: ignore[call-overload]
        .join(Plan, Plan.id == Scheme.plan_id)
        .outerjoin(Funding, Funding.scheme_id == Scheme.id)
        .where(Plan.programme_id == programme_id, approved)
        .group_by(Scheme.plan_id)
    )
    sums = {row[0]: (row[1], dict(zip(SOURCES, map(int, row[2:]), strict=True))) for row in db.session.execute(query)}
    none: tuple[int, dict[str, int]] = (0, dict.fromkeys(SOURCES, 0))
    return [PlanLine(one, *sums.get(one.id, none)) for one in plans(programme_id)]


def task(scheme: Scheme, task_id: int) -> Task | None:
    return db.session.scalar(select(Task).where(Task.id == task_id, Task.scheme_id == scheme.id))


def changes_of(scheme: Scheme) -> Sequence[SchemeChange]:
    """What amendments changed, the latest first."""
    query = select(SchemeChange).join(SchemeMove, SchemeMove.id == SchemeChange.move_id)
    return db.session.scalars(query.where(SchemeMove.scheme_id == scheme.id).order_by(SchemeChange.id.desc())).all()
