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


@pytest.fixture
def joined(monkeypatch):
    """A handler `note` whose jobs are done together; the number 13 fails."""
    seen = []

    def handle(payload):
        seen.append(payload["numbers"])
        if 13 in payload["numbers"]:
            raise RuntimeError("hỏng")

    monkeypatch.setitem(jobs._handlers, "note", handle)
    monkeypatch.setitem(jobs._joined, "note", "numbers")
    return seen


def test_jobs_that_are_due_together_are_one_call(app, joined, monkeypatch):
    monkeypatch.setattr(jobs, "MOST_JOINED", 3)
    for numbers in ([1, 2], [2, 3], [4], [5]):
        jobs.enqueue("note", numbers=numbers)
    jobs.enqueue("note", numbers=[6], run_at=times.now() + timedelta(hours=1))
    db.session.commit()

    assert jobs.work_off() == 4
    assert joined == [[1, 2, 3, 4], [5]]


def test_one_that_fails_takes_nobody_with_it(app, joined):
    for n in (1, 13, 2):
        jobs.enqueue("note", numbers=[n])
    db.session.commit()

    jobs.work_off()

    assert joined == [[1, 13, 2], [1], [13], [2]]
    left = db.session.scalars(db.select(Job).where(Job.done_at.is_(None))).all()
    assert [(one.payload, one.attempts) for one in left] == [({"numbers": [13]}, 1)]
    assert "hỏng" in left[0].last_error
