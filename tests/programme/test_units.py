"""Who proposes, appraises, approves, carries out and checks; and that another commune's drafts are nowhere."""

import io

import pytest
from openpyxl import load_workbook

from accounts.models import StaffArea
from core import audit
from core.db import db
from programme import schemes, units
from programme.models import Scheme, SchemeMove, Task, Unit, UnitOfficer
from tests.conftest import Browser
from tests.factories import (
    make_facility,
    make_officer,
    make_plan,
    make_scheme,
    make_staff,
    make_support,
    make_task,
    make_unit,
)

TODAY = "2026-11-29"


@pytest.fixture
def communes(app):
    return [make_unit(name="UBND xã Một"), make_unit(name="UBND xã Hai")]


def at_desk(app, unit):
    return Browser(app).sign_in(make_officer(unit, "programme", "report"))


def draft_of(unit, **columns):
    return make_scheme(**{"state": "nhap", "unit_id": unit.id, "name": "Lò gas bí mật"} | columns)


def test_what_one_proposes_is_its_units(app, communes):
    make_plan()
    desk = at_desk(app, communes[0])
    fields = {"name": "Khung cửi", "kind": "KDP", "year": "2026", "content": "may_moc_tien_tien", "head": "3"}
    assert desk.post("/can-bo/de-an/moi", local="90 triệu", **fields).status_code == 303
    made = db.session.query(Scheme).one()
    assert made.unit_id == communes[0].id
    assert "Khung cửi" in desk.get("/can-bo/de-an").text


@pytest.mark.parametrize("state", ["nhap", "cho_so_tham_dinh", "tham_dinh_co_so", "yeu_cau_bo_sung", "tu_choi"])
def test_another_communes_draft_is_nowhere(app, communes, state):
    mine, theirs = communes
    scheme = draft_of(theirs, state=state, code="KC-2026-KIN")
    task = make_task(scheme)
    make_support(scheme, make_facility(slug="lo-sen"), content="Máy kín")
    desk = at_desk(app, mine)
    for path in ("", "/sua"):
        hidden = desk.get(f"/can-bo/de-an/KC-2026-KIN{path}")
        nothing = desk.get(f"/can-bo/de-an/KC-2026-KHONG{path}")
        assert hidden.status_code == nothing.status_code == 404
        assert hidden.text.replace("KIN", "KHONG") == nothing.text
    acts = {
        "/chuyen": {"to": "cho_so_tham_dinh", "on": TODAY, "number": "1/DK", "type": "DK"}, "/sua": {"name": "Lấy"},
        "/viec": {"name": "Việc", "due_on": TODAY}, f"/viec/{task.id}/xong": {"on": TODAY}, "/ket-qua": {},
    }  # fmt: skip
    assert {path: desk.post(f"/can-bo/de-an/KC-2026-KIN{path}", **sent).status_code for path, sent in acts.items()} == (
        dict.fromkeys(acts, 404)
    )
    for path in (
        "/can-bo",
        "/can-bo/de-an",
        "/can-bo/de-an?q=KC-2026-KIN",
        "/can-bo/co-so/lo-sen",
        "/tim?q=KC-2026-KIN",
    ):
        page = desk.get(path).text
        assert "Lò gas bí mật" not in page
        assert "Máy kín" not in page
    assert "Cộng 0" in desk.get("/can-bo/de-an").text or "Không có đề án nào khớp" in desk.get("/can-bo/de-an").text
    sheet = load_workbook(io.BytesIO(desk.get("/can-bo/de-an/tai.xlsx").get_data())).active
    assert not any("KIN" in str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)
    assert desk.get("/api/v1/programme/schemes/KC-2026-KIN").status_code == 404
    assert desk.get("/khuyen-cong/de-an/KC-2026-KIN").status_code == 404
    assert db.session.query(SchemeMove).count() == 0
    assert db.session.query(Task.done_on).scalar() is None


def test_years_that_only_another_communes_drafts_have_are_not_offered(app, communes):
    draft_of(communes[1], plan_id=make_plan(2029).id)
    assert "2029" not in at_desk(app, communes[0]).get("/can-bo/de-an").text
    assert "2029" in at_desk(app, communes[1]).get("/can-bo/de-an").text


@pytest.mark.parametrize(("kind", "state", "is_seen"), [
    ("trung_tam", "nhap", False), ("trung_tam", "cho_so_tham_dinh", True), ("so", "nhap", False),
    ("so", "tham_dinh_co_so", True), ("xa", "da_phe_duyet", True),
])  # fmt: skip
def test_the_centre_and_the_department_see_what_was_sent(app, communes, kind, state, is_seen):
    draft_of(communes[0], state=state, code="KC-1")
    assert at_desk(app, make_unit(kind)).get("/can-bo/de-an/KC-1").status_code == (200 if is_seen else 404)


