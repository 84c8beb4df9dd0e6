import pytest

from core.db import db
from core.jobs import Job
from shop.models import Parcel
from tests.factories import make_facility, make_member, make_order, make_parcel, make_product, make_user

ACTS = ["nhan", "goi", "hoi-lai", "giao", "toi", "khong-co", "tien"]


def at_work(browser, parcel, role="packer"):
    browser.sign_in(make_member(parcel.facility, role))
    return browser


def act(browser, parcel, name, **fields):
    return browser.post(f"/quan-ly/don/{parcel.id}/{name}", **fields)


def test_a_packer_takes_a_parcel_from_new_to_delivered(browser):
    product = make_product(on_hand=5)
    parcel = make_parcel(product, quantity=2, email="ngan@example.vn")
    at_work(browser, parcel)
    for name, fields in [
        ("nhan", {}),
        ("goi", {}),
        ("hoi-lai", {"how": "call", "outcome": "confirmed"}),
        ("giao", {"carrier": "Bưu điện", "tracking_code": "VN1"}),
        ("toi", {}),
    ]:
        assert act(browser, parcel, name, **fields).status_code == 303
    assert parcel.state == "delivered"
    assert (parcel.carrier, parcel.tracking_code) == ("Bưu điện", "VN1")
    assert parcel.payment.state == "paid"
    assert (product.on_hand, product.held) == (3, 0)
    letters = [
        job.payload["text"] for job in db.session.query(Job).filter_by(kind="mail") if "VN1" in job.payload["text"]
    ]
    assert len(letters) == 1


def test_cash_not_yet_in_hand_says_so(browser):
    parcel = make_parcel()
    page = at_work(browser, parcel).get(f"/quan-ly/don/{parcel.id}").text

    assert page.count("Trả khi nhận hàng") == 1
    assert "Chưa thu" in page


def test_who_moved_it_is_kept(browser):
    parcel = make_parcel()
    member = make_member(parcel.facility)
    browser.sign_in(member)
    act(browser, parcel, "nhan")
    assert parcel.moves[-1].actor_id == member.id


def test_cannot_supply_needs_a_reason_and_tells_the_buyer(browser):
    product = make_product(on_hand=5)
    parcel = make_parcel(product, email="ngan@example.vn")
    at_work(browser, parcel)
    assert act(browser, parcel, "khong-co", reason="").status_code == 422
    assert parcel.state == "placed"
    assert act(browser, parcel, "khong-co", reason="Lò nứt mẻ này").status_code == 303
    assert (parcel.state, product.held) == ("cannot_supply", 0)
    assert "Lò nứt mẻ này" in browser.get(f"/don-hang/{parcel.order.token}").text
    assert any("Lò nứt mẻ này" in job.payload["text"] for job in db.session.query(Job).filter_by(kind="mail"))


def test_handing_over_needs_a_carrier(browser):
    parcel = make_parcel(state="packed")
    page = act(at_work(browser, parcel), parcel, "giao", carrier="", tracking_code="VN1")
    assert page.status_code == 422
    assert 'value="VN1"' in page.text
    assert parcel.state == "packed"


def test_a_transfer_is_marked_received_once(browser):
    parcel = make_parcel(payment="vietqr")
    at_work(browser, parcel)
    assert act(browser, parcel, "tien").status_code == 303
    assert parcel.payment.state == "paid"
    assert act(browser, parcel, "tien").status_code == 409


@pytest.mark.parametrize("name", ["toi", "giao"])
def test_a_move_out_of_turn_is_refused_and_changes_nothing(browser, name):
    parcel = make_parcel()
    assert act(at_work(browser, parcel), parcel, name, carrier="x").status_code == 409
    assert parcel.state == "placed"
    assert len(parcel.moves) == 1


