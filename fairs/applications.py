"""A facility's wish for a stand at a fair that takes applications: one a facility, changed until the call closes."""

from collections.abc import Sequence

from sqlalchemy import select

from core import audit, times
from core.db import db
from fairs.models import Application, Fair


class CallClosed(Exception):
    """The fair takes no applications now."""


def apply(fair: Fair, facility_id: int, wish: str, product_ids: Sequence[int]) -> Application:
    """Hand in the application, or change the one handed in before."""
    if fair.state != "applications":
        raise CallClosed(fair.id)
    application = of_facility(fair, facility_id) or Application(fair_id=fair.id, facility_id=facility_id)
    application.wish, application.product_ids = wish, list(product_ids)
    application.made_at = times.now()
    db.session.add(application)
    audit.record(application, "application.made", wish=wish, products=list(product_ids))
    return application


def of_facility(fair: Fair, facility_id: int) -> Application | None:
    return db.session.scalar(
        select(Application).where(Application.fair_id == fair.id, Application.facility_id == facility_id)
    )