def test_who_is_narrowed_to_communes_sees_what_these_propose_and_moves_nothing(app, communes):
    for unit in communes:
        draft_of(unit, code=f"KC-{unit.name[-3:]}")
    clerk = make_staff("programme")
    db.session.add(StaffArea(user_id=clerk.id, commune_code=communes[0].commune_code))
    db.session.commit()
    desk = Browser(app).sign_in(clerk)
    assert [desk.get(f"/can-bo/de-an/KC-{one.name[-3:]}").status_code for one in communes] == [200, 404]
    sent = {"to": "cho_so_tham_dinh", "on": TODAY, "number": "1/DK", "type": "DK"}
    assert desk.post(f"/can-bo/de-an/KC-{communes[0].name[-3:]}/chuyen", **sent).status_code == 403


@pytest.mark.parametrize(
    ("kind", "start", "to", "may"),
    [
        ("xa", "nhap", "cho_so_tham_dinh", True),
        ("xa", "cho_so_tham_dinh", "tham_dinh_co_so", False),
        ("xa", "tham_dinh_co_so", "da_phe_duyet", False),
        ("xa", "da_phe_duyet", "hop_dong", True),
        ("xa", "dang_thuc_hien", "nghiem_thu_co_so", False),
        ("trung_tam", "cho_so_tham_dinh", "tu_choi", False),
        ("trung_tam", "tham_dinh_co_so", "da_phe_duyet", False),
        ("trung_tam", "da_phe_duyet", "hop_dong", True),
        ("trung_tam", "da_phe_duyet", "ngung", False),
        ("so", "cho_so_tham_dinh", "tham_dinh_co_so", True),
        ("so", "tham_dinh_co_so", "da_phe_duyet", True),
        ("so", "da_phe_duyet", "hop_dong", False),
        ("so", "kiem_tra", "dang_thuc_hien", True),
        ("trung_tam", "kiem_tra", "dang_thuc_hien", False),
    ],
)
def test_each_moves_a_scheme_as_far_as_its_kind_may(app, kind, start, to, may):
    unit = make_unit(kind)
    proposer = unit if kind == "xa" else make_unit()
    scheme = make_scheme(state=start, unit_id=proposer.id)
    with audit.actor(make_officer(unit).id):
        assert units.may(schemes.act_of(scheme, to), scheme) is may


def test_a_step_of_another_unit_is_refused_and_not_offered(app, communes):
    make_scheme(code="KC-1", state="da_phe_duyet", unit_id=communes[1].id)
    desk = at_desk(app, communes[0])
    sent = {"to": "hop_dong", "on": TODAY, "number": "1/HĐ", "type": "HD"}
    assert desk.post("/can-bo/de-an/KC-1/chuyen", **sent).status_code == 403
    assert "việc của đơn vị khác" in desk.get("/can-bo/de-an/KC-1").text
    assert desk.post("/can-bo/de-an/KC-1/viec", name="Việc", due_on=TODAY).status_code == 403
    assert db.session.query(Scheme.state).scalar() == "da_phe_duyet"
    assert db.session.query(Task).count() == 0


def test_another_communes_approved_scheme_is_not_edited(app, communes):
    make_scheme(code="KC-1", state="yeu_cau_bo_sung", unit_id=communes[0].id)
    centre = at_desk(app, make_unit("trung_tam"))
    assert centre.get("/can-bo/de-an/KC-1").status_code == 200
    assert centre.get("/can-bo/de-an/KC-1/sua").status_code == 403


def test_the_office_makes_units_and_puts_people_in_them(app):
    office = Browser(app).sign_in(chief := make_staff("programme"))
    fields = {"kind": "xa", "name": "UBND xã Bát Tràng", "commune_code": "ha-noi/xa-bat-trang"}
    assert office.post("/can-bo/don-vi", **fields).status_code == 303
    assert office.post("/can-bo/don-vi", **fields).status_code == 422
    assert office.post("/can-bo/don-vi", kind="xa", name="Xã không chỗ").status_code == 422
    unit, officer = db.session.query(Unit).one(), make_staff("programme", name="Anh Nam")
    assert office.post(f"/can-bo/nguoi-lam/{officer.id}/don-vi", unit_id=unit.id).status_code == 303
    assert "UBND xã Bát Tràng" in office.get("/can-bo/nguoi-lam").text
    assert db.session.query(UnitOfficer.unit_id).scalar() == unit.id
    assert office.post(f"/can-bo/nguoi-lam/{chief.id}/don-vi", unit_id=unit.id).status_code == 409
    lowly = Browser(app).sign_in(db.session.merge(officer))
    assert lowly.post(f"/can-bo/nguoi-lam/{chief.id}/don-vi", unit_id="").status_code == 403
    assert office.post(f"/can-bo/nguoi-lam/{officer.id}/don-vi", unit_id="").status_code == 303
    assert db.session.query(UnitOfficer).count() == 0


def test_delegation_is_dated(app):
    from datetime import date

    kinds = {one.unit_kind for one in units.delegations(date(2020, 1, 1)) if one.act == "propose"}
    assert kinds == {"trung_tam", "so"}  # communes since the district level ended
