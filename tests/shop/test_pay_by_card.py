"""An order paid by card: offered only when on, paid once at Stripe's page, packed only then, over when it is late."""

from datetime import timedelta

import pytest

from core import jobs, times
from core.db import db
from shop import parcels
from shop.models import CardDoubt, CardEvent, CardRefund, Order
from tests.factories import make_cart, make_facility, make_member, make_order, make_product
from tests.shop.cards import ASKS, DECLINED, GOOD, POOR, books, card_of, letters, send, states, type_card
from tests.shop.test_checkout import GOOD as TYPED
from tests.shop.test_checkout import fill
from tests.shop.test_weigh import make_weighed

API_BUYER = {
    "buyer": {"name": "Jane Doe", "phone": "0912345678"},
    "address": {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8"},
    "payment": "stripe",
}


def test_nothing_of_cards_is_seen_until_the_keys_are_set(browser):
    fill(browser, make_product(price=300_000))
    assert "Thẻ quốc tế" not in browser.get("/thanh-toan").text
    assert browser.post("/thanh-toan", **TYPED | {"payment": "stripe"}).status_code == 422
    assert db.session.query(Order).count() == 0
    assert browser.send("POST", "/api/v1/stripe/webhook", data="{}").status_code == 404


def test_a_card_is_offered_where_the_sum_is_known_and_within_bounds(cards):
    fill(cards.browser, make_product(price=300_000))
    assert "Thẻ quốc tế" in cards.browser.get("/thanh-toan").text


@pytest.mark.parametrize("price", [1_000, 120_000_000])
def test_a_card_is_not_offered_for_sums_that_stripe_does_not_take(cards, price):
    fill(cards.browser, make_product(price=price, weight_g=None))
    page = cards.browser.get("/thanh-toan").text
    assert ("Thẻ quốc tế" in page) is (13_000 <= price + 20_000 <= 99_999_999)


def test_what_is_sold_by_weight_is_not_paid_by_card(cards):
    cart = make_cart(make_weighed(price=300_000))
    answer = cards.browser.send("POST", f"/api/v1/carts/{cart.token}/checkout", json=API_BUYER)
    assert answer.status_code == 422


def test_ordering_leads_to_stripes_page_which_asks_for_đồng_and_every_parcel(cards):
    fill(cards.browser, make_product(price=300_000), make_product(price=200_000))
    cards.browser.post("/thanh-toan", **TYPED | {"payment": "stripe"})
    order = db.session.query(Order).one()
    page = cards.browser.get(f"/don-hang/{order.token}").text
    assert "Đã đặt, còn chờ trả bằng thẻ" in page
    address = cards.page(order)
    session = cards.stripe.books.sessions[address.rpartition("/")[2]]
    assert (session["amount_total"], session["currency"]) == (order.total, "vnd")
    assert session["metadata"]["order"] == order.number
    assert session["success_url"] == f"http://localhost/don-hang/{order.token}?the=xong"


def test_pressing_twice_opens_one_page(cards):
    order = cards.order()
    assert cards.page(order) == cards.page(order)
    assert len(cards.stripe.books.sessions) == 1


def test_paid_once_it_is_booked_to_its_makers_and_letters_go_once(cards):
    lo, may = make_facility(email="lo@example.vn"), make_facility(email="may@example.vn")
    order = cards.order(
        make_product(facility=lo, price=300_000), make_product(facility=may, price=200_000), email="a@example.com"
    )
    assert [one["to"] for one in letters()] == ["a@example.com"]  # makers hear of it once it is paid
    assert cards.pay(order) == (303, f"http://localhost/don-hang/{order.token}?the=xong")
    assert "Chợ đang chờ Stripe báo" in cards.browser.get(f"/don-hang/{order.token}?the=xong").text
    assert cards.hear_all() == [200] * len(cards.stripe.notices.events)
    assert states(order) == [("placed", "paid"), ("placed", "paid")]
    one, two = db.session.get_one(Order, order.id).parcels
    assert books() == {"card": order.total, f"facility:{lo.id}": one.total, f"facility:{may.id}": two.total}
    assert sorted(letter["to"] for letter in letters() if letter["to"] != "a@example.com") == [
        "lo@example.vn",
        "may@example.vn",
    ]
    assert len(letters("bạn trả bằng thẻ. Người bán")) == 1
    assert "Đã trả" in cards.browser.get(f"/don-hang/{order.token}").text


def test_what_stripe_kept_is_booked_where_it_is_told_in_đồng(cards):
    order = cards.paid()
    fee = card_of(order).fee
    assert fee == order.total * 34 // 1000 + 8000
    assert books()["card_fee"] == fee
    assert books()["card"] == order.total - fee


def test_nothing_is_packed_before_it_is_paid(cards, browser):
    order = cards.order()
    parcel = order.parcels[0]
    for move in (parcels.confirm, parcels.pack):
        with pytest.raises(parcels.NotPaid):
            move(parcel)
        db.session.rollback()
    browser.sign_in(make_member(parcel.facility, "packer"))
    page = browser.get(f"/quan-ly/don/{parcel.id}").text
    assert "Chờ trả bằng thẻ" in page
    assert "Nhận đơn" not in page
    assert "Chờ trả bằng thẻ" in browser.get("/quan-ly/don").text
    assert browser.post(f"/quan-ly/don/{parcel.id}/nhan").status_code == 409
    assert browser.post(f"/quan-ly/don/{parcel.id}/tien").status_code == 409  # nor is it taken as paid by hand
    assert "Gói trước" not in browser.get("/quan-ly").text
    cards.pay(order)
    cards.hear_all()
    assert browser.post(f"/quan-ly/don/{parcel.id}/nhan").status_code == 303
    assert browser.post(f"/quan-ly/don/{parcel.id}/goi").status_code == 303


@pytest.mark.parametrize(("card", "words"), [(DECLINED, "Ngân hàng từ chối thẻ"), (POOR, "Thẻ không đủ tiền")])
def test_a_declined_card_is_said_and_another_pays(cards, card, words):
    order = cards.order()
    address = cards.page(order)
    assert type_card(address, card)[0] == 402
    cards.hear_all()
    assert words in cards.browser.get(f"/don-hang/{order.token}").text
    assert states(order) == [("placed", "awaiting")]
    assert cards.page(order) == address
    assert type_card(address, GOOD)[0] == 303
    cards.hear_all()
    assert states(order) == [("placed", "paid")]
    assert len(cards.stripe.books.intents) == 1  # one intent for all tries
    assert words not in cards.browser.get(f"/don-hang/{order.token}").text


def test_three_d_secure_pays_once_the_bank_says_so(cards):
    order = cards.order()
    status, bank = cards.pay(order, ASKS)
    assert status == 303
    assert "/c/3ds/" in bank
    cards.hear_all()
    assert states(order) == [("placed", "awaiting")]
    assert send(cards.stripe.base + bank, do="pass")[1].endswith("?the=xong")
    cards.hear_all()
    assert states(order) == [("placed", "paid")]


def test_three_d_secure_refused_pays_nothing_and_may_be_tried_again(cards):
    order = cards.order()
    bank = cards.pay(order, ASKS)[1]
    send(cards.stripe.base + bank, do="fail")
    cards.hear_all()
    assert "Ngân hàng chưa xác nhận được là bạn" in cards.browser.get(f"/don-hang/{order.token}").text
    assert cards.pay(order, GOOD)[0] == 303


def test_a_page_that_asks_for_an_old_sum_is_closed(cards):
    order = cards.order(make_product(price=300_000), make_product(price=200_000))
    old = cards.page(order)
    cards.browser.post(f"/don-hang/{order.token}/goi/{order.parcels[0].code}/huy")
    jobs.work_off()
    assert type_card(old, GOOD)[0] == 402
    cards.pay(order)
    cards.hear_all()
    assert states(order) == [("cancelled", "void"), ("placed", "paid")]
    assert card_of(order).received == db.session.get_one(Order, order.id).total


def test_stripe_down_loses_nothing_and_says_so(cards):
    order = cards.order()
    cards.stripe.is_down = True
    page = cards.browser.post(f"/don-hang/{order.token}/the", follow=True)
    assert "Chưa mở được trang trả thẻ" in page.text
    cards.stripe.is_down = False
    cards.pay(order)
    cards.hear_all()
    assert states(order) == [("placed", "paid")]


def test_the_buyer_who_came_back_before_the_notice_has_stripe_asked(cards):
    order = cards.order()
    cards.pay(order)
    assert cards.browser.post(f"/don-hang/{order.token}/the/hoi").status_code == 303
    assert states(order) == [("placed", "paid")]
    cards.hear_all()
    assert books()["card"] == order.total


def test_paid_already_no_second_page_is_opened(cards):
    order = cards.order()
    cards.pay(order)
    answer = cards.browser.post(f"/don-hang/{order.token}/the", follow=True)  # before any notice
    assert "Đơn này đã được trả bằng thẻ" in answer.text
    assert len(cards.stripe.books.sessions) == 1
    assert cards.browser.post(f"/don-hang/{order.token}/the").status_code == 303


def test_not_paid_in_time_it_lapses_and_its_goods_are_free(cards):
    product = make_product(price=300_000, on_hand=3)
    order = cards.order(product, email="a@example.com")
    address = cards.page(order)
    with times.frozen(times.now() + timedelta(minutes=59)):
        jobs.work_off()
        assert states(order) == [("placed", "awaiting")]
    with times.frozen(times.now() + timedelta(minutes=61)):
        assert "Đã hết giờ trả bằng thẻ" in cards.browser.get(f"/don-hang/{order.token}").text
        assert cards.browser.post(f"/don-hang/{order.token}/the").status_code == 409
        jobs.work_off()
    assert states(order) == [("cancelled", "void")]
    assert product.held == 0
    assert len(letters("Đơn chưa được trả tiền")) == 1
    assert type_card(address, GOOD)[0] == 402  # its page is closed


def test_paid_in_the_last_moment_it_does_not_lapse(cards):
    order = cards.order()
    cards.pay(order)  # and the notice is late
    with times.frozen(times.now() + timedelta(minutes=61)):
        jobs.work_off()
    assert states(order) == [("placed", "paid")]


def test_by_the_api_the_client_gets_the_page_to_send_its_buyer_to(cards):
    cart = make_cart(make_product(price=300_000))
    answer = cards.browser.send("POST", f"/api/v1/carts/{cart.token}/checkout", json=API_BUYER)
    told = answer.json["order"]
    assert answer.status_code == 201
    assert told["parcels"][0]["payment"] == {"method": "stripe", "state": "awaiting", "received": 0}
    assert (told["card"]["state"], told["card"]["amount"], told["card"]["currency"]) == (
        "awaiting",
        told["total"],
        "vnd",
    )
    opened = cards.browser.send("POST", f"/api/v1/orders/{told['token']}/card")
    assert opened.status_code == 200
    type_card(opened.json["url"], GOOD)
    cards.hear_all()
    told = cards.browser.get(f"/api/v1/orders/{told['token']}").json["order"]
    assert (told["card"]["state"], told["card"]["received"]) == ("paid", told["total"])
    assert cards.browser.send("POST", f"/api/v1/orders/{told['token']}/card").status_code == 409


def test_an_order_paid_otherwise_has_no_card_page(cards):
    order = make_order()
    assert cards.browser.post(f"/don-hang/{order.token}/the").status_code == 404
    assert cards.browser.send("POST", f"/api/v1/orders/{order.token}/card").status_code == 404
    assert db.session.query(CardDoubt).count() + db.session.query(CardEvent).count() == 0
    assert db.session.query(CardRefund).count() == 0


def test_a_checkout_sent_again_with_its_key_is_told_of_its_order_though_the_cart_is_empty_now(cards):
    asked = {"method": "POST", "path": f"/api/v1/carts/{make_cart(make_product(price=300_000)).token}/checkout"}
    answers = [cards.browser.send(**asked, json=API_BUYER, headers={"Idempotency-Key": "mot"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [201, 201]
    assert len({one.json["order"]["token"] for one in answers}) == 1


def test_a_page_sent_again_leads_to_its_order_though_the_cart_is_empty_now(cards):
    fill(cards.browser, make_product(price=300_000))
    typed = TYPED | {"payment": "stripe", "key": "a" * 32}
    answers = [cards.browser.post("/thanh-toan", **typed) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert len({one.location for one in answers}) == 1


def test_what_lies_in_the_cart_bars_a_card_that_the_form_knows(cards):
    path = f"/api/v1/carts/{make_cart(make_weighed()).token}/checkout"
    refused = cards.browser.send("POST", path, json=API_BUYER)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "payment")
    assert db.session.query(Order).count() == 0
