"""A facility's team: invited by a link, given roles, removed; one owner is always left."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import aliased, joinedload

from accounts.models import Invitation, Membership, User
from core import audit, times
from core.access import must_be_granted
from core.db import db

LAPSES_AFTER = timedelta(days=7)
MOST_OPEN = 20


class LastOwner(Exception):
    """A facility without an owner could not be kept by anyone."""


class NoSuchMember(LookupError):
    """Not of this facility (any more)."""


class InvitationOver(Exception):
    """It was used, lapsed or withdrawn, or never was."""


class AlreadyMember(Exception):
    """She is in the team already; the link stays good for another."""


class TooManyInvitations(Exception):
    """So many links are open that one more helps nobody."""


def owners_addresses(facility_id: int) -> Sequence[str]:
    """Mail addresses of those who own it and gave one."""
    query = select(User.email).join(Membership, Membership.user_id == User.id)
    query = query.where(Membership.facility_id == facility_id, Membership.role == "owner", User.closed_at.is_(None))
    return [address for address in db.session.scalars(query) if address]


def members(facility_id: int) -> Sequence[Membership]:
    query = select(Membership).where(Membership.facility_id == facility_id).options(joinedload(Membership.user))
    return db.session.scalars(query.order_by(Membership.id)).all()


def open_invitations(facility_id: int) -> Sequence[Invitation]:
    query = select(Invitation).where(Invitation.facility_id == facility_id, *_is_open())
    return db.session.scalars(query.order_by(Invitation.id)).all()


def invite(
    facility_id: int, role: str, *, email: str | None = None, phone: str | None = None
) -> tuple[Invitation, str]:
    """The invitation, and the token of its link: shown once, kept only as a digest. Raises TooManyInvitations."""
    must_be_granted()
    if len(open_invitations(facility_id)) >= MOST_OPEN:
        raise TooManyInvitations
    token, now = secrets.token_urlsafe(24), times.now()
    invitation = Invitation(
        facility_id=facility_id,
        role=role,
        email=email or None,
        phone=phone or None,
        token_digest=_digest(token),
        made_by=audit.actor_id(),
        made_at=now,
        lapses_at=now + LAPSES_AFTER,
    )
    db.session.add(invitation)
    audit.record(invitation, "team.invited", facility=facility_id, role=role, to=email or phone)
    return invitation, token


def invitation_of(token: str) -> Invitation | None:
    """The invitation of a link while it is open."""
    return db.session.scalar(select(Invitation).where(Invitation.token_digest == _digest(token), *_is_open()))


def accept(token: str, user: User) -> Membership:
    """Join. One conditional UPDATE: of two who follow one link at once, one gets in. Raises InvitationOver."""
    invitation = invitation_of(token)
    if invitation is None:
        raise InvitationOver
    if _membership(invitation.facility_id, user.id) is not None:
        raise AlreadyMember
    taken = db.session.execute(
        update(Invitation)
        .where(Invitation.id == invitation.id, *_is_open())
        .values(accepted_at=times.now(), accepted_by=user.id)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise InvitationOver
    membership = Membership(user_id=user.id, facility_id=invitation.facility_id, role=invitation.role)
    db.session.add(membership)
    audit.record(membership, "team.joined", facility=invitation.facility_id, person=user.id, role=invitation.role)
    return membership


def call_off(facility_id: int, invitation_id: int) -> None:
    """Withdraw a link that nobody has used. Raises InvitationOver."""
    mine = (Invitation.id == invitation_id, Invitation.facility_id == facility_id)
    gone = db.session.execute(update(Invitation).where(*mine, *_is_open()).values(cancelled_at=times.now()))
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        raise InvitationOver
    audit.record(db.session.get_one(Invitation, invitation_id), "team.called_off", facility=facility_id)


def change_role(facility_id: int, member_id: int, role: str) -> None:
    """Raises NoSuchMember, LastOwner; then nothing has changed."""
    member = _member(facility_id, member_id)
    was = member.role
    if was == role:
        return
    changed = db.session.execute(
        update(Membership).where(Membership.id == member_id, _an_owner_is_left(facility_id)).values(role=role)
    )
    if changed.rowcount != 1:  # type: ignore[attr-defined]
        raise LastOwner
    audit.record(member, "team.role_changed", facility=facility_id, person=member.user_id, role=[was, role])


def remove(facility_id: int, member_id: int) -> None:
    """Raises NoSuchMember, LastOwner; then nothing has changed."""
    member = _member(facility_id, member_id)
    audit.record(member, "team.removed", facility=facility_id, person=member.user_id, role=member.role)
    db.session.flush()
    gone = db.session.execute(delete(Membership).where(Membership.id == member_id, _an_owner_is_left(facility_id)))
    if gone.rowcount != 1:  # type: ignore[attr-defined]
        raise LastOwner
    db.session.expire_all()


def _member(facility_id: int, member_id: int) -> Membership:
    """Holds the team's rows in the order of their ids, so that two owners who leave at once do so one by one."""
    must_be_granted()
    team = select(Membership).where(Membership.facility_id == facility_id).order_by(Membership.id).with_for_update()
    found = {member.id: member for member in db.session.scalars(team.execution_options(populate_existing=True))}
    if member_id not in found:
        raise NoSuchMember(member_id)
    return found[member_id]


def _an_owner_is_left(facility_id: int):  # type: ignore[no-untyped-def]
    """True of every row but the only owner's."""
    other = aliased(Membership)
    owners = select(func.count()).select_from(other).where(other.facility_id == facility_id, other.role == "owner")
    return or_(Membership.role != "owner", owners.scalar_subquery() > 1)


def _membership(facility_id: int, user_id: int) -> Membership | None:
    return db.session.scalar(
        select(Membership).where(Membership.facility_id == facility_id, Membership.user_id == user_id)
    )


def _is_open():  # type: ignore[no-untyped-def]
    now = times.now()
    return Invitation.accepted_at.is_(None), Invitation.cancelled_at.is_(None), Invitation.lapses_at > now


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
