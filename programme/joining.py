"""Facilities that ask to join: nothing of theirs is public and no account is open before staff have said yes (0081).

One on record is never made twice: whoever asks for one that is here asks to be let into it, which is a claim.
"""

import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, or_, select, text, true, update
from sqlalchemy.orm import Mapped, joinedload, mapped_column, raiseload, relationship

from accounts import people
from accounts.models import Membership, User
from core import access, audit, times
from core.access import must_reach
from core.db import Model, db, one_of, primary_key
from core.text import slugify, unmarked
from programme import joining_letters as letters
from programme.models import FACILITY_KINDS, Facility

OPEN = ("asked", "lacking")
STATES = (*OPEN, "approved", "refused", "withdrawn")
MOVES = {
    "lacking": ("asked",),
    "asked": ("lacking",),
    "approved": ("asked",),
    "refused": OPEN,
    "withdrawn": OPEN,
}  # to each state, from which


class JoinRequest(Model):
    """One request. Its token is the address of the applicant's page; a password waits, hashed, for the account."""

    __table_args__ = (
        CheckConstraint(one_of("state", STATES), "known_state"),
        CheckConstraint(one_of("kind", FACILITY_KINDS), "known_kind"),
        CheckConstraint("tax_code IS NOT NULL OR household_number IS NOT NULL", "has_a_number"),
        CheckConstraint("household_number IS NULL OR kind = 'ho_kinh_doanh'", "household_number_of_a_household"),
        CheckConstraint("state NOT IN ('lacking', 'refused') OR words <> ''", "says_why"),
        CheckConstraint("(state IN ('asked', 'lacking')) = (decided_at IS NULL)", "decided_once"),
        CheckConstraint(
            "state <> 'approved' OR (facility_id IS NOT NULL AND user_id IS NOT NULL AND called_at IS NOT NULL)",
            "approved_whole",
        ),
        CheckConstraint("decided_at IS NULL OR password_hash = ''", "password_moves_on"),
        Index("uq_join_request_open_phone", "phone", unique=True,
              sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL")),
    )  # fmt: skip

    id: Mapped[primary_key]
    token: Mapped[str] = mapped_column(unique=True, default=lambda: secrets.token_urlsafe(18))
    phone: Mapped[str]
    email: Mapped[str | None]
    person: Mapped[str]
    password_hash: Mapped[str] = mapped_column(default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))  # who asked signed in, or whose it became
    name: Mapped[str]
    kind: Mapped[str]
    tax_code: Mapped[str | None]
    household_number: Mapped[str | None]
    commune_code: Mapped[str]
    commune_name: Mapped[str]
    written_place: Mapped[str] = mapped_column(default="")  # as she wrote it, often by the name of before 1/7/2025
    address: Mapped[str] = mapped_column(default="")
    goods: Mapped[str] = mapped_column(default="")
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"))  # claimed, or what it became
    state: Mapped[str] = mapped_column(default="asked")
    words: Mapped[str] = mapped_column(default="")  # what staff said last
    answer: Mapped[str] = mapped_column(default="")  # what the applicant added since
    asked_at: Mapped[datetime]
    moved_at: Mapped[datetime] = mapped_column(index=True)
    called_at: Mapped[datetime | None]  # when staff rang the number and heard the one who asked
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[int | None]

    facility: Mapped[Facility | None] = relationship()

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Wish:
    """Who asks, and for which facility."""

    phone: str
    email: str | None
    person: str
    name: str
    kind: str
    tax_code: str | None
    household_number: str | None
    commune_code: str
    commune_name: str
    written_place: str
    address: str
    goods: str


class AskedAlready(Exception):
    """A request with this number is open."""


class PhoneTaken(Exception):
    """Somebody signs in with this number; she signs in first, and asks as herself."""


class OnRecord(Exception):
    """A facility with this number is here: it can only be claimed."""


class NotNow(Exception):
    """The request is no longer where that could be done."""


def alike(wish: Wish) -> Sequence[Facility]:
    """Facilities on record that this may be: by a number of theirs, by phone, or by name in the same commune."""
    numbers = [getattr(Facility, name) == number for name, number in _numbers(wish).items()]
    near = (Facility.commune_code == wish.commune_code) & (Facility.name != "")
    query = select(Facility).where(or_(*numbers, Facility.phone == wish.phone, near)).order_by(Facility.id)
    found = db.session.scalars(query.options(raiseload("*"))).all()
    return [one for one in found if _is_it(one, wish)]


def bears_its_number(facility: Facility, wish: Wish | JoinRequest) -> bool:
    """Whether it is surely the same: no second one can have the number."""
    return any(getattr(facility, name) == number for name, number in _numbers(wish).items())


def ask(wish: Wish, *, claims: Facility | None, password_hash: str = "", user: User | None = None) -> JoinRequest:
    """Raises AskedAlready, PhoneTaken, OnRecord; then nothing is kept."""
    if user is None and people.is_known(email=None, phone=wish.phone):
        raise PhoneTaken
    if claims is None and any(bears_its_number(one, wish) for one in alike(wish)):
        raise OnRecord
    if db.session.scalar(select(JoinRequest.id).where(JoinRequest.phone == wish.phone, JoinRequest.state.in_(OPEN))):
        raise AskedAlready
    now = times.now()
    made = JoinRequest(**asdict(wish), facility=claims, user_id=user.id if user else None, asked_at=now, moved_at=now)
    made.password_hash = "" if user else password_hash
    db.session.add(made)
    audit.record(made, "join.asked", claims=claims.id if claims else None)
    if claims:
        letters.claimed(claims, made)
    return made


