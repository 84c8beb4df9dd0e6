"""The log of acts as people look something up in it: who did what to which thing, when, and what it was before."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from sqlalchemy import Select, select

from accounts import people
from core import access, acts, audit, times
from core.audit import AuditEntry, AuditLink
from core.db import db
from programme.models import Facility

PAGE = 50
MOST_ROWS = 100_000  # of a file
MOST_ID = 2**31 - 1
_BATCH = 500
_FILE = Path(__file__).parent / "data" / "log_words.csv"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for. `thing`: the first word of an act, e.g. "order"; `before`: only acts older than this one."""

    thing: str = ""
    subject: int | None = None
    who: str = ""  # a mail address or a phone number
    since: date | None = None
    until: date | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Found:
    entries: Sequence[AuditEntry]
    names: Mapping[int, str]  # of who acted, by id
    makers: Mapping[int, str]  # for whom staff acted, by id
    older: int | None = None  # what to ask `before` for the next page


class UnknownPerson(LookupError):
    """Nobody has this address or number."""


def read(asked: Asked) -> Found:
    """A page of it, the latest first. Four queries at most. Raises UnknownPerson."""
    rows = db.session.scalars(_wanted(asked).limit(PAGE + 1)).all()
    shown = rows[:PAGE]
    names = people.names_of(one.actor_id for one in shown)
    return Found(shown, names, makers_of(shown), shown[-1].id if len(rows) > PAGE else None)


def rows(asked: Asked) -> Iterator[list[Any]]:
    """The same as lines of a file, up to MOST_ROWS, in flat memory.

    Who asks is looked at now: while a file is sent nobody is signed in any more.
    """
    return _rows(_wanted(asked))


def _rows(wanted: Select[AuditEntry]) -> Iterator[list[Any]]:
    left, last = MOST_ROWS, MOST_ID
    while left > 0:
        found = db.session.scalars(wanted.where(AuditEntry.id < last).limit(min(_BATCH, left))).all()
        if not found:
            return
        digests = select(AuditLink.entry_id, AuditLink.digest).where(AuditLink.entry_id.in_([one.id for one in found]))
        links = {row[0]: row[1] for row in db.session.execute(digests)}
        yield from ([*_told(one), links.get(one.id, "")] for one in found)
        last, left = found[-1].id, left - len(found)
        db.session.expunge_all()


def one(entry_id: int) -> tuple[AuditEntry, AuditLink | None] | None:
    """An act and its place in the chain, where the reader may see it."""
    entry = db.session.scalar(_visible().where(AuditEntry.id == entry_id))
    link = db.session.scalar(select(AuditLink).where(AuditLink.entry_id == entry_id)) if entry else None
    return (entry, link) if entry else None


def makers_of(entries: Iterable[AuditEntry]) -> dict[int, str]:
    """For whom staff acted, by id."""
    wanted = {one.on_behalf_of for one in entries} - {None}
    query = select(Facility.id, Facility.name).where(Facility.id.in_(wanted))
    return {row[0]: row[1] for row in db.session.execute(query)} if wanted else {}


def things() -> list[tuple[str, str]]:
    """What acts are done to, by name."""
    return sorted(((word, _name(*names)) for word, names in _words()["thing"].items()), key=lambda pair: pair[1])


def name_of(action: str) -> str:
    """An act in words, e.g. "Đơn hàng: đặt"; what nobody has named as it stands in the log."""
    if (told := acts.name_of(action)) != action:
        return told
    thing, _dot, act = action.partition(".")
    words = _words()
    named = [_name(*words[place][word]) for place, word in (("thing", thing), ("act", act)) if word in words[place]]
    return ": ".join(named) if len(named) == 2 else action  # noqa: PLR2004 (both of them)


def told(entry: AuditEntry) -> list[tuple[str, str | None, str]]:
    """What it says, in words: (name, before, after); `before` is None where only one value was noted."""
    return [
        (name, _plain(value[0]), _plain(value[1])) if _is_pair(value) else (name, None, _plain(value))
        for name, value in entry.detail.items()
    ]


def is_whole() -> bool:
    """Whether the reader sees what others did: nobody who is narrowed to some communes does."""
    return access.area() is None


def _wanted(asked: Asked) -> Select[AuditEntry]:
    query = _visible().order_by(AuditEntry.id.desc())
    if asked.thing:
        query = query.where(AuditEntry.action.startswith(f"{asked.thing}.", autoescape=True))
    if asked.subject is not None:
        query = query.where(AuditEntry.subject_id == asked.subject)
    if asked.who:
        person = people.named(asked.who)
        if person is None:
            raise UnknownPerson(asked.who)
        query = query.where(AuditEntry.actor_id == person.id)
    if asked.since:
        query = query.where(AuditEntry.at >= times.start_of(asked.since))
    if asked.until:
        query = query.where(AuditEntry.at < times.start_of(asked.until + timedelta(days=1)))
    return query.where(AuditEntry.id < asked.before) if asked.before else query


def _visible() -> Select[AuditEntry]:
    """An officer of some communes sees what she did herself: what others drafted elsewhere she can neither see nor
    guess."""
    query = select(AuditEntry)
    return query if is_whole() else query.where(AuditEntry.actor_id == audit.actor_id())


def _told(entry: AuditEntry) -> list[Any]:
    changes = "; ".join(
        f"{name}: {after}" if before is None else f"{name}: {before} → {after}" for name, before, after in told(entry)
    )
    at = times.local(entry.at).isoformat(timespec="seconds")
    return [entry.id, at, entry.actor_id, name_of(entry.action), entry.action, entry.subject_id, changes]


def _is_pair(value: Any) -> bool:
    """Most acts note what a thing was and what it is."""
    return isinstance(value, list) and len(value) == 2  # noqa: PLR2004


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_plain(one)}" for name, one in value.items())
    if isinstance(value, list):
        return ", ".join(_plain(one) for one in value)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    return "—" if value in (None, "") else str(value)


@cache
def _words() -> dict[str, dict[str, tuple[str, str]]]:
    found: dict[str, dict[str, tuple[str, str]]] = {"thing": {}, "act": {}}
    with _FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found[row["place"]][row["word"]] = (row["name"], row["name_en"])
    return found


def _name(name: str, name_en: str) -> str:
    locale = get_locale()
    return name_en if locale and locale.language == "en" else name
