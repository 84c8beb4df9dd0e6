"""Keeps the index true: a change leaves a job in the writer's transaction, the worker brings the index up to date."""

from collections.abc import Sequence

from sqlalchemy import select

from catalog.models import Product
from catalog.search import store
from catalog.search.documents import all_documents, documents
from catalog.search.engine import Told
from core import jobs, times
from core.db import db, only_read, release
from core.jobs import Job

_MOST_AT_ONCE = 500
_REBUILD = "search.rebuild"


def touch(*product_ids: int) -> None:
    """Say that products changed, in the caller's transaction; very many at once rebuild the whole."""
    if len(product_ids) > _MOST_AT_ONCE:
        touch_all()
    elif product_ids:
        jobs.enqueue("search.update", product_ids=list(product_ids))


def touch_all() -> None:
    """Say that anything may have changed (a village's name, a whole sheet)."""
    jobs.enqueue(_REBUILD)


def update(product_ids: Sequence[int]) -> None:
    """Write these products' present state into the index; build it where there is none. Begins a new transaction.

    They are read once the index is taken for writing, so that of two workers the later writes the later state; and
    nobody who writes to the database waits for that.
    """
    if not store.is_kept():
        return
    for start in range(0, len(product_ids), _MOST_AT_ONCE):
        some = product_ids[start : start + _MOST_AT_ONCE]
        only_read()
        try:
            store.update(some, documents(some))
        except store.NoIndex:
            rebuild()
            break
    release()


def rebuild(told: Told = lambda count: None) -> int:
    """Write the whole index anew and return its size. What changed meanwhile is written again afterwards."""
    if not store.is_kept():
        return 0
    begun = times.now()
    only_read()
    count = store.rebuild(all_documents(), told)
    only_read()  # look again, at what was committed since
    late = db.session.scalars(select(Product.id).where(Product.updated_at >= begun)).all()
    if late:
        store.update(late, documents(late))
    release()
    return count


def heal() -> None:
    """Ask for a new index where there is none that can be read, unless somebody has; commits."""
    waiting = select(Job.id).where(Job.kind == _REBUILD, Job.done_at.is_(None), Job.failed_at.is_(None)).limit(1)
    if db.session.scalar(waiting) is None:
        touch_all()
        db.session.commit()
