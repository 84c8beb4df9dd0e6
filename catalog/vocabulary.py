"""Synonyms and traps as staff keep them: found, written, switched off and on, given back to the data files; audited."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select, update

from catalog import word_rules
from catalog.models import SearchWords
from catalog.search import lexicon, words
from catalog.search.lexicon import Entry, Lexicon
from core import audit, times, undo
from core.db import db, insert
from core.text import numbered, slugify, sort_key

_LISTS = word_rules.FIELDS


class NotSound(Exception):
    """What is written cannot stand: a sentence a field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(faults)
        self.faults = faults


class ChangedMeanwhile(Exception):
    """Somebody else wrote the same entry since it was read."""


@dataclass(frozen=True)
class Kept:
    """An entry as it stands, with what the data files say and what staff wrote."""

    entry: Entry
    given: Entry | None
    row: SearchWords | None

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0

    @property
    def is_ours(self) -> bool:
        """Whether staff's words count, and not the file's."""
        return self.row is not None and self.row.state != "given"

    @property
    def differs(self) -> bool:
        """Whether there is something of the files to go back to."""
        return self.is_ours and self.given is not None and not self.given.says_what(self.entry)


def every(kind: str, typed: str = "") -> list[Kept]:
    """All of a kind whose terms or code hold what was typed, by their first terms. One statement."""
    rows = {(row.kind, row.code): row for row in db.session.scalars(select(SearchWords))}
    keys = dict.fromkeys([*lexicon.given().entries, *rows])
    wanted = words.fold_words(words.strict_words(typed))
    found = [_kept(key, rows.get(key)) for key in keys if key[0] == kind]
    return sorted((one for one in found if _holds(one.entry, wanted)), key=lambda one: sort_key(one.entry.terms[0]))


def find(kind: str, code: str) -> Kept | None:
    row = db.session.scalar(select(SearchWords).where(SearchWords.kind == kind, SearchWords.code == code))
    return _kept((kind, code), row) if row or (kind, code) in lexicon.given().entries else None


def add(entry: Entry) -> SearchWords:
    """A new entry under a code of its own, made from its first term. Raises NotSound."""
    present = lexicon.present()
    named = replace(entry, code=_free_code(entry, present))
    _check(named, present, None)
    row = SearchWords(**_columns(named), changed_by=audit.actor_id(), changed_at=times.now())
    db.session.add(row)
    audit.record(row, "words.added", terms="; ".join(named.terms), state=["off", "on"])
    return row


def change(kept: Kept, entry: Entry, version: int) -> bool:
    """Other words in place of what stands; False where they are the same. Raises NotSound, ChangedMeanwhile."""
    if version != kept.version:
        raise ChangedMeanwhile(entry.key)
    if entry == kept.entry:
        return False
    _check(entry, lexicon.present(), kept.entry)
    _write(kept, _columns(entry))
    return True


def switch(kept: Kept, state: str) -> bool:
    """Off, on again, or `given`: as the data files have it. Raises NotSound where it may no longer stand."""
    before = kept.row.state if kept.row else "given"
    if state == "on" and kept.given and kept.given.says_what(replace(kept.entry, is_on=True)):
        state = "given"
    if state == before or (state == "given" and kept.given is None) or (state == "on" and kept.entry.is_on):
        return False
    columns = _columns(kept.given if state == "given" and kept.given else kept.entry) | {"state": state}
    if state == "on":
        _check(_entry(kept.entry, columns), lexicon.present(), kept.entry)
    _write(kept, columns)
    return True


def _put(row: SearchWords, columns: Mapping[str, Any]) -> None:
    """The verb of going back: what stood before, if it may still stand."""
    kept = _kept((row.kind, row.code), row)
    whole = {**_columns(kept.entry), "state": row.state, **columns}
    if whole["state"] == "on":
        _check(_entry(kept.entry, whole), lexicon.present(), kept.entry)
    _write(kept, whole)


def _write(kept: Kept, columns: dict[str, Any]) -> None:
    """One statement that only the first of two who write at once gets through, and its line in the log."""
    stamps = {"changed_by": audit.actor_id(), "changed_at": times.now()}
    before = _columns(kept.entry) | {"state": kept.row.state if kept.row else "given"}
    if kept.row is None:
        new = insert(SearchWords).values(**columns | stamps | {"version": 1}).on_conflict_do_nothing()
        written = db.session.execute(new.returning(SearchWords.id)).scalar()
    else:
        written = db.session.execute(
            update(SearchWords)
            .where(SearchWords.id == kept.row.id, SearchWords.version == kept.row.version)
            .values(**columns | stamps, version=SearchWords.version + 1)
            .returning(SearchWords.id)
            .execution_options(synchronize_session=False)
        ).scalar()
    if written is None:
        raise ChangedMeanwhile(kept.entry.key)
    row = db.session.get_one(SearchWords, written, populate_existing=True)
    pairs = {name: [before[name], value] for name, value in columns.items() if before[name] != value}
    audit.record(row, "words.changed", **pairs)


def _check(entry: Entry, present: Lexicon, before: Entry | None) -> None:
    if found := word_rules.faults(entry, present, before):
        raise NotSound(found)


def _kept(key: lexicon.Key, row: SearchWords | None) -> Kept:
    given = lexicon.given().entries.get(key)
    entry = lexicon.entry_of(row) if row else given
    assert entry
    return Kept(entry, given, row)


def _columns(entry: Entry) -> dict[str, Any]:
    lists = {name: "; ".join(getattr(entry, name)) for name in _LISTS}
    return lists | {
        "kind": entry.kind, "code": entry.code, "note": entry.note, "state": "on" if entry.is_on else "off",
    }  # fmt: skip


def _entry(like: Entry, columns: Mapping[str, Any]) -> Entry:
    both, leading, reached = (lexicon.split(columns[name]) for name in _LISTS)
    is_on = columns["state"] != "off"
    return Entry(like.kind, like.code, both, leading, reached, note=columns["note"], is_on=is_on)


def _holds(entry: Entry, wanted: words.Words) -> bool:
    """Whether every word typed begins a word of its terms, its code or its note."""
    held = [word for written in (*entry.terms, entry.code, entry.note) for word in words.strict_words(written)]
    folded = words.fold_words(held)
    return all(any(word.startswith(one) for word in folded) for one in wanted)


def _free_code(entry: Entry, present: Lexicon) -> str:
    first: Iterable[str] = entry.terms
    base = slugify(next(iter(first), ""), longest=40) or "tu"
    return numbered(base, {code for kind, code in present.entries if kind == entry.kind})


for action in ("words.added", "words.changed"):
    undo.register(
        action, undo.Verb(load=lambda row_id: db.session.get(SearchWords, row_id), value_of=getattr, put=_put)
    )
