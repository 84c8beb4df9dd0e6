"""What each engine does by itself: a bare call on the index that we keep, its own bulk writing, and two others."""

import json
import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from flask import current_app
from whoosh import index
from whoosh.query import And, Or, Term

from catalog.search import folder, sections
from catalog.search.documents import Document

Ask = Callable[[Sequence[str]], object]
_FIELDS = ("name_f", "text_f")


class BareFolder:
    """Whoosh alone: AND of the words in name or text, 24 found and all counted."""

    @staticmethod
    def bulk(known: list[Document]) -> float:
        rows = [folder.row(one) for one in known]
        with tempfile.TemporaryDirectory() as room:
            began = time.perf_counter()
            writer = index.create_in(room, folder.SCHEMA).writer(limitmb=128)
            for row in rows:
                writer.add_document(**row)
            writer.commit()
            return time.perf_counter() - began

    @staticmethod
    @contextmanager
    def opened(engine: Any) -> Iterator[Ask]:
        with engine.opened().searcher() as searcher:
            yield lambda key: searcher.search(
                And([Or([Term(field, word) for field in _FIELDS]) for word in key]), limit=24
            ).estimated_length()


class BarePostgres:
    """PostgreSQL alone: a tsvector under GIN, of which 24 are found and all counted."""

    _MAKE = "CREATE TABLE bare_search (id integer, facts text, terms tsvector)"
    _INDEX = "CREATE INDEX bare_search_terms ON bare_search USING gin (terms) WITH (fastupdate = off)"

    @classmethod
    def bulk(cls, known: Iterable[Document]) -> float:
        """COPY of rows made beforehand, and the GIN."""
        rows = [_line(one) for one in known]
        began = time.perf_counter()
        with psycopg.connect(_url()) as connection, connection.cursor() as cursor:
            cursor.execute(cls._MAKE)
            with cursor.copy("COPY bare_search FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            cursor.execute(cls._INDEX)
        return time.perf_counter() - began

    @staticmethod
    @contextmanager
    def opened(engine: Any) -> Iterator[Ask]:
        with psycopg.connect(_url()) as connection:
            connection.execute("ANALYZE bare_search")
            wanted = (
                "WITH found AS (SELECT id FROM bare_search WHERE terms @@ CAST(%s AS tsquery)) "
                "SELECT count(*), (SELECT array_agg(id) FROM (SELECT id FROM found LIMIT 24) first) FROM found"
            )
            yield lambda key: connection.execute(wanted, (_tsquery(key),)).fetchall()


def _line(document: Document) -> tuple[int, str, str]:
    """COPY cannot make a tsvector of lexemes as they are, so they come written as one."""
    facts = json.dumps(document.facts, ensure_ascii=False)
    quoted = (one.replace("\\", "\\\\").replace("'", "''") for one in sections.lexemes(document))
    return document.product_id, facts, " ".join(f"'{one}'" for one in quoted)


BARE: dict[str, Any] = {"Folder": BareFolder, "Postgres": BarePostgres}


class Fts5:
    """bm25, the best 24, and one facet counted."""

    def __init__(self, known: list[Document]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE goods USING fts5(name, body)")
        self._database.executemany(
            "INSERT INTO goods (rowid, name, body) VALUES (?, ?, ?)",
            [(one.product_id, *(_plain(one, field) for field in _FIELDS)) for one in known],
        )
        self._group = {one.product_id: one.facts["group"] for one in known}

    def ask(self, key: Sequence[str]) -> object:
        asked = " AND ".join(f'"{word}"' for word in key)
        best = "SELECT rowid FROM goods WHERE goods MATCH ? ORDER BY rank LIMIT 24"
        every = self._database.execute("SELECT rowid FROM goods WHERE goods MATCH ?", (asked,))
        counted = Counter(self._group[number] for (number,) in every)
        return self._database.execute(best, (asked,)).fetchall(), counted


class Tantivy:
    """BM25, the best 24, and all counted."""

    def __init__(self, known: list[Document]) -> None:
        import tantivy  # only where the requirements of development are

        schema = tantivy.SchemaBuilder()
        for field in _FIELDS:
            schema.add_text_field(field, tokenizer_name="whitespace")
        schema.add_integer_field("id", stored=True)
        self._index = tantivy.Index(schema.build())
        writer = self._index.writer()
        for one in known:
            fields = {field: _plain(one, field) for field in _FIELDS}
            writer.add_document(tantivy.Document(id=one.product_id, **fields))
        writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ask(self, key: Sequence[str]) -> object:
        asked = self._index.parse_query(" AND ".join(f'"{word}"' for word in key), list(_FIELDS))
        return self._searcher.search(asked, limit=24, count=True)


def _plain(document: Document, field: str) -> str:
    return " ".join(sorted(term for term in document.terms[field] if "_" not in term and term[0] != "^"))


def _tsquery(key: Sequence[str]) -> str:
    return " & ".join(f"('name_f:{word}' | 'text_f:{word}')" for word in key)


def _url() -> str:
    return current_app.config["SEARCH_URL"]
