"""Applications as staff and makers read them, fully loaded in a bounded number of queries."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload

from catalog import taxonomy
from catalog.models import Product
from core import times
from core.db import db
from fairs.calls import fitness
from fairs.calls.fitness import Check
from fairs.models import Application, Booth, Fair, Stand, StandWish
from programme import eligibility, reach, rolls
from programme.eligibility import Verdict
from programme.models import Facility

SHOWS = ("du", "thieu", "lan-dau", "rut")  # complete, incomplete, first at a fair, withdrawn


@dataclass(frozen=True, slots=True)
class Line:
    """An application with what its facility brings: goods, fairs of before, stands held at this one."""

    application: Application
    goods: Sequence[Product]
    checks: Sequence[Check]
    verdict: Verdict
    past: int
    stands: int

    @property
    def facility(self) -> Facility:
        return self.application.facility

    @property
    def is_complete(self) -> bool:
        return fitness.is_complete(self.checks)

    @property
    def is_first(self) -> bool:
        return self.past == 0

    @property
    def group(self) -> str:
        """The browse category of most of its goods; the first by name where two are as many."""
        return main_group(self.goods)

    @property
    def group_name(self) -> str:
        return taxonomy.name_of(self.group) if self.group else ""

    def fits(self, show: str) -> bool:
        """Whether it is among those that one of SHOWS names; withdrawn ones are among none but their own."""
        if self.application.withdrawn_at or show == "rut":
            return bool(self.application.withdrawn_at) and show == "rut"
        return {"du": self.is_complete, "thieu": not self.is_complete, "lan-dau": self.is_first}.get(show, True)


def lines(fair: Fair, *, everywhere: bool = False) -> list[Line]:
    """Every application to a fair within reach (or all), the first to ask in front. Eight queries, however many."""
    wanted = select(Application).where(Application.fair_id == fair.id)
    if not everywhere:
        wanted = wanted.where(reach.within(Application.facility_id))
    wishes = selectinload(Application.stand_wishes).joinedload(StandWish.stand)
    facility = joinedload(Application.facility).joinedload(Facility.village)
    ordered = wanted.order_by(Application.made_at, Application.id).options(facility, wishes, raiseload("*"))
    return _read(fair, list(db.session.scalars(ordered)))


def line(fair: Fair, application_id: int) -> Line | None:
    """One application, also beyond reach: read by all staff, judged only within."""
    wanted = select(Application).where(Application.fair_id == fair.id, Application.id == application_id)
    wishes = selectinload(Application.stand_wishes).joinedload(StandWish.stand)
    facility = joinedload(Application.facility).joinedload(Facility.village)
    found = db.session.scalars(wanted.options(facility, wishes, joinedload(Application.fair))).all()
    return next(iter(_read(fair, found)), None)


def past_fairs(facility_id: int, before: Fair) -> Sequence[Fair]:
    """Fairs that are over at which the facility had a booth, the latest first."""
    has_booth = select(Booth.fair_id).where(Booth.facility_id == facility_id)
    wanted = select(Fair).where(Fair.id.in_(has_booth), Fair.closes_at < times.now(), Fair.id != before.id)
    return db.session.scalars(wanted.order_by(Fair.closes_at.desc()).options(raiseload("*"))).all()


def free_stands(fair: Fair) -> Sequence[Stand]:
    """Stands nobody holds, as one walks past them, with their halls."""
    wanted = select(Stand).outerjoin(Booth, Booth.stand_id == Stand.id).where(Stand.fair_id == fair.id)
    ordered = wanted.where(Booth.id.is_(None)).order_by(Stand.hall_id, Stand.walk, Stand.id)
    return db.session.scalars(ordered.options(joinedload(Stand.hall), raiseload("*"))).all()


def main_group(goods: Iterable[Product]) -> str:
    counted = Counter(one.browse_category for one in goods)
    return min(counted, key=lambda group: (-counted[group], group), default="")


def _read(fair: Fair, rows: Sequence[Application]) -> list[Line]:
    ids = [one.facility_id for one in rows]
    goods = _goods({number for one in rows for number in one.product_ids})
    facts, past, held = rolls.facts_of(ids), _past(fair, ids), _held(fair)
    found = []
    for row in rows:
        mine = [goods[one] for one in row.product_ids if one in goods and goods[one].facility_id == row.facility_id]
        verdict = eligibility.of(row.facility, times.today(), facts[row.facility_id])
        checks = fitness.checks(row.facility, mine)
        found.append(Line(row, mine, checks, verdict, past.get(row.facility_id, 0), held[row.facility_id]))
    return found


def _goods(ids: Collection[int]) -> dict[int, Product]:
    """Those on show, with their photos' rows only: a list shows none of them."""
    wanted = select(Product).where(Product.id.in_(ids), Product.state == "published")
    rows = db.session.scalars(wanted.options(selectinload(Product.photos), raiseload("*", sql_only=True)))
    return {product.id: product for product in rows}


def _past(fair: Fair, facility_ids: Collection[int]) -> dict[int, int]:
    """By facility, at how many fairs that are over it had a booth."""
    counted = select(Booth.facility_id, func.count(Booth.fair_id.distinct())).join(Booth.fair)
    over = Booth.facility_id.in_(facility_ids), Fair.closes_at < times.now(), Fair.id != fair.id
    return dict(db.session.execute(counted.where(*over).group_by(Booth.facility_id)).all())  # type: ignore[arg-type]


def _held(fair: Fair) -> defaultdict[int, int]:
    held = select(Booth.facility_id, func.count()).where(Booth.fair_id == fair.id, Booth.stand_id.is_not(None))
    rows = db.session.execute(held.group_by(Booth.facility_id)).all()
    return defaultdict(int, dict(rows))  # type: ignore[arg-type]
