"""No state is reached against a guard; papers, norms, beneficiaries and amendments of a scheme."""

import hashlib
import io
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import audit, times
from core.db import db
from programme import gates, giving, norms, records, schemes
from programme.models import Document, Scheme, SchemeChange, SchemeMove, Support
from tests.conftest import Browser
from tests.factories import make_document, make_facility, make_officer, make_scheme, make_staff, make_support, make_unit

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
TODAY = times.today()
RURAL, URBAN = "ha-noi/xa-bat-trang", "ha-noi/phuong-ba-dinh"


@pytest.fixture
def desk(app):
    return Browser(app).sign_in(make_staff("programme", name="Chị Hằng"))


def fund(scheme, **planned):
    for one in scheme.fundings:
        one.planned = planned.get(one.source, 0)
    db.session.commit()
    return scheme


def gift(**columns):
    usual = {"content": "Máy", "quantity": 1, "unit": "máy", "decided_on": TODAY}
    amounts = {"national": 0, "local": 40_000_000, "counterpart": 60_000_000}
    return giving.Gift(**usual | {"amounts": amounts} | columns)


@pytest.mark.parametrize(
    ("start", "to", "kind", "paper"),
    [
        ("nhap", "cho_so_tham_dinh", "KDP", "DK"),
        ("cho_so_tham_dinh", "tham_dinh_co_so", "KDP", "BB_TD"),
        ("tham_dinh_co_so", "cho_cuc_tham_dinh", "KQG_DIEM", "TT"),
        ("tham_dinh_co_so", "da_phe_duyet", "KDP", "TT"),
        ("da_phe_duyet", "hop_dong", "KDP", "TT"),
        ("hop_dong", "dang_thuc_hien", "KDP", "TT"),
        ("dang_thuc_hien", "kiem_tra", "KDP", "TT"),
        ("dang_thuc_hien", "nghiem_thu_co_so", "KDP", "BB_NT"),
        ("nghiem_thu_co_so", "quyet_toan", "KDP", "QT"),
        ("quyet_toan", "thanh_ly", "KDP", "TT"),
        ("da_phe_duyet", "dieu_chinh", "KDP", "TT"),
        ("da_phe_duyet", "ngung", "KDP", "TT"),
    ],
)
def test_without_its_papers_no_state_is_reached(app, start, to, kind, paper):
    scheme = make_scheme(state=start, kind=kind)
    make_support(scheme, make_facility(commune_code=RURAL))
    with pytest.raises(schemes.NotReady, match="Hồ sơ còn thiếu"):
        schemes.move(scheme, to, TODAY, schemes.Paper("1", paper), "Lý do")
    db.session.rollback()
    assert db.session.get_one(Scheme, scheme.id).state == start
    assert db.session.query(SchemeMove).count() == 0
    for one in gates.lacking(db.session.get_one(Scheme, scheme.id), to):
        make_document(scheme, type=one)
    db.session.refresh(scheme)
    schemes.move(scheme, to, TODAY, schemes.Paper("1", paper), "Lý do")
    assert scheme.state == to


def test_a_group_needs_no_request_of_beneficiaries_and_is_approved_without_any(app):
    scheme = make_scheme(state="nhap", kind="KQG_NHOM")
    assert "DN_TH" not in gates.lacking(scheme, "cho_so_tham_dinh")
    approved = make_scheme(state="cho_cuc_tham_dinh", kind="KQG_NHOM")
    schemes.move(approved, "da_phe_duyet", TODAY, schemes.Paper("9/QĐ", "QD_PD"))
    assert approved.state == "da_phe_duyet"


@pytest.mark.parametrize("to", ["yeu_cau_bo_sung", "tu_choi"])
def test_sending_back_and_refusing_give_reasons(app, to):
    scheme = make_scheme(state="cho_so_tham_dinh")
    with pytest.raises(schemes.NotReady, match="lý do"):
        schemes.move(scheme, to, TODAY, schemes.Paper("1", "TT"))


