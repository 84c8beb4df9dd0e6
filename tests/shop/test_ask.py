import pytest

from core.db import db
from core.jobs import Job
from shop.models import Enquiry
from tests.factories import make_booth, make_enquiry, make_facility, make_member, make_product, make_scheme

GOOD = {"name": "Cô Vân", "contact": "van@example.vn", "text": "Chén có vẽ tên được không ạ?"}


def test_asks_the_maker_and_writes_to_him(browser):
    lo = make_facility(email="lo@example.vn")
    product = make_product(facility=lo)
    page = browser.post("/hoi", follow=True, sp=product.slug, **GOOD)
    assert "Đã gửi câu hỏi tới" in page.text
    enquiry = db.session.query(Enquiry).one()
    assert (enquiry.facility_id, enquiry.product_id, enquiry.text) == (lo.id, product.id, GOOD["text"])
    letter = db.session.query(Job).filter_by(kind="mail").one().payload
    assert letter["to"] == "lo@example.vn"
    assert GOOD["text"] in letter["text"]


def test_is_credited_to_the_booth_and_its_scheme(browser):
    scheme = make_scheme()
    product = make_product()
    booth = make_booth(facility=product.facility, products=[product], scheme_id=scheme.id)
    browser.post("/hoi", sp=product.slug, gian=booth.code, **GOOD)
    enquiry = db.session.query(Enquiry).one()
    assert (enquiry.booth_id, enquiry.fair_id, enquiry.scheme_id) == (booth.id, booth.fair_id, scheme.id)


def test_a_booth_can_be_asked_without_a_product(browser):
    booth = make_booth()
    assert browser.get(f"/hoi?gian={booth.code}").status_code == 200
    browser.post("/hoi", gian=booth.code, **GOOD)
    assert db.session.query(Enquiry).one().facility_id == booth.facility_id


def test_another_makers_booth_is_not_credited(browser):
    browser.post("/hoi", sp=make_product().slug, gian=make_booth().code, **GOOD)
    assert db.session.query(Enquiry).one().booth_id is None


@pytest.mark.parametrize(("field", "value"), [("name", ""), ("contact", "0912"), ("contact", "van@"), ("text", " ")])
def test_keeps_what_was_typed_and_asks_nothing(browser, field, value):
    page = browser.post("/hoi", sp=make_product().slug, **GOOD | {field: value})
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert db.session.query(Enquiry).count() == 0


@pytest.mark.parametrize("about", [{}, {"sp": "khong-co"}, {"gian": "nham"}])
def test_about_nothing_is_not_found(browser, about):
    assert browser.post("/hoi", **about, **GOOD).status_code == 404


def test_the_maker_answers_by_mail(browser):
    lo = make_facility()
    enquiry = make_enquiry(lo)
    browser.sign_in(make_member(lo, "packer"))
    assert "Chén có vẽ tên" in browser.get("/quan-ly/hoi-dap").text
    assert browser.post(f"/quan-ly/hoi-dap/{enquiry.id}", answer="Được ạ, thêm hai ngày.").status_code == 303
    assert enquiry.answer == "Được ạ, thêm hai ngày."
    assert enquiry.answered_at is not None
    letter = db.session.query(Job).filter_by(kind="mail").one().payload
    assert letter["to"] == "van@example.vn"


def test_an_asker_with_only_a_phone_gets_no_mail(browser):
    lo = make_facility()
    enquiry = make_enquiry(lo, contact="+84912345678")
    browser.sign_in(make_member(lo)).post(f"/quan-ly/hoi-dap/{enquiry.id}", answer="Được ạ.")
    assert db.session.query(Job).count() == 0


def test_an_empty_answer_changes_nothing(browser):
    lo = make_facility()
    enquiry = make_enquiry(lo)
    assert browser.sign_in(make_member(lo)).post(f"/quan-ly/hoi-dap/{enquiry.id}", answer=" ").status_code == 422
    assert enquiry.answered_at is None


def test_another_makers_question_is_not_there(browser):
    enquiry = make_enquiry()
    browser.sign_in(make_member(make_facility()))
    assert browser.post(f"/quan-ly/hoi-dap/{enquiry.id}", answer="x").status_code == 404
    assert "Chén có vẽ tên" not in browser.get("/quan-ly/hoi-dap").text


def test_signed_out_leads_to_sign_in(browser):
    assert browser.get("/quan-ly/hoi-dap").location.startswith("/tai-khoan/dang-nhap")
    assert browser.post(f"/quan-ly/hoi-dap/{make_enquiry().id}", answer="x").status_code in (400, 401)
