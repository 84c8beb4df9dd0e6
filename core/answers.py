"""Answers kept under the Idempotency-Key of their request, so that a request sent again changes nothing again."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm import Mapped, mapped_column

from core import times
from core.db import Model, db, insert, primary_key

KEPT_FOR = timedelta(hours=24)
WAITS_MS = 3_000  # for a twin that is being answered
TRIES = 2
_LOCKED = "55P03"  # PostgreSQL: lock_not_available

Answer = dict[str, Any]
T = TypeVar("T")


class KeptAnswer(Model):
    """What one request was answered. The key is kept as its digest: it lets its holder read the answer."""

    id: Mapped[primary_key]
    key: Mapped[str] = mapped_column(unique=True)
    request_digest: Mapped[str]
    answer: Mapped[Answer]
    kept_at: Mapped[datetime] = mapped_column(index=True)


class OtherRequest(Exception):
    """This key has already asked for something else."""


class InFlight(Exception):
    """The same request is still being answered elsewhere."""


def once(key: tuple[str, ...], request: Any, act: Callable[[], Answer]) -> Answer:
    """Do `act` and commit, or give the answer that the same key had for the same request.

    The key's row is taken first and committed with what `act` did, so that a twin waits at it: a while, then InFlight.
    What `act` refuses leaves no key behind.
    """
    return committed(lambda: _answered(_digest(key), _digest(request), act))


def committed(act: Callable[[], T]) -> T:
    """Do `act` and commit. A race lost on a unique key is run again: it then finds what the winner wrote."""
    for tries_left in reversed(range(TRIES)):
        try:
            done = act()
            db.session.commit()
            return done
        except IntegrityError:
            db.session.rollback()
            if not tries_left:
                raise
        except Exception:
            db.session.rollback()
            raise
    raise AssertionError("the last try returns or raises")


def _answered(key: str, request_digest: str, act: Callable[[], Answer]) -> Answer:
    db.session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < times.now() - KEPT_FOR))
    if _is_mine(key, request_digest):
        answer = act()
        db.session.execute(update(KeptAnswer).where(KeptAnswer.key == key).values(answer=answer))
        return answer
    kept = db.session.scalars(select(KeptAnswer).where(KeptAnswer.key == key)).one()
    if kept.request_digest != request_digest:
        raise OtherRequest
    return kept.answer


def _is_mine(key: str, request_digest: str) -> bool:
    """Take the key, or wait for whoever has it. SQLite has one writer at a time, who is done before we begin."""
    row = insert(KeptAnswer).values(key=key, request_digest=request_digest, answer={}, kept_at=times.now())
    _wait_at_most(f"{WAITS_MS}ms")
    try:
        mine = db.session.scalar(row.on_conflict_do_nothing(index_elements=["key"]).returning(KeptAnswer.id))
    except OperationalError as busy:
        if getattr(busy.orig, "sqlstate", "") == _LOCKED:
            raise InFlight from None
        raise
    _wait_at_most("0")
    return mine is not None


def _wait_at_most(span: str) -> None:
    """For a lock, in this transaction; 0 is for ever."""
    if db.engine.dialect.name == "postgresql":
        db.session.execute(text(f"SET LOCAL lock_timeout = '{span}'"))


def _digest(said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
