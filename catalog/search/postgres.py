"""The index in PostgreSQL: for many machines, and for very many products (see sections for what lies where).

A rebuild fills new tables and then moves one pointer, in one transaction. The tables before stay until the next one,
for whoever still reads them.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, text

from catalog.search import sections
from catalog.search.bits import bits_of
from catalog.search.documents import Document, Facts
from catalog.search.engine import FORMAT, NoIndex, Told, or_none
from catalog.search.memory import MemoryTerms
from catalog.search.shared import Reader
from catalog.search.snapshots import Terms
from catalog.search.wide_sets import bits_in
from catalog.search.wide_terms import WideTerms, document_of
from core.db import db

_ONE_REBUILD = 0x5EA6C4  # any number of our own: one rebuild at a time

WIDE_FROM = 50_000  # documents: up to there all is held in memory, beyond only what is asked for
_POINTER = """CREATE TABLE IF NOT EXISTS search_index (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    format integer NOT NULL, documents text NOT NULL, change bigint NOT NULL DEFAULT 0)"""
_MOVE = """INSERT INTO search_index (format, documents) VALUES (:format, :name)
    ON CONFLICT (only_one) DO UPDATE SET format = excluded.format, documents = excluded.documents, change = 0"""
_PUT = """INSERT INTO {name} (id, facts, terms, change) VALUES (:id, :facts, :terms, :change)
    ON CONFLICT (id) DO UPDATE
    SET facts = excluded.facts, terms = excluded.terms, change = excluded.change, edge = NULL"""
# A product taken out stays as a row without terms: so readers learn that it went.
_TAKE_OUT = "UPDATE {name} SET terms = NULL, change = :change, edge = NULL WHERE id = ANY(:gone)"
_KEPT = ("", "_postings", "_columns")


def engine_at(url: str) -> "Postgres":
    """The index beside the site's own tables (`database`), or in a database of its own."""
    return Postgres(db.engine if url == "database" else _engine(url))


@cache
def _engine(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_pre_ping=True, pool_size=2)


class PostgresTerms:
    """The whole index read at once: facts by product, and who holds a term."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._held: dict[str, list[bytes]] = defaultdict(list)
        self._words: dict[str, list[str]] = defaultdict(list)
        with engine.connect() as connection:
            unchanged = connection.execute(text(f"SELECT id, facts FROM {name} WHERE change = 0"))
            shared = Reader()
            self.facts: dict[int, Facts] = {number: shared.facts(facts) for number, facts in unchanged}
            rows = connection.execute(text(f"SELECT lexeme, ids FROM {name}_postings WHERE lexeme >= 'A'"))
            for lexeme, ids in rows:
                self._held[lexeme].append(ids)
            written = connection.execute(text(f"SELECT id, facts, terms FROM {name} WHERE change > 0")).all()
        self._fresh = MemoryTerms(document_of(*row) for row in written if row[2] is not None)
        self._stale = bits_of(row[0] for row in written)
        self.facts |= self._fresh.facts
        for lexeme in self._held:
            field, _, term = lexeme.partition(":")
            self._words[field].append(term)

    def holders(self, field: str, term: str) -> int:
        """The products with `term` in `field`, a bit each."""
        pieces = self._held.get(f"{field}:{term}")
        held = bits_in(pieces) if pieces else 0
        return held & ~self._stale | self._fresh.holders(field, term)

    def vocabulary(self, field: str) -> Iterator[str]:
        return iter({*self._words.get(field, ()), *self._fresh.vocabulary(field)})


class Postgres:
    """See engine.Engine."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def generation(self) -> str | None:
        try:
            with self._engine.connect() as connection:
                name, change = _standing(connection)
        except NoIndex:
            return None
        return f"{name}:{change}"

    def load(self) -> Terms | WideTerms:
        return or_none(self._load)

    def _load(self) -> Terms | WideTerms:
        with self._engine.connect() as connection:
            name, _ = _standing(connection)
            count = connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
        return WideTerms(self._engine, name) if count > WIDE_FROM else PostgresTerms(self._engine, name)

    def changed_since(self, generation: str) -> set[int] | None:
        name, _, change = generation.partition(":")
        with self._engine.connect() as connection:
            if name != _standing(connection)[0]:
                return None
            wanted = text(f"SELECT id FROM {name} WHERE change > :change AND change > 0")
            return or_none(lambda: set(connection.execute(wanted, {"change": int(change)}).scalars()))

    def update(self, product_ids: Iterable[int], documents: Iterable[Document]) -> None:
        or_none(lambda: self._update(set(product_ids), documents))

    def _update(self, gone: set[int], documents: Iterable[Document]) -> None:
        with self._engine.begin() as connection:
            name, change = _standing(connection, to_write=True)
            connection.execute(text("UPDATE search_index SET change = :change"), {"change": change + 1})
            present = list(documents)
            rows = [_row(document, change + 1) for document in present]
            gone -= {document.product_id for document in present}
            if rows:
                connection.execute(text(_PUT.format(name=name)), rows)
            if gone:
                connection.execute(text(_TAKE_OUT.format(name=name)), {"gone": list(gone), "change": change + 1})

    def rebuild(self, documents: Iterable[Document], told: Told) -> int:
        """The new tables are filled and indexed in one transaction: killed at any moment, they never were."""
        name = f"search_document_{secrets.token_hex(4)}"
        with self._engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:one)"), {"one": _ONE_REBUILD})
            connection.execute(text(_POINTER))
            count = sections.make(connection, name, documents, told)
            before = connection.execute(text("SELECT documents FROM search_index FOR UPDATE")).scalar()
            connection.execute(text(_MOVE), {"format": FORMAT, "name": name})
            _clear(connection, {f"{kept}{part}" for kept in (name, before) for part in _KEPT})
        return count


def _clear(connection: Connection, kept: set[str]) -> None:
    """Drop the tables of earlier rebuilds."""
    every = text("SELECT tablename FROM pg_tables WHERE tablename LIKE 'search\\_document\\_%'")
    for table in {*connection.execute(every).scalars()} - kept:
        connection.execute(text(f"DROP TABLE {table}"))


def _standing(connection: Connection, *, to_write: bool = False) -> tuple[str, int]:
    """The table of documents and how often it changed. Raises NoIndex."""
    lock = " FOR UPDATE" if to_write else ""
    asked = text(f"SELECT documents, change, format, to_regclass(documents) IS NOT NULL FROM search_index{lock}")
    row = or_none(lambda: connection.execute(asked).first())
    if row is None or row[2] != FORMAT or not row[3]:
        raise NoIndex("never built, gone, or of another version")
    return row[0], row[1]


def _row(document: Document, change: int) -> dict[str, Any]:
    facts = json.dumps(document.facts, ensure_ascii=False)
    terms = list(sections.lexemes(document))
    return {"id": document.product_id, "facts": facts, "terms": terms, "change": change}
