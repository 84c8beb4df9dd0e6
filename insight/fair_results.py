"""What a fair brought, counted from what was recorded at the moment: visits, questions, orders that came through it."""

from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from core.db import db
from fairs.models import Booth
from insight import visits
from insight.attribution import Brought, brought_at
from insight.models import VisitCount
from programme.models import Facility


@dataclass(frozen=True, slots=True)
class Results:
    """`brought` by booths and shelf slots of the fair; turns are published booths, communes those of their makers."""

    turns: int
    facilities: int
    communes: int
    page_visits: int
    brought: Brought
    booths: list[tuple[Booth, int]]


def of(fair_id: int) -> Results:
    """Four statements."""
    row = db.session.execute(
        select(
            func.count(Booth.id),
            func.count(distinct(Booth.facility_id)),
            func.count(distinct(Facility.commune_code)),
        )
        .join(Booth.facility)
        .where(Booth.fair_id == fair_id, Booth.published_at.is_not(None))
    ).one()
    looked = select(func.coalesce(func.sum(VisitCount.visits), 0))
    pages = db.session.scalar(looked.where(VisitCount.kind == "fair", VisitCount.subject_id == fair_id)) or 0
    return Results(row[0], row[1], row[2], int(pages), brought_at(fair_id), visits.to_booths_of_fair(fair_id))
