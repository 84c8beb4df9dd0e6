"""Letters before a paper lapses: 180, 90 and 30 days ahead, once each, and only while they are true."""

from datetime import date, timedelta

import pytest

from catalog import recognitions, reminders
from catalog.models import Reminder
from core import jobs, schedule, times
from core.db import db
from core.jobs import Job
from tests.factories import make_ocop, make_product


def waiting(kind):
    return db.session.query(Job).filter_by(kind=kind, done_at=None).order_by(Job.run_at).all()


@pytest.fixture
def paper(app):
    made = make_ocop(make_product(), state="proposed", confirmed_at=None, issued_on=times.today())
    recognitions.confirm(made)
    db.session.commit()
    return made


def test_three_letters_are_asked_for_when_it_is_confirmed(paper):
    asked = [(job.payload["days"], times.local(job.run_at)) for job in waiting("recognition.remind")]

    assert [days for days, _ in asked] == [180, 90, 30]
    assert all(at.date() == paper.expires_on - timedelta(days=days) and at.hour == 8 for days, at in asked)


def test_only_those_still_to_come_are_asked_for(app):
    made = make_ocop(make_product(), state="proposed", confirmed_at=None)
    made.expires_on = times.today() + timedelta(days=100)
    recognitions.confirm(made)

    assert [job.payload["days"] for job in waiting("recognition.remind")] == [90, 30]


def test_a_letter_goes_out_on_its_day_and_never_twice(paper):
    due = paper.expires_on - timedelta(days=90)
    with times.frozen(times.start_of(due) + timedelta(hours=9)):
        assert reminders.send(paper.id, 90, paper.expires_on)
        assert not reminders.send(paper.id, 90, paper.expires_on)
    db.session.commit()

    assert db.session.query(Reminder).count() == 1
    letters = [job for job in waiting("mail") if "Sắp hết hạn" in str(job.payload)]
    assert len(letters) == 1


def test_the_worker_sends_it_when_it_is_due(paper):
    with times.frozen(times.start_of(paper.expires_on - timedelta(days=180)) + timedelta(hours=9)):
        jobs.work_off()

    assert [(one.days, one.expires_on) for one in db.session.query(Reminder)] == [(180, paper.expires_on)]


@pytest.mark.parametrize(
    "change",
    [
        {"state": "revoked", "revoked_on": date(2026, 1, 1), "reason": "Thu hồi"},
        {"replaced_on": date(2026, 1, 1)},
        {"expires_on": date(2031, 1, 1)},
    ],
)
def test_what_is_no_longer_true_is_not_sent(paper, change):
    last = paper.expires_on
    for name, value in change.items():
        setattr(paper, name, value)
    db.session.commit()

    assert not reminders.send(paper.id, 30, last)
    assert db.session.query(Reminder).count() == 0


def test_a_title_without_an_end_gets_none(app):
    from tests.factories import make_cnnttb

    reminders.plan(make_cnnttb(make_product()))
    assert waiting("recognition.remind") == []


def carried_over(days_left, product=None):
    """Confirmed long ago, by nobody who asked for letters."""
    made = make_ocop(product or make_product())
    made.expires_on = times.today() + timedelta(days=days_left)
    db.session.commit()
    return made


@pytest.mark.parametrize(
    ("left", "told"), [(181, []), (180, [180]), (91, [180]), (90, [90]), (31, [90]), (30, [30]), (0, [30]), (-1, [])]
)
def test_a_paper_carried_over_gets_the_letter_of_the_distance_it_is_at(app, left, told):
    carried_over(left)
    reminders.send_due()
    db.session.commit()
    assert [one.days for one in db.session.query(Reminder)] == told
    assert reminders.send_due() == 0


def test_one_letter_tells_a_facility_of_all_its_papers(app):
    first = make_product()
    carried_over(20, first), carried_over(150, make_product(facility=first.facility)), carried_over(20)
    assert reminders.send_due() == 3
    assert len([job for job in waiting("mail") if "hết hạn" in str(job.payload)]) == 2


def test_what_was_renewed_or_revoked_gets_none(app):
    renewed, revoked = carried_over(20), carried_over(20)
    renewed.replaced_on = times.today()
    recognitions.revoke(revoked, "Sai quyết định", times.today())
    db.session.commit()
    assert reminders.send_due() == 0


def test_the_worker_looks_once_a_day_whoever_asks(app):
    carried_over(20)
    with times.frozen(times.start_of(times.today()) + timedelta(hours=9)):
        asked = schedule.ask_for_today()
        assert schedule.ask_for_today() == 0
        jobs.work_off()
    assert asked >= 1
    assert db.session.query(Reminder).count() == 1
    with times.frozen(times.start_of(times.today()) + timedelta(days=1, hours=9)):
        assert schedule.ask_for_today() == asked


def test_nothing_is_done_before_its_hour(app):
    carried_over(20)
    with times.frozen(times.start_of(times.today()) + timedelta(hours=7)):
        schedule.ask_for_today()
        jobs.work_off()
    assert db.session.query(Reminder).count() == 0
