"""A question becomes a talk at an unguessable address."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core import times
from core.audit import AuditEntry
from core.db import db
from core.jobs import Job
from shop import enquiries
from shop.models import Enquiry, EnquiryMessage
from tests.conftest import Browser
from tests.factories import make_enquiry, make_facility, make_member, make_product, make_staff

GOOD = {"name": "Cô Vân", "contact": "van@example.vn", "text": "Chén có vẽ tên được không ạ?"}


@pytest.fixture
def facility(app):
    return make_facility(email="lo@example.vn", name="Gốm Tâm Sen")


@pytest.fixture
def enquiry(facility):
    return make_enquiry(facility)


@pytest.fixture
def maker(app, facility):
    return Browser(app).sign_in(make_member(facility, "packer"))


def letters():
    return [one["to"] for one in db.session.scalars(select(Job.payload).where(Job.kind == "mail").order_by(Job.id))]


def test_asking_leads_to_the_talk(browser, facility):
    answer = browser.post("/hoi", sp=make_product(facility=facility).slug, **GOOD)

    enquiry = db.session.scalar(select(Enquiry))
    assert answer.location == f"/hoi/{enquiry.token}"
    page = browser.get(answer.location)
    assert GOOD["text"] in page.text
    assert "noindex" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_both_write_further_and_each_is_told(browser, maker, enquiry):
    maker.post(f"/quan-ly/hoi-dap/{enquiry.id}", answer="Được ạ, thêm hai ngày.")
    assert browser.post(f"/hoi/{enquiry.token}", text="Sáu chén thì sao?").status_code == 303
    assert enquiry.answered_at is None  # the maker is asked again
    maker.post(f"/quan-ly/hoi-dap/{enquiry.id}", answer="Cũng hai ngày.")

    assert letters() == ["van@example.vn", "lo@example.vn", "van@example.vn"]
    page = browser.get(f"/hoi/{enquiry.token}").text
    order = [page.index(said) for said in ("vẽ tên", "thêm hai ngày", "Sáu chén", "Cũng hai ngày")]
    assert order == sorted(order)
    assert "Sáu chén thì sao?" in maker.get("/quan-ly/hoi-dap").text


def test_the_makers_letter_leads_to_the_talk(maker, enquiry):
    maker.post(f"/quan-ly/hoi-dap/{enquiry.id}", answer="Được ạ.")

    assert f"/hoi/{enquiry.token}" in db.session.scalar(select(Job.payload).where(Job.kind == "mail"))["text"]


def test_what_she_writes_waits_again_in_the_makers_day(browser, maker, enquiry):
    maker.post(f"/quan-ly/hoi-dap/{enquiry.id}", answer="Được ạ.")
    assert "chưa được trả lời" not in maker.get("/quan-ly").text

    browser.post(f"/hoi/{enquiry.token}", text="Sáu chén thì sao?")

    assert "Một người hỏi chưa được trả lời" in maker.get("/quan-ly").text


def test_either_side_closes_it_and_writing_opens_it_again(browser, maker, enquiry):
    assert browser.post(f"/hoi/{enquiry.token}/xong").status_code == 303
    assert enquiry.state == "closed"
    assert "chưa được trả lời" not in maker.get("/quan-ly").text

    browser.post(f"/hoi/{enquiry.token}", text="Cho hỏi thêm.")
    assert enquiry.state == "waiting"
    assert maker.post(f"/quan-ly/hoi-dap/{enquiry.id}/xong").status_code == 303
    assert enquiry.state == "closed"


def test_a_guessed_address_leads_nowhere(browser, enquiry):
    assert browser.get("/hoi/khong-co").status_code == 404
    assert browser.post("/hoi/khong-co", text="x").status_code == 404
    assert db.session.query(EnquiryMessage).count() == 0


def test_nothing_written_is_nothing_sent(browser, enquiry):
    answer = browser.post(f"/hoi/{enquiry.token}", text="  ")

    assert answer.status_code == 422
    assert 'id="text-error"' in answer.text
    assert db.session.query(EnquiryMessage).count() == 0


def test_a_talk_takes_ten_messages_an_hour(browser, enquiry):
    for n in range(10):
        assert browser.post(f"/hoi/{enquiry.token}", text=f"Lời {n}").status_code == 303

    assert browser.post(f"/hoi/{enquiry.token}", text="Lời nữa").status_code == 429
    assert db.session.query(EnquiryMessage).count() == 10
    with times.frozen(times.now() + timedelta(hours=1, minutes=1)):
        assert browser.post(f"/hoi/{enquiry.token}", text="Lời nữa").status_code == 303


def test_one_place_asks_twenty_an_hour(browser, facility):
    slug = make_product(facility=facility).slug
    statuses = [browser.post("/hoi", sp=slug, **GOOD).status_code for _n in range(21)]

    assert statuses == [303] * 20 + [429]
    assert db.session.query(Enquiry).count() == 20


def test_another_makers_talk_is_not_closed(app, enquiry):
    other = Browser(app).sign_in(make_member(make_facility()))

    assert other.post(f"/quan-ly/hoi-dap/{enquiry.id}/xong").status_code == 404
    assert enquiry.closed_at is None


def test_staff_erase_a_buyer_and_nothing_of_her_is_left(app, browser, maker, enquiry):
    browser.post(f"/hoi/{enquiry.token}", text="Số của tôi là 0912 345 678.")
    maker.post(f"/quan-ly/hoi-dap/{enquiry.id}", answer="Cảm ơn chị.")
    maker.get("/quan-ly/hoi-dap")  # reads what was said to her at once
    token = enquiry.token
    officer = Browser(app).sign_in(make_staff("moderate"))
    assert "Cô Vân" in officer.get("/can-bo/hoi-dap?q=van@example.vn").text

    assert officer.post(f"/can-bo/hoi-dap/{enquiry.id}/xoa-ten").status_code == 303

    assert (enquiry.name, enquiry.contact, enquiry.text) == ("", "", "")
    assert [one.text for one in enquiry.messages] == ["", "Cảm ơn chị."]
    assert browser.get(f"/hoi/{token}").status_code == 404
    assert browser.get(f"/hoi/{enquiry.token}").status_code == 404
    page = maker.get("/quan-ly/hoi-dap").text
    assert "Cô Vân" not in page
    assert "0912" not in page
    acts = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_kind == "enquiry")).all()
    assert "Vân" not in str([one.detail for one in acts])
    assert officer.post(f"/can-bo/hoi-dap/{enquiry.id}/xoa-ten").status_code == 409


def test_who_was_erased_is_not_answered(maker, enquiry):
    enquiries.erase(enquiry)
    db.session.commit()

    assert maker.post(f"/quan-ly/hoi-dap/{enquiry.id}", answer="x").status_code == 409
    assert db.session.query(EnquiryMessage).count() == 0


def test_staff_see_no_talk_that_they_do_not_look_for(app, enquiry):
    officer = Browser(app).sign_in(make_staff("moderate"))

    for query in ("", "?q=", "?q=a"):
        assert "Cô Vân" not in officer.get(f"/can-bo/hoi-dap{query}").text
    assert Browser(app).sign_in(make_staff("curate")).get("/can-bo/hoi-dap").status_code == 403
