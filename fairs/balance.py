"""Who asks for a place at a fair or has one, seen as the meters of a shelf see goods: whether everybody gets a turn."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Select, case, distinct, func, or_, select
from sqlalchemy.orm import joinedload, raiseload

from catalog import taxonomy
from catalog.models import Product, on_show
from core import times
from core.db import db
from fairs import curation, fairness
from fairs.curation import Turn
from fairs.models import Application, Booth, Fair, Shelf
from programme import reach
from programme.models import Facility

YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Entry:
    """A facility at a fair: its main trade, whether it has a stand, its turns at other fairs and on shelves."""

    facility: Facility
    group: str
    has_stand: bool
    fairs: Turn
    shelves: Turn

    @property
    def is_new(self) -> bool:
        return not self.fairs.ever

    @property
    def village(self) -> str:
        return self.facility.village.name if self.facility.village else ""


def entries(fair: Fair) -> list[Entry]:
    """Who asked and did not withdraw, and who has a booth, by name. Five queries however many."""
    there = dict(db.session.execute(_booths(fair.id)).all())
    asked = select(Application.facility_id).where(Application.fair_id == fair.id, Application.withdrawn_at.is_(None))
    wanted = select(Facility).where(or_(Facility.id.in_(asked), Facility.id.in_(list(there))))
    wanted = wanted.where(reach.within(Facility.id)).order_by(Facility.name, Facility.id)
    makers = db.session.scalars(wanted.options(joinedload(Facility.village), raiseload("*"))).all()
    ids = [maker.id for maker in makers]
    trades, fairs, shelves = _trades(ids), _turns(fair.id, ids), curation.turns(Shelf(), ids)
    return [
        Entry(
            facility=maker,
            group=trades.get(maker.id, ""),
            has_stand=there.get(maker.id) is not None,
            fairs=fairs.get(maker.id, Turn()),
            shelves=shelves[maker.id],
        )
        for maker in makers
    ]


def meters(chosen: Sequence[Entry]) -> list[fairness.Meter]:
    """First-timers are those at no other fair; often there: at three or more in twelve months."""
    seen = [fairness.Chosen(one.facility, taxonomy.name_of(one.group), one.village) for one in chosen]
    new = {one.facility.id for one in chosen if one.is_new}
    return fairness.of_chosen(seen, new, {one.facility.id: one.fairs.of_late for one in chosen})


def chosen(every: Sequence[Entry], ticked: Collection[int]) -> list[Entry]:
    """Those ticked; of none, those who have a stand; where nobody has one yet, all."""
    return [one for one in every if one.facility.id in ticked] or [one for one in every if one.has_stand] or list(every)


def _booths(fair_id: int) -> Select[int, int | None]:
    return (
        select(Booth.facility_id, func.max(Booth.stand_id)).where(Booth.fair_id == fair_id).group_by(Booth.facility_id)
    )


def _trades(facility_ids: Sequence[int]) -> dict[int, str]:
    """The group that most goods of each belong to."""
    rows = db.session.execute(
        select(Product.facility_id, Product.browse_category, func.count())
        .where(Product.facility_id.in_(facility_ids), on_show())
        .group_by(Product.facility_id, Product.browse_category)
        .order_by(func.count(), Product.browse_category.desc())
    )
    return {maker: group for maker, group, _count in rows}


def _turns(fair_id: int, facility_ids: Sequence[int]) -> dict[int, Turn]:
    """At how many other fairs each had an open booth, ever and in the last twelve months."""
    of_late = case((Fair.opens_at > times.now() - YEAR, Fair.id))
    rows = db.session.execute(
        select(Booth.facility_id, func.count(distinct(Fair.id)), func.count(distinct(of_late)))
        .join(Booth.fair)
        .where(Booth.facility_id.in_(facility_ids), Fair.id != fair_id, Booth.published_at.is_not(None))
        .where(Fair.opens_at <= times.now(), Fair.called_off == "")
        .group_by(Booth.facility_id)
    )
    return {maker: Turn(ever, late) for maker, ever, late in rows}
