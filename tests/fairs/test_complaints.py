"""Complaints of a fair's visitors (R6): a clock from the first minute, one answer with an outcome, read by token."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from core.jobs import Job
from fairs import complaints
from fairs.models import FairComplaint
from tests.factories import make_booth, make_complaint, make_facility, make_fair, make_scheme, make_staff, make_stand

PATH, DESK = "/hoi-cho/cho-tet/khieu-nai", "/can-bo/hoi-cho/cho-tet/khieu-nai"
SAID = {"words": "Bình nứt mà nói là rạn.", "contact": "0912 000 345", "name": "Cô Vân", "key": "mot"}


@pytest.fixture
def booth(app):
    fair = make_fair(slug="cho-tet")
    facility = make_facility(email="lo@example.vn")
    return make_booth(fair, facility, make_stand(), slug="lo-sen", scheme_id=make_scheme().id)


def mailed():
    rows = db.session.query(Job).filter_by(kind="mail").order_by(Job.id)
    return [(job.payload["to"], job.payload["text"]) for job in rows]


def test_a_visitor_complains_once_of_a_booth_and_the_clock_runs(browser, booth):
    first, again = (browser.post(PATH, **SAID, booth="lo-sen") for _n in range(2))

    assert first.location == again.location
    one = db.session.query(FairComplaint).one()
    assert (one.booth_id, one.stand_id, one.scheme_id) == (booth.id, booth.stand_id, booth.scheme_id)
    assert one.due_at - one.made_at == timedelta(days=7)
    assert one.contact == "+84912000345"
    page = browser.get(first.location)
    assert "trả lời trước" in page.text
    assert "no-store" in page.headers["Cache-Control"]
    ((to, text),) = mailed()
    assert to == "lo@example.vn"
    assert "Bình nứt" in text
    assert "0912" not in text
    assert "Vân" not in text


def test_of_the_fair_itself_it_is_nobodys(browser, booth):
    browser.post(PATH, **SAID)
    one = db.session.query(FairComplaint).one()
    assert (one.booth_id, one.facility_id) == (None, None)
    assert mailed() == []


@pytest.mark.parametrize(("field", "value"), [("words", ""), ("contact", ""), ("contact", "a@"), ("booth", "la")])
def test_bad_input_is_said_and_keeps_what_was_typed(browser, booth, field, value):
    answer = browser.post(PATH, **SAID | {field: value})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "Cô Vân" in answer.text
    assert db.session.query(FairComplaint).count() == 0


def test_none_is_taken_before_the_fair_or_a_month_after(browser, booth):
    fair, now = booth.fair, times.now()
    for opens, closes in (
        (now + timedelta(days=1), now + timedelta(days=2)),
        (now - timedelta(days=40), now - timedelta(days=31)),
    ):
        fair.opens_at, fair.closes_at = opens, closes
        db.session.commit()
        assert browser.post(PATH, **SAID).status_code == 409
    assert db.session.query(FairComplaint).count() == 0


def test_staff_answer_once_and_who_left_an_address_gets_a_letter(browser, booth):
    one = make_complaint(booth, contact="van@example.vn")
    number, token = one.id, one.token
    browser.sign_in(make_staff("allot"))

    assert browser.post(f"{DESK}/{number}", outcome="upheld", answer="").status_code == 422
    assert browser.post(f"{DESK}/{number}", outcome="", answer="Đổi bình mới.").status_code == 422
    assert browser.post(f"{DESK}/{number}", outcome="upheld", answer="Đổi bình mới.").status_code == 303
    assert browser.post(f"{DESK}/{number}", outcome="refused", answer="Không.").status_code == 409
    assert [to for to, _text in mailed()] == ["van@example.vn"]
    page = browser.get(f"{PATH}/{token}").text
    assert "Đổi bình mới." in page
    assert "khiếu nại đúng, đã xử lý" in page


def test_what_is_due_first_stands_first_and_says_when_it_is_late(browser, booth):
    now = times.now()
    make_complaint(booth, words="Sau.", due_at=now + timedelta(days=2))
    make_complaint(booth, words="Trước.", made_at=now - timedelta(days=8), due_at=now - timedelta(days=1))
    page = browser.sign_in(make_staff("report")).get(DESK).text
    assert page.index("Trước.") < page.index("Sau.")
    assert "quá hạn từ" in page


def test_its_page_is_of_its_fair_and_staff_need_the_right(browser, booth):
    one, other = make_complaint(booth), make_fair(slug="khac")
    number, token = one.id, one.token
    assert browser.get(f"/hoi-cho/{other.slug}/khieu-nai/{token}").status_code == 404
    browser.sign_in(make_staff("allot"))
    assert browser.post(f"/can-bo/hoi-cho/khac/khieu-nai/{number}", outcome="upheld", answer="A").status_code == 404
    assert browser.sign_in(make_staff("moderate")).get(DESK).status_code == 403


def test_a_year_after_its_answer_nobody_knows_who_it_was(booth):
    now = times.now()
    done = {"outcome": "settled", "answer": "Xong.", "name": "Vân"}
    old = make_complaint(booth, closed_at=now - timedelta(days=366), **done).id
    new = make_complaint(booth, closed_at=now - timedelta(days=300), **done).id
    complaints.forget_who()
    db.session.commit()
    db.session.expire_all()
    assert db.session.get_one(FairComplaint, old).contact == ""
    assert db.session.get_one(FairComplaint, new).contact != ""


def test_the_database_itself_wants_an_answer_whole(booth):
    for wrong in ({"outcome": "upheld"}, {"closed_at": times.now()}, {"words": ""}):
        with pytest.raises(IntegrityError):
            make_complaint(booth, **wrong)
        db.session.rollback()
