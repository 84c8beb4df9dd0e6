"""The index in PostgreSQL: for many machines. One table of documents, their terms as a tsvector under GIN.

A term is a lexeme with its field before it (`name_a:mây_tre`), so one index answers every field. A rebuild fills a new
table and then moves one pointer, in one transaction. Postings leave the database as bytes, an id in four.
"""

import json
import secrets
import sys
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError

from catalog.search.bits import bits_of
from catalog.search.documents import Document, Facts
from catalog.search.engine import FORMAT, NoIndex, Told
from core.db import db

T = TypeVar("T")

_ONE_REBUILD = 0x5EA6C4  # any number of our own: one rebuild at a time

WHOLE_UP_TO = 60_000  # documents whose postings are read in one sweep; beyond, each term when it is first asked for
_POINTER = """CREATE TABLE IF NOT EXISTS search_index (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    format integer NOT NULL, documents text NOT NULL, change bigint NOT NULL DEFAULT 0)"""
_MOVE = """INSERT INTO search_index (format, documents) VALUES (:format, :name)
    ON CONFLICT (only_one) DO UPDATE SET format = excluded.format, documents = excluded.documents, change = 0"""
# A product taken out stays as a row without facts: so readers learn that it went.
_TABLE = """CREATE TABLE {name} (
    id integer PRIMARY KEY, facts text, terms tsvector NOT NULL, change bigint NOT NULL DEFAULT 0)"""
_INDEXES = (
    "CREATE INDEX {name}_terms ON {name} USING gin (terms) WITH (fastupdate = off)",
    "CREATE INDEX {name}_change ON {name} (change) WHERE change > 0",
    "ANALYZE {name}",
)
_PUT = """INSERT INTO {name} (id, facts, terms, change)
    SELECT one.id, one.facts, array_to_tsvector(one.terms), :change
    FROM (SELECT :id AS id, CAST(:facts AS text) AS facts, CAST(:terms AS text[]) AS terms) one
    ON CONFLICT (id) DO UPDATE SET facts = excluded.facts, terms = excluded.terms, change = excluded.change"""
_IDS = "coalesce(string_agg(int4send(id), ''::bytea ORDER BY id), ''::bytea)"


def engine_at(url: str) -> "Postgres":
    """The index beside the site's own tables (`database`), or in a database of its own."""
    return Postgres(db.engine if url == "database" else _engine(url))


@cache
def _engine(url: str) -> Engine:
    return create_engine(url.replace("postgresql://", "postgresql+psycopg://", 1), pool_pre_ping=True, pool_size=2)


