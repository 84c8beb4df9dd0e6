"""Visits as they come: each visitor once a day for each thing looked at, written in batches beside the requests.

What a visitor is known by, for that day alone, is a digest of address, browser and thing, keyed by a salt made up that
day for all processes and machines; digests and salt go when the day is over (insight/seen.py).

A request only puts its visit in line. Within a second a thread writes all that wait in one transaction. A process that
is told to stop writes what it holds; one that is killed loses that second.
"""

import hashlib
import logging
import threading
import time
from collections import Counter
from datetime import date

from flask import Flask, current_app

from core import times
from core.db import db
from insight import seen, visits

log = logging.getLogger("phiencho.tally")

EVERY = 1.0  # seconds between two writings
_DIGEST = 8  # bytes
KEPT = "phiencho_tally"

Visit = tuple[date, str, int, int | str]  # the day, the kind and number of what was looked at, the digest


class Tally:
    """The visits one process has seen today, and those that wait to be written.

    Until the day's salt is read, by the thread that writes, what waits is told by whom: for a second, in memory.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._day: date | None = None
        self._salt = b""
        self._seen: set[int] = set()
        self._waiting: list[Visit] = []
        self.is_watched = False

    def note(self, kind: str, subject_id: int, visitor: str) -> None:
        """Put one visit in line; nothing where this process saw this visitor here before today. Asks nothing."""
        with self._lock:
            day = times.today()
            if day != self._day:
                self._day, self._salt, self._seen = day, b"", set()
            told = f"{kind}:{subject_id}:{visitor}"
            digest = _digest(self._salt, told) if self._salt else told
            if digest not in self._seen:
                self._waiting.append((day, kind, subject_id, digest))
                if isinstance(digest, int):
                    self._seen.add(digest)

    def watch(self, app: Flask) -> None:
        """From here on a thread of this process settles every second, and once more when the process ends."""
        with self._lock:
            if self.is_watched:
                return
            self.is_watched = True
        # Not a daemon, which a thread of a server would make of it: the process waits for this one.
        threading.Thread(target=self._settle_often, args=[app], name="tally", daemon=False).start()

    def _settle_often(self, app: Flask) -> None:
        """Until the process ends: that waits for this thread, and so for what it holds."""
        while threading.main_thread().is_alive():
            time.sleep(EVERY)
            self._try_to_settle(app)

    def _try_to_settle(self, app: Flask) -> None:
        with app.app_context():
            try:
                self.settle()
            except Exception:
                log.exception("visits could not be written; they wait")

    def settle(self) -> int:
        """Write what waits, a transaction a day; how many visits it was. Commits. What cannot be written waits on."""
        with self._writing:
            with self._lock:
                taken, self._waiting = self._waiting, []
            try:
                return sum(
                    self._write(day, [one for one in taken if one[0] == day])
                    for day in sorted({one[0] for one in taken})
                )
            except Exception:  # a day that was written before another failed was seen, and counts once
                db.session.rollback()
                with self._lock:
                    self._waiting = taken + self._waiting
                raise

    def _write(self, day: date, taken: list[Visit]) -> int:
        """Those that nobody wrote before, here or elsewhere: seen and counted in one transaction."""
        salt = self._salt_of(day) if any(isinstance(one[3], str) for one in taken) else b""
        digested = {one[3] if isinstance(one[3], int) else _digest(salt, one[3]): one for one in taken}
        new = seen.add(day, digested)
        visits.record_many(Counter(digested[digest][:3] for digest in new))
        db.session.commit()
        with self._lock:
            if day == self._day:
                self._seen |= digested.keys()
        return len(new)

    def _salt_of(self, day: date) -> bytes:
        salt = seen.salt_of(day)
        with self._lock:
            if day == self._day:
                self._salt = salt
        return salt


def _digest(salt: bytes, told: str) -> int:
    made = hashlib.blake2b(told.encode(), key=salt, digest_size=_DIGEST).digest()
    return int.from_bytes(made, signed=True)


def init_app(app: Flask) -> None:
    app.extensions[KEPT] = Tally()


def note(kind: str, subject_id: int, visitor: str) -> None:
    """Count a visit by whoever is called so (address and browser), once a day. Writes nothing itself."""
    tally = _of_app()
    tally.note(kind, subject_id, visitor)
    if not (current_app.testing or tally.is_watched):
        tally.watch(current_app._get_current_object())  # type: ignore[attr-defined]


def settle() -> int:
    """Write what this process holds; how many visits it was. Commits."""
    return _of_app().settle()


def _of_app() -> Tally:
    tally: Tally = current_app.extensions[KEPT]
    return tally
