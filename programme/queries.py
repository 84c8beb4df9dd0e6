"""What the programme's pages and lists need, fully loaded in a bounded number of queries."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, case, distinct, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload, selectinload

from core.db import db
from core.text import slugify
from programme import contents, units
from programme.models import APPROVED_STATES, FUNDING_SOURCES, Facility, Funding, Indicator, Plan, Scheme, Support
from programme.schemes import SchemeCriteria
from programme.supports import Criteria

PAGE_SIZE = 25
SUPPORTS_SHOWN = 30
_APPROVED = Scheme.state.in_(APPROVED_STATES)
_GIVEN = Support.national + Support.local


@dataclass(frozen=True, slots=True)
class Sums:
    """What the rows add up to: turns (lượt), distinct facilities, schemes, and đồng."""

    turns: int
    facilities: int
    schemes: int
    given: int
    counterpart: int


@dataclass(frozen=True, slots=True)
class Excluded:
    """What published figures leave out, because it is not approved (guard rule G8)."""

    schemes: int
    supports: int


@dataclass(frozen=True, slots=True)
class Standing:
    """The whole book at once: what is approved, and what is left out."""

    schemes: int
    turns: int
    facilities: int
    given: int
    counterpart: int
    excluded: Excluded


@dataclass(frozen=True, slots=True)
class SchemeSums:
    """What a list of schemes adds up to, in đồng by source."""

    schemes: int
    national: int
    local: int
    counterpart: int
    disbursed: int

    @property
    def state_money(self) -> int:
        return self.national + self.local


@dataclass(frozen=True, slots=True)
class SchemeLine:
    """A scheme of a list, with how many turns and distinct facilities it supported."""

    scheme: Scheme
    turns: int
    facilities: int


def indicators() -> list[Indicator]:
    return list(db.session.scalars(select(Indicator).order_by(Indicator.code, Indicator.id)))


def excluded() -> Excluded:
    waiting = select(func.count(distinct(Scheme.id)), func.count(Support.id)).outerjoin(Scheme.supports)
    return Excluded(*db.session.execute(waiting.where(~_APPROVED)).one())


def standing() -> Standing:
    """One query."""

    def approved(column: Any) -> Any:
        return case((_APPROVED, column))

    query = select(
        func.count(distinct(approved(Scheme.id))),
        func.count(approved(Support.id)),
        func.count(distinct(approved(Support.facility_id))),
        func.coalesce(func.sum(approved(_GIVEN)), 0),
        func.coalesce(func.sum(approved(Support.counterpart)), 0),
        func.count(distinct(case((~_APPROVED, Scheme.id)))),
        func.count(case((~_APPROVED, Support.id))),
    ).outerjoin(Scheme.supports)
    counted, turns, facilities, given, counterpart, *rest = (int(n) for n in db.session.execute(query).one())
    return Standing(counted, turns, facilities, given, counterpart, Excluded(*rest))


def register_sums(criteria: Criteria | None = None) -> Sums:
    query = select(
        func.count(Support.id),
        func.count(distinct(Support.facility_id)),
        func.count(distinct(Support.scheme_id)),
        func.coalesce(func.sum(_GIVEN), 0),
        func.coalesce(func.sum(Support.counterpart), 0),
    ).select_from(Support)
    row = db.session.execute(_narrowed(query, criteria or Criteria())).one()
    return Sums(*(int(value) for value in row))


def register(criteria: Criteria, *, limit: int = PAGE_SIZE, offset: int = 0) -> Sequence[Support]:
    """A page of the register with facility, scheme and year. One query."""
    return db.session.scalars(_rows(criteria).limit(limit).offset(offset)).all()


def whole_register(criteria: Criteria) -> Iterator[Support]:
    """Every row that is filtered, for files; read a thousand at a time."""
    return iter(db.session.scalars(_rows(criteria).execution_options(yield_per=1000)))


def register_after(criteria: Criteria, support_id: int, limit: int) -> Sequence[Support]:
    """Rows by id after one, for those who read all with a cursor."""
    query = _narrowed(select(Support), criteria).where(Support.id > support_id)
    return db.session.scalars(query.options(*_with_names()).order_by(Support.id).limit(limit)).all()


def years(*, approved_only: bool = True) -> list[int]:
    """Those that have schemes, the latest first."""
    query = select(Plan.year).join(Scheme, Scheme.plan_id == Plan.id)
    query = query.where(_APPROVED if approved_only else units.seen())
    return list(db.session.scalars(query.distinct().order_by(Plan.year.desc())))


def communes() -> list[tuple[str, str]]:
    """(code, name) of the communes where somebody was supported, in the order of their codes."""
    query = select(Facility.commune_code, func.max(Facility.commune_name)).join(Facility.supports).join(Support.scheme)
    query = query.where(_APPROVED, Facility.commune_code.is_not(None)).group_by(Facility.commune_code)
    return [(code, name) for code, name in db.session.execute(query.order_by(Facility.commune_code)) if code]


def counted_by_content() -> dict[str, tuple[int, int, int]]:
    """By group of contents: turns, distinct facilities, and the quantities added up. Approved schemes only."""
    whens = [(Scheme.content_code.in_(group.codes), group.slug) for group in contents.contents()]
    slug = case(*whens, else_="").label("slug")
    query = (
        select(slug, func.count(Support.id), func.count(distinct(Support.facility_id)), func.sum(Support.quantity))
        .join(Support.scheme)
        .where(_APPROVED)
        .group_by(slug)
    )
    return {row[0]: (row[1], row[2], int(row[3])) for row in db.session.execute(query)}


def money_by_year() -> list[tuple[int, dict[str, int]]]:
    """(year, planned đồng by source) of approved schemes, the earliest first."""
    query = (
        select(Plan.year, Funding.source, func.sum(Funding.planned))
        .join(Scheme, Scheme.plan_id == Plan.id)
        .join(Funding, Funding.scheme_id == Scheme.id)
        .where(_APPROVED)
        .group_by(Plan.year, Funding.source)
        .order_by(Plan.year)
    )
    found: dict[int, dict[str, int]] = {}
    for year, source, planned in db.session.execute(query):
        found.setdefault(year, dict.fromkeys(FUNDING_SOURCES, 0))[source] = int(planned)
    return list(found.items())


def schemes(criteria: SchemeCriteria, *, limit: int | None = PAGE_SIZE, offset: int = 0) -> list[SchemeLine]:
    """A page of schemes, the latest year first, with money and turns. Three queries."""
    query = _narrowed_schemes(select(Scheme), criteria)
    query = query.options(contains_eager(Scheme.plan), selectinload(Scheme.fundings), raiseload("*"))
    query = query.order_by(Plan.year.desc(), Scheme.code).limit(limit).offset(offset)
    found: Sequence[Scheme] = db.session.scalars(query).unique().all()
    counted = select(Support.scheme_id, func.count(), func.count(distinct(Support.facility_id)))
    counted = counted.where(Support.scheme_id.in_([one.id for one in found])).group_by(Support.scheme_id)
    turns = {row[0]: (row[1], row[2]) for row in db.session.execute(counted)}
    return [SchemeLine(one, *turns.get(one.id, (0, 0))) for one in found]


def scheme_sums(criteria: SchemeCriteria) -> SchemeSums:
    def planned(source: str) -> ColumnElement[int]:
        return func.coalesce(func.sum(case((Funding.source == source, Funding.planned), else_=0)), 0)

    sums = (planned("national"), planned("local"), planned("counterpart"))
    disbursed = func.coalesce(func.sum(Funding.disbursed), 0)
    query = select(func.count(distinct(Scheme.id)), *sums, disbursed).select_from(Scheme)
    query = _narrowed_schemes(query, criteria).outerjoin(Scheme.fundings)
    return SchemeSums(*(int(value) for value in db.session.execute(query).one()))


def scheme(code: str) -> Scheme | None:
    """A scheme with its year, money, moves and documents, whatever its state. Three queries."""
    query = select(Scheme).where(Scheme.code == code)
    options = (
        joinedload(Scheme.plan).joinedload(Plan.programme),
        joinedload(Scheme.fundings),
        selectinload(Scheme.moves),
        selectinload(Scheme.documents),
        raiseload("*"),
    )
    return db.session.scalars(query.options(*options)).unique().one_or_none()


def scheme_to_move(code: str) -> Scheme | None:
    """One that whoever acts may see: another unit's draft is nowhere."""
    return db.session.scalar(select(Scheme).where(Scheme.code == code, units.seen()))