@pytest.mark.parametrize("name", ACTS)
def test_another_makers_parcel_is_not_there(browser, name):
    parcel = make_parcel(payment="vietqr")
    browser.sign_in(make_member(make_facility()))
    assert act(browser, parcel, name, carrier="x", reason="x").status_code == 404
    assert browser.get(f"/quan-ly/don/{parcel.id}").status_code == 404
    assert browser.get(f"/quan-ly/don/{parcel.id}/phieu").status_code == 404
    assert (db.session.get_one(Parcel, parcel.id).state, parcel.payment.state) == ("placed", "awaiting")


@pytest.mark.parametrize("name", ACTS)
def test_strangers_and_buyers_do_not_get_in(browser, name):
    parcel = make_parcel(payment="vietqr")
    assert act(browser, parcel, name, carrier="x", reason="x").status_code == 401
    browser.sign_in(make_user())
    assert act(browser, parcel, name, carrier="x", reason="x").status_code == 403
    assert (parcel.state, parcel.payment.state) == ("placed", "awaiting")


@pytest.mark.parametrize("name", ACTS)
def test_a_move_is_not_a_get_and_needs_the_token(browser, name):
    parcel = make_parcel(payment="vietqr")
    at_work(browser, parcel)
    assert browser.get(f"/quan-ly/don/{parcel.id}/{name}").status_code == 405
    assert (
        browser.send("POST", f"/quan-ly/don/{parcel.id}/{name}", data={"carrier": "x", "reason": "x"}).status_code
        == 400
    )
    assert (parcel.state, parcel.payment.state) == ("placed", "awaiting")


def test_the_list_has_a_tab_a_step_with_its_count(browser):
    lo = make_facility()
    waiting = make_parcel(make_product(facility=lo))
    packed = make_parcel(make_product(facility=lo), state="packed")
    make_parcel()
    browser.sign_in(make_member(lo))
    page = browser.get("/quan-ly/don").text
    assert waiting.order.number in page
    assert packed.order.number not in page
    assert "Mới (1)" in page
    assert packed.order.number in browser.get("/quan-ly/don?tab=gui").text
    assert browser.get("/quan-ly/don?tab=nham").status_code == 404
    assert browser.get("/quan-ly/don?trang=nham").status_code == 200


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/quan-ly/don?trang=99999999999999999999999", 200),
        ("/quan-ly/don?trang=-3", 200),
        ("/quan-ly/don/9" + "9" * 30, 404),
    ],
)
def test_absurd_numbers_are_no_faults(browser, path, status):
    assert at_work(browser, make_parcel()).get(path).status_code == status


def test_the_phone_of_the_buyer_is_one_tap_away(browser):
    parcel = make_parcel()
    assert 'href="tel:+84912345678"' in at_work(browser, parcel).get(f"/quan-ly/don/{parcel.id}").text


def test_the_packing_slip_says_what_to_collect(browser):
    parcel = make_parcel(make_product(price=100_000, weight_g=400))
    slip = at_work(browser, parcel).get(f"/quan-ly/don/{parcel.id}/phieu").text
    assert "Thu khi giao: 120.000\xa0₫" in slip


def test_money_is_counted_from_the_parcels(browser):
    lo = make_facility()
    owed = make_parcel(make_product(facility=lo), payment="vietqr")
    paid = make_parcel(make_product(facility=lo), state="delivered")
    make_parcel(state="delivered")
    browser.sign_in(make_member(lo, "owner"))
    page = browser.get("/quan-ly/tien").text
    assert f"{owed.total:,}".replace(",", ".") in page
    assert f"{paid.total:,}".replace(",", ".") in page.split("Đã về theo tháng")[1]


def test_money_is_for_owners(browser):
    parcel = make_parcel()
    assert at_work(browser, parcel, "packer").get("/quan-ly/tien").status_code == 403


@pytest.mark.parametrize("many", [1, 15])
def test_the_list_runs_few_queries_however_long(browser, query_count, many):
    lo = make_facility()
    product = make_product(facility=lo, on_hand=99)
    for _ in range(many):
        make_order(product)
    browser.sign_in(make_member(lo))
    with query_count() as run:
        browser.get("/quan-ly/don")
    assert len(run) <= 10
