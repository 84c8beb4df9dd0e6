"""Undoing an act from what the audit log says of it: `{field: [old, new]}` goes back by the verb that changed it.

Where an act's own pairs say something else (what an edit changes of what is on show), what goes back stands apart,
under BACK.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from core import audit
from core.audit import AuditEntry
from core.db import db

UNDONE = "act.undone"
BACK = "back"


class CannotBeUndone(Exception):
    """No act of a kind that can go back."""


class ChangedSince(Exception):
    """Somebody has changed the same thing again: going back would lose that."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self.field = field


class Forbidden(Exception):
    """A rule stands against it; the sentence says which."""


@dataclass(frozen=True, slots=True)
class Verb:
    """How acts of one name go back: the row by its id, a value of it by field, and the verb that puts values.

    `titles` names rows by id, `label` a field, `told` a value of it: for those who read what was done.
    """

    load: Callable[[int], Any]
    value_of: Callable[[Any, str], Any]
    put: Callable[[Any, Mapping[str, Any]], Any]
    titles: Callable[[Iterable[int]], dict[int, str]] = lambda _ids: {}
    label: Callable[[str], str] = str
    told: Callable[[str, Any], str] = lambda _field, value: "" if value is None else str(value)


_verbs: dict[str, Verb] = {}
_sentences: dict[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Told:
    """An act in words: what it was about, and by field what was and what is."""

    about: str
    changes: list[tuple[str, str, str]]


def register(action: str, verb: Verb) -> None:
    _verbs[action] = verb


def explain(action: str, sentence: Any) -> None:
    """Why acts of this name cannot go back, and what can be done instead."""
    _sentences[action] = sentence


def why_not(action: str) -> str:
    """Empty where nobody said."""
    return str(_sentences.get(action, ""))


def told(entries: Iterable[AuditEntry]) -> dict[int, Told]:
    """Acts that can go back, by id, in words. One query for each kind of thing they were about."""
    found = [(entry, _verbs[entry.action]) for entry in entries if changes_of(entry)]
    asked: dict[Any, set[int]] = {}
    for entry, verb in found:
        asked.setdefault(verb.titles, set()).add(entry.subject_id)
    named = {titles: titles(ids) for titles, ids in asked.items()}
    return {
        entry.id: Told(
            named[verb.titles].get(entry.subject_id, ""),
            [(verb.label(f), verb.told(f, old), verb.told(f, new)) for f, (old, new) in changes_of(entry).items()],
        )
        for entry, verb in found
    }


def label(entry: AuditEntry, field: str) -> str:
    return _verbs[entry.action].label(field)


def changes_of(entry: AuditEntry) -> dict[str, tuple[Any, Any]]:
    """By field the value before and after; empty for an act that changed none."""
    said = entry.detail.get(BACK, entry.detail)
    pairs = {name: pair for name, pair in said.items() if isinstance(pair, list) and len(pair) == 2}
    return {name: (pair[0], pair[1]) for name, pair in pairs.items()} if entry.action in _verbs else {}


def undo(entry: AuditEntry) -> None:
    """Put every value back, or raise CannotBeUndone, ChangedSince or Forbidden; the caller then commits nothing."""
    changes = changes_of(entry)
    verb = _verbs.get(entry.action)
    row = verb.load(entry.subject_id) if verb else None
    if verb is None or row is None or not changes or entry.id in undone_among([entry.id]):
        raise CannotBeUndone(entry.action)
    for name, (_before, after) in changes.items():
        if audit.plain(verb.value_of(row, name)) != after:
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