def scheme_file(code: str) -> Scheme | None:
    """A scheme as staff see it, with its unit, places and tasks besides; another unit's draft is nowhere."""
    options = (
        joinedload(Scheme.plan).joinedload(Plan.programme),
        joinedload(Scheme.unit),
        selectinload(Scheme.fundings),
        selectinload(Scheme.moves),
        selectinload(Scheme.documents),
        selectinload(Scheme.places),
        selectinload(Scheme.tasks),
        raiseload("*"),
    )
    return db.session.scalars(select(Scheme).where(Scheme.code == code, units.seen()).options(*options)).one_or_none()


def supports_of(scheme_id: int, limit: int = SUPPORTS_SHOWN) -> tuple[Sequence[Support], int]:
    """The first supports of a scheme with their facilities, and how many there are. One query."""
    query = select(Support, func.count().over()).join(Support.facility).where(Support.scheme_id == scheme_id)
    query = query.options(contains_eager(Support.facility), raiseload("*"))
    rows = db.session.execute(query.order_by(_GIVEN.desc(), Support.id).limit(limit)).all()
    return [row[0] for row in rows], rows[0][1] if rows else 0


def _rows(criteria: Criteria) -> Select[Support]:
    query = _narrowed(select(Support), criteria).options(*_with_names())
    return query.order_by(_ordered(criteria.order), Support.id.desc())


