"""The snapshot that this process answers from: reloaded when the index moves on, made from the database without one."""

import logging
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask import Flask, current_app

from catalog.search import following, lexicon, memory, mending, store, suggesting, writing
from catalog.search.documents import all_documents, documents
from catalog.search.lexicon import Lexicon
from catalog.search.memory import Layered, MemoryTerms
from catalog.search.snapshots import Contributor, Snapshot, Terms
from catalog.search.wide import WideSnapshot
from catalog.search.wide_terms import WideTerms
from core import times
from core.db import db, only_read

log = logging.getLogger("phiencho.search")

# Called with product ids when a snapshot is made; gives {product_id: {"fair": [slugs]}}. Other floors add theirs.
contributors: list[Contributor] = []
# Called with a moment; each gives the next one at which what a contributor gives changes by the clock, if any.
clocks: list[Callable[[datetime], datetime | None]] = []

LOOK_AGAIN = 0.5  # seconds: how long the index may have moved on unseen
MOST_LAYERED = 500  # products written since the index was read whole
UNSEEN, PATIENCE = 1.0, 0.5  # seconds: after so long without a look a request waits so long for a change
HANDED_OVER = 0.0005  # seconds: how long the thread that reads the index keeps a request from going on
LONGEST_KEPT = 60.0  # seconds: staff move or call off a fair without anybody writing a product


@dataclass
class Present:
    snapshot: Snapshot | None = None
    mark: str = ""
    words_of: str = ""  # which synonyms and traps it reads with
    lexicon: Lexicon | None = None
    looked_at: float = 0.0
    made_at: float = 0.0
    terms: Terms | WideTerms | None = None
    terms_of: str = ""
    is_without: bool = False  # the index is missing or broken, and answers come from the database
    in_background: bool = False
    reader: threading.Thread | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


def init_app(app: Flask) -> None:
    app.extensions["phiencho_search"] = Present(in_background=not app.testing)
    if not app.testing:
        sys.setswitchinterval(HANDED_OVER)


def snapshot() -> Snapshot:
    """What is on show, as this process knows it: at most half a second and the time of reading behind the index.

    A new generation is read in the background, and what is held answers until it is there. Waited for are only
    the first reading, and a moment at which something lapses, as midnight: nothing is answered from before it. Who
    comes after nobody looked for a while waits a moment for what changed meanwhile.
    """
    held: Present = current_app.extensions["phiencho_search"]
    now = time.monotonic()
    holds = held.snapshot is not None and held.snapshot.still_holds()
    if holds and now - held.looked_at < LOOK_AGAIN and not _is_live():
        return held.snapshot  # type: ignore[return-value]
    if not holds or _is_live() or not held.in_background:
        with held.lock:
            _renew(held)
    else:
        _look_behind(held, now)
    assert held.snapshot
    return held.snapshot


def _look_behind(held: Present, now: float) -> None:
    unseen = now - held.looked_at > UNSEEN
    if held.lock.acquire(blocking=False):
        held.looked_at = now
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        held.reader = threading.Thread(target=_renew_behind, args=(app, held), daemon=True)
        held.reader.start()
    if unseen and held.reader and _marks() != (held.mark, held.words_of):
        held.reader.join(PATIENCE)


def _renew_behind(app: Flask, held: Present) -> None:
    """In a thread of its own, with the lock taken by whoever started it."""
    try:
        with app.app_context():
            only_read()
            _renew(held)
            db.session.rollback()
            if held.is_without or (isinstance(held.terms, WideTerms) and held.terms.is_worn):
                writing.heal()
    except Exception:  # the next one tries again; what is held answers
        log.exception("the new state of search could not be read")
    finally:
        held.lock.release()


