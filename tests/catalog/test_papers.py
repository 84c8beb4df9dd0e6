"""Makers bring papers, staff confirm them; until then they are nobody else's business."""

import io

import pytest
from openpyxl import load_workbook

from catalog.models import Recognition
from core import times
from core.db import db
from tests.factories import make_facility, make_member, make_ocop, make_product, make_staff

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
