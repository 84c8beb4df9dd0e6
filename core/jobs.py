"""The job table: work that leaves with the transaction that asks for it, done at least once."""

import logging
import os
import signal
import socket
import threading
import time
import traceback
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, Index, select, update
from sqlalchemy.orm import Mapped, mapped_column

from core import times
from core.db import Model, db, primary_key, stamped

log = logging.getLogger("phiencho.jobs")

Handler = Callable[[dict[str, Any]], None]
_handlers: dict[str, Handler] = {}
_joined: dict[str, str] = {}

GIVE_UP_AFTER = 8
CLAIM_LASTS = timedelta(minutes=10)
MOST_JOINED = 100


class Job(Model):
    __table_args__ = (
        CheckConstraint("attempts >= 0", "attempts_not_negative"),
        Index("ix_job_due", "done_at", "failed_at", "run_at"),
    )

    id: Mapped[primary_key]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(unique=True)  # asks that say the same thing are kept once
    run_at: Mapped[datetime]
    idle: Mapped[bool] = mapped_column(default=False)  # done when nothing else is due
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_until: Mapped[datetime | None]
    claimed_by: Mapped[str | None]
    done_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    last_error: Mapped[str | None]
    created_at: Mapped[stamped]


def handles(kind: str, *, joined: str = "") -> Callable[[Handler], Handler]:
    """Register what the worker does for `kind`. It may be called twice for one job.

    `joined`: a list in the payload; jobs that are due together become one call with all that their lists hold.
    """

    def register(handler: Handler) -> Handler:
        _handlers[kind] = handler
        if joined:
            _joined[kind] = joined
        return handler

    return register


def enqueue(kind: str, *, run_at: datetime | None = None, idle: bool = False, **payload: Any) -> None:
    """Ask for work, in the caller's transaction: no commit, no work. What is `idle` waits for all that is not."""
    db.session.add(Job(kind=kind, payload=payload, run_at=run_at or times.now(), idle=idle))


def work_off(limit: int = 10_000) -> int:
    """Do what is due now and return how much was done. Commits after each job."""
    done = 0
    while done < limit and (job_id := _claim()):
        done += _run(job_id)
    return done


def work_forever(pause: float = 0.25, between: Callable[[], object] = lambda: None) -> None:
    """The worker's loop; ends after the job in hand when asked to stop. `between` is called at most once a minute."""
    stop = threading.Event()
    for wish in (signal.SIGTERM, signal.SIGINT):
        signal.signal(wish, lambda *_: stop.set())
    next_call = 0.0
    while not stop.is_set():
        if time.monotonic() >= next_call:
            between()
            next_call = time.monotonic() + 60
        if not work_off(limit=20):
            stop.wait(pause)


def _claim() -> int | None:
    """Take one due job by one conditional UPDATE, so that two workers never share it."""
    return next(iter(_take(1)), None)


def _take(most: int, kind: str = "") -> list[int]:
    now = times.now()
    free = (
        Job.done_at.is_(None)
        & Job.failed_at.is_(None)
        & (Job.run_at <= now)
        & (Job.claimed_until.is_(None) | (Job.claimed_until < now))
    )
    due = select(Job.id).where(free & (Job.kind == kind) if kind else free)
    due = due.order_by(Job.idle, Job.run_at, Job.id).limit(most).with_for_update(skip_locked=True)
    taken = db.session.scalars(
        update(Job)
        .where(Job.id.in_(due.scalar_subquery() if db.engine.dialect.name == "sqlite" else due))
        .values(claimed_until=now + CLAIM_LASTS, claimed_by=_me(), attempts=Job.attempts + 1)
        .returning(Job.id)
        .execution_options(synchronize_session=False)
    ).all()
    db.session.commit()
    return sorted(taken)


def _run(job_id: int) -> int:
    """Do a job, and those that can be done with it; how many that were."""
    kind = db.session.get_one(Job, job_id).kind
    ids = [job_id, *(_take(MOST_JOINED - 1, kind) if kind in _joined else [])]
    if _fault(kind, ids) and len(ids) > 1:
        for one in ids:  # those that can be done are
            _fault(kind, [one])
    return len(ids)


def _fault(kind: str, ids: list[int]) -> bool:
    """Do them in one; whether that failed. A single one that failed is put back."""
    payloads = [dict(db.session.get_one(Job, one).payload) for one in ids]
    db.session.rollback()  # the handler begins with a clean transaction
    try:
        _handlers[kind](_one_payload(kind, payloads))
        done = update(Job).where(Job.id.in_(ids)).values(done_at=times.now())
        db.session.execute(done.execution_options(synchronize_session=False))
        db.session.commit()
    except Exception:
        db.session.rollback()
        log.exception("job %s %s failed", ids, kind)
        if len(ids) == 1:
            _put_back(ids[0])
        return True
    return False


def _one_payload(kind: str, payloads: list[dict[str, Any]]) -> dict[str, Any]:
    if len(payloads) == 1:
        return payloads[0]
    name = _joined[kind]
    return payloads[0] | {name: list(dict.fromkeys(one for payload in payloads for one in payload[name]))}


def _put_back(job_id: int) -> None:
    job = db.session.get_one(Job, job_id)
    job.last_error = traceback.format_exc()[-2000:]
    job.claimed_until = None
    job.run_at = times.now() + timedelta(seconds=2**job.attempts)
    if job.attempts >= GIVE_UP_AFTER:
        job.failed_at = times.now()
    db.session.commit()


def _me() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"
