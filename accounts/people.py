"""People: found by what they type, let in, and given roles."""

from collections.abc import Collection, Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from accounts import passwords
from accounts.models import Membership, StaffRight, User
from core import audit
from core.db import db


class WrongSignIn(Exception):
    """No such person, or another password; which of the two is not said."""


def register(name: str, password: str, *, email: str | None = None, phone: str | None = None) -> User:
    return open_account(name, passwords.hashed(password), email=email, phone=phone)


def open_account(name: str, password_hash: str, *, email: str | None = None, phone: str | None = None) -> User:
    """The same with a password that was hashed when it was typed."""
    user = User(name=name, email=_email(email), phone=phone, password_hash=password_hash)
    db.session.add(user)
    audit.record(user, "person.registered")
    return user


def sign_in(who: str, password: str) -> User:
    """The person with this mail address or phone and password; WrongSignIn otherwise."""
    user = _found(who)
    if not passwords.matches(user.password_hash if user else None, password) or user is None:
        raise WrongSignIn
    if not user.is_active:
        raise WrongSignIn
    return user


def proves(user: User, password: str) -> bool:
    """Whether the one signed in knows the password: asked again before what matters most."""
    return passwords.matches(user.password_hash, password)


def named(who: str) -> User | None:
    """Whoever signs in by this mail address or number, with her rights."""
    found = _found(who)
    return by_id(found.id) if found else None


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """What people are called, by id; one who has gone is not in it."""
    wanted = {one for one in user_ids if one is not None}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(wanted))) if wanted else ()
    return {row[0]: row[1] for row in rows}


def by_id(user_id: int) -> User | None:
    query = select(User).where(User.id == user_id, User.closed_at.is_(None))
    return db.session.scalar(query.options(selectinload(User.memberships), selectinload(User.rights)))


def staff() -> list[User]:
    """Who has any right, by name, with rights and areas."""
    wanted = select(User).where(User.rights.any(), User.closed_at.is_(None)).order_by(User.name, User.id)
    return list(db.session.scalars(wanted.options(selectinload(User.rights), selectinload(User.areas))))


def grant(user: User, *rights: str) -> None:
    user.rights.extend(StaffRight(right=right) for right in rights)


def join(user: User, facility_id: int, role: str) -> Membership:
    membership = Membership(user=user, facility_id=facility_id, role=role)
    db.session.add(membership)
    return membership


def _found(who: str) -> User | None:
    digits = "".join(c for c in who if c.isdigit())
    phone = "+84" + digits.removeprefix("84").removeprefix("0") if len(digits) >= 9 else None
    either = [User.email == _email(who)] + ([User.phone == phone] if phone and "@" not in who else [])
    return db.session.scalar(select(User).where(or_(*either)).limit(1))


def _email(text: str | None) -> str | None:
    return text.strip().lower() if text else None


def addresses_of(phones: Collection[str]) -> dict[str, str]:
    """Mail addresses by phone, of those who sign in with one of these numbers and gave an address. One query."""
    wanted = select(User.phone, User.email).where(User.phone.in_(phones), User.closed_at.is_(None))
    return {phone: email for phone, email in db.session.execute(wanted) if phone and email}


def is_known(*, email: str | None, phone: str | None) -> bool:
    """Whether somebody signs in with this mail address or number."""
    either = [User.email == _email(email)] if email else [User.phone == phone]
    return db.session.scalar(select(User.id).where(or_(*either))) is not None
