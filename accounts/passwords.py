"""Passwords: hashed with argon2id, compared at the same cost for a user that does not exist."""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argon2 import PasswordHasher


@cache
def _hasher() -> "PasswordHasher":
    """Loaded when somebody signs in."""
    from argon2 import PasswordHasher

    return PasswordHasher()  # RFC 9106 low-memory profile, the library's default


@cache  # costs as much as a sign-in; a command that asks for no password does not pay it
def _nobody() -> str:
    return _hasher().hash("mật khẩu của không ai cả")


def hashed(password: str) -> str:
    return _hasher().hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Whether they match; None (no such user) takes as long and never does."""
    from argon2.exceptions import InvalidHashError, VerificationError

    try:
        return _hasher().verify(password_hash or _nobody(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False
