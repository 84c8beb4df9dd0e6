"""What was paid by card goes back by parcel: once, never above what came, seen by buyer, maker and staff."""

import pytest
from sqlalchemy.exc import IntegrityError

from core import jobs
from core.db import db
from shop import ledger
from shop.cards import refunds
from shop.models import CardDoubt, CardRefund, Order
from tests.factories import make_facility, make_member, make_product, make_staff
from tests.shop.cards import GOOD, books, card_of, letters, states


@pytest.fixture
def paid(cards):
    lo, may = make_facility(name="Lò Hạnh"), make_facility(name="May Vân")
    return cards.paid(
        make_product(facility=lo, price=300_000), make_product(facility=may, price=200_000), email="a@example.com"
    )


def parcel_of(order, n=0):
    return db.session.get_one(Order, order.id).parcels[n]


def cancel(cards, order, n=0):
    return cards.browser.post(f"/don-hang/{order.token}/goi/{parcel_of(order, n).code}/huy", follow=True)


def owed(parcel):
    return ledger.balance(ledger.code("facility", facility_id=parcel.facility_id))


def test_a_parcel_that_its_buyer_cancels_goes_back_and_the_other_stays(cards, paid):
    fee = card_of(paid).fee
    assert "Tiền được hoàn lại vào thẻ" in cancel(cards, paid).text
    gone, kept = parcel_of(paid), parcel_of(paid, 1)
    assert (owed(gone), books()["buyer"]) == (0, gone.total)  # no longer the maker's, from this moment
    jobs.work_off()
    assert states(paid) == [("cancelled", "refunded"), ("placed", "paid")]
    assert books() == {"card": kept.total - fee, "card_fee": fee, f"facility:{kept.facility_id}": kept.total}
    (sent,) = cards.stripe.books.refunds.values()
    assert (sent["amount"], sent["payment_intent"]) == (gone.total, card_of(paid).intent_id)
    assert len(letters("Đã hoàn")) == 1


def test_a_parcel_that_its_maker_cannot_supply_goes_back(cards, paid, browser):
    parcel = parcel_of(paid)
    browser.sign_in(make_member(parcel.facility, "packer"))
    browser.post(f"/quan-ly/don/{parcel.id}/khong-co", reason="Vỡ lúc nung")
    assert len(letters("hoàn lại vào thẻ đó")) == 1
    assert "Đang hoàn tiền vào thẻ" in browser.get(f"/quan-ly/don/{parcel.id}").text
    jobs.work_off()
    page = browser.get(f"/quan-ly/don/{parcel.id}").text
    assert "Đã hoàn tiền vào thẻ" in page
    assert "Hãy trả lại tiền cho người mua" not in page
    assert "Đã hoàn tiền vào thẻ" in browser.get(f"/don-hang/{paid.token}").text
    assert states(paid)[0] == ("cannot_supply", "refunded")


def test_stripe_down_the_refund_waits_and_is_sent_once(cards, paid):
    cancel(cards, paid)
    cards.stripe.is_down = True
    jobs.work_off()
    assert db.session.query(CardRefund).one().state == "queued"
    cards.stripe.is_down = False
    row = db.session.query(CardRefund).one()
    for _ in range(3):  # whoever asks, and however often
        refunds.send(row.id)
        db.session.commit()
    assert len(cards.stripe.books.refunds) == 1
    assert db.session.query(CardRefund).one().state == "done"


def test_a_worker_that_died_after_stripes_answer_asks_for_the_same_refund_again(cards, paid):
    cancel(cards, paid)
    row_id = db.session.query(CardRefund).one().id
    refunds.send(row_id)
    db.session.rollback()  # what it had been told is lost
    assert db.session.query(CardRefund).one().state == "queued"
    jobs.work_off()
    assert len(cards.stripe.books.refunds) == 1
    assert states(paid)[0] == ("cancelled", "refunded")


def test_notices_of_a_refund_change_nothing_twice_nor_backwards(cards, paid):
    cards.stripe.books.refunds_stay_pending = True
    cancel(cards, paid)
    jobs.work_off()
    assert db.session.query(CardRefund).one().state == "sent"
    assert states(paid)[0] == ("cancelled", "refunding")
    cards.stripe.books.end_refund(next(iter(cards.stripe.books.refunds)), "succeeded")
    cards.hear(*reversed(cards.stripe.notices.events))
    cards.hear(*(one | {"id": one["id"] + "b"} for one in cards.stripe.notices.of("refund.created")))
    jobs.work_off()
    assert states(paid)[0] == ("cancelled", "refunded")
    assert "buyer" not in books()
    assert len(letters("Đã hoàn")) == 1
    assert db.session.query(CardDoubt).count() == 0


