"""Contracts signed at a fair (R4): noted once with a scan, by the maker or staff, for these two alone; taken back."""

import io
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import audit, times
from core.db import db
from fairs.models import FairContract
from tests.factories import (
    make_booth,
    make_contract,
    make_facility,
    make_fair,
    make_member,
    make_scheme,
    make_staff,
    make_stand,
)

DESK = "/can-bo/hoi-cho/cho-tet/hop-dong"
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def booth(app):
    return make_booth(make_fair(slug="cho-tet"), make_facility(), make_stand(), scheme_id=make_scheme().id)


@pytest.fixture
def maker(browser, booth):
    return browser.sign_in(make_member(booth.facility, "editor"))


def typed(scan=PDF, **fields):
    usual = {
        "kind": "contract", "partner": "Công ty Quà Việt", "partner_kind": "foreign", "amount": "1.200.000.000",
        "signed_on": times.today().isoformat(), "about": "2.000 bộ ấm chén", "key": "mot",
    }  # fmt: skip
    return usual | fields | ({"file": (io.BytesIO(scan), "hop-dong.pdf")} if scan else {})


def mine(booth):
    return f"/quan-ly/gian/{booth.id}/hop-dong"


def test_a_maker_notes_one_once_and_it_keeps_its_stand_and_scheme(maker, booth):
    for _again in range(2):
        assert maker.post(mine(booth), **typed()).status_code == 303

    one = db.session.query(FairContract).one()
    assert (one.amount, one.partner_kind, one.kind) == (1_200_000_000, "foreign", "contract")
    assert (one.stand_id, one.scheme_id, one.facility_id) == (booth.stand_id, booth.scheme_id, booth.facility_id)
    assert [entry.action for entry in audit.history_of(one)] == ["fair_contract.noted"]
    answer = maker.get(f"{mine(booth)}/{one.id}/ban-chup")
    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "deal"),
        ("partner", ""),
        ("partner_kind", ""),
        ("amount", ""),
        ("amount", "nhiều lắm"),
        ("signed_on", "2020-01-01"),
        ("signed_on", ""),
        ("file", None),
        ("file", b"khong phai giay"),
    ],
)
def test_bad_input_is_said_at_its_field_and_notes_nothing(maker, booth, field, value):
    told = typed(scan=value) if field == "file" else typed(**{field: value})
    answer = maker.post(mine(booth), **told)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "2.000 bộ ấm chén" in answer.text
    assert db.session.query(FairContract).count() == 0


def test_a_memorandum_may_be_without_a_value(maker, booth):
    assert maker.post(mine(booth), **typed(kind="memorandum", amount="")).status_code == 303
    assert db.session.query(FairContract).one().amount == 0


def test_nothing_is_signed_at_a_fair_that_has_not_come(maker, booth):
    booth.fair.opens_at, booth.fair.closes_at = times.now() + timedelta(days=2), times.now() + timedelta(days=4)
    db.session.commit()
    tomorrow = (times.today() + timedelta(days=3)).isoformat()

    assert maker.post(mine(booth), **typed(signed_on=tomorrow)).status_code == 422
    assert db.session.query(FairContract).count() == 0


def test_one_is_taken_back_with_a_reason_and_not_once_the_report_stands(maker, booth):
    one, other = make_contract(booth).id, make_contract(booth).id

    assert maker.post(f"{mine(booth)}/{one}/bo", reason="").status_code == 422
    assert maker.post(f"{mine(booth)}/{one}/bo", reason="Ghi hai lần").status_code == 303
    assert maker.post(f"{mine(booth)}/{one}/bo", reason="Lại").status_code == 409
    booth.fair.closes_at = times.now() - timedelta(hours=1)
    booth.fair.reported_at, booth.fair.report_number = times.now(), "1/BC"
    db.session.commit()
    assert maker.post(f"{mine(booth)}/{other}/bo", reason="Muộn").status_code == 409
    assert maker.post(mine(booth), **typed()).status_code == 409
    db.session.expire_all()
    assert [row.cancel_reason for row in db.session.query(FairContract).order_by(FairContract.id)] == [
        "Ghi hai lần",
        "",
    ]


def test_anothers_is_not_to_be_seen_nor_taken_back(browser, booth):
    one = make_contract(booth).id
    other = make_booth(booth.fair, make_facility())
    browser.sign_in(make_member(other.facility, "editor"))

    for path in (mine(booth), f"{mine(booth)}/{one}/ban-chup", f"{mine(other)}/{one}/ban-chup"):
        assert browser.get(path).status_code == 404
    assert browser.post(f"{mine(other)}/{one}/bo", reason="Lén").status_code == 404
    assert db.session.query(FairContract).one().cancelled_at is None


def test_staff_note_for_a_booth_see_all_and_take_back(browser, booth):
    browser.sign_in(make_staff("report"))
    assert browser.post(DESK, **typed(booth_id="999")).status_code == 422
    assert browser.post(DESK, **typed(booth_id=str(booth.id))).status_code == 303

    one = db.session.query(FairContract).one()
    page = browser.get(DESK).text
    assert "Công ty Quà Việt" in page
    assert browser.get(f"{DESK}/{one.id}/ban-chup").data == PDF
    assert browser.post(f"{DESK}/{one.id}/bo", reason="Ghi nhầm").status_code == 303
    assert browser.sign_in(make_staff("moderate")).get(DESK).status_code == 403


def test_the_database_itself_wants_a_value_and_a_scan(booth):
    for wrong in ({"amount": 0}, {"digest": ""}, {"partner": ""}, {"cancelled_at": times.now()}):
        with pytest.raises(IntegrityError):
            make_contract(booth, **wrong)
        db.session.rollback()
