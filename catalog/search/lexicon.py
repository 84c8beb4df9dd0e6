"""Synonyms and traps: as the data files give them, with what staff wrote in place of them or beside them.

Nothing is copied from the files into the database, so that new files bring what nobody here changed, and no more.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any

from sqlalchemy import Select, func, select

from catalog.models import SearchWords
from catalog.search import words
from catalog.search.words import Words
from core.db import db

Key = tuple[str, str]  # kind and code

_FILES = ("synonyms.csv", "synonyms_own.csv"), ("traps.csv", "traps_own.csv")


@dataclass(frozen=True, slots=True)
class Entry:
    """A set of synonyms, or a trap; see catalog/models/words.py for what its three lists hold."""

    kind: str
    code: str
    both_ways: tuple[str, ...] = ()
    leading: tuple[str, ...] = ()
    reached: tuple[str, ...] = ()
    note: str = ""
    is_on: bool = True

    @property
    def key(self) -> Key:
        return self.kind, self.code

    @property
    def terms(self) -> tuple[str, ...]:
        return (*self.both_ways, *self.leading, *self.reached)

    def says_what(self, other: "Entry") -> bool:
        return replace(self, note="") == replace(other, note="")


@dataclass(frozen=True, slots=True)
class Synonym:
    """Another way to say a term, from which set."""

    words: Words
    set_id: str


@dataclass(frozen=True)
class Lexicon:
    """What search asks about words, of the entries that are switched on."""

    entries: dict[Key, Entry] = field(default_factory=dict)

    @cached_property
    def synonyms(self) -> dict[Words, tuple[Synonym, ...]]:
        """Term to what else finds it."""
        found: dict[Words, dict[Words, Synonym]] = {}
        for entry in self._on("synonym"):
            both, leading, reached = (_keys(each) for each in (entry.both_ways, entry.leading, entry.reached))
            for term in (*both, *leading, *reached):
                others = found.setdefault(term, {})
                for other in (*both, *reached) if term not in reached else ():
                    if other != term:
                        others.setdefault(other, Synonym(other, entry.code))
        return {term: tuple(others.values()) for term, others in found.items()}

    @cached_property
    def traps(self) -> dict[Words, tuple[Words, ...]]:
        """Term to the phrases in which it means something else."""
        found: dict[Words, tuple[Words, ...]] = {}
        for entry in self._on("trap"):
            for term in _keys(entry.leading):
                found[term] = (*found.get(term, ()), *_keys(entry.reached))
        return found

    @cached_property
    def terms(self) -> dict[Words, list[Words]]:
        """Every term that is known as one, by its folded words."""
        return by_fold([*self.synonyms, *(key for key in self.traps if len(key) > 1)])

    def having(self, entry: Entry) -> "Lexicon":
        """The same with one entry put in or changed."""
        return Lexicon(self.entries | {entry.key: entry})

    def _on(self, kind: str) -> Iterable[Entry]:
        return (entry for entry in self.entries.values() if entry.kind == kind and entry.is_on)


@cache
def given() -> Lexicon:
    """As the data files have it."""
    entries: dict[Key, Entry] = {}
    synonyms, traps = ([row for name in names for row in words.rows(name)] for names in _FILES)
    for row in synonyms:
        key = "synonym", row["set_id"]
        entry = entries.get(key) or Entry(*key, note=row["note"])
        entries[key] = _with_term(entry, row["direction"], row["term"])
    for row in traps:
        phrases = tuple(phrase.strip() for phrase in row["must_not_match"].split(";") if phrase.strip())
        entry = Entry("trap", row["id"], leading=(row["term"],), reached=phrases, note=row["note"])
        entries[entry.key] = entry
    return Lexicon(entries)


def _with_term(entry: Entry, direction: str, term: str) -> Entry:
    if direction == "both":
        return replace(entry, both_ways=(*entry.both_ways, term))
    if direction == "from":
        return replace(entry, leading=(*entry.leading, term))
    return replace(entry, reached=(*entry.reached, term))


def mark() -> str:
    """What changes whenever staff change a word. One cheap statement: asked as often as the index is."""
    return as_mark(*db.session.execute(select(*(column.scalar_subquery() for column in counted()))).one())


def counted() -> tuple[Select[Any], ...]:
    """The figures of the mark: rows are only added, their versions only rise; the time tells of a backup put back."""
    return (
        select(func.count()).select_from(SearchWords),
        select(func.coalesce(func.sum(SearchWords.version), 0)),
        select(func.max(SearchWords.changed_at)),
    )


def as_mark(*figures: object) -> str:
    return "|".join(map(str, figures))


def present() -> Lexicon:
    """With what staff wrote. One statement."""
    ours = {one.key: one for one in map(entry_of, db.session.scalars(select(SearchWords).order_by(SearchWords.id)))}
    return Lexicon(given().entries | ours) if ours else given()


def entry_of(row: SearchWords) -> Entry:
    """What a row makes of the entry it stands for."""
    if row.state == "given" and (row.kind, row.code) in given().entries:
        return given().entries[row.kind, row.code]
    lists = (split(row.both_ways), split(row.leading), split(row.reached))
    return Entry(row.kind, row.code, *lists, note=row.note, is_on=row.state == "on")


def split(written: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in written.split(";") if one.strip())


def by_fold(keys: Iterable[Words]) -> dict[Words, list[Words]]:
    found: dict[Words, list[Words]] = {}
    for key in keys:
        alike = found.setdefault(words.fold_words(key), [])
        if key not in alike:
            alike.append(key)
    return found


def _keys(terms: Iterable[str]) -> tuple[Words, ...]:
    return tuple(dict.fromkeys(key for term in terms if (key := words.strict_words(term))))
