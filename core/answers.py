"""Answers kept under the Idempotency-Key of their request, so that a request sent again changes nothing again."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, mapped_column

from core import times
from core.db import Model, db, primary_key

KEPT_FOR = timedelta(hours=24)
TRIES = 2

Answer = dict[str, Any]


class KeptAnswer(Model):
    """What one request was answered. The key is kept as its digest: it lets its holder read the answer."""

    id: Mapped[primary_key]
    key: Mapped[str] = mapped_column(unique=True)
    request_digest: Mapped[str]
    answer: Mapped[Answer]
    kept_at: Mapped[datetime] = mapped_column(index=True)


class OtherRequest(Exception):
    """This key has already asked for something else."""


def once(key: tuple[str, ...], request: Any, act: Callable[[], Answer]) -> Answer:
    """Do `act` and commit, or give the answer that the same key had for the same request.

    A twin that lost the race on the key is undone and runs again: it then finds the winner's answer.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            answer = _kept(_digest(key), _digest(request)) or _keep(_digest(key), _digest(request), act())
            db.session.commit()
            return answer
        except IntegrityError:
            db.session.rollback()
            if not tries_left:
                raise
    raise AssertionError("the last try returns or raises")


def _kept(key: str, request_digest: str) -> Answer | None:
    db.session.execute(delete(KeptAnswer).where(KeptAnswer.kept_at < times.now() - KEPT_FOR))
    kept = db.session.scalar(select(KeptAnswer).where(KeptAnswer.key == key))
    if kept is not None and kept.request_digest != request_digest:
        raise OtherRequest
    return kept.answer if kept else None


def _keep(key: str, request_digest: str, answer: Answer) -> Answer:
    db.session.add(KeptAnswer(key=key, request_digest=request_digest, answer=answer, kept_at=times.now()))
    db.session.flush()
    return answer


def _digest(said: Any) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
