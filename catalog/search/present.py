"""The snapshot that this process answers from: reloaded when the index moves on, made from the database without one."""

import logging
import threading
import time
from dataclasses import dataclass, field

from flask import Flask, current_app

from catalog.search import memory, store
from catalog.search.documents import all_documents
from catalog.search.memory import MemoryTerms
from catalog.search.snapshots import Contributor, Snapshot, Terms
from core import times

log = logging.getLogger("phiencho.search")

# Called with product ids when a snapshot is made; gives {product_id: {"fair": [slugs]}}. Other floors add theirs.
contributors: list[Contributor] = []

LOOK_AGAIN = 0.5  # seconds: how long the index may have moved on unseen
LONGEST_KEPT = 60.0  # seconds: fairs open without anybody writing a product


@dataclass
class Present:
    snapshot: Snapshot | None = None
    mark: str = ""
    looked_at: float = 0.0
    made_at: float = 0.0
    terms: Terms | None = None
    terms_of: str = ""
    lock: threading.Lock = field(default_factory=threading.Lock)


def init_app(app: Flask) -> None:
    app.extensions["phiencho_search"] = Present()


def snapshot() -> Snapshot:
    """What is on show now, as this process knows it: at most half a second behind the index."""
    held: Present = current_app.extensions["phiencho_search"]
    now = time.monotonic()
    if held.snapshot and now - held.looked_at < LOOK_AGAIN and not _is_live() and held.snapshot.still_holds():
        return held.snapshot
    with held.lock:
        mark = _mark()
        is_stale = now - held.made_at > LONGEST_KEPT or _is_live()
        if held.snapshot is None or mark != held.mark or is_stale or not held.snapshot.still_holds():
            held.snapshot = Snapshot(_terms(held, mark), times.now(), contributors)
            held.mark, held.made_at = mark, now
        held.looked_at = now
        return held.snapshot


def _is_live() -> bool:
    """SEARCH_URL=memory: no index at all, every change seen at once; for tests and small trials."""
    return (current_app.config.get("SEARCH_URL") or "").startswith("memory")


def _mark() -> str:
    generation = None if _is_live() else store.generation()
    return generation or "memory:" + memory.fingerprint()


def _terms(held: Present, mark: str) -> Terms:
    if held.terms is None or held.terms_of != mark:
        held.terms, held.terms_of = _read_terms(mark), mark
    return held.terms


def _read_terms(mark: str) -> Terms:
    """From the index, or from the database where it is missing or broken: the site answers either way."""
    if not mark.startswith("memory:"):
        try:
            return store.load()
        except store.NoIndex as broken:
            log.warning("search index cannot be read (%s): answering from the database", broken)
    return MemoryTerms(all_documents())
