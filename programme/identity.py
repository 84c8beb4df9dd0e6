"""That somebody of staff made sure who keeps a facility: how, when and by whom; never a picture of an identity paper.

Photos of identity cards are sensitive data (Luật 91/2025/QH15, NĐ 356/2025): none is taken in, and no number is kept.
"""

import re
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, select
from sqlalchemy.orm import Mapped, mapped_column

from core import audit, times
from core.access import must_reach
from core.db import Model, db, one_of, primary_key
from programme.models import Facility

METHODS = ("gap_truc_tiep", "vneid", "giay_dang_ky")
_IDENTITY_NUMBER = re.compile(r"(?<!\d)(?:\d[ .-]?){8}\d(?:[ .-]?\d){0,3}(?!\d)")


class IdentityCheck(Model):
    """One check. A mistaken one is withdrawn with a reason, never removed."""

    __table_args__ = (
        CheckConstraint(one_of("method", METHODS), "known_method"),
        CheckConstraint("(withdrawn_at IS NULL) = (reason = '')", "withdrawn_with_reason"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    method: Mapped[str]
    on: Mapped[date]
    officer_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")


class HoldsIdentityNumber(Exception):
    """The note holds what looks like the number of an identity card."""


class NotYet(Exception):
    """The day is still to come."""


class NothingToWithdraw(Exception):
    """No check holds."""


def verify(facility: Facility, method: str, on: date, note: str = "") -> IdentityCheck:
    """Raises HoldsIdentityNumber, NotYet, OutOfArea."""
    must_reach(facility.commune_code)
    if _IDENTITY_NUMBER.search(note):
        raise HoldsIdentityNumber
    if on > times.today():
        raise NotYet
    check = IdentityCheck(
        facility_id=facility.id, method=method, on=on, note=note, officer_id=audit.actor_id(), recorded_at=times.now()
    )
    db.session.add(check)
    audit.record(facility, "facility.identity_verified", method=method, on=on.isoformat())
    return check


def withdraw(facility: Facility, reason: str) -> None:
    must_reach(facility.commune_code)
    check = check_of(facility.id)
    if check is None:
        raise NothingToWithdraw
    check.withdrawn_at, check.reason = times.now(), reason
    audit.record(facility, "facility.identity_withdrawn", reason=reason)


def check_of(facility_id: int) -> IdentityCheck | None:
    """The latest check that holds."""
    query = select(IdentityCheck).where(IdentityCheck.facility_id == facility_id, IdentityCheck.withdrawn_at.is_(None))
    return db.session.scalar(query.order_by(IdentityCheck.on.desc(), IdentityCheck.id.desc()).limit(1))


def checks_of(facility_id: int) -> Sequence[IdentityCheck]:
    query = select(IdentityCheck).where(IdentityCheck.facility_id == facility_id).order_by(IdentityCheck.id.desc())
    return db.session.scalars(query).all()
