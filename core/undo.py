"""Undoing an act from what the audit log says of it: `{field: [old, new]}` goes back by the verb that changed it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core import audit
from core.audit import AuditEntry
from core.db import db

UNDONE = "act.undone"


class CannotBeUndone(Exception):
    """No act of a kind that can go back."""


class ChangedSince(Exception):
    """Somebody has changed the same thing again: going back would lose that."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


@dataclass(frozen=True, slots=True)
class Verb:
    """How acts of one name go back: the row by its id, a value of it by field, and the verb that puts values."""

    load: Callable[[int], Any]
    value_of: Callable[[Any, str], Any]
    put: Callable[[Any, Mapping[str, Any]], Any]


_verbs: dict[str, Verb] = {}


def register(action: str, verb: Verb) -> None:
    _verbs[action] = verb


def plain(value: Any) -> Any:
    """A value as the log holds it."""
    return value.isoformat() if isinstance(value, date) else value


def changes_of(entry: AuditEntry) -> dict[str, tuple[Any, Any]]:
    """By field the value before and after; empty for an act that changed none."""
    pairs = {name: pair for name, pair in entry.detail.items() if isinstance(pair, list) and len(pair) == 2}
    return {name: (pair[0], pair[1]) for name, pair in pairs.items()} if entry.action in _verbs else {}


def undo(entry: AuditEntry) -> None:
    """Put every value back, or raise CannotBeUndone or ChangedSince and change nothing."""
    changes = changes_of(entry)
    verb = _verbs.get(entry.action)
    row = verb.load(entry.subject_id) if verb else None
    if verb is None or row is None or not changes or entry.id in undone_among([entry.id]):
        raise CannotBeUndone(entry.action)
    for name, (_before, after) in changes.items():
        if plain(verb.value_of(row, name)) != after:
            raise ChangedSince(name)
    verb.put(row, {name: _as_held(row, name, before) for name, (before, _after) in changes.items()})
    audit.record(entry, UNDONE, undid=entry.action)


def undone_among(entry_ids: list[int]) -> set[int]:
    """Which of these acts somebody has undone."""
    query = select(AuditEntry.subject_id).where(
        AuditEntry.subject_kind == AuditEntry.__tablename__,
        AuditEntry.action == UNDONE,
        AuditEntry.subject_id.in_(entry_ids),
    )
    return set(db.session.scalars(query))


def _as_held(row: Any, name: str, value: Any) -> Any:
    """A day comes back from the log as text."""
    column = row.__table__.columns.get(name)
    if column is not None and column.type.python_type is date and isinstance(value, str):
        return date.fromisoformat(value)
    return value
