"""One facility acts in another's place, or a person does: what it was let to do, until when, and no further (0095).

What each page of a workspace needs is told by the floors above, by endpoint or by blueprint. A page that nobody told of
is never opened in another's place: her team, her account at the bank, and whom else she lets act stay her own.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select, update
from sqlalchemy.orm import selectinload

from accounts.models import ACTIONS, FACILITY_ROLES, Mandate, MandateAction, User
from core import audit, times
from core.access import must_be_granted
from core.db import db

LONGEST_DAYS = 366
ANY = "*"
_needs: dict[str, str] = {}


class TooLong(Exception):
    """A mandate for ever is none: at most a year, then it is given again."""


class NotWithSelf(Exception):
    """A facility needs nobody's leave to act for itself; nor does one of its own team."""


class Over(Exception):
    """It was ended or taken away meanwhile."""


def told(needs: Mapping[str, str]) -> None:
    """What is needed by endpoint, or by blueprint for all of its own: "goods", "goods|stock" one of them,
    "goods prices" both, "*" whatever she may, "" never.
    """
    _needs.update(needs)


def need_of(endpoint: str) -> str:
    return _needs.get(endpoint, _needs.get(endpoint.partition(".")[0], ""))


def suffices(actions: Iterable[str], need: str) -> bool:
    """Whether these let her open what needs that."""
    held = set(actions)
    if need == ANY:
        return bool(held)
    return any(bool(one.split()) and held >= set(one.split()) for one in need.split("|"))


def give(facility_id: int, actions: Iterable[str], until_on: date, *, to: int | User) -> Mandate:
    """Let a facility (its id) or a person do exactly these until a day: what she had besides is taken away.

    Raises TooLong, NotWithSelf.
    """
    must_be_granted()
    if (until_on - times.today()).days > LONGEST_DAYS:
        raise TooLong
    if to == facility_id or (isinstance(to, User) and any(one.facility_id == facility_id for one in to.memberships)):
        raise NotWithSelf
    held = _open(facility_id, to) or _begun(facility_id, to, until_on)
    held.until_on = until_on
    _set(held, set(actions) & set(ACTIONS))
    audit.record(held, "mandate.given", facility=facility_id, actions=sorted(set(actions)), until=until_on.isoformat())
    return held


def take(mandate: Mandate, action: str) -> None:
    """Take one thing away; with the last the mandate ends. Raises Over."""
    must_be_granted()
    act = update(MandateAction).where(
        MandateAction.mandate_id == mandate.id, MandateAction.action == action, MandateAction.taken_at.is_(None)
    )
    if db.session.scalar(act.values(taken_at=times.now()).returning(MandateAction.id)) is None:
        raise Over
    db.session.refresh(mandate, ["actions"])
    audit.record(mandate, "mandate.taken", facility=mandate.facility_id, what=action)
    if not mandate.allows:
        end(mandate)


def end(mandate: Mandate) -> None:
    """From now on she acts in its place no more. Raises Over."""
    must_be_granted()
    act = update(Mandate).where(Mandate.id == mandate.id, Mandate.ended_at.is_(None)).values(ended_at=times.now())
    if db.session.scalar(act.returning(Mandate.id)) is None:
        raise Over
    db.session.refresh(mandate, ["ended_at"])
    audit.record(mandate, "mandate.ended", facility=mandate.facility_id)


def given_by(facility_id: int) -> Sequence[Mandate]:
    """Those that hold, the latest first."""
    query = select(Mandate).where(Mandate.facility_id == facility_id, *_holding()).order_by(Mandate.id.desc())
    return db.session.scalars(query.options(selectinload(Mandate.actions))).all()


def of_facility(facility_id: int, mandate_id: int) -> Mandate | None:
    query = select(Mandate).where(Mandate.id == mandate_id, Mandate.facility_id == facility_id)
    return db.session.scalar(query.options(selectinload(Mandate.actions)))


def held_by(user: User, facility_id: int | None = None) -> Sequence[Mandate]:
    """Those by which she may act, for all facilities or for one."""
    hubs = [one.facility_id for one in user.memberships]
    query = select(Mandate).where(or_(Mandate.person_id == user.id, Mandate.hub_id.in_(hubs)), *_holding())
    if facility_id is not None:
        query = query.where(Mandate.facility_id == facility_id)
    found = db.session.scalars(query.order_by(Mandate.id).options(selectinload(Mandate.actions))).all()
    return [one for one in found if one.allows]


def roles(user: User, held: Sequence[Mandate]) -> dict[str, str]:
    """By action, how far she reaches with it: as far as in her hub; whom it names herself, all the way."""
    mine = {one.facility_id: one.role for one in user.memberships}
    reached: dict[str, str] = {}
    for mandate in held:
        role = mine[mandate.hub_id] if mandate.hub_id else FACILITY_ROLES[-1]
        for action in mandate.allows:
            reached[action] = max(role, reached.get(action, role), key=FACILITY_ROLES.index)
    return reached


def people_named(mandates: Iterable[Mandate]) -> dict[int, User]:
    ids = [one.person_id for one in mandates if one.person_id]
    return {one.id: one for one in db.session.scalars(select(User).where(User.id.in_(ids)))} if ids else {}


def of_entries(ids: Iterable[int | None]) -> dict[int, Mandate]:
    """The mandates by which something was done, by id."""
    wanted = {one for one in ids if one}
    return {one.id: one for one in db.session.scalars(select(Mandate).where(Mandate.id.in_(wanted)))} if wanted else {}


def _open(facility_id: int, to: int | User) -> Mandate | None:
    """Also one that has lapsed: it goes on."""
    who = Mandate.person_id == to.id if isinstance(to, User) else Mandate.hub_id == to
    query = select(Mandate).where(Mandate.facility_id == facility_id, who, Mandate.ended_at.is_(None))
    return db.session.scalar(query.options(selectinload(Mandate.actions)).with_for_update())


def _begun(facility_id: int, to: int | User, until_on: date) -> Mandate:
    who = {"person_id": to.id} if isinstance(to, User) else {"hub_id": to}
    made = Mandate(
        facility_id=facility_id, from_on=times.today(), until_on=until_on, given_by=audit.actor_id(),
        given_at=times.now(), actions=[], **who,
    )  # fmt: skip
    db.session.add(made)
    return made


def _set(mandate: Mandate, wanted: set[str]) -> None:
    now = times.now()
    held = {one.action: one for one in mandate.actions if one.taken_at is None}
    for action in held.keys() - wanted:
        held[action].taken_at = now
    mandate.actions += [MandateAction(action=action, given_at=now) for action in ACTIONS if action in wanted - {*held}]


def _holding():  # type: ignore[no-untyped-def]
    today = times.today()
    return Mandate.ended_at.is_(None), Mandate.from_on <= today, Mandate.until_on >= today