def ask_for_more(request: JoinRequest, words: str) -> None:
    """Raises NotNow, OutOfArea."""
    must_reach(request.commune_code)
    _move(request, "lacking", words=words, answer="")
    letters.lacking(request)


def answer(request: JoinRequest, words: str) -> None:
    """The applicant adds what was asked for; it waits again. Raises NotNow."""
    _move(request, "asked", answer=words)


def withdraw(request: JoinRequest) -> None:
    _move(request, "withdrawn", **_decided())


def refuse(request: JoinRequest, reason: str) -> None:
    """No account comes of it. Raises NotNow, OutOfArea."""
    must_reach(request.commune_code)
    _move(request, "refused", words=reason, **_decided())
    letters.refused(request)


def approve(request: JoinRequest, claims: Facility | None) -> Facility:
    """Open the account and the facility, or let her into the one that is here; staff have rung the number.

    One conditional UPDATE comes first: of two who decide at once, one does. Raises NotNow, OnRecord, PhoneTaken,
    OutOfArea; the caller then commits nothing.
    """
    must_reach(request.commune_code)
    if claims:
        must_reach(claims.commune_code)
    elif any(bears_its_number(one, request) for one in alike_to(request)):
        raise OnRecord
    waiting_hash = request.password_hash
    facility = claims or _open(request)
    user = _account(request, waiting_hash)
    _move(request, "approved", facility_id=facility.id, user_id=user.id, called_at=times.now(), **_decided())
    if not any(one.facility_id == facility.id for one in user.memberships):
        joined = people.join(user, facility.id, "owner")
        audit.record(joined, "team.joined", facility=facility.id, person=user.id, role="owner")
    letters.approved(request, facility)
    return facility


def alike_to(request: JoinRequest) -> Sequence[Facility]:
    return alike(Wish(**{name: getattr(request, name) for name in Wish.__dataclass_fields__}))


def by_token(token: str) -> JoinRequest | None:
    return db.session.scalar(select(JoinRequest).where(JoinRequest.token == token).options(*_whole()))


def find(request_id: int) -> JoinRequest | None:
    return db.session.scalar(select(JoinRequest).where(JoinRequest.id == request_id).options(*_whole()))


def queue() -> Sequence[JoinRequest]:
    """Those that wait for staff, the oldest first; then those that wait for their applicant. Within one's area."""
    query = select(JoinRequest).where(JoinRequest.state.in_(OPEN), _within())
    return db.session.scalars(query.order_by(JoinRequest.state, JoinRequest.moved_at).options(*_whole())).all()


def waiting() -> tuple[int, datetime | None]:
    """How many wait for staff, and since when the oldest."""
    query = select(func.count(), func.min(JoinRequest.moved_at)).where(JoinRequest.state == "asked", _within())
    number, oldest = db.session.execute(query).one()
    return number, oldest


def decided(most: int = 20) -> Sequence[JoinRequest]:
    query = select(JoinRequest).where(JoinRequest.decided_at.is_not(None), _within())
    return db.session.scalars(query.order_by(JoinRequest.decided_at.desc()).limit(most).options(*_whole())).all()


def owners_of(facility_id: int) -> Sequence[User]:
    query = select(User).join(Membership, Membership.user_id == User.id)
    return db.session.scalars(query.where(Membership.facility_id == facility_id, Membership.role == "owner")).all()


def _within() -> Any:
    area = access.area()
    return true() if area is None else JoinRequest.commune_code.in_(sorted(area))


def _numbers(wish: Wish | JoinRequest) -> dict[str, str]:
    return {name: value for name in ("tax_code", "household_number") if (value := getattr(wish, name))}


def _is_it(one: Facility, wish: Wish) -> bool:
    if bears_its_number(one, wish) or one.phone == wish.phone:
        return True
    return unmarked(one.name) == unmarked(wish.name)


def _open(request: JoinRequest) -> Facility:
    facility = Facility(
        slug=_free_slug(request.name), name=request.name, kind=request.kind, tax_code=request.tax_code,
        household_number=request.household_number, representative=request.person, phone=request.phone,
        email=request.email, address=request.address, commune_code=request.commune_code,
        commune_name=request.commune_name, former_address=request.written_place,
    )  # fmt: skip
    db.session.add(facility)
    audit.record(facility, "facility.joined", request=request.id)
    return facility


def _account(request: JoinRequest, password_hash: str) -> User:
    if request.user_id:
        return db.session.get_one(User, request.user_id)
    if people.is_known(email=None, phone=request.phone):
        raise PhoneTaken
    email = request.email if request.email and not people.is_known(email=request.email, phone=None) else None
    user = people.open_account(request.person, password_hash, email=email, phone=request.phone)
    db.session.flush()
    return user


def _free_slug(name: str) -> str:
    plain = slugify(name, 60) or "co-so"
    tried = (plain if n == 1 else f"{plain}-{n}" for n in count(1))
    return next(slug for slug in tried if db.session.scalar(select(Facility.id).where(Facility.slug == slug)) is None)


def _decided() -> dict[str, Any]:
    return {"decided_at": times.now(), "decided_by": audit.actor_id(), "password_hash": ""}


def _move(request: JoinRequest, to: str, **values: Any) -> None:
    act = update(JoinRequest).where(JoinRequest.id == request.id, JoinRequest.state.in_(MOVES[to]))
    act = act.values(state=to, moved_at=times.now(), **values).returning(JoinRequest.id)
    db.session.flush()
    if db.session.scalar(act.execution_options(synchronize_session=False)) is None:
        raise NotNow(request.state)
    db.session.refresh(request)
    audit.record(request, f"join.{to}", **({"words": request.words} if to in ("lacking", "refused") else {}))


def _whole() -> tuple[Any, ...]:
    return joinedload(JoinRequest.facility), raiseload("*")
