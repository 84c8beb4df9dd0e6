"""The append-only record of who did what, when and why."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKey, Index, func, inspect, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from core import times
from core.db import Model, db, insert_many, primary_key
from core.sealed import seal

_actor: ContextVar[int | None] = ContextVar("actor", default=None)
_facility: ContextVar[int | None] = ContextVar("facility", default=None)
_mandate: ContextVar[int | None] = ContextVar("mandate", default=None)
_NOTED, _SINCE = "audit", "audit_since"  # in the session: its new acts, and after which id others were put in at once


@seal
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
    on_behalf_of: Mapped[int | None] = mapped_column(index=True)  # the facility in whose place another acted
    mandate_id: Mapped[int | None]  # by which of its mandates; none: a member of staff who helped


@seal
class AuditLink(Model):
    """One act's place in the chain, which its id counts. Nothing follows two, and nothing is followed by two."""

    id: Mapped[primary_key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), unique=True)
    previous: Mapped[str] = mapped_column(unique=True)  # the digest of the one before
    digest: Mapped[str] = mapped_column(unique=True)


IS_LINKED = select(AuditLink.id).where(AuditLink.entry_id == AuditEntry.id).exists()


def record(subject: Any, action: str, **detail: Any) -> None:
    """Note an act on a saved row, in the transaction that carries it out."""
    if subject.id is None:
        db.session.flush()
    entry = AuditEntry(**_entry(subject.__tablename__, subject.id, action, detail))
    db.session.add(entry)
    db.session.info.setdefault(_NOTED, []).append(entry)


def record_many(kind: type[Model], action: str, details: Mapping[int, dict[str, Any]]) -> None:
    """Note the same act on many saved rows of one table, `details` by row id, in one statement."""
    at = times.now()
    if _SINCE not in db.session.info:
        db.session.info[_SINCE] = db.session.scalar(select(func.max(AuditEntry.id))) or 0
    insert_many(
        AuditEntry, [_entry(kind.__tablename__, row_id, action, detail, at) for row_id, detail in details.items()]
    )


def noted(session: Session) -> list[AuditEntry]:
    """What this transaction has noted and still stands, in the order of its ids; asked again it is nothing."""
    added = [one for one in session.info.pop(_NOTED, ()) if inspect(one).persistent]
    since = session.info.pop(_SINCE, None)
    if since is not None:
        query = select(AuditEntry).where(AuditEntry.id > since, ~IS_LINKED)
        added = list({*added, *session.scalars(query)})
    return sorted(added, key=lambda one: one.id)


def forget(session: Session) -> None:
    """The transaction came to nothing, and all it has noted with it."""
    session.info.pop(_NOTED, None)
    session.info.pop(_SINCE, None)


def _entry(
    subject_kind: str, subject_id: int, action: str, detail: dict[str, Any], at: datetime | None = None
) -> dict[str, Any]:
    return {
        "at": at or times.now(),
        "actor_id": _actor.get(),
        "action": action,
        "subject_kind": subject_kind,
        "subject_id": subject_id,
        "detail": detail,
        "on_behalf_of": _facility.get(),
        "mandate_id": _mandate.get(),
    }


def plain(value: Any) -> Any:
    """A value as the log holds it."""
    return value.isoformat() if isinstance(value, date) else value


def differences(row: Any, wanted: Mapping[str, Any]) -> dict[str, list[Any]]:
    """By name what a row has and what it shall have, of those that differ, as the log holds them."""
    pairs = {name: [getattr(row, name), value] for name, value in wanted.items()}
    return {name: [plain(old), plain(new)] for name, (old, new) in pairs.items() if old != new}


def history_of(subject: Any) -> list[AuditEntry]:
    """Every act on a row, latest first."""
    query = select(AuditEntry).where(
        AuditEntry.subject_kind == subject.__tablename__, AuditEntry.subject_id == subject.id
    )
    return list(db.session.scalars(query.order_by(AuditEntry.id.desc())))


def entry(entry_id: int) -> AuditEntry | None:
    return db.session.get(AuditEntry, entry_id)


def done_for(facility_id: int, at_most: int) -> list[AuditEntry]:
    """What staff did on behalf of a facility, latest first."""
    return _done(facility_id, at_most, AuditEntry.mandate_id.is_(None))


def done_by_mandate(facility_id: int, at_most: int) -> list[AuditEntry]:
    """What others did in a facility's place because it lets them, latest first."""
    return _done(facility_id, at_most, AuditEntry.mandate_id.is_not(None))


def _done(facility_id: int, at_most: int, how: ColumnElement[bool]) -> list[AuditEntry]:
    query = select(AuditEntry).where(AuditEntry.on_behalf_of == facility_id, how).order_by(AuditEntry.id.desc())
    return list(db.session.scalars(query.limit(at_most)))


def acting_as(user_id: int | None, on_behalf_of: int | None = None, mandate_id: int | None = None) -> None:
    """Whoever acts from here on; with the facility in whose place, and the mandate where it is not staff who help."""
    _actor.set(user_id)
    _facility.set(on_behalf_of)
    _mandate.set(mandate_id)


def actor_id() -> int | None:
    return _actor.get()


@contextmanager
def actor(user_id: int | None) -> Iterator[None]:
    token = _actor.set(user_id)
    try:
        yield
    finally:
        _actor.reset(token)
