"""The chain of the log: each act carries the digest of the one before, so that none can be changed, slipped in or
taken out without all that follow showing it.

Links are made when a transaction commits, one transaction after the other. What is not linked was never committed.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.orm import Session

from core import audit
from core.audit import AuditEntry, AuditLink
from core.db import db, insert_many, stand_alone

FIRST = "0" * 64  # what the first act carries
_BATCH = 1000


@dataclass(frozen=True, slots=True)
class Head:
    """The last link. Written down elsewhere it proves later that nothing before it was touched."""

    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class Broken:
    """What does not fit: `why` is changed, moved (it does not follow the one before) or unlinked."""

    entry_id: int
    why: str


def init_app() -> None:
    for name, listener in (("before_commit", _link), ("after_rollback", audit.forget)):
        if not event.contains(db.session, name, listener):  # one session for every application of a process
            event.listen(db.session, name, listener)


def digest(previous: str, entry: AuditEntry) -> str:
    """SHA-256 over the digest before and all columns of the act, as JSON with sorted keys.

    Columns that came after the chain count by their name where they are set: acts from before keep their digest.
    """
    values: list[Any] = [getattr(entry, name) for name in _FIRST_COLUMNS]
    if later := {name: value for name in _LATER_COLUMNS if (value := getattr(entry, name)) is not None}:
        values.append(later)
    told = json.loads(json.dumps(values, default=_said))  # as it is read again
    whole = json.dumps([previous, *told], sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(whole.encode()).hexdigest()


def head() -> Head:
    last = db.session.execute(select(AuditLink.id, AuditLink.digest).order_by(AuditLink.id.desc()).limit(1)).first()
    count = db.session.scalar(select(func.count()).select_from(AuditLink)) or 0
    return Head(count, last.digest if last else FIRST)


def holds(noted: str) -> bool:
    """Whether a digest that was written down once is one of the chain's."""
    return noted == FIRST or db.session.scalar(select(AuditLink.id).where(AuditLink.digest == noted)) is not None


def faults() -> Iterator[Broken]:
    """Walk the whole chain from its first act; in flat memory."""
    previous = FIRST
    query = select(AuditEntry, AuditLink).join(AuditLink, AuditLink.entry_id == AuditEntry.id).order_by(AuditLink.id)
    for entry, link in db.session.execute(query.execution_options(yield_per=_BATCH)):
        if link.previous != previous:
            yield Broken(entry.id, "moved")
        if link.digest != digest(link.previous, entry):
            yield Broken(entry.id, "changed")
        previous = link.digest
    unlinked = select(AuditEntry.id).where(~audit.IS_LINKED).order_by(AuditEntry.id)
    yield from (Broken(one, "unlinked") for one in db.session.scalars(unlinked))


_FIRST_COLUMNS = ("id", "at", "actor_id", "action", "subject_kind", "subject_id", "detail", "on_behalf_of")
_LATER_COLUMNS = tuple(one.name for one in AuditEntry.__table__.columns if one.name not in _FIRST_COLUMNS)


def _said(value: Any) -> str:
    return value.astimezone(UTC).isoformat()


def _link(session: Session) -> None:
    """Give what this transaction has noted its links, as the last thing it does: nobody waits behind it for long."""
    if session.in_nested_transaction():
        return
    session.flush()
    if found := audit.noted(session):
        stand_alone("audit")
        last = session.scalar(select(AuditLink.digest).order_by(AuditLink.id.desc()).limit(1))
        insert_many(AuditLink, list(_links(found, last or FIRST)))


def _links(entries: Iterable[AuditEntry], last: str) -> Iterator[dict[str, Any]]:
    for entry in entries:
        following = digest(last, entry)
        yield {"entry_id": entry.id, "previous": last, "digest": following}
        last = following
