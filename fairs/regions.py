"""What one commune has at the market: makers, villages, goods, papers and what the programme gave there."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload

import catalog.queries
import programme.queries
from catalog.models import Product, Recognition, in_force, on_show
from core import times
from core.db import db
from programme import places, village_places
from programme.models import APPROVED_STATES, CraftVillage, Facility, Scheme, Support
from programme.places import Commune
from programme.points import distance
from programme.queries import Sums
from programme.supports import Criteria

_MAKERS, _GOODS, _PAPERS, _SUPPORTS, _NEIGHBOURS = 12, 8, 6, 6, 6


@dataclass(frozen=True, slots=True)
class Region:
    """The first of each kind, and how many there are in all."""

    commune: Commune
    makers: Sequence[Facility]
    maker_count: int
    villages: Sequence[CraftVillage]
    goods: list[Product]
    goods_count: int
    papers: Sequence[Recognition]
    paper_count: int
    supports: Sequence[Support]
    sums: Sums
    neighbours: list[tuple[Commune, int]]  # the nearest with makers, and how many


def region(commune: Commune) -> Region | None:
    """None where nobody and no village is there: then there is nothing to tell. Eleven statements."""
    counted = _counted()
    villages = _villages(commune)
    if not counted.get(commune.code) and not villages:
        return None
    goods, goods_count = _goods(commune)
    papers, paper_count = _papers(commune)
    return Region(
        commune,
        _makers(commune),
        counted.get(commune.code, 0),
        villages,
        goods,
        goods_count,
        papers,
        paper_count,
        _supports(commune),
        programme.queries.register_sums(Criteria(commune=commune.code)),
        _neighbours(commune, counted),
    )


def with_somebody() -> list[str]:
    """Codes of the communes that have a page. Two queries."""
    settled = (village_places.of(village).present for village in _all_villages())
    return sorted({*_counted(), *(commune.code for commune in settled if commune)})


def _counted() -> dict[str, int]:
    """Makers by commune."""
    query = select(Facility.commune_code, func.count()).where(Facility.commune_code.is_not(None))
    return {code: count for code, count in db.session.execute(query.group_by(Facility.commune_code)) if code}


def _villages(commune: Commune) -> list[CraftVillage]:
    """Those that surely lie there; one whose former commune was divided belongs to none until somebody says which."""
    return [one for one in _all_villages() if village_places.of(one).present == commune]


def _all_villages() -> Sequence[CraftVillage]:
    query = select(CraftVillage).options(joinedload(CraftVillage.picture), raiseload("*"))
    return db.session.scalars(query.order_by(CraftVillage.name)).all()


def _makers(commune: Commune) -> Sequence[Facility]:
    query = select(Facility).where(Facility.commune_code == commune.code).order_by(Facility.slug).limit(_MAKERS)
    options = (joinedload(Facility.village), joinedload(Facility.picture), raiseload("*"))
    return db.session.scalars(query.options(*options)).all()


def _goods(commune: Commune) -> tuple[list[Product], int]:
    query = select(Product.id, func.count().over()).join(Product.facility)
    query = query.where(Facility.commune_code == commune.code, on_show())
    rows = db.session.execute(query.order_by(Product.published_at.desc(), Product.id).limit(_GOODS)).all()
    return catalog.queries.products_by_ids([row[0] for row in rows]), rows[0][1] if rows else 0


def _papers(commune: Commune) -> tuple[list[Recognition], int]:
    """What its makers and their goods on show hold today, the highest first."""
    query = select(Recognition, func.count().over()).outerjoin(Recognition.product)
    of_maker = select(Facility.id).where(Facility.commune_code == commune.code)
    theirs = or_(Recognition.facility_id.in_(of_maker), _shown(Product.facility_id.in_(of_maker)))
    query = query.where(in_force(times.today()), theirs).options(contains_eager(Recognition.product), raiseload("*"))
    order = (func.coalesce(Recognition.stars, 0).desc(), Recognition.year.desc(), Recognition.id)
    rows = db.session.execute(query.order_by(*order).limit(_PAPERS)).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def _shown(theirs: ColumnElement[bool]) -> ColumnElement[bool]:
    return on_show() & theirs


def _supports(commune: Commune) -> Sequence[Support]:
    query = select(Support).join(Support.facility).join(Support.scheme)
    query = query.where(Facility.commune_code == commune.code, Scheme.state.in_(APPROVED_STATES))
    options = (contains_eager(Support.facility), contains_eager(Support.scheme), raiseload("*"))
    return db.session.scalars(
        query.order_by(Support.decided_on.desc(), Support.id).limit(_SUPPORTS).options(*options)
    ).all()


def _neighbours(commune: Commune, counted: dict[str, int]) -> list[tuple[Commune, int]]:
    here = commune.lat, commune.lon
    others = [one for code in counted if code != commune.code and (one := places.commune(code))]
    others.sort(key=lambda one: distance(here, (one.lat, one.lon)))
    return [(one, counted[one.code]) for one in others[:_NEIGHBOURS]]
