"""Staff who edit for a facility: only while its consent is on file, and never its money, account or team."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select, update

from accounts import areas
from accounts.models import Consent
from core import audit, times
from core.db import db

LONGEST_DAYS = 366


class ConsentTooLong(Exception):
    """A consent for ever is none: at most a year, then it is asked for again."""


class NoConsent(Exception):
    """The facility has not agreed, or no longer does."""


def agree(facility_id: int, agreed_by: str, way: str, agreed_on: date, until_on: date) -> Consent:
    """Note that a facility agrees. Raises ConsentTooLong, access.OutOfArea."""
    areas.must_reach(facility_id)
    if (until_on - agreed_on).days > LONGEST_DAYS:
        raise ConsentTooLong
    consent = Consent(
        facility_id=facility_id,
        agreed_by=agreed_by,
        way=way,
        agreed_on=agreed_on,
        until_on=until_on,
        recorded_by=audit.actor_id(),
        recorded_at=times.now(),
    )
    db.session.add(consent)
    audit.record(consent, "consent.given", facility=facility_id, by=agreed_by, way=way, until=until_on.isoformat())
    return consent


def begin(facility_id: int) -> Consent:
    """What lets a member of staff help from now on. Raises NoConsent, access.OutOfArea."""
    areas.must_reach(facility_id)
    held = consent_of(facility_id)
    if held is None:
        raise NoConsent(facility_id)
    return held


def withdraw(facility_id: int) -> None:
    """From now on nobody of staff may edit for it. Raises NoConsent where there is nothing to withdraw."""
    held = consent_of(facility_id)
    if held is None:
        raise NoConsent(facility_id)
    db.session.execute(
        update(Consent)
        .where(Consent.facility_id == facility_id, Consent.withdrawn_at.is_(None))
        .values(withdrawn_at=times.now())
    )
    audit.record(held, "consent.withdrawn", facility=facility_id)


def consent_of(facility_id: int) -> Consent | None:
    """The consent that holds today."""
    return next((consent for consent in consents_of(facility_id) if consent.holds), None)


def consents_of(facility_id: int) -> Sequence[Consent]:
    """Every consent there ever was, latest first."""
    return db.session.scalars(
        select(Consent).where(Consent.facility_id == facility_id).order_by(Consent.id.desc())
    ).all()