def test_force_majeure_is_told_and_stays(app):
    scheme = make_scheme(state="hop_dong")
    paper = schemes.Paper("5/QĐ", "QD_DC", is_force_majeure=True)
    with pytest.raises(schemes.NotReady, match="lý do"):
        schemes.move(scheme, "dieu_chinh", TODAY, paper)
    schemes.move(scheme, "dieu_chinh", TODAY, paper, "Bão làm ngập xưởng")
    assert scheme.moves[-1].is_force_majeure
    assert audit.history_of(scheme)[0].detail["force_majeure"] is True


@pytest.mark.parametrize("act", ["UPDATE scheme_move SET note = 'khác'", "DELETE FROM scheme_move"])
def test_the_database_refuses_to_change_a_move(app, act):
    scheme = make_scheme()
    db.session.add(SchemeMove(scheme_id=scheme.id, state="nhap", on=TODAY))
    db.session.commit()
    with pytest.raises(IntegrityError, match="sealed"):
        db.session.execute(db.text(act))


def test_norms_are_dated_and_examples_bind_nobody(app):
    assert norms.of("may_moc_tien_tien", date(2018, 5, 10)) is None
    assert norms.of("may_moc_tien_tien", date(2018, 5, 11)).max_vnd == 300_000_000
    assert norms.of("ke_hoach_hn_2018", date(2018, 6, 1)) is None
    assert norms.of("hoi_cho_trong_nuoc", TODAY).ground == "chưa xác minh văn bản"


@pytest.mark.parametrize(
    ("local", "counterpart", "is_beyond"),
    [
        (300_000_000, 300_000_000, False),
        (300_000_001, 300_000_001, True),
        (300_000_000, 299_999_999, True),
        (150_000_000, 149_999_999, True),
    ],
)
def test_more_than_the_norm_or_its_percentage_is_approved_only_by_a_paper_on_file(app, local, counterpart, is_beyond):
    scheme = make_scheme(state="tham_dinh_co_so", content_code="may_moc_tien_tien")
    fund(scheme, local=local, counterpart=counterpart)
    approval = ("da_phe_duyet", TODAY)
    if is_beyond:
        with pytest.raises(schemes.NeedsWaiver, match="vượt"):
            schemes.move(scheme, *approval, schemes.Paper("9/QĐ", "QD_PD"))
        with pytest.raises(schemes.NeedsWaiver, match="không có văn bản số 7/CV"):
            schemes.move(scheme, *approval, schemes.Paper("9/QĐ", "QD_PD", "7/CV"))
        make_document(scheme, number="7/CV")
    schemes.move(scheme, *approval, schemes.Paper("9/QĐ", "QD_PD", "7/CV" if is_beyond else ""))
    assert scheme.moves[-1].waiver == ("7/CV" if is_beyond else "")


def test_the_page_asks_for_the_paper_that_allows_more(desk):
    fund(make_scheme(code="KC-1", state="tham_dinh_co_so", content_code="may_moc_tien_tien"), local=400_000_000)
    sent = {"to": "da_phe_duyet", "on": TODAY.isoformat(), "number": "9/QĐ", "type": "QD_PD"}
    answer = desk.post("/can-bo/de-an/KC-1/chuyen", **sent)
    assert answer.status_code == 422
    assert 'name="waiver"' in answer.text
    assert "9/QĐ" in answer.text
    assert db.session.query(Scheme.state).scalar() == "tham_dinh_co_so"


def test_a_beneficiary_must_be_one_on_the_day_of_approval(app):
    scheme = make_scheme(state="tham_dinh_co_so", content_code="tap_huan")
    make_support(scheme, make_facility(name="Lò phố", commune_code=URBAN))
    with pytest.raises(schemes.NotReady, match="Lò phố"):
        schemes.move(scheme, "da_phe_duyet", TODAY, schemes.Paper("9/QĐ", "QD_PD"))
    rural = make_scheme(state="tham_dinh_co_so", content_code="tap_huan")
    support = make_support(rural, make_facility(commune_code=RURAL))
    schemes.move(rural, "da_phe_duyet", TODAY, schemes.Paper("9/QĐ", "QD_PD"))
    assert (support.eligibility_basis, support.eligibility_on) == ("xa", TODAY)


