"""What the facility's and the staff's own pages need of products, fully loaded in a bounded number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select
from sqlalchemy.orm import joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from catalog.models import (
    STATES,
    ImportRun,
    MakingStep,
    Photo,
    Product,
    ProductAttribute,
    ProductRevision,
    Promise,
    Variant,
)
from core import times
from core.db import db
from core.text import slugify
from programme import reach
from programme.models import Facility

PER_PAGE = 24
MOST_ON_A_SHEET = 20_000
RECENT = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Page:
    """Some of a list: `products` of `total`, the `number`th page of `count`."""

    products: list[Product]
    total: int
    number: int

    @property
    def count(self) -> int:
        return max(1, -(-self.total // PER_PAGE))


def facility(facility_id: int) -> Facility:
    return db.session.get_one(Facility, facility_id)


def product_with_sku(sku: str) -> Product | None:
    """By its own code or that of one of its variants."""
    named = Product.id.in_(select(Variant.product_id).where(Variant.sku == sku))
    return db.session.scalars(select(Product).where((Product.sku == sku) | named).order_by(Product.id)).first()


def facility_with_slug(slug: str) -> Facility | None:
    return db.session.scalar(select(Facility).where(Facility.slug == slug))


def products_of(facility_id: int, state: str = "", words: str = "", page: int = 1) -> Page:
    """A maker's products, those that ask for something first."""
    wanted = select(Product).where(Product.facility_id == facility_id)
    wanted = wanted.where(Product.state == state if state else Product.state != "archived")
    if words:
        wanted = wanted.where(
            or_(
                Product.name.icontains(words, autoescape=True),
                Product.sku.icontains(words, autoescape=True),
                Product.slug.contains(slugify(words) or words),  # without marks, and ẤM as ấm
            )
        )
    urgent = Product.state.in_(("sent_back", "taken_down")).desc()
    return _page(wanted.order_by(urgent, Product.updated_at.desc(), Product.id.desc()), page)


def states_of(facility_id: int) -> dict[str, int]:
    """How many products a maker has in each state, in the order of the states."""
    counted = select(Product.state, func.count()).where(Product.facility_id == facility_id).group_by(Product.state)
    found = dict(db.session.execute(counted).all())
    return {state: found[state] for state in STATES if state in found}


def product_of(facility_id: int, product_id: int) -> Product | None:
    """One of a maker's own products, with all that the editor and the page show."""
    wanted = select(Product).where(Product.id == product_id, Product.facility_id == facility_id)
    return db.session.scalars(wanted.options(*_whole())).unique().one_or_none()


def goods_of(facility_id: int) -> list[tuple[int, str]]:
    """(id, name) of what a maker makes, for a choice; services are no goods."""
    query = select(Product.id, Product.name).where(Product.facility_id == facility_id, Product.mode != "service")
    query = query.where(Product.state != "archived").order_by(Product.name).limit(1000)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def product(product_id: int) -> Product | None:
    wanted = select(Product).where(Product.id == product_id)
    return db.session.scalars(wanted.options(*_whole())).unique().one_or_none()


def queue(tab: str, group: str = "", page: int = 1) -> Page:
    """What staff look at: waiting (the longest first), revised after approval in the last week, taken down."""
    return _page(_queued(tab, group), page)


def whole_queue(tab: str, group: str = "") -> list[Product]:
    """The same on one sheet."""
    wanted = _queued(tab, group).limit(MOST_ON_A_SHEET).options(*_row(), raiseload("*", sql_only=True))
    return list(db.session.scalars(wanted).unique())


def _queued(tab: str, group: str) -> Select[Product]:
    if tab == "revised":
        wanted = select(Product).where(
            Product.state == "published",
            Product.updated_at > Product.published_at,
            Product.updated_at > times.now() - RECENT,
        )
        wanted = wanted.order_by(Product.updated_at.desc(), Product.id)
    else:
        wanted = select(Product).where(Product.state == "taken_down" if tab == "down" else waits())
        wanted = wanted.order_by(waits_since(), Product.id)
    if group:
        wanted = wanted.where(Product.browse_category == group)
    return wanted.where(reach.within(Product.facility_id))


def waiting() -> tuple[int, list[str]]:
    """How many products wait for staff, new or edited, and of which groups."""
    counted = select(Product.browse_category, func.count()).where(waits(), reach.within(Product.facility_id))
    found = db.session.execute(counted.group_by(Product.browse_category)).all()
    return sum(count for _group, count in found), sorted(group for group, _count in found)


def next_waiting(after: Product) -> int | None:
    """The product to look at after this one."""
    wanted = select(Product.id).where(waits(), Product.id != after.id, reach.within(Product.facility_id))
    return db.session.scalar(wanted.order_by(waits_since(), Product.id).limit(1))


def waits() -> ColumnElement[bool]:
    """SQL: staff are asked to look at it, because it is new or because an edit of what is up waits."""
    edited = exists().where(ProductRevision.product_id == Product.id, ProductRevision.state == "waiting")
    return or_(Product.state == "submitted", and_(Product.state == "published", edited.correlate(Product)))


def waits_since() -> ColumnElement[datetime]:
    edit = select(ProductRevision.made_at).where(
        ProductRevision.product_id == Product.id, ProductRevision.state == "waiting"
    )
    return case((Product.state == "published", edit.correlate(Product).scalar_subquery()), else_=Product.submitted_at)


def runs_of(facility_id: int) -> list[ImportRun]:
    wanted = select(ImportRun).where(ImportRun.facility_id == facility_id)
    return list(db.session.scalars(wanted.order_by(ImportRun.id.desc()).limit(10)))


def run_of(facility_id: int, run_id: int) -> ImportRun | None:
    wanted = select(ImportRun).where(ImportRun.facility_id == facility_id, ImportRun.id == run_id)
    return db.session.scalar(wanted)


def _page(wanted: Select[Product], page: int) -> Page:
    total = db.session.scalar(select(func.count()).select_from(wanted.order_by(None).subquery())) or 0
    number = min(max(page, 1), max(1, -(-total // PER_PAGE)))
    shown = wanted.limit(PER_PAGE).offset((number - 1) * PER_PAGE).options(*_row(), raiseload("*", sql_only=True))
    return Page(list(db.session.scalars(shown).unique()), total, number)


def _row() -> tuple[LoaderOption, ...]:
    return (
        joinedload(Product.facility),
        selectinload(Product.variants),
        selectinload(Product.photos).joinedload(Photo.picture),
        selectinload(Product.remarks),
    )


def _whole() -> tuple[LoaderOption, ...]:
    return (
        *_row(),
        joinedload(Product.village),
        joinedload(Product.promise).selectinload(Promise.steps).joinedload(MakingStep.picture),
        joinedload(Product.own_range),
        selectinload(Product.recognitions),
        selectinload(Product.supports),
        selectinload(Product.attributes).joinedload(ProductAttribute.attribute),
    )
