"""Commission rules: kept by staff, dated, each with its source. Without a rule nothing is taken."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from core import audit, times
from core.access import must_reach
from core.db import db
from programme import reach
from programme.models import Facility
from shop.models import CommissionRule


@dataclass(frozen=True, slots=True)
class Terms:
    rate: int  # hundredths of one percent
    since: date
    source: str
    facility_id: int | None = None
    category: str | None = None


class TooEarly(Exception):
    """A rule holds from today on at the earliest: what is sold is sold."""


def make(terms: Terms) -> CommissionRule:
    """Raises TooEarly, OutOfArea."""
    must_reach(_commune_of(terms.facility_id))
    if terms.since < times.today():
        raise TooEarly(terms.since)
    rule = CommissionRule(
        facility_id=terms.facility_id,
        category=terms.category,
        rate=terms.rate,
        since=terms.since,
        source=terms.source,
        made_by=audit.actor_id(),
    )
    db.session.add(rule)
    db.session.flush()
    audit.record(rule, "commission.ruled", rate=terms.rate, since=terms.since.isoformat())
    return rule


def on(day: date, facility_ids: Iterable[int]) -> Sequence[CommissionRule]:
    """What may hold for these makers. One query."""
    mine = or_(CommissionRule.facility_id.is_(None), CommissionRule.facility_id.in_(list(facility_ids)))
    return db.session.scalars(select(CommissionRule).where(CommissionRule.since <= day, mine)).all()


def fitting(rules: Iterable[CommissionRule], facility_id: int, category: str) -> CommissionRule | None:
    """The one that holds: the most particular (maker and shelf, maker, shelf, all), of these the latest."""
    fits = [one for one in rules if one.facility_id in (None, facility_id) and one.category in (None, category)]
    return max(fits, key=_weight, default=None)


def are_taken(day: date) -> bool:
    """Whether of any sale a part is taken, on this day."""
    rules = select(CommissionRule.id).where(CommissionRule.since <= day, CommissionRule.rate > 0).limit(1)
    return db.session.scalar(rules) is not None


def every() -> Sequence[tuple[CommissionRule, str | None]]:
    """All that were ever made with the name of the maker, the latest first; of makers, within the reader's area."""
    query = select(CommissionRule, Facility.name).outerjoin(Facility, Facility.id == CommissionRule.facility_id)
    query = query.where(or_(CommissionRule.facility_id.is_(None), reach.within(CommissionRule.facility_id)))
    query = query.order_by(CommissionRule.since.desc(), CommissionRule.id.desc()).limit(200)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def _weight(rule: CommissionRule) -> tuple[bool, bool, date, int]:
    return rule.facility_id is not None, rule.category is not None, rule.since, rule.id


def _commune_of(facility_id: int | None) -> str | None:
    return db.session.get_one(Facility, facility_id).commune_code if facility_id is not None else None
