"""Makers bring papers, staff confirm them; until then they are nobody else's business."""

import io
from datetime import timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy.exc import IntegrityError

from catalog import recognitions, sheet_products, terms
from catalog.models import Recognition
from core import audit, times
from core.db import db
from tests.factories import (
    make_cnnttb,
    make_facility,
    make_member,
    make_ocop,
    make_product,
    make_staff,
    make_village,
)

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
OCOP = {"loai": "ocop", "stars": "4", "decision_number": "1201/QĐ-UBND", "issuer": "UBND", "issued_on": "14/03/2025"}


@pytest.fixture
def product(app):
    return make_product(name="Trà ướp sen")


@pytest.fixture
def maker(browser, product):
    browser.sign_in(make_member(product.facility, "editor"))
    return browser


def paper():
    db.session.expire_all()
    return db.session.query(Recognition).one()


def bring(browser, product, **more):
    about = {"product_id": str(product.id), "about": str(product.id)}
    return browser.post("/quan-ly/chung-nhan/moi", **OCOP | about | more)


def test_a_makers_paper_waits_for_staff_and_shows_nowhere(maker, product):
    answer = bring(maker, product)

    assert answer.status_code == 303, answer.text
    assert (paper().state, paper().stars, paper().product_id) == ("proposed", 4, product.id)
    assert db.session.get(type(product), product.id).stars is None
    assert "1201" not in maker.get(f"/san-pham/{product.slug}").text


def test_a_day_and_a_number_that_cannot_be_are_refused_at_the_field(maker, product):
    answer = bring(maker, product, issued_on="31/02/2025", decision_number="")

    assert answer.status_code == 422
    assert db.session.query(Recognition).count() == 0


def test_staff_confirm_and_the_star_shows(browser, product):
    made = make_ocop(product, state="proposed", confirmed_at=None)
    browser.sign_in(make_staff("moderate"))

    assert browser.get("/can-bo/chung-nhan").status_code == 200
    assert browser.post(f"/can-bo/chung-nhan/{made.id}/xac-nhan").status_code == 303
    assert paper().state == "confirmed"
    page = browser.get(f"/can-bo/chung-nhan/{made.id}").text
    assert "<b>Xác nhận</b>" in page
    assert "recognition." not in page
    assert db.session.get(type(product), product.id).stars == 4


def test_refusing_wants_a_reason_and_the_maker_reads_it(browser, product):
    made = make_ocop(product, state="proposed", confirmed_at=None)
    browser.sign_in(make_staff("moderate"))

    assert browser.post(f"/can-bo/chung-nhan/{made.id}/tu-choi", reason="").status_code == 422
    assert paper().state == "proposed"
    browser.post(f"/can-bo/chung-nhan/{made.id}/tu-choi", reason="Số quyết định không khớp")
    assert (paper().state, paper().reason) == ("refused", "Số quyết định không khớp")

    browser.sign_in(make_member(product.facility, "editor"))
    assert "Số quyết định không khớp" in browser.get(f"/quan-ly/chung-nhan/{made.id}").text


def test_what_was_revoked_shows_no_star(browser, product):
    made = make_ocop(product)
    browser.sign_in(make_staff("programme"))

    answer = browser.post(
        f"/can-bo/chung-nhan/{made.id}/thu-hoi", reason="Thu hồi", on=f"{times.today():%d/%m/%Y}", decision="9/QĐ-UBND"
    )
    assert answer.status_code == 303, answer.text
    assert paper().state == "revoked"
    assert db.session.get(type(product), product.id).stars is None


def test_a_paper_confirmed_already_is_not_confirmed_again(browser, product):
    made = make_ocop(product)
    browser.sign_in(make_staff("moderate"))

    assert browser.post(f"/can-bo/chung-nhan/{made.id}/xac-nhan").status_code == 409


def test_others_papers_are_not_there(maker):
    theirs = make_ocop(make_product(facility=make_facility()))

    assert maker.get(f"/quan-ly/chung-nhan/{theirs.id}").status_code == 404
    assert maker.post(f"/quan-ly/chung-nhan/{theirs.id}/rut").status_code == 404
    assert paper().state == "confirmed"


