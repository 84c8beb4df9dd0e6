"""The roll of an activity: who took part, each once; taken off again while it is a draft; what became of them later.

A person is the same in two classes where her name (accents and case aside) and her year of birth agree and so does her
phone, or without a phone the facility she works at: docs/decisions/0086-activities.md. Only the digest of that is
compared, so that it still tells turns from people when names are thrown away.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select

from core import audit, times
from core.db import db
from core.text import fold
from programme.activities import kinds, records
from programme.activities.models import Activity, FollowUp, Participant
from programme.models import Facility, Support


class AlreadyThere(Exception):
    """She, or this facility, is on the roll."""


class NotOnThisRoll(Exception):
    """This kind of activity counts facilities, and none was named; or it has no roll."""


class StillADraft(Exception):
    """What became of people is asked after the activity is approved."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Somebody for the roll: a person with what is known of her, or a facility alone."""

    facility: Facility | None = None
    name: str = ""
    birth_year: int | None = None
    is_woman: bool | None = None
    phone: str = ""
    quantity: int = 1
    support_id: int | None = None


def put(activity: Activity, attendee: Attendee) -> Participant:
    """Raises NotADraft, NotOnThisRoll or AlreadyThere and changes nothing."""
    records.touch(activity)
    return _put(activity, attendee, keys_on(activity))


def put_all(activity: Activity, attendees: Iterable[Attendee]) -> tuple[int, int]:
    """How many were put on the roll, and how many stood there already. Raises NotADraft, NotOnThisRoll."""
    records.touch(activity)
    keys, added, known = keys_on(activity), 0, 0
    for one in attendees:
        try:
            _put(activity, one, keys)
            added += 1
        except AlreadyThere:
            known += 1
    audit.record(activity, "activity.roll_read", added=added, known=known)
    return added, known


def from_supports(activity: Activity) -> tuple[int, int]:
    """Put on the roll every facility that the scheme's own supports name, with what it got. Raises as put_all."""
    query = select(Support).where(Support.scheme_id == activity.scheme_id).order_by(Support.id)
    found = [Attendee(one.facility, quantity=one.quantity, support_id=one.id) for one in db.session.scalars(query)]
    return put_all(activity, found)


def take_off(participant: Participant) -> None:
    """Raises NotADraft. The row stays, with when and by whom."""
    records.touch(participant.activity)
    if participant.removed_at is None:
        participant.removed_at, participant.removed_by = times.now(), audit.actor_id()
        audit.record(participant, "participant.taken_off")


def note_work(participant: Participant, *, works: bool) -> None:
    """What was found when somebody asked later. Raises StillADraft."""
    if participant.activity.state != "approved":
        raise StillADraft(participant.activity_id)
    records.must_reach(participant.activity.commune_code)
    if participant.works is not works:
        participant.follow_ups.append(FollowUp(works=works, noted_at=times.now(), noted_by=audit.actor_id()))
        audit.record(participant, "participant.followed_up", works=works)


def keys_on(activity: Activity) -> set[str]:
    there = select(Participant.who_key).where(Participant.activity_id == activity.id, Participant.removed_at.is_(None))
    return set(db.session.scalars(there))


def who_key(kind: str, attendee: Attendee) -> str:
    """By whom a participation counts once: the facility, or the person by what tells her apart."""
    if kinds.counts_facilities(kind):
        return f"f:{attendee.facility.id}" if attendee.facility else ""
    tells = attendee.phone or (f"f{attendee.facility.id}" if attendee.facility else "")
    said = "|".join((fold(attendee.name), str(attendee.birth_year or ""), tells))
    return "p:" + hashlib.blake2b(said.encode(), digest_size=16).hexdigest()


def _put(activity: Activity, attendee: Attendee, keys: set[str]) -> Participant:
    if not kinds.has_roll(activity.kind) or (kinds.counts_facilities(activity.kind) and not attendee.facility):
        raise NotOnThisRoll(activity.kind)
    key = who_key(activity.kind, attendee)
    if key in keys:
        raise AlreadyThere(key)
    keys.add(key)
    row = Participant(
        activity_id=activity.id, facility_id=attendee.facility.id if attendee.facility else None,
        support_id=attendee.support_id, name=attendee.name, birth_year=attendee.birth_year,
        is_woman=attendee.is_woman, phone=attendee.phone, who_key=key, quantity=attendee.quantity,
        recorded_by=audit.actor_id(),
    )  # fmt: skip
    db.session.add(row)
    return row
