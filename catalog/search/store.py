"""The index that this site keeps: which engine SEARCH_URL names, and what is asked of it."""

from collections.abc import Iterable

from flask import current_app

from catalog.search import postgres
from catalog.search.documents import Document
from catalog.search.engine import Engine, NoIndex, Told
from catalog.search.snapshots import Terms
from catalog.search.wide_terms import WideTerms

__all__ = ["NoIndex", "changed_since", "engine", "generation", "is_kept", "load", "rebuild", "update"]


def is_kept() -> bool:
    """Whether there is an index at all: SEARCH_URL=memory:// answers from the database, for tests and small trials."""
    return not _url().startswith("memory")


def engine() -> Engine:
    url = _url()
    if url == "database" or url.startswith("postgresql"):
        return postgres.engine_at(url)
    from catalog.search import folder  # Whoosh: megabytes that nobody needs before the first search

    return folder.Folder()


def generation() -> str | None:
    return engine().generation()


def load() -> Terms | WideTerms:
    return engine().load()


def changed_since(earlier: str) -> set[int] | None:
    return engine().changed_since(earlier)


def update(product_ids: Iterable[int], documents: Iterable[Document]) -> None:
    engine().update(product_ids, documents)


def rebuild(documents: Iterable[Document], told: Told = lambda count: None) -> int:
    return engine().rebuild(documents, told)


def _url() -> str:
    return current_app.config.get("SEARCH_URL") or ""