def test_a_scan_is_kept_private_and_saved_not_opened(maker, product):
    made = make_ocop(product)

    maker.post(f"/quan-ly/chung-nhan/{made.id}/tep", file=(io.BytesIO(PDF), "../giay\u202efdp.exe"))
    scan = paper().evidence[0]
    answer = maker.get(f"/quan-ly/chung-nhan/{made.id}/tep/{scan.id}")

    assert answer.data == PDF
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer.headers["Cache-Control"]
    maker.sign_in(make_member(make_facility()))
    assert maker.get(f"/quan-ly/chung-nhan/{made.id}/tep/{scan.id}").status_code == 404


@pytest.mark.parametrize("content", [b"", b"MZ\x90", b"%PDF-1.4 /JavaScript (x) %%EOF", b"<svg onload=alert(1)>"])
def test_what_is_no_scan_is_refused_with_a_sentence(maker, product, content):
    made = make_ocop(product)

    page = maker.post(f"/quan-ly/chung-nhan/{made.id}/tep", follow=True, file=(io.BytesIO(content), "giay.pdf"))

    assert paper().evidence == []
    assert page.status_code == 200
    assert "notice--bad" in page.text


def test_the_register_goes_out_as_a_workbook(browser, product):
    make_ocop(product, decision_number="1201/QĐ-UBND")
    browser.sign_in(make_staff("programme"))

    sheet = load_workbook(io.BytesIO(browser.get("/can-bo/chung-nhan/so.xlsx").data)).active
    assert any(cell.value == "1201/QĐ-UBND" for row in sheet for cell in row)


def test_a_maker_asks_and_staff_decide_who_sees_a_scan(maker, product):
    made = make_ocop(product)
    maker.post(f"/quan-ly/chung-nhan/{made.id}/tep", file=(io.BytesIO(PDF), "giay.pdf"))
    scan = paper().evidence[0].id

    assert maker.post(f"/quan-ly/chung-nhan/{made.id}/tep/{scan}/xin").status_code == 303
    assert paper().evidence[0].asked_at is not None
    assert not paper().evidence[0].is_released

    maker.sign_in(make_staff("moderate"))
    maker.post(f"/can-bo/chung-nhan/{made.id}/tep/{scan}/cong-khai")
    assert paper().evidence[0].is_released
    maker.post(f"/can-bo/chung-nhan/{made.id}/tep/{scan}/cat-di")
    assert not paper().evidence[0].is_released


def title_of(product, **columns):
    return Recognition(product_id=product.id, kind="cnnttb", level="tinh", year=2024, state="confirmed", **columns)


def test_a_one_of_a_kind_piece_cannot_be_given_a_title(browser, app):
    piece = make_product(one_of_a_kind=True)
    with pytest.raises(recognitions.NotWhole):
        recognitions.add(piece, "cnnttb", {"level": "tinh", "year": 2024, "decision_number": "1", "issuer": "UBND"})
    db.session.rollback()
    assert db.session.query(Recognition).count() == 0


def test_the_database_refuses_the_title_of_a_one_of_a_kind_piece(app):
    piece = make_product(one_of_a_kind=True)
    db.session.add(title_of(piece))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    db.session.add(title_of(piece, of_one_of_a_kind=None))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert db.session.query(Recognition).count() == 0


def test_the_database_refuses_to_call_a_titled_product_one_of_a_kind(app):
    product = make_product()
    make_cnnttb(product)
    product.one_of_a_kind = True
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert not product.one_of_a_kind


@pytest.mark.parametrize("state", ["draft", "published"])
def test_a_maker_cannot_call_a_titled_product_one_of_a_kind(maker, product, state):
    product.state = state
    make_cnnttb(product)
    fields = {"mode": "sale", "price": "100000", "unit": "chiếc", "one_of_a_kind": "1"}
    answer = maker.post(f"/quan-ly/san-pham/{product.id}/buoc/2", **fields)

    assert answer.status_code == 422
    assert "danh hiệu ấy chỉ cho hàng loạt" in answer.text
    assert not db.session.get(type(product), product.id).one_of_a_kind


