"""Goods at the door: what was collected, what came back, whom it marks, and who decides."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import times
from core.audit import history_of
from core.db import db
from core.jobs import Job
from shop import orders, parcels, payments, refusals, refused, rules
from shop.models import Parcel, Payment
from shop.refused import ParcelRefusal
from tests.factories import make_cart, make_member, make_order, make_parcel, make_product, make_refusal, make_staff
from tests.factories import order_cart as order_of_cart

PHONE = "+84912345678"


def on_its_way(**options):
    return make_parcel(state="handed_over", **options)


def refuse(times_over, **options):
    return [make_refusal(on_its_way(), **options) for _ in range(times_over)]


def at(browser, parcel, name, **fields):
    return browser.post(f"/quan-ly/don/{parcel.id}/{name}", **fields)


def letters():
    return [job.payload for job in db.session.query(Job).filter_by(kind="mail")]


def test_delivery_collects_the_total_unless_another_sum_is_said(app):
    parcel = on_its_way()
    parcels.deliver(parcel)
    assert (parcel.payment.collected, parcel.payment.amount, parcel.balance) == (parcel.total, parcel.total, 0)


@pytest.mark.parametrize("difference", [-30_000, 20_000])
def test_short_or_over_is_a_balance_that_both_see_until_it_is_settled(browser, difference):
    parcel = on_its_way()
    browser.sign_in(make_member(parcel.facility, "packer"))
    total = parcel.total
    assert at(browser, parcel, "toi", collected=str(total + difference), why="Hết tiền lẻ").status_code == 303
    db.session.expire_all()
    assert (parcel.state, parcel.payment.collected, parcel.balance) == ("delivered", total + difference, -difference)
    for page in (f"/quan-ly/don/{parcel.id}", f"/don-hang/{parcel.order.token}"):
        assert ("Còn phải trả thêm" if difference < 0 else "Người bán trả lại") in browser.get(page).text
    payments.settle(parcel)
    assert (parcel.payment.collected, parcel.balance) == (total + difference, 0)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"collected": "10.000"}, "Ghi vì sao thu khác"),
        ({"collected": "mười"}, "Chưa đọc được"),
        ({"collected": "0", "why": "x"}, "Chưa đọc được"),
        ({"collected": "-5000", "why": "x"}, "Chưa đọc được"),
    ],
)
def test_a_bad_sum_is_refused_at_its_field_and_delivers_nothing(browser, fields, said):
    parcel = on_its_way()
    browser.sign_in(make_member(parcel.facility, "packer"))
    answer = at(browser, parcel, "toi", **fields)
    assert (answer.status_code, said in answer.text) == (422, True)
    db.session.expire_all()
    assert (parcel.state, parcel.payment.state, parcel.payment.collected) == ("handed_over", "awaiting", None)


def test_only_cash_is_collected_and_never_nothing(app):
    transfer, cash = on_its_way(payment="vietqr"), on_its_way()
    for payment, collected in ((transfer.payment, 5), (cash.payment, 0)):
        with pytest.raises(IntegrityError):
            db.session.execute(db.update(Payment).where(Payment.id == payment.id).values(collected=collected))
        db.session.rollback()


@pytest.mark.parametrize("code", [one.code for one in refused.reasons()])
def test_what_is_not_taken_owes_nothing_and_is_told_with_its_reason(browser, code):
    product = make_product(on_hand=5)
    parcel = make_parcel(product, quantity=2, state="handed_over", email="ngan@example.vn")
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert at(browser, parcel, "khong-nhan", reason=code, words="Trưa nay").status_code == 303
    db.session.expire_all()
    refusal, told = refused.of([parcel.id])[parcel.id], next(one for one in refused.reasons() if one.code == code)
    assert (parcel.state, parcel.payment.state, parcel.order.total) == ("refused", "void", 0)
    assert (refusal.counts, refusal.borne_by, refusal.note) == (told.counts, told.borne_by, "Trưa nay")
    assert product.on_hand == 3, "the goods are not back yet"
    assert "Không nhận khi giao" in browser.get(f"/don-hang/{parcel.order.token}").text
    assert sum("không được nhận khi giao" in one["text"] for one in letters()) == 1


@pytest.mark.parametrize(
    ("fields", "said"),
    [({}, "Chọn lý do"), ({"reason": "x"}, "Chọn lý do"), ({"reason": "other"}, "Ghi vài chữ"),
     ({"reason": "late", "borne_by": "x"}, "Chọn một trong")],
)  # fmt: skip
def test_a_refusal_without_its_reason_is_sent_back(browser, fields, said):
    parcel = on_its_way()
    browser.sign_in(make_member(parcel.facility, "packer"))
    answer = at(browser, parcel, "khong-nhan", **fields)
    assert (answer.status_code, said in answer.text) == (422, True)
    db.session.expire_all()
    assert (parcel.state, refused.of([parcel.id])) == ("handed_over", {})


@pytest.mark.parametrize("state", ["placed", "packed", "delivered"])
def test_only_what_is_on_its_way_can_be_refused_at_the_door(browser, state):
    parcel = make_parcel(state=state)
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert at(browser, parcel, "khong-nhan", reason="late").status_code == 409
    db.session.expire_all()
    assert (parcel.state, refused.of([parcel.id])) == (state, {})


@pytest.mark.parametrize("whole", ["yes", "no"])
def test_goods_that_are_back_and_whole_are_sold_again_once(browser, whole):
    product = make_product(on_hand=5)
    parcel = make_parcel(product, quantity=2, state="handed_over")
    make_refusal(parcel)
    browser.sign_in(make_member(parcel.facility, "packer"))
    assert at(browser, parcel, "hang-ve").status_code == 422
    assert [at(browser, parcel, "hang-ve", whole=whole).status_code for _ in range(2)] == [303, 409]
    db.session.expire_all()
    assert (product.on_hand, product.held) == (5 if whole == "yes" else 3, 0)


def test_two_who_take_back_at_once_count_the_goods_once(app):
    product = make_product(on_hand=5)
    refusal = make_refusal(make_parcel(product, quantity=2, state="handed_over"))
    assert refusal.back_at is None
    db.session.execute(db.text("UPDATE parcel_refusal SET back_at = at, is_whole = false"))  # the other one was faster
    with pytest.raises(refusals.AlreadyBack):
        refusals.take_back(refusal, is_whole=True)  # it still reads open here
    db.session.rollback()
    assert product.on_hand == 3


def test_two_refusals_without_cause_mark_a_number_and_one_does_not(app):
    for expected in (False, True):
        refuse(1)
        assert refused.is_marked(PHONE) == expected
    assert not refused.is_marked("+84912000111")


def test_a_cause_and_a_transfer_do_not_count(app):
    refuse(2, reason="broken")
    make_refusal(on_its_way(payment="vietqr"))
    assert refused.count(PHONE) == 0


def test_the_mark_lapses_by_itself(app):
    refuse(2)
    window = timedelta(days=rules.value("refusals_window_days"))
    for later, expected in ((window - timedelta(hours=1), True), (window + timedelta(hours=1), False)):
        with times.frozen(times.now() + later):
            assert refused.is_marked(PHONE) == expected


def test_the_number_is_kept_nowhere_in_clear(app):
    refusal = refuse(1)[0]
    digits = PHONE[-9:]
    assert digits not in refusal.phone_key
    assert all(digits not in str(entry.detail) for entry in history_of(refusal))


def test_a_maker_reads_advice_and_nothing_else(browser):
    refuse(2)
    parcel = make_parcel()
    browser.sign_in(make_member(parcel.facility, "packer"))
    page = browser.get(f"/quan-ly/don/{parcel.id}").text
    assert "nên nhận cọc hoặc chuyển khoản" in page
    db.session.query(ParcelRefusal).delete()
    db.session.commit()
    assert "nên nhận cọc" not in browser.get(f"/quan-ly/don/{parcel.id}").text


def test_cash_is_refused_only_after_as_many_as_the_rule_says(app):
    stop = rules.value("refusals_to_stop_cash")
    refuse(stop - 1)
    make_order()
    refuse(0)
    extra = on_its_way()
    make_refusal(extra)
    product = make_product(on_hand=4)
    cart = make_cart(product)
    with pytest.raises(orders.NoCash):
        order_of_cart(cart)
    db.session.rollback()
    db.session.expire_all()
    assert product.held == 0
    assert order_of_cart(cart, payment="vietqr").total


def test_the_buyer_objects_once_and_staff_decide_with_a_reason(browser):
    parcel = on_its_way(email="ngan@example.vn")
    refusal = make_refusal(parcel)
    address = f"/don-hang/{parcel.order.token}"
    assert "tôi muốn nói lại" in browser.get(address).text
    assert browser.post(f"{address}/goi/{parcel.code}/khieu-nai", text=" ").status_code == 422
    said = [browser.post(f"{address}/goi/{parcel.code}/khieu-nai", text="Tôi ở nhà cả ngày").status_code for _ in "12"]
    assert said == [303, 409]
    browser.sign_in(make_staff("moderate"))
    assert "Tôi ở nhà cả ngày" in browser.get("/can-bo/don-hang/khong-nhan").text
    decide = f"/can-bo/don-hang/khong-nhan/{refusal.id}"
    assert browser.post(decide, decision="lifted").status_code == 422
    assert refused.count(PHONE) == 1
    answers = [browser.post(decide, decision="lifted", why="Bưu tá gọi nhầm số").status_code for _ in "12"]
    assert answers == [303, 409]
    db.session.expire_all()
    assert (refusal.decision, refused.count(PHONE)) == ("lifted", 0)
    assert "Bưu tá gọi nhầm số" in browser.get(address).text
    assert sum("Bưu tá gọi nhầm số" in one["text"] for one in letters()) >= 1


def test_what_staff_keep_still_counts(app):
    refusal = refuse(1, appeal="Không phải tôi")[0]
    refusals.decide(refusal, "kept", "Có ghi âm cuộc gọi")
    assert refused.count(PHONE) == 1
    with pytest.raises(refusals.AlreadyDecided):
        refusals.decide(refusal, "lifted", "Nghĩ lại")
    assert refused.count(PHONE) == 1


def test_what_does_not_count_is_not_appealed(browser):
    parcel = on_its_way()
    make_refusal(parcel, reason="broken")
    address = f"/don-hang/{parcel.order.token}"
    assert "tôi muốn nói lại" not in browser.get(address).text
    assert browser.post(f"{address}/goi/{parcel.code}/khieu-nai", text="Sao vậy").status_code == 409


def test_another_maker_writes_nothing(browser):
    parcel = on_its_way()
    browser.sign_in(make_member(make_product().facility, "owner"))
    for name in ("khong-nhan", "hang-ve"):
        assert at(browser, parcel, name, reason="late", whole="yes").status_code == 404
    db.session.expire_all()
    assert db.session.get_one(Parcel, parcel.id).state == "handed_over"


def test_checkout_says_in_words_why_there_is_no_cash(client_cart):
    browser, fields = client_cart
    refuse(rules.value("refusals_to_stop_cash"))
    answer = browser.post("/thanh-toan", **fields)
    assert answer.status_code == 422
    assert "chưa gửi hàng thu tiền khi giao" in answer.text


@pytest.fixture
def client_cart(browser):
    product = make_product(on_hand=3)
    browser.post("/gio-hang/mon", sku=product.sku, quantity=1)
    return browser, {
        "name": "Ngân", "phone": "0912345678", "province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam",
        "street": "Số 8", "payment": "cod", "key": "k-1",
    }  # fmt: skip