def test_a_refund_that_the_bank_gave_back_waits_for_staff_who_send_it_anew(cards, paid, browser):
    cancel(cards, paid)
    jobs.work_off()
    gone = parcel_of(paid).total
    cards.stripe.books.end_refund(next(iter(cards.stripe.books.refunds)), "failed")
    cards.hear_all()
    assert db.session.query(CardRefund).one().state == "failed"
    assert books()["buyer"] == gone  # owed again
    browser.sign_in(make_staff("moderate"))
    page = browser.get("/can-bo/the").text
    assert "Không hoàn được" in page
    row = db.session.query(CardRefund).one()
    assert browser.post(f"/can-bo/the/hoan/{row.id}/lai").status_code == 303
    assert browser.post(f"/can-bo/the/hoan/{row.id}/lai").status_code == 409
    jobs.work_off()
    assert states(paid)[0] == ("cancelled", "refunded")
    assert "buyer" not in books()
    assert len(cards.stripe.books.refunds) == 2
    cards.hear(*(one | {"id": one["id"] + "b"} for one in cards.stripe.notices.of("refund.failed")))
    assert states(paid)[0] == ("cancelled", "refunded")  # what became of an earlier try says nothing of this one


def test_more_than_came_is_never_given_back(cards, paid):
    parcel = parcel_of(paid)
    card = card_of(paid)
    card.refunding = card.received
    db.session.commit()
    with pytest.raises(refunds.TooMuch):
        refunds.of_parcel(parcel)
    db.session.rollback()
    card = card_of(paid)
    card.refunding = card.received + 1  # the guard off: the database is the last wall
    with pytest.raises(IntegrityError):
        db.session.commit()
    db.session.rollback()


def test_a_parcel_goes_back_once(cards, paid):
    parcel = parcel_of(paid)
    refunds.of_parcel(parcel)
    refunds.of_parcel(parcel)
    db.session.commit()
    assert db.session.query(CardRefund).count() == 1
    assert card_of(paid).refunding == parcel.total


def test_what_stripe_refuses_waits_for_staff(cards, paid):
    card = card_of(paid)
    cards.stripe.books.refund({"payment_intent": card.intent_id})  # all of it, at Stripe's own desk
    cancel(cards, paid)
    jobs.work_off()
    row = db.session.query(CardRefund).one()
    assert (row.state, row.error) == ("failed", "charge_already_refunded")


def test_staff_give_back_what_was_paid_twice_or_say_what_they_did(cards, browser):
    order = cards.paid()
    for _ in range(2):
        again = cards.stripe.books.intent(order.total, "vnd", cards.succeeded["data"]["object"]["metadata"])
        cards.stripe.books.confirm(again, GOOD)
    cards.hear_all()
    one, two = db.session.query(CardDoubt).order_by(CardDoubt.id)
    browser.sign_in(make_staff("moderate"))
    assert "Một đơn được trả hai lần" in browser.get("/can-bo/the").text
    refused = browser.post(f"/can-bo/the/{one.id}/hoan", words=" ")
    assert refused.status_code == 422
    assert db.session.query(CardRefund).count() == 0
    assert browser.post(f"/can-bo/the/{one.id}/hoan", words="Trả hai lần").status_code == 303
    assert browser.post(f"/can-bo/the/{one.id}/hoan", words="Trả hai lần").status_code == 409
    assert browser.post(f"/can-bo/the/{two.id}/xong", words="Đã hoàn ở trang Stripe").status_code == 303
    jobs.work_off()
    assert [row["amount"] for row in cards.stripe.books.refunds.values()] == [order.total]
    assert books()["buyer"] == order.total  # of the one that was only written off by a word
    assert "Một đơn được trả hai lần" not in browser.get("/can-bo/the").text
    assert states(order) == [("placed", "paid")]


def test_a_makers_money_page_tells_what_the_market_holds_for_her(cards, paid, browser):
    parcel = parcel_of(paid)
    browser.sign_in(make_member(parcel.facility, "owner"))
    page = browser.get("/quan-ly/tien").text
    assert "chợ giữ hộ bạn" in page
    assert f"{parcel.total:,}".replace(",", ".") in page
    assert "Chưa có khoản nào được ghi là đã nhận" in page  # it has not come to her