def test_a_title_that_was_taken_back_bars_nothing_any_more(app):
    product = make_product()
    recognitions.revoke(make_cnnttb(product), "Thu hồi", times.today())
    db.session.commit()
    product.one_of_a_kind = True
    db.session.commit()
    with pytest.raises(recognitions.NotWhole):
        recognitions.reinstate(paper(), "Trả lại")


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("ocop", {"stars": 4, "points": 95.0}),
        ("ocop", {"stars": 5, "points": 89.9}),
        ("ocop", {"stars": 2}),
        ("ocop", {"stars": 5, "is_potential_five": True}),
        ("ocop", {"stars": 4, "expires_on": None}),
        ("cnnttb", {"level": "tinh", "year": 2024, "expires_on": times.today()}),
        ("cnnttb", {"level": "huyen", "year": 2026}),
        ("food_safety", {"decision_number": "1", "expires_on": None}),
        ("trademark", {"title": ""}),
    ],
)
def test_the_database_keeps_each_kind_whole(app, kind, columns):
    ends = times.today() if kind == "ocop" else None
    given = {"issued_on": times.today() if kind == "ocop" else None, "expires_on": ends, "state": "confirmed"}
    db.session.add(Recognition(product_id=make_product().id, kind=kind, **given | columns))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()
    assert db.session.query(Recognition).count() == 0


@pytest.mark.parametrize(("about", "kind"), [("facility", "ocop"), ("village", "food_safety"), ("both", "trademark")])
def test_a_paper_is_about_one_thing_that_it_can_be_about(app, about, kind):
    facility, village = make_facility(), make_village()
    subject = {"facility": {"facility_id": facility.id}, "village": {"village_id": village.id}}
    subject["both"] = subject["facility"] | subject["village"]
    whole = {
        "stars": 3,
        "title": "Tên",
        "decision_number": "1",
        "issued_on": times.today(),
        "expires_on": times.today(),
    }
    stars = whole if kind == "ocop" else {name: value for name, value in whole.items() if name != "stars"}
    db.session.add(Recognition(kind=kind, state="confirmed", **stars, **subject[about]))
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_a_renewal_may_lower_the_grade_and_both_stay_in_the_history(app, product):
    before = make_ocop(product, stars=4, issued_on=times.today() - timedelta(days=700))
    facts = {"stars": 3, "points": 61.5, "decision_number": "9/QĐ-UBND", "issuer": "UBND", "issued_on": times.today()}
    after = recognitions.add(product, "ocop", facts, renews=before)
    db.session.commit()

    assert db.session.get(type(product), product.id).stars == 3
    assert (before.verdict, after.verdict) == ("replaced", "valid")
    assert before.state == "confirmed"
    assert len(product.recognitions) == 2


def test_a_paper_that_nothing_happened_to_has_no_empty_log(browser, product):
    made = make_ocop(product)
    browser.sign_in(make_staff("moderate"))
    assert "<h2>Nhật ký</h2>" not in browser.get(f"/can-bo/chung-nhan/{made.id}").text
    browser.post(f"/can-bo/chung-nhan/{made.id}/thu-hoi", on=f"{times.today():%Y-%m-%d}", reason="Thử")
    assert "<h2>Nhật ký</h2>" in browser.get(f"/can-bo/chung-nhan/{made.id}").text


