"""Entering an activity, changing its plan, approving its results, withdrawing them with a copy to mend, calling it off.

What is approved is never changed. Each act that the roll or the facts of a draft take part in moves its revision by one
conditional UPDATE, so that nothing slips in while somebody approves.
"""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select, update

from core import addresses, audit, times
from core.access import must_reach
from core.db import db
from core.text import slugify
from programme.activities import kinds
from programme.activities.models import Activity, FollowUp, Participant
from programme.models import Scheme

_COPIED = (
    "scheme_id", "kind", "name", "name_en", "summary", "starts_on", "ends_on", "opens", "closes", "place",
    "province_code", "commune_code", "unit", "planned",
)  # fmt: skip
_OF_PARTICIPANT = (
    "facility_id", "support_id", "name", "birth_year", "is_woman", "phone", "who_key", "quantity", "recorded_at",
    "recorded_by",
)  # fmt: skip


class NotADraft(Exception):
    """It is approved, withdrawn or called off: nothing of it changes any more."""


class NotReady(Exception):
    """What approval asks for is missing; the message says what."""


class PlacesTaken(Exception):
    """More people have signed up than places would be left."""


def enter(scheme: Scheme, told: Mapping[str, Any]) -> Activity:
    must_reach(told["commune_code"])
    activity = Activity(scheme_id=scheme.id, slug=_free_slug(told["name"]), recorded_by=audit.actor_id(), **told)
    activity.unit = activity.unit or scheme.lead_unit
    db.session.add(activity)
    audit.record(activity, "activity.entered", name=activity.name, scheme=scheme.code)
    return activity


def change(activity: Activity, told: Mapping[str, Any]) -> None:
    """Raises NotADraft, PlacesTaken."""
    must_reach(told["commune_code"])
    touch(activity)
    if told["places"] < activity.taken:
        raise PlacesTaken(activity.taken)
    changed = audit.differences(activity, told)
    for name, value in told.items():
        setattr(activity, name, value)
    if changed:
        audit.record(activity, "activity.changed", changes=changed)


def announce(activity: Activity) -> None:
    """Into the public calendar. Raises NotADraft."""
    touch(activity)
    if activity.announced_at is None:
        activity.announced_at = times.now()
        audit.record(activity, "activity.announced")


def approve(activity: Activity) -> None:
    """Its results count from now. Raises NotADraft or NotReady and changes nothing."""
    must_reach(activity.commune_code)
    _check_results(activity)
    touch(activity, approved_at=times.now(), approved_by=audit.actor_id())
    audit.record(activity, "activity.approved")


def withdraw(activity: Activity, why: str) -> Activity:
    """Its results count no more from now; returns a draft copy with the same roll. Raises NotADraft."""
    must_reach(activity.commune_code)
    taken = db.session.execute(
        update(Activity)
        .where(Activity.id == activity.id, Activity.approved_at.is_not(None), Activity.withdrawn_at.is_(None))
        .values(withdrawn_at=times.now(), withdrawn_by=audit.actor_id(), withdrawn_why=why)
        .returning(Activity.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    db.session.refresh(activity)
    if taken is None:
        raise NotADraft(activity.id)
    copy = Activity(**{name: getattr(activity, name) for name in _COPIED}, replaces_id=activity.id)
    copy.slug, copy.recorded_by = _free_slug(activity.name), audit.actor_id()
    db.session.add(copy)
    db.session.flush()
    _copy_roll(activity, copy)
    audit.record(activity, "activity.withdrawn", why=why, copy=copy.id)
    return copy


def call_off(activity: Activity, why: str) -> None:
    """It does not take place; in the plan it stays. Raises NotADraft."""
    must_reach(activity.commune_code)
    touch(activity, cancelled_at=times.now(), cancelled_why=why)
    audit.record(activity, "activity.called_off", why=why)


def touch(activity: Activity, **values: Any) -> None:
    """Move a draft's revision and set `values` with it, or raise NotADraft and set nothing."""
    must_reach(activity.commune_code)
    db.session.flush()
    touched = db.session.execute(
        update(Activity)
        .where(Activity.id == activity.id, Activity.approved_at.is_(None), Activity.cancelled_at.is_(None))
        .values(revision=Activity.revision + 1, **values)
        .returning(Activity.id)
        .execution_options(synchronize_session=False)
    ).scalar()
    db.session.refresh(activity)
    if touched is None:
        raise NotADraft(activity.id)


def _check_results(activity: Activity) -> None:
    if activity.ends_on > times.today():
        raise NotReady(_("Việc này chưa xong: ngày cuối còn ở phía trước."))
    if not kinds.has_roll(activity.kind):
        return
    rows = select(func.count()).where(Participant.activity_id == activity.id, Participant.removed_at.is_(None))
    if not db.session.scalar(rows):
        raise NotReady(_("Danh sách còn trống: ghi ai đã dự rồi mới duyệt."))


def _copy_roll(activity: Activity, copy: Activity) -> None:
    there = select(Participant).where(Participant.activity_id == activity.id, Participant.removed_at.is_(None))
    for one in db.session.scalars(there.order_by(Participant.id)):
        told = {name: getattr(one, name) for name in _OF_PARTICIPANT}
        found = [FollowUp(works=f.works, noted_at=f.noted_at, noted_by=f.noted_by) for f in one.follow_ups]
        db.session.add(Participant(activity_id=copy.id, follow_ups=found, **told))


def _free_slug(name: str) -> str:
    wanted = slugify(name, 60) or "hoat-dong"
    taken = set(db.session.scalars(select(Activity.slug).where(Activity.slug.startswith(wanted, autoescape=True))))
    taken |= addresses.words_after("khuyen-cong", "lich")
    return next(slug for n in range(1, len(taken) + 2) if (slug := f"{wanted}-{n}" if n > 1 else wanted) not in taken)
