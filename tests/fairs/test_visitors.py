"""Visitors of a fair: a ticket without an account, let in once, noted down where they agreed, forgotten in time."""

import io
import threading
from datetime import timedelta

import openpyxl
import pytest
from sqlalchemy.exc import IntegrityError

from core import times
from core.audit import AuditEntry
from core.db import db
from fairs.models import FairLead, FairTicket
from fairs.visitors import leads, tickets
from tests.factories import make_booth, make_fair, make_member, make_staff, make_ticket
from tests.papers import lines_of

LAN = {"name": "Lan", "agrees": "1", "key": "k1"}


@pytest.fixture
def fair(app):
    return make_fair(slug="cho-thu", name="Chợ thu")


@pytest.fixture
def booth(fair):
    return make_booth(fair)


def registers(browser, **fields):
    return browser.post("/hoi-cho/cho-thu/ve", **LAN | fields)


def at_door(browser, code):
    browser.sign_in(make_staff("assist"))
    return browser.post("/can-bo/hoi-cho/cho-thu/cua", code=code, follow=True)


def notes(browser, booth, code, **fields):
    browser.sign_in(make_member(booth.facility, "packer"))
    return browser.post("/quan-ly/hoi-cho/cho-thu/khach", code=code, **fields)


def test_registers_without_an_account_and_shows_the_ticket(browser, fair):
    answer = registers(browser)
    ticket = db.session.query(FairTicket).one()
    assert answer.location.endswith(f"/ve/{ticket.token}")
    page = browser.get(f"/ve/{ticket.token}").text
    assert "Lan" in page
    assert ticket.code in page
    (lines,) = lines_of(browser.get(f"/ve/{ticket.token}/ve.pdf").data)
    assert {"Lan", "Chợ thu", ticket.code} <= set(lines)


def test_the_same_form_sent_twice_is_one_ticket(browser, fair):
    assert registers(browser).location == registers(browser).location
    assert db.session.query(FairTicket).count() == 1


def test_keeps_no_contact_of_who_does_not_share_it(browser, fair):
    registers(browser, contact="0912345678")
    assert db.session.query(FairTicket).one().contact == ""
    with pytest.raises(IntegrityError):
        make_ticket(fair, contact="+84912345678", shares_contact=False)
    db.session.rollback()


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"name": ""}, "name"), ({"name": "a" * 61}, "name"), ({"agrees": ""}, "agrees"),
     ({"shares": "1"}, "contact"), ({"shares": "1", "contact": "12"}, "contact")],
)  # fmt: skip
def test_refuses_what_is_missing_at_its_field(browser, fair, fields, field):
    answer = registers(browser, **fields)
    assert answer.status_code == 422
    assert f'href="#{field}"' in answer.text
    assert db.session.query(FairTicket).count() == 0


@pytest.mark.parametrize("columns", [{"kind": "virtual"}, {"called_off": "cancelled", "called_off_reason": "Bão."}])
def test_no_tickets_where_nobody_comes_in(browser, columns):
    make_fair(slug="cho-thu", **columns)
    assert registers(browser).status_code == 409


def test_the_picture_on_a_badge_tells_a_stranger_the_fair_alone(browser, fair):
    code = make_ticket(fair, name="Lan").code
    page = browser.get(f"/ve/ma/{code}").text
    assert "Chợ thu" in page
    assert "Lan" not in page
    assert browser.get("/ve/ma/ABCDEFGH").status_code == 404


@pytest.mark.parametrize("typed", ["{}", " {} ", "http://localhost/ve/ma/{}"])
def test_the_door_lets_in_once_and_says_when_it_did(browser, fair, typed):
    ticket = make_ticket(fair, name="Lan")
    number, code = ticket.id, ticket.code
    assert "Mời vào: Lan" in at_door(browser, typed.format(code.lower() if "/" not in typed else code)).text
    first = db.session.get(FairTicket, number).entered_at
    again = at_door(browser, code)
    assert again.status_code == 409
    assert f"Vé này đã vào lúc {times.local(first):%H:%M}" in again.text
    assert db.session.get(FairTicket, number).entered_at == first
    assert db.session.query(AuditEntry).filter_by(action="ticket.let_in").count() == 1


def test_of_doors_that_scan_one_ticket_at_once_one_lets_it_in(app, fair):
    code, fair_id = make_ticket(fair).code, fair.id
    db.session.rollback()
    start, outcomes = threading.Barrier(8), []

    def door():
        with app.app_context():
            mine = db.session.get(type(fair), fair_id)
            db.session.rollback()
            start.wait()
            try:
                tickets.let_in(mine, code)
                db.session.commit()
                outcomes.append("in")
            except tickets.AlreadyIn:
                outcomes.append("before")
            db.session.remove()

    doors = [threading.Thread(target=door) for _ in range(8)]
    for one in doors:
        one.start()
    for one in doors:
        one.join()
    assert sorted(outcomes) == ["before"] * 7 + ["in"]


