"""Staff edit for a facility with its consent; both names are kept, and the owner takes any of it back."""

from datetime import timedelta

import pytest

from accounts import assisting
from core import audit, times
from core.db import db
from programme.models import Facility
from tests import factories as make
from tests.conftest import Browser
from tests.programme.test_facility_facts import FACTS

FACTS_PATH, HELPED = "/quan-ly/co-so", "/quan-ly/giup-do"


@pytest.fixture
def lo(app):
    return make.make_facility(slug="lo-gom", hours="8:00")


@pytest.fixture
def officer(app, lo):
    return Browser(app).sign_in(make.make_staff("assist", name="Chị Hằng"))


@pytest.fixture
def owner(app, lo):
    return Browser(app).sign_in(make.make_member(lo, "owner", name="Bà Lý"))


def agree(lo, **days):
    today = times.today()
    assisting.agree(lo.id, "Bà Lý", "ban_giay", today, days.get("until", today + timedelta(days=30)))
    db.session.commit()


def help_begun(officer):
    return officer.post("/can-bo/co-so/lo-gom/lam-giup").status_code


def kept():
    return db.session.query(Facility).filter_by(slug="lo-gom").one()


def test_without_consent_nobody_helps(officer, lo):
    assert help_begun(officer) == 409
    assert officer.get(FACTS_PATH).status_code == 403


def test_both_names_are_kept_and_every_page_says_so(officer, lo):
    agree(lo)
    assert help_begun(officer) == 303
    assert "Bạn đang làm giúp" in officer.get(FACTS_PATH).get_data(as_text=True)
    assert "Bạn đang làm giúp" in officer.get("/quan-ly/san-pham").get_data(as_text=True)
    assert officer.post(FACTS_PATH, **FACTS | {"hours": "9:00"}).status_code == 303
    entry = audit.done_for(lo.id, 1)[0]
    assert entry.action == "facility.revised"
    assert entry.on_behalf_of == lo.id
    assert entry.actor_id is not None


@pytest.mark.parametrize("path", ["/quan-ly/nguoi-cung-lam", "/quan-ly/don", "/quan-ly/tien", HELPED])
def test_orders_money_team_and_consent_stay_the_facilitys(officer, lo, path):
    agree(lo)
    help_begun(officer)
    assert officer.get(path).status_code == 403


def test_the_account_and_the_tax_code_stay_the_facilitys(officer, lo):
    agree(lo)
    help_begun(officer)
    account = {"bank_bin": "970415", "bank_account": "99999999", "bank_holder": "AI", "password": make.PASSWORD}
    assert officer.post("/quan-ly/co-so/tai-khoan", **account).status_code == 403
    officer.post(FACTS_PATH, **FACTS, tax_code="0100047516")
    assert kept().tax_code is None
    assert kept().bank_account != "99999999"


def test_withdrawn_consent_ends_help_at_once(officer, owner, lo):
    agree(lo)
    help_begun(officer)
    assert owner.post(HELPED + "/rut").status_code == 303
    assert officer.post(FACTS_PATH, **FACTS).status_code == 403
    assert kept().hours == "8:00"


def test_lapsed_consent_ends_help_by_itself(officer, lo):
    agree(lo)
    help_begun(officer)
    with times.frozen(times.now() + timedelta(days=31)):
        assert officer.get(FACTS_PATH).status_code == 403


def test_a_consent_for_ever_is_refused(lo):
    with pytest.raises(assisting.ConsentTooLong):
        agree(lo, until=times.today() + timedelta(days=400))
    db.session.rollback()


def test_the_owner_sees_old_and_new_and_takes_it_back_in_one_tap(officer, owner, lo):
    agree(lo)
    help_begun(officer)
    officer.post(FACTS_PATH, **FACTS | {"hours": "9:00-18:00"})
    entry = audit.done_for(lo.id, 1)[0]
    page = owner.get(HELPED).get_data(as_text=True)
    assert "Chị Hằng" in page
    assert "9:00-18:00" in page
    assert owner.post(f"{HELPED}/{entry.id}/hoan-tac").status_code == 303
    assert kept().hours == "8:00"
    assert "Đã trả về như cũ" in owner.get(HELPED).get_data(as_text=True)
    assert owner.post(f"{HELPED}/{entry.id}/hoan-tac").status_code == 409


def test_what_was_changed_again_since_does_not_go_back(officer, owner, lo):
    agree(lo)
    help_begun(officer)
    officer.post(FACTS_PATH, **FACTS | {"hours": "9:00"})
    entry = audit.done_for(lo.id, 1)[0]
    owner.post(FACTS_PATH, **FACTS | {"hours": "10:00"})
    answer = owner.post(f"{HELPED}/{entry.id}/hoan-tac")
    assert answer.status_code == 409
    assert "đã được sửa tiếp" in answer.get_data(as_text=True)
    assert kept().hours == "10:00"


def test_another_owner_takes_nothing_back(app, officer, lo):
    agree(lo)
    help_begun(officer)
    officer.post(FACTS_PATH, **FACTS | {"hours": "9:00"})
    entry = audit.done_for(lo.id, 1)[0]
    stranger = Browser(app).sign_in(make.make_member(make.make_facility(), "owner"))
    assert stranger.post(f"{HELPED}/{entry.id}/hoan-tac").status_code == 404
    assert kept().hours == "9:00"
