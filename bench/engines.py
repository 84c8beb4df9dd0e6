"""What each engine does by itself: a bare call on the index that we keep, its own bulk writing, and two others."""

import sqlite3
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask import current_app
from sqlalchemy import text
from whoosh import index
from whoosh.query import And, Or, Term

from catalog.search import folder, postgres
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
    """PostgreSQL alone: the same tsquery on the same GIN, 24 found and all counted."""

    @staticmethod
    def bulk(known: list[Document]) -> float:
        """COPY of rows made beforehand, and the GIN."""
        engine = postgres.engine_at(_url())
        rows = [postgres.line(one) for one in known]
        began = time.perf_counter()
        engine.bare_copy(rows)
        return time.perf_counter() - began

    @staticmethod
    @contextmanager
    def opened(engine: Any) -> Iterator[Ask]:
        with engine.connected() as (connection, name):
            wanted = text(
                f"WITH found AS (SELECT id FROM {name} WHERE terms @@ CAST(:asked AS tsquery)) "
                "SELECT count(*), (SELECT array_agg(id) FROM (SELECT id FROM found LIMIT 24) first) FROM found"
            )
            yield lambda key: connection.execute(wanted, {"asked": _tsquery(key)}).all()


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