def test_the_door_knows_tickets_of_its_own_fair_and_hours(browser, fair):
    assert at_door(browser, make_ticket(make_fair()).code).status_code == 409
    code = make_ticket(fair).code
    fair.opens_at = times.now() + timedelta(hours=2)
    db.session.commit()
    assert "chưa cho ai vào" in at_door(browser, code).text
    assert db.session.query(FairTicket).filter(FairTicket.entered_at.is_not(None)).count() == 0


def test_only_staff_stand_at_the_door(browser, fair, booth):
    code = make_ticket(fair).code
    browser.sign_in(make_member(booth.facility, "owner"))
    assert browser.post("/can-bo/hoi-cho/cho-thu/cua", code=code).status_code == 403


def test_a_booth_notes_down_who_agreed(browser, fair, booth):
    ticket = make_ticket(fair, name="Lan")
    code = ticket.code
    assert notes(browser, booth, code, note="200 bộ").status_code == 303
    notes(browser, booth, code)
    lead = db.session.query(FairLead).one()
    assert lead.note == "200 bộ"
    page = browser.get("/quan-ly/hoi-cho/cho-thu/khach").text
    assert "Lan" in page
    assert "+84912345678" in page
    sheet = openpyxl.load_workbook(io.BytesIO(browser.get("/quan-ly/hoi-cho/cho-thu/khach.xlsx").data)).active
    assert [cell.value for cell in sheet[2]][1:] == ["Lan", "+84912345678", "200 bộ"]


def test_who_did_not_agree_is_not_noted_down(browser, fair, booth):
    answer = notes(browser, booth, make_ticket(fair, contact="").code)
    assert answer.status_code == 409
    assert "chưa đồng ý" in answer.text
    assert db.session.query(FairLead).count() == 0


def test_a_booth_sees_its_own_visitors_alone(browser, fair, booth):
    leads.note(booth, make_ticket(fair, name="Lan").code, "")
    db.session.commit()
    other = make_booth(fair)
    browser.sign_in(make_member(other.facility, "owner"))
    assert "Lan" not in browser.get("/quan-ly/hoi-cho/cho-thu/khach").text
    browser.sign_in(make_member(make_booth().facility, "owner"))
    assert browser.get("/quan-ly/hoi-cho/cho-thu/khach").status_code == 404
    assert browser.get("/quan-ly/hoi-cho/cho-thu/khach.xlsx").status_code == 404


def test_who_stops_sharing_is_gone_from_every_booth(browser, fair, booth):
    ticket = make_ticket(fair, name="Lan")
    token, code = ticket.token, ticket.code
    notes(browser, booth, code)
    assert browser.post(f"/ve/{token}/thoi-chia-se").status_code == 303
    assert db.session.query(FairLead).count() == 0
    assert db.session.query(FairTicket).one().contact == ""
    assert "Mời vào" in at_door(browser, code).text


def test_who_gives_up_her_ticket_leaves_no_name(browser, fair):
    ticket = make_ticket(fair, name="Lan")
    number, token, code = ticket.id, ticket.token, ticket.code
    browser.post(f"/ve/{token}/xoa")
    kept = db.session.get(FairTicket, number)
    assert (kept.name, kept.contact, kept.shares_contact) == ("", "", False)
    assert browser.get(f"/ve/{token}").status_code == 404
    assert at_door(browser, code).status_code == 409


def test_a_month_after_the_fair_nothing_is_shown_and_the_night_deletes_it(browser, fair, booth):
    ticket = make_ticket(fair, name="Lan")
    token, booth_id = ticket.token, booth.id
    notes(browser, booth, ticket.code)
    with times.frozen(tickets.kept_until(fair) - timedelta(minutes=1)):
        assert len(leads.of_booths([booth_id])) == 1
        assert tickets.erase_lapsed() == 0
    with times.frozen(tickets.kept_until(fair) + timedelta(minutes=1)):
        assert browser.get(f"/ve/{token}").status_code == 404
        assert leads.of_booths([booth_id]) == []
        assert tickets.erase_lapsed() == 1
        assert tickets.erase_lapsed() == 0
        db.session.commit()
        assert tickets.counts(fair.id) == (1, 0)
    assert db.session.query(FairLead).count() == 0
    assert db.session.query(FairTicket).one().name == ""


@pytest.mark.parametrize("more", [1, 20])
def test_reads_the_list_in_one_statement_however_long(app, fair, booth, query_count, more):
    for _ in range(more):
        leads.note(booth, make_ticket(fair).code, "")
    db.session.commit()
    booth_id = booth.id
    db.session.rollback()
    with query_count() as run:
        assert len([one.ticket.name for one in leads.of_booths([booth_id])]) == more
    assert len([one for one in run if "BEGIN" not in one]) == 1
