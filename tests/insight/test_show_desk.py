"""The staff front: queues with the oldest first, deadlines, and the list of schemes with its workbook."""

import io
import re
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from core import times
from core.db import db
from insight import desk
from shop import parcels
from tests.factories import (
    make_enquiry,
    make_facility,
    make_feature,
    make_member,
    make_ocop,
    make_paper,
    make_parcel,
    make_plan,
    make_product,
    make_scheme,
    make_shelf,
    make_staff,
    make_support,
    make_village,
)

XLSX = "/can-bo/de-an/tai.xlsx"


def test_products_that_wait_and_since_when(browser):
    make_product(state="submitted", submitted_at=times.now() - timedelta(days=4))
    make_product(state="submitted", submitted_at=times.now())
    make_product()
    waits = desk.now().products
    assert (waits.count, waits.days) == (2, 4)
    assert "đã 4 ngày" in browser.sign_in(make_staff()).get("/can-bo").text


def test_makers_who_keep_people_waiting_but_no_buyer(browser):
    slow = make_facility(name="Nhà Chậm", phone="+84912000111")
    late = make_parcel(make_product(facility=slow))
    late.pack_before = times.now() - timedelta(hours=5)
    make_enquiry(slow)
    buyer, phone = late.order.buyer_name, "0912 345 678"
    make_parcel()  # still in time
    db.session.commit()
    found = desk.now()
    assert [(one.facility, one.count) for one in found.packing] == [("Nhà Chậm", 1)]
    assert found.questions == []  # asked just now
    page = browser.sign_in(make_staff()).get("/can-bo").text
    assert "Nhà Chậm" in page
    assert "một gói, hẹn" in page
    assert buyer not in page
    assert phone not in page


def test_questions_older_than_two_days(browser):
    enquiry = make_enquiry(make_facility(name="Nhà Quên"))
    enquiry.asked_at = enquiry.waits_since = times.now() - timedelta(days=3)
    db.session.commit()
    assert [one.facility for one in desk.now().questions] == ["Nhà Quên"]
    assert "một câu, hỏi từ" in browser.sign_in(make_staff()).get("/can-bo").text


def test_parcels_that_could_not_be_supplied(app):
    parcels.refuse(make_parcel(), "Hết đất")
    db.session.commit()
    assert desk.now().refused == 1


def test_slots_that_end_soon_or_have_nothing_left_to_sell(app):
    shelf, now = make_shelf(), times.now()
    ends = make_feature(shelf, make_product(), ends_at=now + timedelta(hours=6))
    empty = make_feature(shelf, make_product(on_hand=0))
    make_feature(shelf, make_product())
    make_feature(shelf, make_product(on_hand=0), removed_at=now)
    assert {one.id for one in desk.now().slots} == {ends.id, empty.id}


def test_deadlines_of_schemes_the_nearest_first(browser):
    today = times.today()
    make_scheme(code="KC-XA", ends_on=today + timedelta(days=60))
    make_scheme(code="KC-GAN", ends_on=today + timedelta(days=20))
    make_scheme(code="KC-QT", state="nghiem_thu_co_so", accepted_on=today - timedelta(days=20))
    make_scheme(code="KC-XONG", state="thanh_ly", ends_on=today)
    found = [(one.scheme.code, one.kind, one.is_past) for one in desk.now().deadlines]
    assert found == [("KC-QT", "settle", True), ("KC-GAN", "finish", False)]
    assert "KC-GAN" in browser.sign_in(make_staff()).get("/can-bo").text


def test_certificates_that_lapse_within_ninety_days(app):
    make_ocop(make_product(), issued_on=times.add_months(times.today() + timedelta(days=30), -36))
    make_ocop(make_product(), issued_on=times.add_months(times.today() - timedelta(days=1), -36))
    make_ocop(make_product())
    assert desk.now().lapsing == 1


def test_the_count_of_papers_about_to_lapse_is_that_of_the_list_it_opens(browser):
    soon = times.today() + timedelta(days=25)
    first = make_paper(make_facility(name="Nhà Gần"), expires_on=soon)
    make_paper(make_village(), "indication", title="Cốm", expires_on=soon + timedelta(days=9))
    renewed = make_paper(make_facility(name="Nhà Đã Gia Hạn"), expires_on=soon)
    make_paper(renewed.facility, expires_on=soon + timedelta(days=700), title=renewed.title)
    make_paper(
        make_facility(name="Nhà Thu Hồi"), expires_on=soon, state="revoked", reason="x", revoked_on=times.today()
    )
    make_paper(make_facility(name="Nhà Chờ"), expires_on=soon, state="proposed")
    assert desk.now().lapsing == 2
    browser.sign_in(make_staff())
    assert 'href="/can-bo/chung-nhan?con=90"' in browser.get("/can-bo").text
    page = browser.get("/can-bo/chung-nhan?con=90").text
    assert "2 giấy" in page
    assert page.index("Nhà Gần") < page.index("Cốm")
    assert not {"Nhà Đã Gia Hạn", "Nhà Thu Hồi", "Nhà Chờ"} & set(re.findall("Nhà [^<]+", page))
    assert first.days_left == 25


