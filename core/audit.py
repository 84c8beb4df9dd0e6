"""The append-only record of who did what, when and why."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from typing import Any

from sqlalchemy import Index, select
from sqlalchemy.orm import Mapped

from core import times
from core.db import Model, db, primary_key

_actor: ContextVar[int | None] = ContextVar("actor", default=None)


class AuditEntry(Model):
    """One act. Rows are added, never changed; user ids are plain numbers so that no person's removal alters them."""

    __table_args__ = (Index("ix_audit_entry_subject", "subject_kind", "subject_id"),)

    id: Mapped[primary_key]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[int]
    detail: Mapped[dict[str, Any]]


def record(subject: Any, action: str, **detail: Any) -> None:
    """Note an act on a saved row, in the transaction that carries it out."""
    if subject.id is None:
        db.session.flush()
    db.session.add(
        AuditEntry(
            at=times.now(),
            actor_id=_actor.get(),
            action=action,
            subject_kind=subject.__tablename__,
            subject_id=subject.id,
            detail=detail,
        )
    )


def history_of(subject: Any) -> list[AuditEntry]:
    """Every act on a row, latest first."""
    query = select(AuditEntry).where(
        AuditEntry.subject_kind == subject.__tablename__, AuditEntry.subject_id == subject.id
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id.desc())))


def acting_as(user_id: int | None) -> None:
    _actor.set(user_id)


def actor_id() -> int | None:
    return _actor.get()


@contextmanager
def actor(user_id: int | None) -> Iterator[None]:
    token = _actor.set(user_id)
    try:
        yield
    finally:
        _actor.reset(token)
