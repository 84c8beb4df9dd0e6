"""Reads of the register of papers: a maker's wallet, the staff's list, one paper; a bounded number of queries each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import ColumnElement, Select, func, or_, select, true
from sqlalchemy.orm import aliased, joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from catalog.models import Evidence, Product, Recognition, Reminder, in_force
from core import access, times
from core.db import db
from core.text import slugify
from programme.models import CraftVillage, Facility

PER_PAGE = 40
MOST_AT_ONCE = 5_000
SIGNS_AT_ONCE = 96
STATES = ("proposed", "valid", "lapsed", "replaced", "revoked", "refused", "withdrawn")
WITHIN = (30, 90, 180)


@dataclass(frozen=True, slots=True)
class Criteria:
    """How staff narrow the register; `within` is days until the last day."""

    kind: str = ""
    state: str = ""
    within: int | None = None
    commune: str = ""
    text: str = ""
    asked: bool = False  # a maker would have evidence released


def wallet(facility_id: int) -> Sequence[Recognition]:
    """All papers of a facility and of its goods; what asks for something first."""
    order = (Recognition.state.in_(("refused", "proposed")).desc(), Recognition.expires_on, Recognition.id.desc())
    query = select(Recognition).where(of_facility(facility_id), Recognition.state != "withdrawn").order_by(*order)
    return db.session.scalars(query.limit(MOST_AT_ONCE).options(*whole())).unique().all()


def paper_of(facility_id: int, recognition_id: int) -> Recognition | None:
    """One of a facility's own papers."""
    query = select(Recognition).where(Recognition.id == recognition_id, of_facility(facility_id))
    return db.session.scalars(query.options(*whole())).unique().one_or_none()


def printable(facility_id: int) -> Sequence[Recognition]:
    """What a facility may print a sign of: it holds today, and whoever scans the code is told of it."""
    seen = Recognition.product_id.is_(None) | Recognition.product.has(Product.published_at.is_not(None))
    query = select(Recognition).where(in_force(times.today()), of_facility(facility_id), seen)
    ordered = query.order_by(Recognition.product_id.is_not(None), Recognition.kind, Recognition.id)
    return db.session.scalars(ordered.limit(SIGNS_AT_ONCE).options(*whole())).unique().all()


def paper(recognition_id: int) -> Recognition | None:
    query = select(Recognition).where(Recognition.id == recognition_id)
    return db.session.scalars(query.options(*whole())).unique().one_or_none()


def lapsing(facility_id: int, days: int) -> Sequence[Recognition]:
    """A facility's papers that hold today and end within so many days with nothing in their place, nearest first."""
    query = select(Recognition).where(_lapses_within(days), of_facility(facility_id))
    ordered = query.order_by(Recognition.expires_on, Recognition.id).limit(MOST_AT_ONCE)
    return db.session.scalars(ordered.options(*whole())).unique().all()


def lapsing_count(days: int) -> int:
    """How many papers of the whole register do: as many as the staff's list narrowed by these days holds."""
    return db.session.scalar(select(func.count()).where(_lapses_within(days), _within_reach())) or 0


def unreminded(days: int, nearer: int) -> Sequence[Recognition]:
    """What ends within `days` but not within `nearer` with nothing in its place, and no letter told of that yet."""
    written = select(Reminder.id).where(
        Reminder.recognition_id == Recognition.id,
        Reminder.days == days,
        Reminder.expires_on == Recognition.expires_on,
    )
    query = select(Recognition).where(_lapses_within(days), ~written.exists())
    query = query.where(Recognition.expires_on > times.today() + timedelta(days=nearer))
    ordered = query.order_by(Recognition.expires_on, Recognition.id).limit(MOST_AT_ONCE)
    return db.session.scalars(ordered.options(*whole())).unique().all()


def listed(criteria: Criteria, page: int = 1) -> tuple[Sequence[Recognition], int]:
    """A page of the register, and how many there are in all."""
    query = _narrowed(criteria)
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    shown = query.limit(PER_PAGE).offset((page - 1) * PER_PAGE).options(*whole())
    return db.session.scalars(shown).unique().all(), total


def for_file(criteria: Criteria) -> Sequence[Recognition]:
    return db.session.scalars(_narrowed(criteria).limit(MOST_AT_ONCE).options(*whole())).unique().all()


def waiting() -> int:
    """How many papers wait for staff."""
    return db.session.scalar(select(func.count()).where(Recognition.state == "proposed", _within_reach())) or 0


def public_of_facility(facility_id: int) -> Sequence[Recognition]:
    """The papers of the facility itself that hold today."""
    query = select(Recognition).where(Recognition.facility_id == facility_id, in_force(times.today()))
    return db.session.scalars(query.order_by(Recognition.kind, Recognition.id).limit(20).options(raiseload("*"))).all()