@pytest.mark.parametrize("path", ["/can-bo", "/can-bo/de-an", "/can-bo/thanh-phan", XLSX])
def test_is_for_staff_only(browser, path):
    assert browser.get(path).status_code == 302
    browser.sign_in(make_member(make_facility()))
    assert browser.get(path).status_code == 403
    browser.sign_in(make_staff("report"))
    assert browser.get(path).status_code == 200


def test_the_list_holds_every_state_with_totals(browser):
    make_scheme(code="KC-NHAP", state="nhap")
    make_scheme(code="KC-CHAY", name="Máy cho làng mộc")
    browser.sign_in(make_staff())
    page = browser.get("/can-bo/de-an").text
    assert "KC-NHAP" in page
    assert "Cộng 2 đề án đang lọc" in page
    assert "KC-CHAY" not in browser.get("/can-bo/de-an?trang-thai=nhap").text
    assert "KC-NHAP" not in browser.get("/can-bo/de-an?q=máy+cho").text


def test_the_workbook_holds_what_is_filtered_as_numbers_and_never_a_formula(browser):
    scheme = make_scheme(code="KC-A", name="=1+1", plan_id=make_plan(2024).id)
    make_support(scheme)
    make_scheme(code="KC-B", plan_id=make_plan(2026).id)
    answer = browser.sign_in(make_staff()).get(f"{XLSX}?nam=2024")
    rows = list(load_workbook(io.BytesIO(answer.get_data())).active.iter_rows(min_row=3, values_only=True))
    assert len(rows) == 2
    told = dict(zip(*rows, strict=True))
    assert (told["Mã"], told["Tên đề án"], told["Địa phương (đồng)"], told["Lượt hỗ trợ"]) == (
        "KC-A",
        "=1+1",
        100_000_000,
        1,
    )
    cell = load_workbook(io.BytesIO(answer.get_data())).active["B4"]
    assert cell.data_type == "s"
    assert browser.get(f"{XLSX}?nam=x").status_code == 400


def test_a_draft_says_that_nobody_else_sees_it(browser):
    make_scheme(code="KC-NHAP", state="nhap")
    page = browser.sign_in(make_staff()).get("/can-bo/de-an/KC-NHAP").text
    assert "chưa công khai" in page
    assert "/khuyen-cong/de-an/KC-NHAP" not in page


@pytest.mark.parametrize("path", ["/can-bo", "/can-bo/san-pham", "/can-bo/ke", "/can-bo/gian", "/can-bo/de-an"])
def test_whoever_is_on_duty_is_named_on_every_page(browser, path):
    person = make_staff()
    browser.sign_in(person)

    assert f'<span class="tools__name">{person.name}</span>' in browser.get(path).text


def test_numbers_that_two_makers_bear_are_told_with_both_goods(browser):
    for number in ("08938505974194", "00000096385074"):
        for n in range(1 + (number[0:2] == "08")):
            make_product(name=f"Trà {number[-2:]} {n}", facility=make_facility(name=f"Nhà {n}")).main.gtin = number
    db.session.commit()
    told = desk.now().shared
    assert {number: [one.product for one in bearers] for number, bearers in told.items()} == {
        "8938505974194": ["Trà 94 0", "Trà 94 1"]
    }
    page = browser.sign_in(make_staff("moderate")).get("/can-bo").text
    assert "8938505974194" in page
    for one in told["8938505974194"]:
        assert f'href="/can-bo/san-pham/{one.product_id}">{one.product}</a><small class="soft"> {one.facility}' in page


def test_a_number_of_one_maker_or_of_what_is_put_away_is_told_to_nobody(browser):
    first, away = make_product(), make_product(state="archived")
    first.main.gtin = away.main.gtin = "08938505974194"
    db.session.commit()
    assert desk.now().shared == {}
    assert "Mã vạch trùng nhau" not in browser.sign_in(make_staff()).get("/can-bo").text


def test_a_shared_number_that_staff_looked_at_is_put_away_until_another_bears_it(browser):
    def bears(name):
        make_product(name=name, facility=make_facility()).main.gtin = "08938505974194"
        db.session.commit()

    bears("Trà một"), bears("Trà hai")
    browser.sign_in(make_staff("moderate"))
    assert "Đã xem, cất đi" in browser.get("/can-bo").text
    assert browser.post("/can-bo/ma-vach-trung", number="8938505974194").status_code == 303
    assert "Mã vạch trùng nhau" not in browser.get("/can-bo").text
    again = browser.post("/can-bo/ma-vach-trung", number="8938505974194", follow=True)
    assert "đã có người xem rồi" in again.text

    bears("Trà ba")
    assert "Trà một" in browser.get("/can-bo").text
