"""A facility's team: a link good once and for a week, roles, and always an owner left."""

import threading
from datetime import timedelta

import pytest

from accounts import team
from accounts.models import Invitation, Membership
from core import audit, times
from core.db import db
from core.jobs import Job
from tests import factories as make
from tests.conftest import Browser

PATH = "/quan-ly/nguoi-cung-lam"


@pytest.fixture
def lo(app):
    return make.make_facility(slug="lo-gom")


@pytest.fixture
def owner(lo):
    return make.make_member(lo, "owner")


def link(lo, **options):
    _made, token = team.invite(lo.id, "editor", **({"email": "moi@example.vn"} | options))
    db.session.commit()
    return token


def roles(lo):
    return sorted(member.role for member in team.members(lo.id))


def test_the_owner_invites_by_mail_and_sees_the_link_once(app, browser, lo, owner):
    browser.sign_in(owner)
    page = browser.post(PATH, contact="moi@example.vn", role="packer").get_data(as_text=True)
    assert "localhost/loi-moi/" in page
    assert any("/loi-moi/" in str(job.payload) for job in db.session.query(Job))
    assert "localhost/loi-moi/" not in browser.get(PATH).get_data(as_text=True)
    assert "moi@example.vn" in browser.get(PATH).get_data(as_text=True)


def test_refuses_what_is_no_address_and_keeps_what_was_typed(browser, lo, owner):
    browser.sign_in(owner)
    answer = browser.post(PATH, contact="khong phai", role="packer")
    assert answer.status_code == 422
    assert "khong phai" in answer.get_data(as_text=True)
    assert db.session.query(Invitation).count() == 0


def test_whoever_follows_the_link_joins_once(app, lo, owner):
    token = link(lo)
    first, second = Browser(app).sign_in(make.make_user()), Browser(app).sign_in(make.make_user())
    assert first.post(f"/loi-moi/{token}").status_code == 303
    assert second.post(f"/loi-moi/{token}").status_code == 404
    assert roles(lo) == ["editor", "owner"]


def test_a_new_person_makes_her_account_and_is_in(app, browser, lo, owner):
    token = link(lo, email=None, phone="+84903000101")
    assert browser.get(f"/loi-moi/{token}").status_code == 200
    answer = browser.post(f"/loi-moi/{token}/lap-tai-khoan", name="Cô Lý", password="mat-khau-dai")
    assert answer.status_code == 303
    assert browser.get("/quan-ly/them").status_code == 200
    assert roles(lo) == ["editor", "owner"]


def test_an_address_already_known_must_sign_in(browser, lo, owner):
    make.make_user(email="moi@example.vn")
    token = link(lo)
    assert browser.post(f"/loi-moi/{token}/lap-tai-khoan", name="Ai", password="mat-khau-dai").status_code == 422
    assert roles(lo) == ["owner"]


def test_a_link_lapses_in_seven_days(app, browser, lo, owner):
    token = link(lo)
    with times.frozen(times.now() + timedelta(days=7, seconds=1)):
        assert browser.get(f"/loi-moi/{token}").status_code == 404
        with pytest.raises(team.InvitationOver):
            team.accept(token, make.make_user())
    assert roles(lo) == ["owner"]


def test_a_link_called_off_is_worth_nothing(browser, lo, owner):
    token = link(lo)
    browser.sign_in(owner).post(f"/quan-ly/loi-moi/{db.session.query(Invitation).one().id}/rut")
    assert browser.get(f"/loi-moi/{token}").status_code == 404


def test_the_token_itself_is_not_kept(lo, owner):
    token = link(lo)
    assert token not in str([vars(row) for row in db.session.query(Invitation)])


def test_roles_change_and_are_audited(browser, lo, owner):
    other = make.make_member(lo, "packer").memberships[0]
    browser.sign_in(owner)
    assert browser.post(f"{PATH}/{other.id}", role="editor").status_code == 303
    assert db.session.get(Membership, other.id).role == "editor"
    entry = audit.history_of(db.session.get(Membership, other.id))[0]
    assert (entry.action, entry.detail["role"], entry.actor_id) == ("team.role_changed", ["packer", "editor"], owner.id)


@pytest.mark.parametrize("act", ["role", "remove"])
def test_never_without_an_owner(browser, lo, owner, act):
    member_id = owner.memberships[0].id
    browser.sign_in(owner)
    path = f"{PATH}/{member_id}" + ("/bo" if act == "remove" else "")
    answer = browser.post(path, role="editor")
    assert answer.status_code == 409
    assert "ít nhất một chủ" in answer.get_data(as_text=True)
    assert roles(lo) == ["owner"]


def test_of_two_owners_one_may_go(lo, owner):
    other = make.make_member(lo, "owner")
    first, second = owner.memberships[0].id, other.memberships[0].id
    team.remove(lo.id, first)
    with pytest.raises(team.LastOwner):
        team.change_role(lo.id, second, "editor")
    db.session.rollback()


def test_another_facilitys_member_is_not_there(browser, lo, owner):
    stranger = make.make_member(make.make_facility(), "packer").memberships[0].id
    browser.sign_in(owner)
    assert browser.post(f"{PATH}/{stranger}", role="owner").status_code == 404
    assert browser.post(f"{PATH}/{stranger}/bo").status_code == 404
    assert db.session.get(Membership, stranger).role == "packer"


def test_only_the_owner_sees_the_team(app, lo):
    assert Browser(app).sign_in(make.make_member(lo, "editor")).get(PATH).status_code == 403


def test_a_member_of_two_facilities_switches(app, browser, lo, owner):
    second = make.make_facility(name="Lò thứ hai")
    db.session.add(Membership(user_id=owner.id, facility_id=second.id, role="owner"))
    db.session.commit()
    browser.sign_in(owner)
    assert "Lò thứ hai" in browser.get("/quan-ly/them").get_data(as_text=True)
    assert browser.post("/quan-ly/doi-co-so", facility_id=second.id).status_code == 303
    assert browser.get(PATH).get_data(as_text=True).count("Lò thứ hai") > 0
    assert browser.post("/quan-ly/doi-co-so", facility_id=make.make_facility().id).status_code == 404


def test_of_two_owners_who_leave_at_once_one_stays(app, lo, owner):
    ids = [owner.memberships[0].id, make.make_member(lo, "owner").memberships[0].id]
    facility_id, fates, start = lo.id, [], threading.Barrier(2)
    db.session.rollback()

    def leave(member_id):
        with app.app_context():
            start.wait()
            try:
                team.remove(facility_id, member_id)
                db.session.commit()
                fates.append("gone")
            except team.LastOwner:
                db.session.rollback()
                fates.append("stays")
            db.session.remove()

    threads = [threading.Thread(target=leave, args=[one]) for one in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(fates) == ["gone", "stays"]
    assert roles(lo) == ["owner"]
