"""What a fair brought, counted from what was recorded at the moment: visits, questions, orders that came through it."""

from dataclasses import dataclass

from sqlalchemy import distinct, func, select

from core.db import db
from fairs.models import Booth, FairComplaint, FairContract
from insight import visits
from insight.attribution import Brought, brought_at
from insight.models import VisitCount
from programme.models import Facility


@dataclass(frozen=True, slots=True)
class Deals:
    """What was signed there and not taken back, how many with partners abroad, đồng; and complaints of visitors."""

    contracts: int
    memoranda: int
    abroad: int
    dong: int
    complaints: int
    answered: int


@dataclass(frozen=True, slots=True)
class Results:
    """`brought` by booths and shelf slots of the fair; turns are published booths, communes those of their makers."""

    turns: int
    facilities: int
    communes: int
    page_visits: int
    brought: Brought
    deals: Deals
    booths: list[tuple[Booth, int]]


def of(fair_id: int) -> Results:
    """Five statements."""
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
    booths = visits.to_booths_of_fair(fair_id)
    return Results(row[0], row[1], row[2], int(pages), brought_at(fair_id), deals(fair_id), booths)


def deals(fair_id: int) -> Deals:
    """One statement."""
    is_contract, is_abroad = FairContract.kind == "contract", FairContract.partner_kind == "foreign"
    counts = func.count().filter(is_contract), func.count().filter(~is_contract), func.count().filter(is_abroad)
    made, answered = (
        select(func.count(column)).where(FairComplaint.fair_id == fair_id).scalar_subquery()
        for column in (FairComplaint.id, FairComplaint.closed_at)
    )
    query = select(*counts, func.coalesce(func.sum(FairContract.amount), 0), made, answered)
    kept = query.where(FairContract.fair_id == fair_id, FairContract.cancelled_at.is_(None))
    return Deals(*map(int, db.session.execute(kept).one()))
