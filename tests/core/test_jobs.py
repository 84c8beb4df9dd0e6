"""core/jobs.py"""

from datetime import timedelta

import pytest

from core import jobs, times
from core.db import db
from core.jobs import Job


@pytest.fixture
def done(monkeypatch):
    """A handler `note` that remembers what it was given."""
    seen = []
    monkeypatch.setitem(jobs._handlers, "note", seen.append)
    return seen


def test_work_leaves_with_its_transaction(app, done):
    jobs.enqueue("note", n=1)
    db.session.rollback()
    jobs.enqueue("note", n=2)
    db.session.commit()

    assert jobs.work_off() == 1
    assert done == [{"n": 2}]


def test_work_is_done_once_and_in_order(app, done):
    for n in (1, 2, 3):
        jobs.enqueue("note", n=n)
    db.session.commit()

    jobs.work_off()
    jobs.work_off()

    assert done == [{"n": 1}, {"n": 2}, {"n": 3}]


def test_work_for_later_waits(app, done):
    jobs.enqueue("note", run_at=times.now() + timedelta(hours=1))
    db.session.commit()

    assert jobs.work_off() == 0
    with times.frozen(times.now() + timedelta(hours=2)):
        assert jobs.work_off() == 1


def test_failed_work_is_kept_and_tried_again_until_given_up(app, monkeypatch):
    def fail(_):
        raise RuntimeError("hỏng")

    monkeypatch.setitem(jobs._handlers, "note", fail)
    monkeypatch.setattr(jobs, "GIVE_UP_AFTER", 2)
    jobs.enqueue("note")
    db.session.commit()

    jobs.work_off()
    job = db.session.scalar(db.select(Job))
    assert (job.attempts, job.failed_at, job.done_at) == (1, None, None)
    assert "hỏng" in job.last_error
    with times.frozen(times.now() + timedelta(hours=1)):
        jobs.work_off()
    assert db.session.scalar(db.select(Job)).failed_at is not None


def test_work_of_a_worker_that_died_is_taken_up(app, done):
    jobs.enqueue("note", n=1)
    db.session.commit()
    assert jobs._claim() is not None  # a worker takes it, and dies

    assert jobs.work_off() == 0
    with times.frozen(times.now() + jobs.CLAIM_LASTS * 2):
        assert jobs.work_off() == 1
