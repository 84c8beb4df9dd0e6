"""Staff enter programmes, plans, schemes and tasks; what was there before stays in the log."""

from datetime import date

import pytest

from core import audit, times
from core.db import db
from programme import records
from programme.models import Plan, Programme, Scheme, Task
from tests.conftest import Browser
from tests.factories import make_officer, make_plan, make_scheme, make_staff, make_task, make_unit

MOI = "/can-bo/de-an/moi"


@pytest.fixture
def desk(app):
    return Browser(app).sign_in(make_staff("programme", name="Chị Hằng"))


def form(year=2026, **fields):
    return {
        "name": "Máy chẻ mây cho Phú Vinh", "kind": "KDP", "year": str(year), "content": "may_moc_tien_tien",
        "head": "3", "local": "120 triệu", "counterpart": "130.000.000", "target_1_name": "Máy",
        "target_1_planned": "2", "communes": ["ha-noi/xa-phu-nghia"],
    } | fields  # fmt: skip


def test_a_programme_gets_its_years_and_a_plan_its_budget_and_decision(desk):
    programme = {"code": "ct-2031", "name": "Chương trình", "from_year": "2031", "to_year": "2035"}
    assert desk.post("/can-bo/chuong-trinh", **programme).status_code == 303
    plan = {"year": "2031", "national": "6,1 tỷ", "local": "21.500.000.000", "decision_number": "9/QĐ-UBND"}
    answer = desk.post("/can-bo/chuong-trinh/CT-2031/ke-hoach", **plan)
    assert answer.status_code == 422
    assert "cả số và ngày" in answer.text
    answer = desk.post("/can-bo/chuong-trinh/CT-2031/ke-hoach", **plan | {"decided_on": "2026-01-05"})
    assert answer.status_code == 303
    made = db.session.query(Plan).one()
    assert (made.year, made.national, made.local, made.decided_on) == (
        2031, 6_100_000_000, 21_500_000_000, date(2026, 1, 5),
    )  # fmt: skip
    assert "6.100" in desk.get("/can-bo/chuong-trinh/CT-2031").text


def test_a_code_a_year_or_a_year_outside_is_refused_at_its_field(desk):
    plan = make_plan()
    code = plan.programme.code
    same = desk.post("/can-bo/chuong-trinh", code=code, name="Khác", from_year="2026", to_year="2027")
    assert (same.status_code, "Đã có chương trình mang mã này" in same.text) == (422, True)
    outside = desk.post(f"/can-bo/chuong-trinh/{code}/ke-hoach", year="2035")
    yearless = desk.post(f"/can-bo/chuong-trinh/{code}/ke-hoach", local="1 tỷ")
    assert (yearless.status_code, "số nguyên từ 2000" in yearless.text) == (422, True)
    assert (outside.status_code, "ngoài chương trình" in outside.text) == (422, True)
    narrowed = desk.post(f"/can-bo/chuong-trinh/{code}", name="Hẹp", from_year="2027", to_year="2030")
    assert (narrowed.status_code, "nằm ngoài những năm này" in narrowed.text) == (422, True)
    assert db.session.query(Programme.name).one() == ("Chương trình",)


def test_a_plan_changed_keeps_what_it_was_in_the_log(desk):
    make_plan()
    assert desk.post("/can-bo/ke-hoach/2026", local="2 tỷ").status_code == 303
    assert desk.post("/can-bo/ke-hoach/2026", local="3 tỷ").status_code == 303
    entry = audit.history_of(db.session.query(Plan).one())[0]
    assert entry.detail["local"] == [2_000_000_000, 3_000_000_000]


def test_a_scheme_is_proposed_whole(desk):
    make_plan()
    answer = desk.post(MOI, **form())
    assert answer.status_code == 303
    scheme = db.session.query(Scheme).one()
    assert answer.location.endswith(f"/can-bo/de-an/{scheme.code}")
    assert (scheme.state, scheme.content_head, scheme.planned("local"), scheme.total) == (
        "nhap", 3, 120_000_000, 250_000_000,
    )  # fmt: skip
    assert scheme.targets == [{"name": "Máy", "planned": "2", "reached": ""}]
    assert [one.commune_code for one in scheme.places] == ["ha-noi/xa-phu-nghia"]
    assert [(one.state, one.by) for one in scheme.moves] == [("nhap", "Chị Hằng")]
    page = desk.get(answer.location).text
    assert "Phú Nghĩa" in page
    assert "Sửa bản nháp" in page


