"""Rights of staff are handed out by those who may, are written down, and somebody who grants is always left."""

import threading

import pytest
from sqlalchemy.exc import IntegrityError

from accounts import rights
from accounts.models import StaffArea, StaffRight
from core import audit
from core.db import db
from core.jobs import Job
from tests import factories as make
from tests.conftest import Browser

PATH = "/can-bo/nguoi-lam"


@pytest.fixture
def chief(app):
    return Browser(app).sign_in(make.make_staff("grant", name="Chị Hằng"))


def of(person):
    db.session.expire_all()
    return set(db.session.scalars(db.select(StaffRight.right).where(StaffRight.user_id == person.id)))


def test_grants_and_takes_and_it_is_written_down_and_told(app, chief):
    other = make.make_staff("assist", email="tu@example.vn")
    page = f"{PATH}/{other.id}"
    assert Browser(app).sign_in(other).get("/can-bo/tien").status_code == 403
    assert chief.post(f"{page}/quyen", seen="assist", rights=["pay", "assist"]).status_code == 303
    assert of(other) == {"pay", "assist"}
    assert Browser(app).sign_in(other).get("/can-bo/tien").status_code == 200
    assert audit.history_of(other)[0].detail == {"rights": [["assist"], ["assist", "pay"]]}
    assert chief.post(f"{page}/quyen", seen="assist,pay", rights=["assist"]).status_code == 303
    assert of(other) == {"assist"}
    letters = [job.payload["text"] for job in db.session.query(Job) if job.payload.get("to") == other.email]
    assert ["chi tiền" in one for one in letters] == [True, True]


def test_a_person_who_signs_in_becomes_staff_by_her_mail_or_phone(app, chief):
    person = make.make_user(phone="+84912345678")
    assert chief.post(PATH, who="0912 345 678", rights=["curate"]).status_code == 303
    assert of(person) == {"curate"}
    unknown = chief.post(PATH, who="khong@example.vn", rights=["curate"])
    assert unknown.status_code == 422
    assert "khong@example.vn" in unknown.text
    assert chief.post(PATH, who=person.email, rights=[]).status_code == 422
    assert of(person) == {"curate"}


def test_needs_its_own_right(app):
    other = make.make_staff("assist")
    everything_else = Browser(app).sign_in(make.make_staff("moderate", "curate", "allot", "programme", "report", "pay"))
    assert everything_else.get(f"{PATH}/{other.id}").status_code == 200
    assert everything_else.post(f"{PATH}/{other.id}/quyen", seen="assist", rights=["pay"]).status_code == 403
    assert everything_else.post(PATH, who=other.email, rights=["pay"]).status_code == 403
    assert of(other) == {"assist"}


def test_nobody_changes_her_own_nor_grants_while_narrowed(app):
    mine = make.make_staff("grant")
    assert Browser(app).sign_in(mine).post(f"{PATH}/{mine.id}/quyen", seen="grant", rights=["pay"]).status_code == 409
    assert of(mine) == {"grant"}
    bound = make.make_staff("grant", areas=[StaffArea(commune_code="ha-noi/xa-bat-trang")])
    other = make.make_staff("assist")
    answer = Browser(app).sign_in(bound).post(f"{PATH}/{other.id}/quyen", seen="assist", rights=["pay"])
    assert answer.status_code == 403
    assert of(other) == {"assist"}


def test_what_changed_since_the_page_was_shown_is_shown_first(chief):
    other = make.make_staff("assist", "pay")
    assert chief.post(f"{PATH}/{other.id}/quyen", seen="assist", rights=["assist", "curate"]).status_code == 409
    assert of(other) == {"assist", "pay"}


def test_the_last_who_grants_keeps_it(app):
    last = make.make_staff("grant")
    with audit.actor(None), pytest.raises(rights.LastHolder):
        rights.change(last, ["grant"], [])
    db.session.rollback()
    assert of(last) == {"grant"}
    make.make_staff("grant", closed_at=last.created_at)  # who no longer signs in is nobody
    with audit.actor(None), pytest.raises(rights.LastHolder):
        rights.change(last, ["grant"], [])
    db.session.rollback()


def test_of_two_who_take_it_from_each_other_at_once_one_is_left(app):
    people = [make.make_staff("grant").id for _ in range(2)]
    together = threading.Barrier(2)

    def take(mine, theirs):
        with app.app_context():
            browser = Browser(app)
            with browser.client.session_transaction() as session:
                session["_user_id"], session["_fresh"], session["token"] = str(mine), True, "token"
            together.wait()
            browser.client.post(f"{PATH}/{theirs}/quyen", data={"csrf_token": "token", "seen": "grant"})

    db.session.rollback()
    threads = [threading.Thread(target=take, args=pair) for pair in (people, people[::-1])]
    [one.start() for one in threads]
    [one.join() for one in threads]
    db.session.expire_all()
    assert db.session.query(StaffRight).filter_by(right="grant").count() >= 1


def test_the_database_knows_every_right_and_no_other(app):
    person = make.make_user()
    db.session.add(StaffRight(user_id=person.id, right="khac"))
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()
