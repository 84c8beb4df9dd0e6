import pytest

from core.audit import history_of
from shop.bank import feeds, matching
from tests.factories import make_facility, make_member, make_parcel
from tests.shop.bank_notices import rows, told

PATH = "/quan-ly/tien/sao-ke"


@pytest.fixture
def parcel(app):
    return make_parcel(payment="vietqr", email="ngan@example.vn")


@pytest.fixture
def owner(browser, parcel):
    return browser.sign_in(make_member(parcel.facility))


def unread(browser, parcel, amount=None, **said):
    return told(browser, parcel, amount, content="tien hang", **said)


def test_a_line_nobody_could_match_waits_with_why(owner, parcel):
    unread(owner, parcel)
    page = owner.get(PATH).text
    assert "tien hang" in page
    assert "Nội dung không có mã của gói nào." in page
    assert parcel.order.number in page
    assert "1 khoản chờ bạn" in owner.get("/quan-ly/tien").text


def test_the_maker_says_which_parcel_and_it_is_paid(owner, parcel):
    row = unread(owner, parcel)
    assert owner.post(f"{PATH}/{row.id}/goi", parcel=parcel.id).status_code == 303
    assert (rows()[0].state, parcel.payment.state, parcel.payment.received) == ("matched", "paid", parcel.total)
    assert {entry.action for entry in history_of(rows()[0])} == {"bank.unknown", "bank.chosen"}
    assert matching.waiting(parcel.facility_id) == 0


def test_a_choice_follows_the_sums_as_the_worker_does(owner, parcel):
    row = unread(owner, parcel, parcel.total - 1_000)
    owner.post(f"{PATH}/{row.id}/goi", parcel=parcel.id)
    assert (rows()[0].state, parcel.payment.missing) == ("short", 1_000)
    page = owner.get(f"/don-hang/{parcel.order.token}").text
    assert "còn thiếu 1.000" in page.replace("\xa0", " ")


def test_chosen_twice_it_counts_once(owner, parcel):
    row = unread(owner, parcel)
    owner.post(f"{PATH}/{row.id}/goi", parcel=parcel.id)
    assert owner.post(f"{PATH}/{row.id}/goi", parcel=parcel.id).status_code == 409
    assert parcel.payment.received == parcel.total


def test_another_makers_parcel_and_row_are_not_there(owner, parcel):
    row, other = unread(owner, parcel), make_parcel(payment="vietqr")
    assert owner.post(f"{PATH}/{row.id}/goi", parcel=other.id).status_code == 422
    theirs = unread(owner, other)
    for act in ("goi", "bo-qua", "da-tra"):
        assert owner.post(f"{PATH}/{theirs.id}/{act}", parcel=parcel.id, reason="Của họ").status_code == 404
    assert [one.state for one in rows()] == ["unknown", "unknown"]


@pytest.mark.parametrize("said", ["", "x", "0", "9" * 30])
def test_no_parcel_chosen_keeps_the_line(owner, parcel, said):
    row = unread(owner, parcel)
    answer = owner.post(f"{PATH}/{row.id}/goi", parcel=said)
    assert answer.status_code == 422
    assert "Chọn một gói." in answer.text
    assert rows()[0].state == "unknown"


def test_a_parcel_paid_on_delivery_is_not_chosen(owner, parcel):
    row, at_the_door = unread(owner, parcel), make_parcel(parcel.lines[0].product)
    assert owner.post(f"{PATH}/{row.id}/goi", parcel=at_the_door.id).status_code == 409
    assert (rows()[0].state, at_the_door.payment.state) == ("unknown", "awaiting")


def test_what_is_no_payment_is_set_aside_for_a_reason(owner, parcel):
    row = unread(owner, parcel)
    refused = owner.post(f"{PATH}/{row.id}/bo-qua", reason=" ")
    assert refused.status_code == 422
    assert rows()[0].state == "unknown"
    assert owner.post(f"{PATH}/{row.id}/bo-qua", reason="Tiền nhà chuyển").status_code == 303
    assert (rows()[0].state, rows()[0].why) == ("ignored", "Tiền nhà chuyển")
    assert "Tiền nhà chuyển" in owner.get(PATH).text


def test_a_surplus_is_noted_given_back_once(owner, parcel):
    row = told(owner, parcel, parcel.total + 7_000)
    page = owner.get(PATH).text.replace("\xa0", " ")
    assert "Hãy trả lại 7.000 ₫." in page
    assert parcel.order.buyer_name in page
    assert owner.post(f"{PATH}/{row.id}/da-tra").status_code == 303
    assert rows()[0].state == "settled"
    assert rows()[0].given_back_at
    assert owner.post(f"{PATH}/{row.id}/da-tra").status_code == 409
    assert matching.waiting(parcel.facility_id) == 0


def test_what_was_matched_cannot_be_given_back_or_set_aside(owner, parcel):
    row = told(owner, parcel)
    assert owner.post(f"{PATH}/{row.id}/da-tra").status_code == 409
    assert owner.post(f"{PATH}/{row.id}/bo-qua", reason="Nhầm").status_code == 409
    assert rows()[0].state == "matched"


def test_the_owner_makes_and_renews_the_secret(owner, parcel):
    assert "Tạo khóa" in owner.get(PATH).text
    owner.post(f"{PATH}/khoa")
    first = feeds.secret(feeds.of(parcel.facility))
    assert first in owner.get(PATH).text
    owner.post(f"{PATH}/khoa")
    second = feeds.secret(feeds.of(parcel.facility))
    assert second != first
    assert second in owner.get(PATH).text


def test_without_an_account_there_is_nothing_to_connect(browser):
    facility = make_facility(bank_bin=None, bank_account=None)
    browser.sign_in(make_member(facility))
    assert "Ghi tài khoản nhận tiền" in browser.get(PATH).text
    assert browser.post(f"{PATH}/khoa").status_code == 409


def test_packers_see_no_money(browser, parcel):
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert browser.get(PATH).status_code == 403
