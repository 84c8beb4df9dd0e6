"""Whose an account of the ledger is, in words."""

from sqlalchemy import or_, select

from core.access import must_reach
from core.db import db
from fairs.models import Fair
from programme import reach
from programme.models import Facility, Scheme
from shop.models import Account


def named() -> list[tuple[str, str]]:
    """(code, name) of the accounts that belong to a maker, a fair or a scheme, by name; of makers, within the reader's
    area. One query."""
    query = (
        select(Account.code, Facility.name, Fair.name, Scheme.code)
        .outerjoin(Facility, Facility.id == Account.facility_id)
        .outerjoin(Fair, Fair.id == Account.fair_id)
        .outerjoin(Scheme, Scheme.id == Account.scheme_id)
        .where(Account.kind.in_(("facility", "promotion")))
        .where(or_(Account.facility_id.is_(None), reach.within(Account.facility_id)))
    )
    rows = [(row[0], next(filter(None, row[1:]), row[0])) for row in db.session.execute(query)]
    return sorted(rows, key=lambda row: row[1])


def facilities() -> list[tuple[int, str]]:
    """(id, name) within the reader's area, by name."""
    query = select(Facility.id, Facility.name).where(reach.within(Facility.id)).order_by(Facility.name, Facility.id)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def facility(slug: str) -> Facility | None:
    """Raises OutOfArea."""
    found = db.session.scalar(select(Facility).where(Facility.slug == slug))
    if found is not None:
        must_reach(found.commune_code)
    return found
