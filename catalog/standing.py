"""How makers stand with what the market asks of them: what is met and until when, what is lacking and what it stops.

Two days are kept with each product, `stopped_on` and `hidden_on`, settled whenever something changes that they follow
from. So placing an order reads no requirement, and what lapses stops by itself on its day.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import or_, select, update
from sqlalchemy.orm import raiseload

from catalog import facts_seen, search
from catalog.models import Product, Proof, Recognition, Requirement, in_force
from core import times
from core.dated import Rules
from core.db import db
from programme.models import Facility

rules = Rules(Path(__file__).parent / "data" / "requirement_rules.csv")
CHUNK = 200
STOPS = {"sell": "stopped_on", "show": "hidden_on"}  # the column that an effect is kept in


@dataclass(frozen=True, slots=True)
class Item:
    """One requirement as it is with one maker. `until` is the last day it is met; date.max: no end is known."""

    requirement: Requirement
    until: date | None  # None: it is not met
    waiting: Proof | None = None
    refused: Proof | None = None  # the last one, where nothing came since
    by_paper: bool = False  # a paper of the register will do

    @property
    def is_met(self) -> bool:
        return self.until is not None and times.today() <= self.until

    @property
    def ends_on(self) -> date | None:
        """The last day of what is met, where there is one."""
        return self.until if self.is_met and self.until != date.max else None

    @property
    def bites_on(self) -> date | None:
        """The day from which it stops something; None where it never does, as things stand."""
        if self.requirement.effect == "advice" or self.until == date.max:
            return None
        day = self.requirement.binds_on
        if self.until:
            day = max(day, self.until + timedelta(days=1))
        spared = self.waiting and self.waiting.spares_until(rules.value("waiting_spares_days"))
        if spared and self.waiting and self.waiting.handed_in_on <= day:
            day = max(day, spared)
        if self.requirement.until_on and day > self.requirement.until_on:
            return None
        return day

    @property
    def bites(self) -> bool:
        return self.bites_on is not None and self.bites_on <= times.today()


Standing = dict[int, list[Item]]


def chunks(facility_ids: Iterable[int]) -> Iterator[list[int]]:
    """In the order of ids, so many at a time as one statement names."""
    ids = sorted(facility_ids)
    return (ids[begin : begin + CHUNK] for begin in range(0, len(ids), CHUNK))


def asked(on: date | None = None) -> Sequence[Requirement]:
    """In force, or to come: what is over is not asked."""
    day = on or times.today()
    query = select(Requirement).where(or_(Requirement.until_on.is_(None), Requirement.until_on >= day))
    return db.session.scalars(query.order_by(Requirement.from_on, Requirement.id)).all()


def of(facility_id: int) -> list[Item]:
    return of_many([facility_id])[facility_id]


def of_many(facility_ids: Collection[int]) -> Standing:
    """By facility, what is asked of it and how it stands. As many queries for one as for many."""
    requirements = asked()
    if not requirements:
        return dict.fromkeys(facility_ids, [])
    makers = db.session.execute(select(Facility.id, Facility.kind).where(Facility.id.in_(facility_ids))).all()
    shelves, proofs = _shelves(facility_ids), _proofs(facility_ids)
    papers = _papers(facility_ids, {one.paper for one in requirements if one.paper})
    seen = {code: facts_seen.of(code).having(facility_ids) for code in {one.fact for one in requirements if one.fact}}

    def item(one: Requirement, maker: int) -> Item:
        return _item(one, proofs[maker, one.id], papers.get((maker, one.paper)), maker in seen.get(one.fact, ()))

    return {
        maker: [item(one, maker) for one in requirements if one.asks(kind, shelves[maker])] for maker, kind in makers
    }


def settle(facility_ids: Iterable[int]) -> int:
    """Write with each product from when it is stopped and hidden, and return how many of them changed."""
    changed = 0
    for some in chunks(set(facility_ids)):
        db.session.flush()
        found = of_many(some)
        query = select(Product.id, Product.facility_id, Product.browse_category, Product.stopped_on, Product.hidden_on)
        moved = defaultdict(list)
        for number, maker, shelf, *before in db.session.execute(query.where(Product.facility_id.in_(some))):
            after = days_of(found[maker], shelf)
            if list(after) != before:
                moved[after].append(number)
        changed += sum(_write(ids, *days) for days, ids in moved.items())
    return changed


def days_of(items: Iterable[Item], shelf: str) -> tuple[date | None, date | None]:
    """From when goods of a shelf are stopped, and from when hidden."""
    days: dict[str, list[date]] = {effect: [] for effect in STOPS}
    for one in items:
        covers = not one.requirement.groups or shelf in one.requirement.groups
        if covers and one.bites_on:
            days[one.requirement.effect].append(one.bites_on)
    return min(days["sell"], default=None), min(days["show"], default=None)


def settle_all() -> int:
    return settle(db.session.scalars(select(Facility.id)).all())


def settle_goods(product_ids: Collection[int]) -> int:
    """Those of the makers of some goods: something of them was changed."""
    return settle(db.session.scalars(select(Product.facility_id).where(Product.id.in_(product_ids)).distinct()).all())


def turn_the_day() -> int:
    """Tell the search of goods that stop or are hidden from today on; the pages know by themselves."""
    today = times.today()
    query = select(Product.id).where(or_(Product.stopped_on == today, Product.hidden_on == today))
    ids = db.session.scalars(query).all()
    search.touch(*ids)
    return len(ids)


def _write(ids: list[int], stopped_on: date | None, hidden_on: date | None) -> int:
    act = update(Product).where(Product.id.in_(ids)).values(stopped_on=stopped_on, hidden_on=hidden_on)
    db.session.execute(act.execution_options(synchronize_session="fetch"))
    search.touch(*ids)
    return len(ids)


def _item(asked: Requirement, proofs: list[Proof], paper: date | None, seen: bool) -> Item:
    """`proofs` of that requirement, the latest first."""
    if asked.kind == "computed":
        return Item(asked, date.max if seen else None)
    own = max((day for one in proofs if (day := one.holds_until(asked))), default=None)
    until = max((day for day in (own, paper) if day), default=None)
    latest = next((one for one in proofs if one.state != "withdrawn"), None)
    waiting = latest if latest and latest.waits else None
    refused = latest if latest and latest.state == "refused" else None
    return Item(asked, until, waiting, refused, by_paper=paper is not None and (own is None or paper > own))


def _shelves(facility_ids: Collection[int]) -> dict[int, set[str]]:
    query = select(Product.facility_id, Product.browse_category).where(
        Product.facility_id.in_(facility_ids), Product.state != "archived"
    )
    found: dict[int, set[str]] = defaultdict(set)
    for facility_id, shelf in db.session.execute(query.distinct()):
        found[facility_id].add(shelf)
    return found


def _proofs(facility_ids: Collection[int]) -> dict[tuple[int, int], list[Proof]]:
    query = select(Proof).where(Proof.facility_id.in_(facility_ids)).order_by(Proof.id.desc())
    found: dict[tuple[int, int], list[Proof]] = defaultdict(list)
    for one in db.session.scalars(query.options(raiseload("*"))):
        found[one.facility_id, one.requirement_id].append(one)
    return found


def _papers(facility_ids: Collection[int], kinds: set[str]) -> dict[tuple[int, str], date]:
    """The last day of a paper of the facility itself, as the register has it; one of a product is that product's."""
    if not kinds:
        return {}
    query = select(Recognition).where(
        Recognition.facility_id.in_(facility_ids), Recognition.kind.in_(kinds), in_force(times.today())
    )
    found: dict[tuple[int, str], date] = {}
    for one in db.session.scalars(query.options(raiseload("*"))):
        key, until = (one.facility_id or 0, one.kind), one.ends_on or date.max
        found[key] = max(until, found.get(key, until))
    return found