class PostgresTerms:
    """Facts by product, and who holds a term: read whole where that is small, else asked for one by one."""

    def __init__(self, engine: Engine, name: str) -> None:
        self._engine, self._name = engine, name
        self._words: dict[str, list[str]] = defaultdict(list)
        self._held: dict[str, bytes] | None = None
        with engine.connect() as connection:
            rows = connection.execute(text(f"SELECT id, facts FROM {name} WHERE facts IS NOT NULL"))
            self.facts: dict[int, Facts] = {number: json.loads(facts) for number, facts in rows}
            if len(self.facts) <= WHOLE_UP_TO:
                self._held = {lexeme: bytes(ids) for lexeme, ids in connection.execute(text(self._sweep()))}
            else:
                self._held_words = connection.execute(text(f"SELECT lexeme FROM {name}_words")).scalars().all()
        for lexeme in self._held_words if self._held is None else self._held:
            field, _, term = lexeme.partition(":")
            self._words[field].append(term)

    def _sweep(self) -> str:
        return f"SELECT lexeme, {_IDS} FROM {self._name}, unnest(terms) AS one GROUP BY lexeme"

    def holders(self, field: str, term: str) -> int:
        """The products with `term` in `field`, a bit each."""
        lexeme = f"{field}:{term}"
        return _bits(self._held.get(lexeme, b"") if self._held is not None else self._asked(lexeme))

    def _asked(self, lexeme: str) -> bytes:
        wanted = text(f"SELECT {_IDS} FROM {self._name} WHERE terms @@ CAST(:asked AS tsquery)")
        with self._engine.connect() as connection:
            return bytes(connection.execute(wanted, {"asked": _quoted(lexeme)}).scalar_one())

    def vocabulary(self, field: str) -> Iterator[str]:
        return iter(self._words.get(field, ()))


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

    def load(self) -> PostgresTerms:
        return _or_none(lambda: PostgresTerms(self._engine, self._name()))

    def changed_since(self, generation: str) -> set[int] | None:
        name, _, change = generation.partition(":")
        if name != self._name():
            return None
        with self._engine.connect() as connection:
            wanted = text(f"SELECT id FROM {name} WHERE change > :change AND change > 0")
            return _or_none(lambda: set(connection.execute(wanted, {"change": int(change)}).scalars()))

    def update(self, product_ids: Iterable[int], documents: Iterable[Document]) -> None:
        _or_none(lambda: self._update(set(product_ids), list(documents)))

    def _update(self, gone: set[int], documents: list[Document]) -> None:
        with self._engine.begin() as connection:
            name, change = _standing(connection, to_write=True)
            connection.execute(text("UPDATE search_index SET change = :change"), {"change": change + 1})
            rows = [_row(document, change + 1) for document in documents]
            gone -= {document.product_id for document in documents}
            rows += [{"id": one, "facts": None, "terms": [], "change": change + 1} for one in gone]
            if rows:
                connection.execute(text(_PUT.format(name=name)), rows)
            _keep_words(connection, name, {term for row in rows for term in row["terms"]})

    def rebuild(self, documents: Iterable[Document], told: Told) -> int:
        """The new table is filled and indexed in one transaction: killed at any moment, it never was."""
        name = f"search_document_{secrets.token_hex(4)}"
        seen: set[str] = set()
        with self._engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:one)"), {"one": _ONE_REBUILD})
            connection.execute(text(_POINTER))
            connection.execute(text(_TABLE.format(name=name)))
            connection.execute(text(f"CREATE TABLE {name}_words (lexeme text PRIMARY KEY)"))
            count = _copy(connection, name, documents, seen, told)
            for one in _INDEXES:
                connection.execute(text(one.format(name=name)))
            _keep_words(connection, name, seen)
            old = connection.execute(text("SELECT documents FROM search_index FOR UPDATE")).scalar()
            connection.execute(text(_MOVE), {"format": FORMAT, "name": name})
            if old:
                connection.execute(text(f"DROP TABLE IF EXISTS {old}, {old}_words"))
        return count

    @contextmanager
    def connected(self) -> Iterator[tuple[Connection, str]]:
        """A connection and the table of documents, for whoever measures them."""
        with self._engine.connect() as connection:
            yield connection, _standing(connection)[0]

    def bare_copy(self, lines: Iterable[tuple[int, str, str]]) -> None:
        """The least that writing such rows costs, undone at the end: COPY and the same indexes."""
        with self._engine.connect() as connection:
            connection.execute(text(_TABLE.format(name="search_bare")))
            cursor: Any = connection.connection.cursor()
            with cursor.copy("COPY search_bare (id, facts, terms) FROM STDIN") as copy:
                for each in lines:
                    copy.write_row(each)
            for one in _INDEXES:
                connection.execute(text(one.format(name="search_bare")))
            connection.rollback()

    def _name(self) -> str:
        with self._engine.connect() as connection:
            return _standing(connection)[0]


def _standing(connection: Connection, *, to_write: bool = False) -> tuple[str, int]:
    """The table of documents and how often it changed. Raises NoIndex."""
    lock = " FOR UPDATE" if to_write else ""
    asked = text(f"SELECT documents, change, format, to_regclass(documents) IS NOT NULL FROM search_index{lock}")
    row = _or_none(lambda: connection.execute(asked).first())
    if row is None or row[2] != FORMAT or not row[3]:
        raise NoIndex("never built, gone, or of another version")
    return row[0], row[1]


def _or_none(ask: Callable[[], T]) -> T:
    """What the database says; a table that is not there, or not as it was made, is no index."""
    try:
        return ask()
    except DBAPIError as broken:
        if broken.connection_invalidated or getattr(broken.orig, "sqlstate", "") not in ("42P01", "42703"):
            raise
        raise NoIndex(str(broken.orig)) from broken


def _copy(connection: Connection, name: str, documents: Iterable[Document], seen: set[str], told: Told) -> int:
    """COPY cannot make a tsvector of lexemes as they are, so they come written as one."""
    count = 0
    cursor: Any = connection.connection.cursor()
    with cursor.copy(f"COPY {name} (id, facts, terms) FROM STDIN") as copy:
        for document in documents:
            for terms in document.terms.items():
                seen.update(f"{terms[0]}:{term}" for term in terms[1])
            copy.write_row(line(document))
            count += 1
            told(count)
    return count


def line(document: Document) -> tuple[int, str, str]:
    """A document as COPY is given it."""
    row = _row(document, 0)
    return row["id"], row["facts"], " ".join(map(_quoted, row["terms"]))


def _keep_words(connection: Connection, name: str, lexemes: set[str]) -> None:
    wanted = text(f"INSERT INTO {name}_words SELECT unnest(CAST(:all AS text[])) ON CONFLICT DO NOTHING")
    connection.execute(wanted, {"all": sorted(lexemes)})


def _row(document: Document, change: int) -> dict[str, Any]:
    terms = [f"{field}:{term}" for field, found in document.terms.items() for term in found]
    facts = json.dumps(document.facts, ensure_ascii=False)
    return {"id": document.product_id, "facts": facts, "terms": terms, "change": change}


def _quoted(lexeme: str) -> str:
    escaped = lexeme.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _bits(ids: bytes) -> int:
    numbers = array("i")
    numbers.frombytes(ids)
    if sys.byteorder == "little":
        numbers.byteswap()
    return bits_of(numbers)
