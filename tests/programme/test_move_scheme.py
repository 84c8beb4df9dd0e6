"""A scheme moves by the table, on paper, one step at a time; what is written stays written."""

from datetime import timedelta

import pytest

from core import audit, times
from core.db import db
from programme import schemes
from programme.models import Document, Scheme, SchemeMove
from tests.factories import make_document, make_facility, make_member, make_scheme, make_staff, make_support

EVERY = ("DK", "DA", "DN_TH", "BB_TD", "TH_M2", "TT", "HD", "KH_TC", "BB_KT", "BC_TD", "ANH", "BB_NT", "QT", "M9", "TL")


def filed(scheme, *types):
    for one in types or EVERY:
        make_document(scheme, type=one)
    return scheme


def form(**fields):
    today = times.today().isoformat()
    return {"to": "kiem_tra", "on": today, "number": "12/BB-SCT", "type": "BB_KT", "note": "Đúng tiến độ"} | fields


def state_of(code):
    return db.session.query(Scheme.state).filter_by(code=code).scalar()


def test_records_state_paper_actor_and_audit(browser):
    scheme, clerk = make_scheme(code="KC-1"), make_staff("programme", name="Trần Thu Hằng")
    answer = browser.sign_in(clerk).post("/can-bo/de-an/KC-1/chuyen", **form())
    assert answer.status_code == 303
    scheme = db.session.query(Scheme).one()
    (move,) = scheme.moves
    assert (scheme.state, move.state, move.document_number, move.by) == (
        "kiem_tra", "kiem_tra", "12/BB-SCT", "Trần Thu Hằng",
    )  # fmt: skip
    assert [one.number for one in scheme.documents] == ["12/BB-SCT"]
    assert not scheme.documents[0].is_released
    assert audit.history_of(scheme)[0].action == "scheme.moved"


@pytest.mark.parametrize(
    ("start", "to", "kind"),
    [
        ("nhap", "da_phe_duyet", "KDP"),
        ("tu_choi", "nhap", "KDP"),
        ("tham_dinh_co_so", "cho_cuc_tham_dinh", "KDP"),
        ("tham_dinh_co_so", "da_phe_duyet", "KQG_NHOM"),
        ("theo_doi_sau", "thanh_ly", "KDP"),
    ],
)
def test_refuses_a_move_the_table_does_not_know_and_changes_nothing(browser, start, to, kind):
    make_scheme(code="KC-1", state=start, kind=kind)
    answer = browser.sign_in(make_staff()).post("/can-bo/de-an/KC-1/chuyen", **form(to=to))
    assert answer.status_code == 409
    assert state_of("KC-1") == start
    assert db.session.query(SchemeMove).count() == db.session.query(Document).count() == 0


def test_an_amended_scheme_goes_back_to_where_it_was(app):
    scheme = filed(make_scheme(state="hop_dong"))
    for to in ("dang_thuc_hien", "dieu_chinh"):
        schemes.move(scheme, to, times.today(), schemes.Paper("1/QĐ-SCT", "QD_DC"))
    assert [one.code for one in schemes.next_states(scheme)] == ["dang_thuc_hien"]


@pytest.mark.parametrize("days", [-3, 1])
def test_refuses_a_day_before_the_last_move_or_still_to_come(browser, days):
    scheme = make_scheme(code="KC-1")
    db.session.add(SchemeMove(scheme_id=scheme.id, state="dang_thuc_hien", on=times.today() - timedelta(days=2)))
    db.session.commit()
    wrong = (times.today() + timedelta(days=days)).isoformat()
    answer = browser.sign_in(make_staff()).post("/can-bo/de-an/KC-1/chuyen", **form(on=wrong))
    assert answer.status_code == 422
    assert "Ngày phải từ" in answer.text
    assert "12/BB-SCT" in answer.text  # what was typed is still there
    assert state_of("KC-1") == "dang_thuc_hien"


def test_is_not_accepted_without_anybody_supported(app):
    with pytest.raises(schemes.NotReady, match="thụ hưởng"):
        schemes.move(filed(make_scheme()), "nghiem_thu_co_so", times.today())


def test_is_not_accepted_while_a_target_has_no_result(app):
    scheme = make_scheme(targets=[{"name": "Lò nung", "planned": "1", "reached": ""}])
    make_support(filed(scheme))
    with pytest.raises(schemes.NotReady, match="Lò nung"):
        schemes.move(scheme, "nghiem_thu_co_so", times.today())


def test_acceptance_and_approval_bring_their_dates(app):
    scheme = filed(make_scheme(state="tham_dinh_co_so", content_code="tap_huan"))
    make_support(scheme, make_facility(commune_code="ha-noi/xa-bat-trang"))
    schemes.move(scheme, "da_phe_duyet", times.today(), schemes.Paper("9/QĐ-UBND", "QD_PD"))
    for to in ("hop_dong", "dang_thuc_hien", "nghiem_thu_co_so"):
        schemes.move(scheme, to, times.today())
    assert (scheme.decision_number, scheme.decided_on, scheme.accepted_on) == (
        "9/QĐ-UBND", times.today(), times.today(),
    )  # fmt: skip


def test_two_clerks_make_one_move(app):
    scheme = make_scheme(state="hop_dong")
    db.session.execute(db.update(Scheme).values(state="dang_thuc_hien").execution_options(synchronize_session=False))
    with pytest.raises(schemes.IllegalMove):
        schemes.move(scheme, "dang_thuc_hien", times.today())


@pytest.mark.parametrize("missing", ["to", "on", "number", "type"])
def test_asks_for_what_is_missing(browser, missing):
    make_scheme(code="KC-1")
    answer = browser.sign_in(make_staff()).post("/can-bo/de-an/KC-1/chuyen", **form(**{missing: ""}))
    assert answer.status_code == 422
    assert state_of("KC-1") == "dang_thuc_hien"


def test_only_programme_staff_may_move(browser):
    make_scheme(code="KC-1")
    assert browser.post("/can-bo/de-an/KC-1/chuyen", **form()).status_code == 401
    browser.sign_in(make_staff("report"))
    assert browser.get("/can-bo/de-an/KC-1").status_code == 200
    assert browser.post("/can-bo/de-an/KC-1/chuyen", **form()).status_code == 403
    browser.sign_in(make_member(make_facility()))
    assert browser.get("/can-bo/de-an/KC-1").status_code == 403
    assert browser.get("/can-bo/de-an/KC-1/chuyen").status_code == 405
    assert state_of("KC-1") == "dang_thuc_hien"


def test_every_state_of_the_table_is_one_the_database_knows(app):
    from programme.models import SCHEME_STATES

    assert {one.code for one in schemes.states()} == set(SCHEME_STATES)
    assert {code for one in schemes.states() for code in one.next_codes} <= set(SCHEME_STATES)


def test_the_papers_a_step_asks_for_are_named_not_coded(browser):
    make_scheme(code="KC-1", state="cho_so_tham_dinh")
    page = browser.sign_in(make_staff("programme")).get("/can-bo/de-an/KC-1").text

    assert "Đơn đề nghị thực hiện đề án; " in page
    assert "tài liệu theo phụ lục (3 bộ)" in page
    assert "DN_TH;" not in page


@pytest.mark.parametrize("code", ["yeu_cau_bo_sung", "dang_thuc_hien", "quyet_toan", "dieu_chinh"])
def test_a_deadline_names_states_in_words(app, code):
    state = schemes.state(code)

    assert "_" not in state.due
    assert code != "yeu_cau_bo_sung" or "Chờ Sở thẩm định" in state.due
