"""Visits as they come: each visitor once a day for each thing looked at, written in batches beside the requests.

What a visitor is known by, for that day alone, is a digest of address, browser and thing, keyed by a salt made up that
morning. Digests and salt lie in memory: in each process, and, so that all processes of the machine count together, in
a file in the machine's shared memory that goes when the day is over. The database holds sums.

A request only puts its visit in line. Within a second a thread writes all that wait in one transaction. A process that
is told to stop writes what it holds; one that is killed loses that second.
"""

import fcntl
import hashlib
import logging
import os
import secrets
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

from flask import Flask, current_app

from core import times
from core.db import db
from insight import visits

log = logging.getLogger("phiencho.tally")

EVERY = 1.0  # seconds between two writings
_SALT, _DIGEST = 32, 8  # bytes
KEPT = "phiencho_tally"
_SHARED = Path("/dev/shm")

Visit = tuple[date, str, int, bytes]  # the day, the kind and number of what was looked at, the digest


class Tally:
    """The visits one process has seen today, and those that wait to be written."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._day: date | None = None
        self._salt = b""
        self._seen: set[bytes] = set()
        self._read = 0  # how far this process has read the shared file, beyond the salt
        self._waiting: list[Visit] = []
        self.is_watched = False

    def note(self, kind: str, subject_id: int, visitor: str) -> None:
        """Put one visit in line; nothing where this visitor was here before today. Touches no disk but once a day."""
        with self._lock:
            day = times.today()
            if day != self._day:
                self._begin(day)
            told = f"{kind}:{subject_id}:{visitor}".encode()
            digest = hashlib.blake2b(told, key=self._salt, digest_size=_DIGEST).digest()
            if digest not in self._seen:
                self._seen.add(digest)
                self._waiting.append((day, kind, subject_id, digest))

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
        """Write what waits, in one transaction; how many visits it was. Commits. What cannot be written waits on."""
        with self._writing:
            with self._lock:
                taken, self._waiting = self._waiting, []
            try:
                return sum(
                    self._write(day, [one for one in taken if one[0] == day]) for day in {one[0] for one in taken}
                )
            except Exception:  # a day that was written before another failed is known from the file
                db.session.rollback()
                with self._lock:
                    self._waiting = taken + self._waiting
                raise

    def _write(self, day: date, taken: list[Visit]) -> int:
        """Those that no other process wrote before; the others learn of them when they are written."""
        with self._opened(day) as file:
            file.seek(self._read if day == self._day else 0, os.SEEK_CUR)
            content = file.read()
            known = {content[at : at + _DIGEST] for at in range(0, len(content), _DIGEST)}
            new = [one for one in taken if one[3] not in known]
            visits.record_many(Counter(one[:3] for one in new))
            db.session.commit()
            file.write(b"".join(one[3] for one in new))
            if day == self._day:
                self._read += len(content) + _DIGEST * len(new)
        with self._lock:
            if day == self._day:
                self._seen |= known
        return len(new)

    def _begin(self, day: date) -> None:
        """A new day: a new salt, and nobody seen yet. What lay there of other days is thrown away."""
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in self._folder.iterdir():
            if old.name < day.isoformat():
                old.unlink(missing_ok=True)
        with self._opened(day) as file:
            file.seek(0)
            self._salt = file.read(_SALT)
        self._day, self._seen, self._read = day, set(), 0

    @contextmanager
    def _opened(self, day: date) -> Iterator[IO[bytes]]:
        """The day's file, held alone; made with its salt by whoever comes first."""
        descriptor = os.open(self._folder / day.isoformat(), os.O_RDWR | os.O_CREAT, 0o600)
        with os.fdopen(descriptor, "r+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not os.fstat(descriptor).st_size:
                file.write(secrets.token_bytes(_SALT))
                file.flush()
            file.seek(_SALT)
            yield file


def init_app(app: Flask) -> None:
    folder = _SHARED if _SHARED.is_dir() else Path(tempfile.gettempdir())
    of_this_site = hashlib.blake2b(str(app.config["SQLALCHEMY_DATABASE_URI"]).encode(), digest_size=8).hexdigest()
    app.extensions[KEPT] = Tally(folder / f"phiencho-visits-{os.getuid()}" / of_this_site)


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
