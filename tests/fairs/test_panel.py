"""Who scores a call is named: at least two of staff, none of them an applicant's, and nobody else scores."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from accounts import people
from core import audit, times
from core.db import db
from core.jobs import Job
from fairs.calls import judging, panel
from fairs.models import Assessment, CallJudge, Ruling
from tests.factories import (
    make_application,
    make_criterion,
    make_facility,
    make_fair,
    make_judge,
    make_staff,
)

DAY = timedelta(days=1)
DESK = "/can-bo/hoi-cho/tet"


@pytest.fixture
def fair(app):
    """Its call is closed, it opens in some days."""
    now = times.now()
    call = {"applications_open_at": now - 9 * DAY, "applications_close_at": now - DAY}
    return make_fair(slug="tet", opens_at=now + 9 * DAY, closes_at=now + 12 * DAY, **call)


@pytest.fixture
def points(fair):
    return {f"points.{make_criterion(fair, 30).id}": "10", "remark": "Hàng làm tay."}


@pytest.fixture
def staff(browser):
    return browser.sign_in(make_staff("allot"))


def seats(fair):
    return {one.person_id for one in panel.of_fair(fair.id)}


def test_staff_name_them_once_and_they_get_a_letter(staff, fair):
    one = make_staff("allot", name="Chị Một", email="mot@example.vn").id
    for _again in range(2):
        assert staff.post(f"{DESK}/ban-cham", person_id=str(one)).status_code == 303

    assert seats(fair) == {one}
    assert [job.payload["to"] for job in db.session.query(Job).filter_by(kind="mail")] == ["mot@example.vn"]
    assert audit.history_of(fair)[0].action == "fair.judge_named"
    assert "chưa đủ 2 người" in staff.get(f"{DESK}/don").text
    make_judge(fair, name="Anh Hai")
    assert "Ban chấm: Anh Hai, Chị Một." in staff.get(f"{DESK}/don").text


@pytest.mark.parametrize("who", ["", "999999", "moderator", "buyer"])
def test_only_staff_who_may_allot_are_judges(staff, fair, who):
    known = {"moderator": make_staff("moderate").id, "buyer": make_staff("curate").id}
    answer = staff.post(f"{DESK}/ban-cham", person_id=str(known.get(who, who)))

    assert answer.status_code == 422
    assert 'id="person_id-error"' in answer.text
    assert seats(fair) == set()


def test_nobody_of_an_applicant_is_named(staff, fair):
    maker, person = make_facility(name="Lò Sen"), make_staff("allot", name="Chị Một")
    make_application(fair, maker)
    people.join(person, maker.id, "packer")
    db.session.commit()
    person_id = person.id

    assert "thuộc Lò Sen, đang xin gian" in staff.get(f"{DESK}/ban-cham").text
    answer = staff.post(f"{DESK}/ban-cham", person_id=str(person_id))
    assert (answer.status_code, "thuộc Lò Sen" in answer.text) == (422, True)
    assert seats(fair) == set()


def test_who_joins_an_applicant_later_scores_nobody_any_more(browser, fair, points):
    one, other = make_application(fair, make_facility()), make_application(fair, maker := make_facility(name="Lò Sen"))
    person = make_judge(fair)
    make_judge(fair)
    people.join(person, maker.id, "packer")
    db.session.commit()
    browser.sign_in(person)

    for application in (one.id, other.id):
        assert browser.post(f"{DESK}/don/{application}/diem", **points).status_code == 409
    assert db.session.query(Assessment).count() == 0
    assert "Nay là người của Lò Sen" in browser.get(f"{DESK}/ban-cham").text


def test_only_judges_score_and_only_once_there_are_two(browser, fair, points):
    one = make_application(fair, make_facility()).id
    judge, path = make_judge(fair), f"{DESK}/don/{one}"
    browser.sign_in(judge)
    assert browser.post(f"{path}/diem", **points).status_code == 409

    make_judge(fair)
    browser.sign_in(make_staff("allot"))
    assert browser.post(f"{path}/diem", **points).status_code == 409
    assert browser.post(f"{path}/xung-dot", conflict="Em ruột.").status_code == 409
    assert "Nộp điểm</button>" not in browser.get(path).text
    assert db.session.query(Assessment).count() == 0
    browser.sign_in(judge)
    assert "Nộp điểm</button>" in browser.get(path).text
    assert browser.post(f"{path}/diem", **points).status_code == 303


def test_one_is_dropped_until_she_has_scored_or_scoring_is_closed(browser, fair, points):
    one = make_application(fair, make_facility()).id
    first, second = make_judge(fair), make_judge(fair)
    third = panel.seat(fair.id, make_judge(fair).id).id
    seat = panel.seat(fair.id, first.id).id
    browser.sign_in(first)
    browser.post(f"{DESK}/don/{one}/diem", **points)

    assert browser.post(f"{DESK}/ban-cham/{seat}/bo").status_code == 409
    assert browser.post(f"{DESK}/ban-cham/{third}/bo").status_code == 303
    assert seats(fair) == {first.id, second.id}
    db.session.add(Ruling(fair_id=fair.id, scored_at=times.now()))
    db.session.commit()
    last = panel.seat(fair.id, second.id).id
    assert browser.post(f"{DESK}/ban-cham/{last}/bo").status_code == 409
    assert browser.post(f"{DESK}/ban-cham", person_id=str(make_staff("allot").id)).status_code == 409
    assert seats(fair) == {first.id, second.id}


def test_anothers_seat_is_not_dropped_here(staff, fair):
    other = make_fair(slug="khac")
    seat = panel.seat(other.id, make_judge(other).id).id

    assert staff.post(f"{DESK}/ban-cham/{seat}/bo").status_code == 404
    assert db.session.query(CallJudge).count() == 1


def test_only_who_may_allot_names_judges(browser, fair):
    browser.sign_in(make_staff("moderate"))
    assert browser.get(f"{DESK}/ban-cham").status_code == 403
    assert browser.post(f"{DESK}/ban-cham", person_id=str(make_staff("allot").id)).status_code == 403


def test_the_database_itself_keeps_that_judges_alone_have_points(fair, points):
    one, judge, other = make_application(fair, make_facility()), make_judge(fair), make_staff("allot")
    seat = panel.seat(fair.id, judge.id).id
    db.session.add(
        Assessment(application_id=one.id, scorer_id=other.id, judge_id=seat, remark="Lén.", made_at=times.now())
    )
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert judging.counts(fair.id) == {}
