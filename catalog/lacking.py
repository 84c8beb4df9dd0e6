"""Who lacks what of all that the market asks, for staff to ring or to remind."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import raiseload

from catalog import standing
from catalog.models import Product
from catalog.standing import Item
from core.db import db
from programme import reach
from programme.models import Facility

VIEWS = ("stopped", "soon")


@dataclass(frozen=True, slots=True)
class Lacking:
    facility: Facility
    items: Sequence[Item]

    @property
    def is_stopped(self) -> bool:
        return any(one.bites for one in self.items)


def found(requirement_id: int = 0, view: str = "") -> list[Lacking]:
    """Makers with goods that lack something, within one's area: who is stopped first.

    Of one requirement, or of all; `view` stopped: something does not sell today; soon: something is about to stop.
    """
    sells = exists().where(Product.facility_id == Facility.id, Product.state != "archived")
    query = select(Facility).where(sells, reach.within(Facility.id)).order_by(Facility.name, Facility.id)
    makers = {one.id: one for one in db.session.scalars(query.options(raiseload("*")))}
    every = [
        Lacking(makers[facility_id], _of(items, requirement_id))
        for some in standing.chunks(makers)
        for facility_id, items in standing.of_many(some).items()
    ]
    lacking = sorted((one for one in every if one.items), key=lambda one: (not one.is_stopped, one.facility.name))
    wanted = {"stopped": lambda one: one.is_stopped, "soon": lambda one: not one.is_stopped and _is_near(one)}
    return [one for one in lacking if not view or wanted[view](one)]


def _of(items: Sequence[Item], requirement_id: int) -> list[Item]:
    return [one for one in items if not one.is_met and requirement_id in (0, one.requirement.id)]


def _is_near(one: Lacking) -> bool:
    return any(item.bites_on is not None for item in one.items)
