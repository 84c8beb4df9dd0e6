"""The maker's day: her own orders, questions, goods to mend, booth, money and visitors, and nobody else's."""

from datetime import timedelta

import pytest

from catalog.models import Remark
from core import times
from core.db import db
from insight import today, visits
from tests.factories import (
    make_booth,
    make_enquiry,
    make_facility,
    make_member,
    make_ocop,
    make_paper,
    make_parcel,
    make_photo,
    make_picture,
    make_product,
    make_staff,
    make_stand,
    make_user,
)


@pytest.fixture
def house(app):
    facility = make_facility(name="Gốm Tâm Sen")
    return facility, make_member(facility, name="Vũ Thị Lý")


def test_orders_to_pack_with_the_hour_and_the_one_next_act(browser, house):
    facility, maker = house
    parcel = make_parcel(make_product(facility=facility, name="Bộ ấm chén"), state="confirmed")
    number, path = parcel.order.number, f"/quan-ly/don/{parcel.id}/goi"
    page = browser.sign_in(maker).get("/quan-ly").text
    for text in (number, "Bộ ấm chén", "Gói trước", path, "Vũ Thị Lý", "có một đơn"):
        assert text in page


def test_nothing_of_another_house_is_there(browser, house):
    other = make_product(name="Lồng bàn nhà khác")
    number = make_parcel(other).order.number
    make_enquiry(other.facility, text="Câu hỏi nhà khác")
    page = browser.sign_in(house[1]).get("/quan-ly").text
    assert not [text for text in (number, "Lồng bàn nhà khác", "Câu hỏi nhà khác") if text in page]
    assert "Không có đơn nào chờ" in page


def test_the_question_that_has_waited_longest_and_how_many_wait(app, house):
    facility, _maker = house
    make_enquiry(facility, text="Hỏi sau")
    first = make_enquiry(facility, text="Hỏi trước", product_id=make_product(facility=facility).id)
    first.asked_at = first.waits_since = times.now() - timedelta(days=1)
    make_enquiry(facility, answered_at=times.now())
    db.session.commit()
    day = today.of(facility.id)
    assert (day.question.text, day.questions) == ("Hỏi trước", 2)


def test_what_was_sent_back_comes_first_with_its_remark(browser, house):
    facility, maker = house
    make_product(facility=facility, on_hand=0, name="Bát hết hàng")
    product = make_product(facility=facility, state="sent_back", name="Ảnh mờ")
    db.session.add(Remark(product_id=product.id, field="photos", text="Chụp lại ngoài sáng", made_at=times.now()))
    db.session.commit()
    assert [task.kind for task in today.of(facility.id).tasks] == ["sent_back", "sold_out"]
    page = browser.sign_in(maker).get("/quan-ly").text
    assert "Chụp lại ngoài sáng" in page
    assert "Bát hết hàng đã hết" in page


def test_a_certificate_about_to_lapse_is_named_once_renewed_no_more(browser, house):
    facility, maker = house
    product = make_product(facility=facility, name="Ấm sen")
    ends = times.today() + timedelta(days=180)
    paper = make_ocop(product, issued_on=times.add_months(ends, -36), expires_on=ends)
    assert today.of(facility.id).papers == [paper]
    page = browser.sign_in(maker).get("/quan-ly").text
    assert "Chứng nhận OCOP còn 180 ngày" in page
    assert f'href="/quan-ly/chung-nhan/{paper.id}"' in page
    make_ocop(product)
    assert today.of(facility.id).papers == []


def test_every_kind_of_paper_of_the_house_and_no_other_is_named_the_nearest_first(browser, house):
    facility, maker = house
    soon, today_ = timedelta(days=25), times.today()
    later = make_paper(facility, expires_on=today_ + timedelta(days=90))
    nearest = make_paper(facility, "trademark", title="GỐM SEN", expires_on=today_ + soon)
    make_paper(make_facility(), expires_on=today_ + soon)
    make_paper(facility, "craft", title="Nghệ nhân", expires_on=today_ + timedelta(days=181))
    make_paper(
        facility, "craft", title="Thu hồi", expires_on=today_ + soon, state="revoked", reason="x", revoked_on=today_
    )
    assert today.of(facility.id).papers == [nearest, later]
    page = browser.sign_in(maker).get("/quan-ly").text
    assert page.index("Nhãn hiệu còn 25 ngày") < page.index("An toàn thực phẩm còn 90 ngày")