def _with_names() -> tuple[Any, ...]:
    by_scheme = contains_eager(Support.scheme)
    return contains_eager(Support.facility), by_scheme, by_scheme.contains_eager(Scheme.plan), raiseload("*")


def _ordered(order: str) -> UnaryExpression[Any]:
    columns: dict[str, Any] = {
        "decided": Support.decided_on,
        "year": Plan.year,
        "name": Facility.slug,  # its letters without marks stand in dictionary order on every engine
        "given": _GIVEN,
        "counterpart": Support.counterpart,
    }
    column = columns[order.removeprefix("-")]
    return column.desc() if order.startswith("-") else column.asc()


def _narrowed(query: Any, criteria: Criteria) -> Any:
    query = query.join(Support.facility).join(Support.scheme).join(Scheme.plan).where(_APPROVED)
    if criteria.text:
        query = query.where(_speaks_of(criteria.text))
    if criteria.year:
        query = query.where(Plan.year == criteria.year)
    if criteria.content:
        query = query.where(Scheme.content_code.in_(criteria.content_codes))
    if criteria.commune:
        query = query.where(Facility.commune_code == criteria.commune)
    if criteria.source:
        query = query.where((Support.national if criteria.source == "national" else Support.local) > 0)
    if criteria.state:
        accepted = Support.accepted_on.is_not(None)
        query = query.where(accepted if criteria.state == "accepted" else ~accepted)
    return query


def _speaks_of(text: str) -> ColumnElement[bool]:
    """The maker's name (marks do not matter), the scheme's code or name, or what was given."""
    said = [
        Scheme.code.icontains(text, autoescape=True),
        Scheme.name.icontains(text, autoescape=True),
        Support.content.icontains(text, autoescape=True),
    ]
    slug = slugify(text)
    return or_(*said, Facility.slug.contains(slug, autoescape=True)) if slug else or_(*said)


def _narrowed_schemes(query: Any, criteria: SchemeCriteria) -> Any:
    query = query.join(Scheme.plan).where(_APPROVED if criteria.approved_only else units.seen())
    if criteria.text:
        said = (Scheme.code, Scheme.name, Scheme.decision_number)
        query = query.where(or_(*(column.icontains(criteria.text, autoescape=True) for column in said)))
    if criteria.state:
        query = query.where(Scheme.state == criteria.state)
    if criteria.year:
        query = query.where(Plan.year == criteria.year)
    group = contents.content(criteria.content)
    return query.where(Scheme.content_code.in_(group.codes)) if group else query


def facility_page(slug: str) -> Facility | None:
    """A facility as staff see it, with its village and supports."""
    query = select(Facility).where(Facility.slug == slug)
    of_seen = Facility.supports.and_(Support.scheme_id.in_(select(Scheme.id).where(units.seen())))
    supports = selectinload(of_seen).joinedload(Support.scheme)
    return db.session.scalar(query.options(joinedload(Facility.village), supports))


def facility_named(facility_id: int) -> Facility | None:
    return db.session.get(Facility, facility_id)


def facilities_of(facility_ids: Sequence[int]) -> Sequence[Facility]:
    return db.session.scalars(select(Facility).where(Facility.id.in_(facility_ids)).order_by(Facility.slug)).all()


def facility_called(text: str) -> Facility | None:
    """By its page's address or its slug, or by its name where one only is called so."""
    slug = text.strip().rstrip("/").rpartition("/")[2]
    if found := db.session.scalar(select(Facility).where(Facility.slug == slug)):
        return found
    named = db.session.scalars(select(Facility).where(Facility.name == text.strip()).limit(2)).all()
    return named[0] if len(named) == 1 else None