def public_of_village(village_id: int) -> Sequence[Recognition]:
    """The papers of the village itself that hold today."""
    query = select(Recognition).where(Recognition.village_id == village_id, in_force(times.today()))
    return db.session.scalars(
        query.order_by(Recognition.issued_on, Recognition.id).limit(20).options(raiseload("*"))
    ).all()


def subject(kind: str, key: str) -> Product | Facility | CraftVillage | None:
    """What staff name: a product by its code or address, a facility or a village by its address."""
    if kind == "product":
        return db.session.scalar(select(Product).where(or_(Product.sku == key.upper(), Product.slug == key.lower())))
    if kind == "facility":
        return db.session.scalar(select(Facility).where(Facility.slug == key.lower()))
    return db.session.scalar(select(CraftVillage).where(CraftVillage.slug == key.lower()))


def goods_of(facility_id: int) -> list[tuple[int, str]]:
    """A facility's products, to choose one from."""
    query = select(Product.id, Product.name).where(Product.facility_id == facility_id).order_by(Product.name)
    return [(row[0], row[1]) for row in db.session.execute(query.limit(MOST_AT_ONCE))]


def product_of(facility_id: int, product_id: int) -> Product | None:
    return db.session.scalar(select(Product).where(Product.id == product_id, Product.facility_id == facility_id))


def of_facility(facility_id: int) -> ColumnElement[bool]:
    mine = select(Product.id).where(Product.facility_id == facility_id)
    return (Recognition.facility_id == facility_id) | Recognition.product_id.in_(mine)


def whole() -> tuple[LoaderOption, ...]:
    """A paper with what it is about, its owner, its evidence and the one before."""
    return (
        joinedload(Recognition.product).joinedload(Product.facility).joinedload(Facility.village),
        joinedload(Recognition.product).joinedload(Product.village),
        joinedload(Recognition.facility).joinedload(Facility.village),
        joinedload(Recognition.village),
        joinedload(Recognition.renews),
        selectinload(Recognition.evidence).joinedload(Evidence.recognition),
        raiseload("*"),
    )


def _lapses_within(days: int) -> ColumnElement[bool]:
    """It holds today, ends within so many days, and nothing is in its place."""
    today = times.today()
    return in_force(today) & (Recognition.expires_on <= today + timedelta(days=days)) & _without_better()


def _without_better() -> ColumnElement[bool]:
    """No other paper of the same kind, title and thing ends later: it was renewed without saying so."""
    other = aliased(Recognition)
    better = select(other.id).where(
        other.kind == Recognition.kind,
        other.title == Recognition.title,
        other.state == "confirmed",
        other.expires_on > Recognition.expires_on,
        or_(
            other.product_id == Recognition.product_id,
            other.facility_id == Recognition.facility_id,
            other.village_id == Recognition.village_id,
        ),
    )
    return ~better.exists()


def _narrowed(criteria: Criteria) -> Select[Recognition]:
    """The last touched first; of those about to lapse, the nearest to their last day."""
    query = select(Recognition).order_by(Recognition.updated_at.desc(), Recognition.id.desc()).where(_within_reach())
    if criteria.kind:
        query = query.where(Recognition.kind == criteria.kind)
    if criteria.state:
        query = query.where(_in_state(criteria.state, times.today()))
    if criteria.within:
        query = (
            query.where(_lapses_within(criteria.within)).order_by(None).order_by(Recognition.expires_on, Recognition.id)
        )
    if criteria.asked:
        query = query.where(Recognition.evidence.any(_awaits_release()))
    if criteria.commune:
        query = query.where(_in_communes([criteria.commune]))
    key = slugify(criteria.text)
    if criteria.text:
        named = Recognition.product.has(Product.name.icontains(criteria.text, autoescape=True))
        made = Recognition.facility.has(Facility.name.icontains(criteria.text, autoescape=True))
        like = Recognition.number_key.contains(key, autoescape=True) if key else named
        query = query.where(or_(named, made, like, Recognition.code == criteria.text.upper()))
    return query


def _awaits_release() -> ColumnElement[bool]:
    return Evidence.asked_at.is_not(None) & Evidence.released_at.is_(None)


def _in_state(state: str, today: date) -> ColumnElement[bool]:
    confirmed = Recognition.state == "confirmed"
    if state == "valid":
        return in_force(today)
    if state == "replaced":
        return confirmed & (Recognition.replaced_on <= today)
    if state == "lapsed":
        return confirmed & (Recognition.expires_on < today) & Recognition.replaced_on.is_(None)
    return Recognition.state == state


def _within_reach() -> ColumnElement[bool]:
    """Of a product, facility or village that lies where whoever reads may act."""
    area = access.area()
    return true() if area is None else _in_communes(sorted(area))


def _in_communes(codes: Sequence[str]) -> ColumnElement[bool]:
    here = Facility.commune_code.in_(codes)
    return or_(
        Recognition.product.has(Product.facility.has(here)),
        Recognition.facility.has(here),
        Recognition.village.has(CraftVillage.commune_code.in_(codes)),
    )