def test_a_form_sent_twice_proposes_once(desk):
    make_plan()
    assert [desk.post(MOI, key="mot", **form()).status_code for _ in range(2)] == [303, 303]
    assert db.session.query(Scheme).count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "Ghi tên đề án"),
        ({"year": "2031"}, "Chọn năm kế hoạch"),
        ({"local": "-5", "counterpart": ""}, "Ghi số đồng"),
        ({"local": "", "counterpart": ""}, "ít nhất một nguồn"),
        ({"target_1_planned": ""}, "Mỗi chỉ tiêu cần"),
        ({"starts_on": "2026-05-01", "ends_on": "2026-04-01"}, "Ngày cuối"),
        ({"head": "10"}, "Chọn lĩnh vực"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(desk, wrong, said):
    make_plan()
    answer = desk.post(MOI, **form() | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert "130.000.000" in answer.text or "counterpart" in wrong
    assert db.session.query(Scheme).count() == 0


def test_a_draft_is_changed_and_what_it_was_is_in_the_log(desk):
    make_plan()
    scheme = make_scheme(code="KC-1", state="nhap")
    page = desk.get("/can-bo/de-an/KC-1/sua").text
    assert "100.000.000" in page
    answer = desk.post("/can-bo/de-an/KC-1/sua", **form(revision="0", local="90 triệu"))
    assert answer.status_code == 303
    scheme = db.session.query(Scheme).one()
    assert (scheme.name, scheme.planned("local"), scheme.planned("national"), scheme.revision) == (
        "Máy chẻ mây cho Phú Vinh", 90_000_000, 0, 1,
    )  # fmt: skip
    told = audit.history_of(scheme)[0].detail
    assert told["local"] == [100_000_000, 90_000_000]
    assert told["communes"] == [[], ["ha-noi/xa-phu-nghia"]]


def test_of_two_who_save_at_once_the_second_is_told_and_keeps_what_she_typed(desk):
    make_plan()
    make_scheme(code="KC-1", state="nhap")
    assert desk.post("/can-bo/de-an/KC-1/sua", **form(revision="0")).status_code == 303
    answer = desk.post("/can-bo/de-an/KC-1/sua", **form(revision="0", name="Tên thứ hai"))
    assert answer.status_code == 422
    assert "Người khác vừa lưu" in answer.text
    assert "Tên thứ hai" in answer.text
    assert db.session.query(Scheme.name).scalar() == "Máy chẻ mây cho Phú Vinh"


@pytest.mark.parametrize("state", ["cho_so_tham_dinh", "da_phe_duyet", "dang_thuc_hien", "tu_choi"])
def test_what_was_sent_is_no_draft_any_more(desk, state):
    scheme = make_scheme(code="KC-1", state=state)
    assert desk.get("/can-bo/de-an/KC-1/sua").status_code == 409
    assert desk.post("/can-bo/de-an/KC-1/sua", **form(revision="0")).status_code == 409
    draft = records.Draft({"name": "Khác", "plan_id": scheme.plan_id}, (), {})
    with pytest.raises(records.NotDraft):
        records.revise(db.session.get_one(Scheme, scheme.id), draft, 0)


def test_a_move_between_reading_and_saving_is_seen(app):
    scheme = make_scheme(state="nhap")
    assert scheme.state == "nhap"
    moved = db.update(Scheme).values(state="cho_so_tham_dinh").execution_options(synchronize_session=False)
    db.session.execute(moved)  # as another clerk would, after this one has read it
    with pytest.raises(records.ChangedMeanwhile):
        records.revise(scheme, records.Draft({"name": "Khác"}, (), {}), 0)


def test_tasks_are_given_done_once_and_late_ones_are_told(desk):
    scheme = make_scheme(code="KC-1")
    make_task(scheme, name="Việc cũ", due_on=date(2020, 1, 1))
    assert desk.post("/can-bo/de-an/KC-1/viec", name="Ký hợp đồng", due_on="2026-12-31").status_code == 303
    assert "quá hạn" in desk.get("/can-bo/de-an/KC-1").text
    task = db.session.query(Task).filter_by(name="Việc cũ").one()
    path = f"/can-bo/de-an/KC-1/viec/{task.id}/xong"
    assert desk.post(path, on="2026-11-01", result="đủ").status_code == 303
    assert desk.post(path, on="2026-11-02", result="khác").status_code == 303
    done = db.session.query(Task).filter_by(name="Việc cũ").one()
    assert (done.done_on, done.result) == (date(2026, 11, 1), "đủ")
    other = make_task(make_scheme())
    assert desk.post(f"/can-bo/de-an/KC-1/viec/{other.id}/xong", on="2026-11-01").status_code == 404


def test_results_of_targets_are_noted_while_the_work_goes_on(desk):
    targets = [{"name": "Lò", "planned": "1", "reached": ""}]
    make_scheme(code="KC-1", targets=targets)
    make_scheme(code="KC-2", state="thanh_ly", targets=targets)
    assert desk.post("/can-bo/de-an/KC-1/ket-qua", reached_1="2").status_code == 303
    assert desk.post("/can-bo/de-an/KC-2/ket-qua", reached_1="2").status_code == 409
    found = {one.code: one.targets[0]["reached"] for one in db.session.query(Scheme)}
    assert found == {"KC-1": "2", "KC-2": ""}


def test_the_pages_of_a_scheme_and_a_programme_run_the_same_queries_however_much_is_in_them(desk, query_count):
    scheme = make_scheme(code="KC-1")

    def counted():
        runs = []
        for path in ("/can-bo/de-an/KC-1", f"/can-bo/chuong-trinh/{code}", "/can-bo/de-an/moi"):
            with query_count() as run:
                desk.get(path)
            runs.append(len(run))
        return runs

    code = db.session.get_one(Scheme, scheme.id).plan.programme.code
    few = counted()
    for _ in range(10):
        make_task(scheme)
        make_scheme()
    assert counted() == few
    assert max(few) <= 16


def test_a_commune_enters_no_programme_plan_or_unit(app):
    code = make_plan().programme.code
    desk = Browser(app).sign_in(make_officer(make_unit()))
    year = {"from_year": "2026", "to_year": "2030"}
    assert desk.post("/can-bo/chuong-trinh", code="CT-X", name="X", **year).status_code == 403
    assert desk.post(f"/can-bo/chuong-trinh/{code}", name="X", **year).status_code == 403
    assert desk.post(f"/can-bo/chuong-trinh/{code}/ke-hoach", year="2027").status_code == 403
    assert desk.post("/can-bo/ke-hoach/2026", local="1 tỷ").status_code == 403
    assert desk.post("/can-bo/don-vi", kind="so", name="Sở giả").status_code == 403
    assert db.session.query(Programme).count() == db.session.query(Plan).count() == 1
    assert times.today() > date(2026, 1, 1)
