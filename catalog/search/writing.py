"""Keeps the index true: a change leaves a job in the writer's transaction, the worker brings the index up to date."""

from collections.abc import Sequence

from flask import current_app
from sqlalchemy import select

from catalog.models import Product
from catalog.search import store
from catalog.search.documents import all_documents, documents
from core import jobs, times
from core.db import db

_MOST_AT_ONCE = 500


def touch(*product_ids: int) -> None:
    """Say that products changed, in the caller's transaction; very many at once rebuild the whole."""
    if len(product_ids) > _MOST_AT_ONCE:
        touch_all()
    elif product_ids:
        jobs.enqueue("search.update", product_ids=list(product_ids))


def touch_all() -> None:
    """Say that anything may have changed (a village's name, a whole sheet)."""
    jobs.enqueue("search.rebuild")


def update(product_ids: Sequence[int]) -> None:
    """Write these products' present state into the index; build it where there is none."""
    if not _keeps_an_index():
        return
    try:
        store.update(product_ids, list(documents(product_ids)))
    except store.NoIndex:
        rebuild()


def rebuild() -> int:
    """Write the whole index anew and return its size. What changed meanwhile is written again afterwards."""
    if not _keeps_an_index():
        return 0
    begun = times.now()
    count = store.rebuild(all_documents())
    db.session.rollback()  # look again, at what was committed since
    late = db.session.scalars(select(Product.id).where(Product.updated_at >= begun)).all()
    if late:
        store.update(late, list(documents(late)))
    return count


def _keeps_an_index() -> bool:
    return not (current_app.config.get("SEARCH_URL") or "").startswith("memory")
