"""What the pages of activities need, fully loaded in a bounded number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Select, distinct, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload, selectinload

from core import access, times
from core.db import db
from core.text import slugify
from programme.activities.models import Activity, ActivityFile, ActivitySignUp, Participant
from programme.models import APPROVED_STATES, Facility, Plan, Scheme

PAGE_SIZE = 40
ROLL_SHOWN = 300
CALENDAR_SHOWN = 60


@dataclass(frozen=True, slots=True)
class ActivityCriteria:
    """What the list is narrowed to; empty means all."""

    text: str = ""
    kind: str = ""
    year: int | None = None
    state: str = ""
    scheme: str = ""


@dataclass(frozen=True, slots=True)
class ActivityLine:
    """An activity of a list: how many took part (rows), how many different ones, and the quantities added up."""

    activity: Activity
    turns: int
    distinct: int
    quantity: int


def count(criteria: ActivityCriteria) -> int:
    return int(db.session.scalar(_narrowed(select(func.count(Activity.id)), criteria)) or 0)


def lines(criteria: ActivityCriteria, *, limit: int = PAGE_SIZE, offset: int = 0) -> list[ActivityLine]:
    """A page of activities, the latest first. Two queries."""
    query = _narrowed(select(Activity), criteria).options(contains_eager(Activity.scheme), raiseload("*"))
    query = query.order_by(Activity.ends_on.desc(), Activity.id.desc()).limit(limit).offset(offset)
    return with_counts(db.session.scalars(query).all())


def with_counts(activities: Sequence[Activity]) -> list[ActivityLine]:
    """One query."""
    sums = func.count(), func.count(distinct(Participant.who_key)), func.sum(Participant.quantity)
    query = select(Participant.activity_id, *sums).where(
        Participant.activity_id.in_([one.id for one in activities]), Participant.removed_at.is_(None)
    )
    found = {row[0]: row[1:] for row in db.session.execute(query.group_by(Participant.activity_id))}
    return [ActivityLine(one, *(int(n) for n in found.get(one.id, (0, 0, 0)))) for one in activities]


def activity(activity_id: int) -> Activity | None:
    """With its scheme and papers. Two queries. Raises OutOfArea."""
    query = select(Activity).where(Activity.id == activity_id)
    whole = query.options(joinedload(Activity.scheme).joinedload(Scheme.plan), selectinload(Activity.files))
    return _in_reach(db.session.scalars(whole).unique().one_or_none())


def roll(activity_id: int, limit: int = ROLL_SHOWN) -> Sequence[Participant]:
    """Who is on the roll, with what was found later. Two queries."""
    query = select(Participant).where(Participant.activity_id == activity_id, Participant.removed_at.is_(None))
    options = joinedload(Participant.facility), selectinload(Participant.follow_ups), raiseload("*")
    return db.session.scalars(query.options(*options).order_by(Participant.id).limit(limit)).all()


def participant(activity_id: int, participant_id: int) -> Participant | None:
    query = select(Participant).where(Participant.id == participant_id, Participant.activity_id == activity_id)
    return db.session.scalar(query)


def sign_ups(activity_id: int) -> Sequence[ActivitySignUp]:
    query = select(ActivitySignUp).where(ActivitySignUp.activity_id == activity_id)
    query = query.where(ActivitySignUp.cancelled_at.is_(None)).order_by(ActivitySignUp.id)
    return db.session.scalars(query.options(raiseload("*"))).all()


def sign_up(token: str) -> ActivitySignUp | None:
    query = select(ActivitySignUp).where(ActivitySignUp.token == token)
    return db.session.scalar(query.options(joinedload(ActivitySignUp.activity)))


def sign_up_of(activity_id: int, sign_up_id: int) -> ActivitySignUp | None:
    query = select(ActivitySignUp).where(ActivitySignUp.id == sign_up_id, ActivitySignUp.activity_id == activity_id)
    return db.session.scalar(query)


def coming() -> Sequence[Activity]:
    """What the public calendar has, the next first: announced, of approved schemes, and not over a month ago."""
    query = _public().where(Activity.ends_on >= times.today() - timedelta(days=31), Activity.withdrawn_at.is_(None))
    return db.session.scalars(query.order_by(Activity.starts_on, Activity.id).limit(CALENDAR_SHOWN)).all()


def announced(slug: str) -> Activity | None:
    """One of the public calendar, however long ago. Two queries."""
    query = _public().where(Activity.slug == slug).options(selectinload(Activity.files))
    return db.session.scalar(query)


def handout(slug: str, digest: str) -> ActivityFile | None:
    query = select(ActivityFile).join(Activity, Activity.id == ActivityFile.activity_id).join(Activity.scheme)
    query = query.where(Activity.slug == slug, ActivityFile.digest == digest, ActivityFile.is_public)
    return db.session.scalar(query.where(Activity.announced_at.is_not(None), Scheme.state.in_(APPROVED_STATES)))


def of_scheme(scheme_id: int, limit: int = 60) -> list[ActivityLine]:
    """What a scheme did whose results are approved, the latest first. Two queries."""
    query = select(Activity).where(Activity.scheme_id == scheme_id, Activity.approved_at.is_not(None))
    query = query.where(Activity.withdrawn_at.is_(None)).order_by(Activity.ends_on.desc(), Activity.id.desc())
    return with_counts(db.session.scalars(query.options(raiseload("*")).limit(limit)).all())


def schemes() -> list[tuple[str, str]]:
    """(code, name) of the schemes that may have activities, the latest first."""
    query = select(Scheme.code, Scheme.name).join(Scheme.plan).where(Scheme.state.in_(APPROVED_STATES))
    rows = db.session.execute(query.order_by(Plan.year.desc(), Scheme.code))
    return [(code, f"{code} · {name}") for code, name in rows]


def scheme(code: str) -> Scheme | None:
    return db.session.scalar(select(Scheme).where(Scheme.code == code, Scheme.state.in_(APPROVED_STATES)))


def years() -> list[int]:
    days = db.session.execute(select(func.min(Activity.ends_on), func.max(Activity.ends_on))).one()
    return list(range(days[1].year, days[0].year - 1, -1)) if days[0] else []


def facilities_called(said: list[str]) -> dict[str, Facility]:
    """By what a sheet or form calls them: the tax code, or the name with or without accents where only one has it."""
    wanted = {one: slugify(one) for one in said if one}
    slugs = list(wanted.values())
    query = select(Facility).where(
        or_(Facility.tax_code.in_(list(wanted)), Facility.slug.in_(slugs), Facility.name.in_(list(wanted)))
    )
    found = db.session.scalars(query.options(raiseload("*"))).all()
    by_name: dict[str, list[Facility]] = {}
    for one in found:
        for key in {one.tax_code or "", one.slug, one.name, slugify(one.name)}:
            by_name.setdefault(key, []).append(one)
    return {
        said_as: rows[0]
        for said_as, slug in wanted.items()
        if (rows := by_name.get(said_as) or by_name.get(slug) or []) and len(rows) == 1
    }


def _public() -> Select[Activity]:
    query = select(Activity).join(Activity.scheme).options(contains_eager(Activity.scheme))
    return query.where(Activity.announced_at.is_not(None), Scheme.state.in_(APPROVED_STATES))


def _in_reach(found: Activity | None) -> Activity | None:
    if found is not None:
        access.must_reach(found.commune_code)
    return found


def _reached(query: Any) -> Any:
    area = access.area()
    return query if area is None else query.where(Activity.commune_code.in_(sorted(area)))


def _narrowed(query: Any, criteria: ActivityCriteria) -> Any:
    query = _reached(query.join(Activity.scheme))
    if criteria.text:
        slug = slugify(criteria.text)
        said = [Activity.name.icontains(criteria.text, autoescape=True), Scheme.code == criteria.text.upper()]
        query = query.where(or_(*said, Activity.slug.contains(slug, autoescape=True)) if slug else or_(*said))
    if criteria.kind:
        query = query.where(Activity.kind == criteria.kind)
    if criteria.year:
        query = query.where(Activity.ends_on.between(date(criteria.year, 1, 1), date(criteria.year, 12, 31)))
    if criteria.scheme:
        query = query.where(Scheme.code == criteria.scheme)
    if criteria.state:
        query = query.where(*_IN_STATE[criteria.state])
    return query


_IN_STATE: dict[str, tuple[Any, ...]] = {
    "draft": (Activity.approved_at.is_(None), Activity.cancelled_at.is_(None)),
    "approved": (Activity.approved_at.is_not(None), Activity.withdrawn_at.is_(None)),
    "withdrawn": (Activity.withdrawn_at.is_not(None),),
    "cancelled": (Activity.cancelled_at.is_not(None),),
}