def test_who_joins_later_is_judged_and_settled_then(app):
    scheme = make_scheme(kind="KQG_NHOM", state="dang_thuc_hien", content_code="tap_huan")
    with pytest.raises(giving.eligibility.NotEligible):
        giving.give(scheme, make_facility(commune_code=URBAN), gift())
    joined = giving.give(scheme, make_facility(commune_code=RURAL), gift())
    assert (joined.eligibility_basis, joined.scheme_id) == ("xa", scheme.id)


@pytest.mark.parametrize(
    ("kind", "state", "is_open"),
    [
        ("KQG_DOITUONG", "nhap", True), ("KQG_DOITUONG", "dang_thuc_hien", False), ("KQG_DOITUONG", "dieu_chinh", True),
        ("KQG_NHOM", "da_phe_duyet", True), ("KDP", "cho_so_tham_dinh", False), ("KDP", "nghiem_thu_co_so", False),
        ("KDP", "ngung", False),
    ],
)  # fmt: skip
def test_when_a_facility_may_still_join(app, kind, state, is_open):
    scheme = make_scheme(kind=kind, state=state, content_code="tap_huan")
    facility = make_facility(commune_code=RURAL)
    if is_open:
        giving.give(scheme, facility, gift())
    else:
        with pytest.raises(giving.Closed):
            giving.give(scheme, facility, gift())


def test_nothing_is_given_beyond_the_plan_of_its_source(app):
    scheme = fund(make_scheme(content_code="tap_huan"), local=50_000_000, counterpart=500_000_000)
    giving.give(scheme, make_facility(commune_code=RURAL), gift())
    with pytest.raises(giving.BeyondPlan) as beyond:
        giving.give(scheme, make_facility(commune_code=RURAL), gift())
    assert (beyond.value.source, beyond.value.by) == ("local", 30_000_000)


@pytest.mark.parametrize(("years", "is_marked"), [(1, True), (4, False)])
def test_the_same_content_to_the_same_tax_code_is_marked(app, years, is_marked):
    earlier = make_support(
        make_scheme(content_code="tap_huan"),
        make_facility(tax_code="0100109106", commune_code=RURAL),
        decided_on=TODAY - timedelta(days=365 * years),
    )
    scheme = make_scheme(content_code="tap_huan")
    facility = db.session.get_one(Support, earlier.id).facility
    assert giving.give(scheme, facility, gift()).repeats_id == (earlier.id if is_marked else None)
    assert giving.give(make_scheme(content_code="tu_van"), facility, gift()).repeats_id is None


def test_a_facility_is_supported_from_the_page_and_what_it_got_received(desk):
    make_scheme(code="KC-1", content_code="tap_huan")
    make_facility(slug="gom-sen", name="Gốm Sen", commune_code=RURAL)
    sent = {"facility": "http://localhost/co-so/gom-sen", "content": "Lò gas", "quantity": "1", "local": "30 triệu"}
    sent |= {"decided_on": TODAY.isoformat()}
    wrong = desk.post("/can-bo/de-an/KC-1/thu-huong", **sent | {"local": ""})
    assert (wrong.status_code, "Lò gas" in wrong.text) == (422, True)
    assert [desk.post("/can-bo/de-an/KC-1/thu-huong", key="a", **sent).status_code for _ in range(2)] == [303, 303]
    support = db.session.query(Support).one()
    assert support.given == 30_000_000
    path = f"/can-bo/de-an/KC-1/thu-huong/{support.id}/nghiem-thu"
    assert desk.post(path, on=TODAY.isoformat(), result="chạy tốt").status_code == 303
    assert desk.post(path, on=TODAY.isoformat(), result="khác").status_code == 303
    assert db.session.query(Support.result, Support.accepted_on).one() == ("chạy tốt", TODAY)


