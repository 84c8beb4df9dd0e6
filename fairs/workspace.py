"""What the pages of a facility's booths and of the allotment need, fully loaded in a bounded number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

import catalog.queries
from catalog.models import Product
from core import times
from core.db import db
from fairs.models import Application, Booth, BoothGuest, Fair, Hall, Stand, takes_part
from programme import reach
from programme.models import Facility


@dataclass(frozen=True, slots=True)
class Applicant:
    """A wish for a stand, and how many stands its facility holds at the fair already."""

    application: Application
    stands: int


def booths_of(facility_id: int) -> list[Booth]:
    """A facility's booths, those of fairs to come first."""
    wanted = select(Booth).join(Booth.fair).where(Booth.facility_id == facility_id)
    return list(db.session.scalars(wanted.order_by(Fair.closes_at.desc(), Booth.id).options(*_whole())))


def booth_of(facility_id: int, booth_id: int) -> Booth | None:
    """One's own booth, ready to be changed."""
    wanted = select(Booth).join(Booth.fair).where(Booth.id == booth_id, Booth.facility_id == facility_id)
    return db.session.scalars(wanted.options(*_whole())).one_or_none()


def _whole() -> tuple[LoaderOption, ...]:
    return (
        contains_eager(Booth.fair),
        joinedload(Booth.facility).joinedload(Facility.village),
        joinedload(Booth.stand).joinedload(Stand.hall),
        joinedload(Booth.banner),
        selectinload(Booth.goods),
        selectinload(Booth.prices),
    )


def goods_of(booths: Sequence[Booth]) -> dict[int, list[Product]]:
    """What each booth shows, by booth, in order."""
    ids = {line.product_id for booth in booths for line in booth.goods}
    found = {product.id: product for product in catalog.queries.products_by_ids(sorted(ids))}
    return {booth.id: [found[one.product_id] for one in booth.goods if one.product_id in found] for booth in booths}


def goods_to_choose(facility_id: int) -> list[Product]:
    """A facility's goods on show, ready for cards."""
    wanted = select(Product).where(Product.facility_id == facility_id, Product.state == "published")
    wanted = wanted.order_by(Product.name, Product.id).options(*catalog.queries.card_options())
    return list(db.session.scalars(wanted).unique())


def goods_for(booth: Booth) -> list[Product]:
    """What a booth can show, ready for cards: its own goods, then those of each maker who agreed."""
    wanted = select(Product).where(Product.facility_id.in_(makers_at(booth)), Product.state == "published")
    wanted = wanted.options(*catalog.queries.card_options())
    found = db.session.scalars(wanted.order_by(Product.name, Product.id)).unique()
    return sorted(found, key=lambda one: (one.facility_id != booth.facility_id, one.facility.name))


def makers_at(booth: Booth) -> list[int]:
    """The maker whose booth it is, then those who let it show their goods."""
    agreed = select(BoothGuest.facility_id).where(BoothGuest.booth_id == booth.id, takes_part())
    return [booth.facility_id, *db.session.scalars(agreed.order_by(BoothGuest.id))]


def fairs_taking_applications() -> list[Fair]:
    now = times.now()
    wanted = select(Fair).where(Fair.applications_open_at <= now, Fair.opens_at > now).order_by(Fair.opens_at)
    return [fair for fair in db.session.scalars(wanted.options(raiseload("*"))) if fair.state == "applications"]


def fairs_to_allot() -> list[Fair]:
    """Fairs with their halls, the one that closes last first."""
    wanted = select(Fair).order_by(Fair.closes_at.desc()).options(selectinload(Fair.halls), raiseload("*"))
    return list(db.session.scalars(wanted))


def stands_of(hall_id: int) -> list[Stand]:
    """Every stand of a hall along the walk, with booth and facility, published or not."""
    booth = joinedload(Stand.booth)
    wanted = select(Stand).where(Stand.hall_id == hall_id).order_by(Stand.walk, Stand.id)
    return list(db.session.scalars(wanted.options(booth.joinedload(Booth.facility), raiseload("*"))))


def stands_by_hall(fair_id: int) -> dict[int, tuple[int, int]]:
    """How many stands each hall has, and how many of them are held."""
    counts = (func.count(Stand.id), func.count(Booth.id))
    wanted = select(Stand.hall_id, *counts).outerjoin(Booth, Booth.stand_id == Stand.id)
    rows = db.session.execute(wanted.where(Stand.fair_id == fair_id).group_by(Stand.hall_id))
    return {hall_id: (stands, held) for hall_id, stands, held in rows}


def stand(stand_id: int) -> Stand | None:
    wanted = select(Stand).where(Stand.id == stand_id)
    return db.session.scalar(wanted.options(joinedload(Stand.hall).joinedload(Hall.fair)))


def applicants(fair_id: int) -> list[Applicant]:
    """Who asked for a stand, the first to ask in front."""
    wanted = select(Application).where(Application.fair_id == fair_id, reach.within(Application.facility_id))
    wanted = wanted.where(Application.withdrawn_at.is_(None)).order_by(Application.made_at, Application.id)
    facility = joinedload(Application.facility).joinedload(Facility.village)
    rows = list(db.session.scalars(wanted.options(facility, raiseload("*"))))
    held = list(
        db.session.scalars(select(Booth.facility_id).where(Booth.fair_id == fair_id, Booth.stand_id.is_not(None)))
    )
    return [Applicant(row, held.count(row.facility_id)) for row in rows]


def facilities() -> list[Facility]:
    """Everybody who may get a stand."""
    wanted = select(Facility).where(reach.within(Facility.id)).order_by(Facility.name, Facility.id)
    return list(db.session.scalars(wanted.options(raiseload("*"))))