def test_a_correction_keeps_the_old_values_in_the_audit(browser, product):
    made = make_ocop(product, stars=4, decision_number="12/QĐ-UBND")
    browser.sign_in(make_staff("moderate"))
    facts = {
        "stars": "3", "decision_number": "21/QĐ-UBND", "issuer": made.issuer, "issued_on": made.issued_on.isoformat(),
    }  # fmt: skip
    assert browser.post(f"/can-bo/chung-nhan/{made.id}/sua", **facts, reason="").status_code == 422
    assert paper().stars == 4

    assert browser.post(f"/can-bo/chung-nhan/{made.id}/sua", **facts, reason="Ghi nhầm").status_code == 303
    entry = audit.history_of(paper())[0]
    assert (entry.action, entry.detail["why"]) == ("recognition.corrected", "Ghi nhầm")
    assert entry.detail["changes"]["stars"] == [4, 3]
    assert entry.detail["changes"]["decision_number"] == ["12/QĐ-UBND", "21/QĐ-UBND"]


@pytest.mark.parametrize("state", ["proposed", "confirmed", "refused", "withdrawn", "revoked"])
def test_every_move_that_the_table_does_not_name_is_refused(app, product, state):
    given = {"reason": "vì thế"} | ({"revoked_on": times.today()} if state == "revoked" else {})
    made = make_ocop(product, state=state, **given)
    verbs = {
        "confirmed": recognitions.confirm, "refused": lambda one: recognitions.refuse(one, "sai"),
        "withdrawn": recognitions.withdraw, "revoked": lambda one: recognitions.revoke(one, "sai", times.today()),
    }  # fmt: skip
    for to, verb in verbs.items():
        if (state, to) not in recognitions.MOVES or (state, to) == ("revoked", "confirmed"):  # reinstating is its own
            with pytest.raises(recognitions.IllegalMove):
                verb(made)
            db.session.rollback()
    assert paper().state == state


def test_points_must_fit_the_band_of_the_day_of_issue(maker, product):
    answer = bring(maker, product, points="69,5")
    assert answer.status_code == 422
    assert "4 sao ứng với từ 70 đến dưới 90 điểm (QĐ 148/QĐ-TTg)" in answer.text
    assert db.session.query(Recognition).count() == 0
    assert bring(maker, product, points="84,5").status_code == 303
    assert 'value="84,5"' in maker.get(f"/quan-ly/chung-nhan/{paper().id}").text
    assert (paper().points, paper().expires_on.isoformat()) == (84.5, "2028-03-14")


def test_sheets_propose_and_never_touch_what_staff_confirmed(app, product):
    made = make_ocop(product, stars=3, decision_number="1/QĐ-UBND")
    held = {"kind": "ocop", "stars": 5, "decision_number": "1/QĐ-UBND", "issued_on": times.today()}
    sheet_products.recognise(product, held | {"expires_on": terms.last_day("ocop", times.today()), "year": 2026})
    db.session.commit()

    assert (made.stars, made.state) == (3, "confirmed")
    assert sorted(one.state for one in product.recognitions) == ["confirmed", "proposed"]
    assert product.stars == 3


def test_a_scan_goes_out_when_its_maker_asks_and_staff_agree(browser, product):
    made = make_ocop(product)
    browser.sign_in(make_member(product.facility, "editor"))
    browser.post(f"/quan-ly/chung-nhan/{made.id}/tep", file=(io.BytesIO(PDF), "giay.pdf"))
    scan = paper().evidence[0]
    assert browser.post(f"/quan-ly/chung-nhan/{made.id}/tep/{scan.id}/xin").status_code == 303
    assert (paper().evidence[0].asked_at is not None, paper().evidence[0].is_released) == (True, False)

    browser.sign_in(make_staff("moderate"))
    assert "giay.pdf" in browser.get(f"/can-bo/chung-nhan/{made.id}").text
    assert f"/can-bo/chung-nhan/{made.id}" in browser.get("/can-bo/chung-nhan?xin=1").text
    assert browser.post(f"/can-bo/chung-nhan/{made.id}/tep/{scan.id}/cong-khai").status_code == 303
    assert paper().evidence[0].is_released
    assert browser.post(f"/can-bo/chung-nhan/{made.id}/tep/{scan.id}/cat-di").status_code == 303
    assert not paper().evidence[0].is_released
    acts = [entry.action for entry in audit.history_of(paper())]
    assert acts[:3] == ["recognition.evidence_hidden", "recognition.evidence_released", "recognition.release_asked"]