def test_a_paper_is_filed_with_its_scan_and_read_by_those_it_is_for(app, desk):
    scheme = make_scheme(code="KC-1")
    sent = {"paper_type": "HD", "paper_number": "7/HĐ", "paper_on": TODAY.isoformat(), "signer": "Bà Nhàn"}
    assert desk.post("/can-bo/de-an/KC-1/van-ban", **sent | {"paper_number": ""}).status_code == 422
    bad = desk.post("/can-bo/de-an/KC-1/van-ban", **sent, file=(io.BytesIO(b"MZ"), "a.pdf"))
    assert (bad.status_code, "không phải PDF" in bad.text) == (422, True)
    assert desk.post("/can-bo/de-an/KC-1/van-ban", **sent, file=(io.BytesIO(PDF), "hd.pdf")).status_code == 303
    paper = db.session.query(Document).one()
    assert (paper.digest, paper.signer, paper.is_released) == (hashlib.sha256(PDF).hexdigest()[:32], "Bà Nhàn", False)
    path = f"/can-bo/de-an/KC-1/van-ban/{paper.id}"
    assert desk.get(f"{path}/tep").get_data() == PDF
    assert desk.post(f"{path}/cong-khai", released="1").status_code == 303
    assert db.session.query(Document.is_released).scalar()
    other = make_scheme(code="KC-2")
    assert desk.get(f"/can-bo/de-an/{other.code}/van-ban/{paper.id}/tep").status_code == 404
    scheme = db.session.get_one(Scheme, scheme.id)
    scheme.state, scheme.unit_id = "nhap", make_unit().id
    db.session.commit()
    stranger = Browser(app).sign_in(make_officer(make_unit()))
    assert stranger.get(f"{path}/tep").status_code == 404
    assert stranger.post("/can-bo/de-an/KC-1/van-ban", **sent).status_code == 404


def test_an_amendment_keeps_old_and_new_beside_each_other_for_good(desk):
    scheme = make_scheme(code="KC-1", state="da_phe_duyet", content_code="tap_huan")
    schemes.move(scheme, "dieu_chinh", TODAY, schemes.Paper("5/QĐ", "QD_DC"))
    db.session.commit()
    sent = {"name": scheme.name, "kind": "KDP", "year": "2026", "content": "tap_huan", "head": "4", "revision": "0"}
    sent |= {"national": "100 triệu", "local": "80 triệu", "counterpart": "100 triệu"}
    assert desk.post("/can-bo/de-an/KC-1/sua", **sent).status_code == 303
    change = db.session.query(SchemeChange).one()
    assert (change.field, change.values, change.by) == ("local", [100_000_000, 80_000_000], "Chị Hằng")
    assert "Đã điều chỉnh" in desk.get("/can-bo/de-an/KC-1").text
    with pytest.raises(IntegrityError, match="sealed"):
        db.session.execute(db.text("DELETE FROM scheme_change"))


def test_an_amendment_leaves_no_less_than_is_paid_out(app):
    scheme = make_scheme(state="da_phe_duyet")
    schemes.move(scheme, "dieu_chinh", TODAY, schemes.Paper("5/QĐ", "QD_DC"))
    scheme.fundings[1].disbursed = 50_000_000
    db.session.commit()
    draft = records.Draft({"name": "Khác"}, (), {"local": 40_000_000})
    with pytest.raises(records.SpentAlready):
        records.amend(scheme, draft, 0)


def test_only_who_approves_amends(app):
    unit = make_unit()
    scheme = make_scheme(code="KC-1", state="dieu_chinh", unit_id=unit.id)
    desk = Browser(app).sign_in(make_officer(unit))
    assert desk.get("/can-bo/de-an/KC-1/sua").status_code == 403
    assert desk.post("/can-bo/de-an/KC-1/sua", name="Khác").status_code == 403
    assert scheme.code == "KC-1"
