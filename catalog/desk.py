"""What the facility's and the staff's own pages need of products, fully loaded in a bounded number of queries."""

from sqlalchemy import select

from core.db import db
from programme.models import Facility


def facility_with_slug(slug: str) -> Facility | None:
    return db.session.scalar(select(Facility).where(Facility.slug == slug))
