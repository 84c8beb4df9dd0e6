"""Complaints of a fair's visitors (report R6): taken in with a clock, answered once by staff with an outcome."""

from collections.abc import Sequence

from sqlalchemy import func, select, update
from sqlalchemy.orm import joinedload, raiseload
from sqlalchemy.orm.interfaces import LoaderOption

from core import audit, times
from core.access import must_reach
from core.db import db
from fairs import letters, rules
from fairs.models import Booth, Fair, FairComplaint


class NotNow(Exception):
    """The fair has not opened, or it is over too long."""


class AlreadyClosed(Exception):
    """It was answered before; the first answer stands."""


def takes(fair: Fair) -> bool:
    return fair.opens_at <= times.now() < rules.until("complaint_taken_days", fair.closes_at)


def make(fair: Fair, booth: Booth | None, words: str, contact: str, name: str) -> FairComplaint:
    """Of a booth, or (None) of the fair itself. The clock runs from now. Raises NotNow."""
    if not takes(fair):
        raise NotNow(fair.id)
    now = times.now()
    made = FairComplaint(
        fair_id=fair.id, words=words, contact=contact, name=name, made_at=now, due_at=rules.until("complaint_days", now)
    )
    if booth:
        made.booth_id, made.stand_id, made.scheme_id = booth.id, booth.stand_id, booth.scheme_id
        made.facility_id = booth.facility_id
    db.session.add(made)
    audit.record(made, "fair_complaint.made")
    if booth:
        letters.complained(booth, made)
    return made


def close(complaint: FairComplaint, outcome: str, answer: str) -> None:
    """One conditional UPDATE: of two who answer at once the first stands. Raises AlreadyClosed, OutOfArea."""
    if complaint.booth:
        must_reach(complaint.booth.facility.commune_code)
    closed = update(FairComplaint).where(FairComplaint.id == complaint.id, FairComplaint.closed_at.is_(None))
    closed = closed.values(outcome=outcome, answer=answer, closed_at=times.now(), closed_by=audit.actor_id())
    if db.session.scalar(closed.returning(FairComplaint.id).execution_options(synchronize_session=False)) is None:
        raise AlreadyClosed(complaint.id)
    db.session.refresh(complaint, ["outcome", "answer", "closed_at", "closed_by"])
    letters.complaint_answered(complaint)
    audit.record(complaint, "fair_complaint.closed", outcome=outcome)


def of_fair(fair_id: int) -> Sequence[FairComplaint]:
    """Those that wait first, the soonest due in front. One statement."""
    wanted = select(FairComplaint).where(FairComplaint.fair_id == fair_id)
    ordered = wanted.order_by(FairComplaint.closed_at.is_not(None), FairComplaint.due_at, FairComplaint.id)
    return db.session.scalars(ordered.options(*_whole())).all()


def find(fair_id: int, complaint_id: int) -> FairComplaint | None:
    wanted = select(FairComplaint).where(FairComplaint.fair_id == fair_id, FairComplaint.id == complaint_id)
    return db.session.scalars(wanted.options(*_whole())).one_or_none()


def by_token(token: str) -> FairComplaint | None:
    return db.session.scalars(
        select(FairComplaint).where(FairComplaint.token == token).options(*_whole())
    ).one_or_none()


def waiting(fair_id: int) -> int:
    open_ones = select(func.count()).select_from(FairComplaint)
    return db.session.scalar(open_ones.where(FairComplaint.fair_id == fair_id, FairComplaint.closed_at.is_(None))) or 0


def forget_who() -> None:
    """Names and numbers of complaints answered long ago (complaint_kept_days). Every night; may be called twice."""
    columns = select(FairComplaint.id, FairComplaint.closed_at)
    answered = db.session.execute(columns.where(FairComplaint.closed_at.is_not(None), FairComplaint.contact != ""))
    lapsed = [number for number, closed_at in answered if closed_at and rules.is_past("complaint_kept_days", closed_at)]
    gone = update(FairComplaint).where(FairComplaint.id.in_(lapsed)).values(name="", contact="")
    db.session.execute(gone.execution_options(synchronize_session=False))


def _whole() -> tuple[LoaderOption, ...]:
    booth = joinedload(FairComplaint.booth)
    return (
        booth.joinedload(Booth.facility),
        booth.joinedload(Booth.stand),
        joinedload(FairComplaint.fair),
        raiseload("*"),
    )
