"""Places of an activity that people ask for in the public calendar, give back, and turn into a line of the roll."""

from sqlalchemy import select, update

from core import audit, times
from core.db import db
from programme.activities import roll
from programme.activities.models import Activity, ActivitySignUp
from programme.activities.roll import Attendee
from programme.models import Facility


class Full(Exception):
    """No place is left."""


class Past(Exception):
    """It has begun, was called off or takes no sign-ups."""


class AlreadySignedUp(Exception):
    """This phone number has a place."""


def sign_up(activity: Activity, attendee: Attendee, works_at: str) -> ActivitySignUp:
    """Take one place, or raise AlreadySignedUp, Past or Full and take none.

    One conditional UPDATE: of two who race for the last place, one gets it.
    """
    if _has_place(activity, attendee.phone):
        raise AlreadySignedUp(activity.id)
    if not activity.takes_sign_ups and activity.left > 0:
        raise Past(activity.id)
    taken = db.session.execute(
        update(Activity)
        .where(Activity.id == activity.id, Activity.taken < Activity.places)
        .where(Activity.cancelled_at.is_(None), Activity.approved_at.is_(None))
        .values(taken=Activity.taken + 1)
        .returning(Activity.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    db.session.refresh(activity)
    if taken is None:
        raise Full(activity.id)
    row = ActivitySignUp(
        activity_id=activity.id, name=attendee.name, phone=attendee.phone, birth_year=attendee.birth_year,
        is_woman=attendee.is_woman, works_at=works_at,
    )  # fmt: skip
    db.session.add(row)
    audit.record(row, "activity.signed_up")
    return row


def give_back(sign_up: ActivitySignUp) -> None:
    """Free the place for others; a second time does nothing. Raises Past."""
    if sign_up.cancelled_at is None and sign_up.activity.starts_at <= times.now():
        raise Past(sign_up.activity_id)
    given = db.session.execute(
        update(ActivitySignUp)
        .where(ActivitySignUp.id == sign_up.id, ActivitySignUp.cancelled_at.is_(None))
        .values(cancelled_at=times.now())
        .returning(ActivitySignUp.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if given is None:
        return
    freed = update(Activity).where(Activity.id == sign_up.activity_id).values(taken=Activity.taken - 1)
    db.session.execute(freed.execution_options(synchronize_session=False))
    db.session.expire(sign_up)
    audit.record(sign_up, "activity.given_back")


def came(sign_up: ActivitySignUp, facility: Facility | None) -> None:
    """Put her on the roll. A second time does nothing. Raises NotADraft, AlreadyThere."""
    if sign_up.participant_id is not None or sign_up.cancelled_at is not None:
        return
    who = Attendee(facility, sign_up.name, sign_up.birth_year, sign_up.is_woman, sign_up.phone)
    row = roll.put(sign_up.activity, who)
    db.session.flush()
    sign_up.participant_id = row.id
    audit.record(sign_up, "activity.came")


def _has_place(activity: Activity, phone: str) -> bool:
    query = select(ActivitySignUp.id).where(ActivitySignUp.activity_id == activity.id, ActivitySignUp.phone == phone)
    return db.session.scalar(query.where(ActivitySignUp.cancelled_at.is_(None))) is not None