def _renew(held: Present) -> None:
    now = time.monotonic()
    mark, words_mark = _marks()
    _renew_words(held, words_mark)
    is_stale = now - held.made_at > LONGEST_KEPT or _is_live()
    if held.snapshot is None or mark != held.mark or is_stale or not held.snapshot.still_holds():
        if not is_stale and (after := _following(held, mark)):
            held.snapshot, held.mark = after, mark
        else:
            fresh = _made(_terms(held, mark), held.lexicon)
            if held.in_background:
                fresh.prepare(held.snapshot)
                suggesting.prepare(fresh)
                mending.prepare(fresh)
            held.snapshot, held.mark, held.made_at = fresh, mark, now
    held.looked_at = time.monotonic()


def _renew_words(held: Present, mark: str) -> None:
    """What staff changed of synonyms and traps: the same goods, read anew."""
    if held.lexicon is not None and mark == held.words_of:
        return
    held.lexicon, held.words_of = lexicon.present(), mark
    if held.snapshot is not None:
        seen = held.snapshot.saying(held.lexicon)
        if held.in_background:
            mending.prepare(seen)
        held.snapshot = seen


def _made(terms: Terms | WideTerms, words: Lexicon | None) -> Snapshot:
    moment = times.now()
    kind = WideSnapshot if isinstance(terms, WideTerms) else Snapshot
    return _by_the_clock(kind(terms, moment, contributors, words), moment)  # type: ignore[arg-type]


def _by_the_clock(made: Snapshot, moment: datetime) -> Snapshot:
    """Good until the next fair opens or closes, too; `moment` is from before anything was asked."""
    edges = [edge.timestamp() for clock in clocks if (edge := clock(moment))]
    made.good_until = min([made.good_until, *edges])
    return made


def _is_live() -> bool:
    """SEARCH_URL=memory: no index at all, every change seen at once; for tests and small trials."""
    return not store.is_kept()


def _marks() -> tuple[str, str]:
    """Which state of the goods, and which of synonyms and traps."""
    generation = None if _is_live() else store.generation()
    if generation:
        return generation, lexicon.mark()
    goods, words = memory.fingerprint()
    return "memory:" + goods, words


def _following(held: Present, mark: str) -> Snapshot | None:
    """What is held with the few changes since, where that is enough."""
    if held.snapshot is None or not held.snapshot.still_holds() or held.terms_of != held.mark:
        return None
    terms = _after(held, mark)
    if terms is None:
        return None
    held.terms, held.terms_of = terms, mark
    if isinstance(terms, WideTerms):
        moment = times.now()
        seen = WideSnapshot(terms, moment, contributors, held.lexicon).carrying(held.snapshot)
        return _by_the_clock(seen, moment)
    return following.after(held.snapshot, terms, times.now(), contributors)


def _terms(held: Present, mark: str) -> Terms | WideTerms:
    if held.terms is None or held.terms_of != mark:
        held.terms, held.terms_of = _after(held, mark) or _read_terms(held, mark), mark
    return held.terms


def _after(held: Present, mark: str) -> Layered | WideTerms | None:
    """The terms held, with the few products read again that were written since."""
    if held.terms is None or held.is_without or mark.startswith("memory:"):
        return None
    try:
        changed = store.changed_since(held.terms_of)
    except store.NoIndex:
        return None
    if isinstance(held.terms, WideTerms):
        return held.terms.renewed() if changed is not None else None
    already = held.terms.changed if isinstance(held.terms, Layered) else set()
    if changed is None or len(changed | already) > MOST_LAYERED:
        return None
    return Layered(held.terms, changed, documents(sorted(changed)))


def _read_terms(held: Present, mark: str) -> Terms | WideTerms:
    """From the index, or from the database where it is missing or broken: the site answers either way."""
    held.is_without = not _is_live()
    if not mark.startswith("memory:"):
        try:
            terms = store.load()
            held.is_without = False
            return terms
        except store.NoIndex as broken:
            log.warning("search index cannot be read (%s): answering from the database", broken)
    return MemoryTerms(all_documents())
