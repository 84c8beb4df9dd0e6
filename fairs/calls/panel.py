"""Who scores the applications to a fair: at least two of staff, named before they do, none of whom is an applicant's.

Named and dropped until scoring is closed; whoever handed in points stays. The database keeps that only judges have
points: an assessment names the seat it was made from.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload, raiseload

from accounts import people
from accounts.models import Membership, User
from core import audit, times
from core.db import db
from fairs.calls import letters
from fairs.models import Application, Assessment, CallJudge, Fair, Ruling
from programme.models import Facility

FEWEST = 2


class Closed(Exception):
    """Scoring is closed: the panel is what it was."""


class NotStaff(Exception):
    """Nobody with the right to allot goes by this number."""


class OfAnApplicant(Exception):
    """She belongs to `facility`, which applies."""

    def __init__(self, facility: str) -> None:
        super().__init__(facility)
        self.facility = facility


class HasScored(Exception):
    """She handed in points, or declared an interest: her seat stays."""


def of_fair(fair_id: int) -> Sequence[CallJudge]:
    """By name. One statement."""
    wanted = select(CallJudge).join(CallJudge.person).where(CallJudge.fair_id == fair_id)
    ordered = wanted.order_by(User.name, CallJudge.id)
    return db.session.scalars(ordered.options(joinedload(CallJudge.person), raiseload("*"))).all()


def seat(fair_id: int, person_id: int) -> CallJudge | None:
    return db.session.scalar(select(CallJudge).where(CallJudge.fair_id == fair_id, CallJudge.person_id == person_id))


def is_whole(fair_id: int) -> bool:
    wanted = select(func.count()).select_from(CallJudge).where(CallJudge.fair_id == fair_id)
    return (db.session.scalar(wanted) or 0) >= FEWEST


def to_choose(fair_id: int) -> list[User]:
    """Staff with the right to allot who are not judges yet, by name; those of an applicant too, who are told apart."""
    seated = {one.person_id for one in of_fair(fair_id)}
    return [one for one in people.staff() if one.may("allot") and one.id not in seated]


def applicants_of(fair_id: int, person_ids: Sequence[int]) -> dict[int, str]:
    """Of these people, who belongs to a facility that applies, and to which. One statement."""
    wanted = (
        select(Membership.user_id, Facility.name)
        .join(Facility, Facility.id == Membership.facility_id)
        .join(Application, Application.facility_id == Membership.facility_id)
        .where(Application.fair_id == fair_id, Application.withdrawn_at.is_(None), Membership.user_id.in_(person_ids))
        .order_by(Facility.name.desc())
    )
    return {row[0]: row[1] for row in db.session.execute(wanted)}


def scored(fair_id: int) -> dict[int, int]:
    """By seat, how many applications it has points or an interest on. One statement."""
    wanted = select(Assessment.judge_id, func.count()).join(CallJudge, CallJudge.id == Assessment.judge_id)
    rows = db.session.execute(wanted.where(CallJudge.fair_id == fair_id).group_by(Assessment.judge_id))
    return {row[0]: row[1] for row in rows}


def name(fair: Fair, person_id: int) -> CallJudge:
    """She scores this call from now on, and gets a letter; who is a judge already stays one.

    Raises Closed, NotStaff, OfAnApplicant.
    """
    _must_be_open(fair)
    person = people.by_id(person_id)
    if person is None or not person.may("allot"):
        raise NotStaff(person_id)
    if facility := applicants_of(fair.id, [person_id]).get(person_id):
        raise OfAnApplicant(facility)
    if known := seat(fair.id, person_id):
        return known
    made = CallJudge(fair_id=fair.id, person_id=person_id, named_at=times.now(), named_by=audit.actor_id())
    try:
        with db.session.begin_nested():
            db.session.add(made)
    except IntegrityError:  # named by two at once
        return db.session.execute(
            select(CallJudge).where(CallJudge.fair_id == fair.id, CallJudge.person_id == person_id)
        ).scalar_one()
    letters.named(fair, person)
    audit.record(fair, "fair.judge_named", name=person.name)
    return made


def drop(fair: Fair, judge: CallJudge) -> None:
    """Raises Closed, HasScored."""
    _must_be_open(fair)
    if judge.id in scored(fair.id):
        raise HasScored(judge.id)
    audit.record(fair, "fair.judge_dropped", name=judge.person.name)
    db.session.delete(judge)


def _must_be_open(fair: Fair) -> None:
    if db.session.scalar(select(Ruling.id).where(Ruling.fair_id == fair.id)) is not None:
        raise Closed(fair.id)
