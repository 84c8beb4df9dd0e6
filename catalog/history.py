"""What happened to a product: who did what and when, with the words before and after; and taking earlier words back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from accounts import people
from catalog import differences, fields, frames, revisions
from catalog.differences import Change
from catalog.models import Product
from core import acts, times
from core.audit import AuditEntry
from core.db import db
from programme.models import Facility

PER_PAGE = 30
_MOST = 1_000  # acts that a filter looks through
_DAYS = ("show_from", "show_until")
_IN_PARTS = ("product.frames_added",)  # a phone sends the views of a turn one by one
_ONE_SITTING = timedelta(minutes=30)

Run = list[AuditEntry]  # acts that are told as one, latest first; most often a single one


class NoSuchWords(LookupError):
    """No earlier text of that field stands there."""


@dataclass(frozen=True, slots=True)
class Event:
    """One act, in words. `who` is empty where the market did it by itself or the person has gone."""

    entry_id: int
    first_id: int  # the act itself, or the first of several that are told as one
    at: datetime
    who: str
    on_behalf: str
    said: str
    reason: str
    remarks: dict[str, str]
    changes: list[Change]


@dataclass(frozen=True, slots=True)
class Page:
    events: list[Event]
    fields: dict[str, str]  # those that ever changed, by what they are called
    number: int
    count: int


def of(product: Product, field: str = "", number: int = 1) -> Page:
    """Latest first; of one field only where it is named."""
    query = select(AuditEntry).where(
        AuditEntry.subject_kind == Product.__tablename__, AuditEntry.subject_id == product.id
    )
    entries = list(db.session.scalars(query.order_by(AuditEntry.id.desc()).limit(_MOST)))
    changed = sorted({name for entry in entries for name in _pairs(entry)})
    if field:
        entries = [entry for entry in entries if field in _pairs(entry) or field in entry.detail.get("remarks", ())]
    runs = _runs(entries)
    count = max(1, -(-len(runs) // PER_PAGE))
    number = min(max(number, 1), count)
    shown = runs[(number - 1) * PER_PAGE : number * PER_PAGE]
    return Page(_told(product, shown), {name: fields.label_of(name, product) for name in changed}, number, count)


def take_back(product: Product, entry_id: int, field: str, *, which: str) -> list[str]:
    """Earlier words again (`which`: old or new of that act), by the same way as any edit. Raises NoSuchWords."""
    entry = db.session.scalar(
        select(AuditEntry).where(
            AuditEntry.id == entry_id,
            AuditEntry.subject_kind == Product.__tablename__,
            AuditEntry.subject_id == product.id,
        )
    )
    pair = _pairs(entry).get(field) if entry and differences.may_come_back(field) else None
    if pair is None:
        raise NoSuchWords(field)
    nothing: Any = "" if differences.is_text(field) else []
    wanted = pair[which == "new"] or nothing
    if field == "frames":
        frames.recall(wanted)
    return revisions.revise(product, {field: wanted})


def _runs(entries: list[AuditEntry]) -> list[Run]:
    """What one person did in parts at one sitting, nothing else between, is one act."""
    runs: list[Run] = []
    for entry in entries:
        later = runs[-1][-1] if runs else None
        if later and _goes_on(entry, later):
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return runs


def _goes_on(entry: AuditEntry, later: AuditEntry) -> bool:
    is_same = (entry.action, entry.actor_id, _behalf(entry)) == (later.action, later.actor_id, _behalf(later))
    return is_same and entry.action in _IN_PARTS and later.at - entry.at <= _ONE_SITTING


def _told(product: Product, runs: list[Run]) -> list[Event]:
    names = people.names_of(run[0].actor_id for run in runs)
    facilities = _facilities({_behalf(run[0]) for run in runs} - {None})
    return [
        Event(
            entry_id=entry.id,
            first_id=run[-1].id,
            at=entry.at,
            who=names.get(entry.actor_id or 0, ""),
            on_behalf=facilities.get(_behalf(entry) or 0, ""),
            said=acts.name_of(entry.action),
            reason=str(entry.detail.get("reason", "")),
            remarks={
                fields.label_of(name, product): text for name, text in entry.detail.get("remarks", {}).items()
            },
            changes=differences.of(product, _between(run)),
        )
        for run in runs
        for entry in run[:1]
    ]  # fmt: skip


def _between(run: Run) -> Mapping[str, list[Any]]:
    """Field -> [before the first of them, after the last]."""
    first, last = _pairs(run[-1]), _pairs(run[0])
    return {name: [first.get(name, pair)[0], pair[1]] for name, pair in last.items()}


def _pairs(entry: AuditEntry) -> Mapping[str, list[Any]]:
    """Field -> [before, after]; days as people read them."""
    found = {name: pair for name, pair in entry.detail.items() if isinstance(pair, list) and len(pair) == 2}
    return {name: [_day(one) for one in pair] if name in _DAYS else pair for name, pair in found.items()}


def _day(written: str | None) -> str:
    return f"{times.local(datetime.fromisoformat(written)):%H:%M %d/%m/%Y}" if written else ""


def _behalf(entry: AuditEntry) -> int | None:
    """The facility that a member of staff acted for."""
    return getattr(entry, "on_behalf_of", None)


def _facilities(ids: set[int | None]) -> dict[int, str]:
    rows = db.session.execute(select(Facility.id, Facility.name).where(Facility.id.in_(ids))) if ids else ()
    return {row[0]: row[1] for row in rows}