def test_many_papers_about_to_lapse_leave_room_for_the_rest(browser, house):
    facility, maker = house
    for n in range(5):
        make_paper(facility, "craft", title=f"Nghề {n}", expires_on=times.today() + timedelta(days=40 + n))
    day = today.of(facility.id)
    assert (len(day.papers), day.more_papers) == (3, 2)
    assert "Còn 2 giấy sắp hết hạn" in browser.sign_in(maker).get("/quan-ly").text


def test_the_booth_says_how_full_it_is(browser, house):
    facility, maker = house
    product = make_product(facility=facility)
    make_photo(product)
    make_booth(facility=facility, stand=make_stand(number="G07"), products=[product])
    day = today.of(facility.id)
    assert 0 < day.fullness.score < 100
    page = browser.sign_in(maker).get("/quan-ly").text
    assert f"Gian G07 đã đầy {day.fullness.score} %" in page


def test_money_to_come_and_money_received_this_month(app, house):
    facility, _maker = house
    waits = make_parcel(make_product(facility=facility, price=100_000))
    paid = make_parcel(make_product(facility=facility, price=300_000), state="delivered")
    day = today.of(facility.id)
    assert (day.money.to_come, day.money.received) == (waits.total, paid.total)


def test_what_visitors_looked_at_in_seven_days_and_what_was_ordered(app, house):
    facility, _maker = house
    product, other = make_product(facility=facility, name="Ấm"), make_product()
    for seen in (product, product, other):
        visits.record("product", seen.id)
    visits.record("product", product.id, times.today() - timedelta(days=8))
    make_parcel(product)
    db.session.commit()
    assert today.of(facility.id).seen == [today.Seen("Ấm", 2, 1)]


@pytest.mark.parametrize("goods", [1, 20])
def test_runs_the_same_queries_however_much_there_is(browser, query_count, house, goods):
    facility, maker = house
    make_booth(facility=facility, products=[make_product(facility=facility)])
    for _n in range(goods):
        product = make_product(facility=facility)
        make_photo(product)
        make_parcel(product)
        make_enquiry(facility, product_id=product.id)
    browser.sign_in(maker)
    with query_count() as run:
        browser.get("/quan-ly")
    assert len(run) <= 28


def test_is_for_members_of_a_house_only(browser):
    assert browser.get("/quan-ly").status_code == 302
    browser.sign_in(make_user())
    assert browser.get("/quan-ly").status_code == 403
    browser.sign_in(make_staff())
    assert browser.get("/quan-ly/them").status_code == 403


def test_more_leads_on_and_lets_one_out(browser, house):
    page = browser.sign_in(house[1]).get("/quan-ly/them").text
    for path in ("/quan-ly/hoi-dap", "/quan-ly/tien", "/quan-ly/nhap", "/quan-ly/gian", "/tai-khoan/dang-xuat"):
        assert path in page
    assert browser.post("/tai-khoan/dang-xuat").status_code == 302
    assert browser.get("/quan-ly").status_code == 302


def test_a_photo_to_take_again_is_a_task_with_what_to_do(app):
    facility = make_facility()
    product = make_product(facility=facility)
    make_photo(product, picture_id=make_picture(hints=["too_dark"]).id)

    [task] = today.of(facility.id).tasks

    assert (task.kind, task.step) == ("photos", 1)
    assert task.detail.startswith("Ảnh tối quá.")


@pytest.mark.parametrize(
    ("path", "tab"),
    [
        ("/quan-ly", "Hôm nay"),
        ("/quan-ly/nhap", "Hàng"),
        ("/quan-ly/lo", "Hàng"),
        ("/quan-ly/tien", "Thêm"),
        ("/quan-ly/them", "Thêm"),
    ],
)
def test_every_page_lies_behind_one_tab(browser, path, tab):
    page = browser.sign_in(make_member(make_facility(), "owner")).get(path).text
    nav = page[page.index('class="bottom"') :].split("</nav>")[0]
    assert [one.split("</a>")[0].rsplit(">", 1)[-1] for one in nav.split('aria-current="page"')[1:]] == [tab]
