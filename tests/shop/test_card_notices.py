"""Stripe's notices: signed or refused, once each, in any order, late, lost; what does not fit is never guessed."""

import json

import pytest

from core import jobs
from core.db import db
from shop.cards import door
from shop.models import CardDoubt, CardEvent, CardRefund, LedgerEntry, Order
from tests.factories import make_facility, make_product
from tests.shop.cards import GOOD, books, card_of, letters, states, type_card


def cancel(cards, order, n=0):
    parcel = db.session.get_one(Order, order.id).parcels[n]
    return cards.browser.post(f"/don-hang/{order.token}/goi/{parcel.code}/huy")


def unchanged(order):
    return states(order) == [("placed", "awaiting")] and not books() and not db.session.query(CardEvent).count()


@pytest.mark.parametrize(("age", "status"), [(0, 200), (299, 200), (301, 400), (4_000, 400)])
def test_a_notice_301_seconds_old_is_refused(cards, age, status):
    order = cards.order()
    cards.pay(order)
    assert cards.hear_signed(*cards.stripe.notices.signed(cards.succeeded, age=age)) == status
    assert unchanged(order) is (status == 400)


def test_an_altered_notice_is_refused_and_changes_nothing(cards):
    order = cards.order()
    cards.pay(order)
    body, signature = cards.stripe.notices.signed(cards.succeeded, altered=(str(order.total), "1"))
    assert cards.hear_signed(body, signature) == 400
    assert unchanged(order)


@pytest.mark.parametrize("signature", ["", "t=1,v1=abc", "v1=abc", "t=x,v1=", "\N{LATIN SMALL LETTER E WITH ACUTE}"])
def test_a_notice_without_a_good_signature_is_refused(cards, signature):
    order = cards.order()
    cards.pay(order)
    body, _ = cards.stripe.notices.signed(cards.succeeded)
    assert cards.hear_signed(body, signature) == 400
    assert unchanged(order)


@pytest.mark.parametrize(
    "body", ["", "[]", "1", "{}", '{"id": 5, "type": "a"}', '{"id": "evt", "type": null}', "\udcff"]
)
def test_a_signed_notice_that_is_no_event_is_refused(cards, body):
    from stripe import WebhookSignature

    raw = body.encode("utf-8", "surrogateescape")
    signature = WebhookSignature.generate_signature_header(raw.decode("utf-8", "replace"), cards.stripe.notices.secret)
    assert cards.hear_signed(raw, signature) == 400
    assert db.session.query(CardEvent).count() == 0


@pytest.mark.parametrize(
    "data", [None, {}, {"object": None}, {"object": []}, {"object": {}}, {"object": {"metadata": None, "amount": None}}]
)
def test_a_notice_whose_object_has_nothing_to_go_by_is_kept_and_does_nothing(cards, data):
    for number, kind in enumerate(
        ("payment_intent.succeeded", "payment_intent.payment_failed", "refund.updated", "charge.refunded",
         "checkout.session.completed", "charge.dispute.created", "invoice.paid")
    ):  # fmt: skip
        event = {"id": f"evt_{number}", "object": "event", "type": kind, "data": data}
        assert cards.hear(event) == [200]
    assert db.session.query(CardEvent).count() == 7
    assert db.session.query(CardDoubt).count() == 0


def test_the_same_notice_doubled_has_its_effect_once(cards):
    order = cards.order(make_product(price=300_000, facility=make_facility(email="lo@example.vn")))
    cards.pay(order)
    assert cards.hear(cards.succeeded, cards.succeeded, cards.succeeded) == [200, 200, 200]
    assert books()["card"] == order.total
    assert db.session.query(CardEvent).count() == 1
    assert len([one for one in letters() if one["to"] == "lo@example.vn"]) == 1


def test_the_same_payment_in_another_notice_has_its_effect_once(cards):
    order = cards.order()
    cards.pay(order)
    assert cards.hear(cards.succeeded, cards.succeeded | {"id": "evt_other"}) == [200, 200]
    assert books()["card"] == order.total
    assert db.session.query(CardDoubt).count() == 0


def test_whatever_the_order_of_notices_the_end_is_the_same(cards):
    order = cards.order()
    cards.pay(order)
    cards.hear(*reversed(cards.stripe.notices.events))
    jobs.work_off()
    assert states(order) == [("placed", "paid")]
    assert db.session.query(LedgerEntry).filter_by(kind="card_paid").count() == 1


def test_where_only_the_session_was_told_of_its_payment_is_looked_up(cards):
    order = cards.order()
    cards.pay(order)
    cards.hear(*cards.stripe.notices.of("checkout.session.completed"))
    assert states(order) == [("placed", "awaiting")]
    jobs.work_off()
    assert states(order) == [("placed", "paid")]


def test_paid_after_it_was_cancelled_all_goes_back(cards):
    order = cards.order(email="a@example.com")
    address = cards.page(order)
    cancel(cards, order)
    assert type_card(address, GOOD)[0] == 303  # before the worker closed the page
    cards.hear_all()
    assert states(order) == [("cancelled", "refunding")]
    assert books() == {"card": order.parcels[0].total, "buyer": order.parcels[0].total}
    jobs.work_off()
    cards.hear_all()
    assert states(order) == [("cancelled", "refunded")]
    assert books().get("buyer") is None
    assert len(letters("Tiền thẻ")) == 1
    assert len(letters("Đã hoàn")) == 1


def test_of_two_parcels_the_one_that_was_cancelled_meanwhile_goes_back(cards):
    order = cards.order(make_product(price=300_000), make_product(price=200_000))
    address, kept = cards.page(order), order.parcels[1].total
    cancel(cards, order)
    type_card(address, GOOD)
    cards.hear_all()
    jobs.work_off()
    assert states(order) == [("cancelled", "refunded"), ("placed", "paid")]
    assert books()[f"facility:{order.parcels[1].facility_id}"] == kept
    assert books()["card"] == kept - card_of(order).fee
    assert db.session.query(CardDoubt).count() == 0


@pytest.mark.parametrize("changed", [{"amount_received": 299_999}, {"currency": "usd"}, {"metadata": None}])
def test_a_sum_that_does_not_fit_is_in_doubt_and_pays_nothing(cards, changed):
    order = cards.order()
    cards.pay(order)
    event = json.loads(json.dumps(cards.succeeded))
    intent = event["data"]["object"]
    metadata = changed.get("metadata", intent["metadata"]) or {"order": order.number, "parcels": "1,2,3"}
    event["data"]["object"] = intent | changed | {"metadata": metadata}
    assert cards.hear(event) == [200]
    assert states(order) == [("placed", "awaiting")]
    doubt = db.session.query(CardDoubt).one()
    assert (doubt.kind, doubt.order_id) == ("other_amount", order.id)
    assert books() == {"card": doubt.amount, "buyer": doubt.amount}


def test_a_second_payment_of_one_order_is_in_doubt(cards):
    order = cards.order()
    cards.pay(order)
    cards.hear_all()
    again = cards.stripe.books.intent(order.total, "vnd", cards.succeeded["data"]["object"]["metadata"])
    cards.stripe.books.confirm(again, GOOD)
    cards.hear_all()
    doubt = db.session.query(CardDoubt).one()
    assert (doubt.kind, doubt.amount) == ("twice", order.total)
    assert books()["card"] == 2 * order.total
    assert books()["buyer"] == order.total


def test_money_for_an_order_that_is_not_there_is_in_doubt_and_that_of_others_is_not_ours(cards):
    for metadata in ({"order": "PC-0000-0000", "parcels": "1"}, {"shop": "another"}):
        cards.stripe.books.confirm(cards.stripe.books.intent(50_000, "vnd", metadata), GOOD)
    cards.hear_all()
    assert [one.kind for one in db.session.query(CardDoubt)] == ["unknown_order"]
    assert books() == {"card": 50_000, "buyer": 50_000}


def test_a_refund_made_at_stripes_own_desk_is_in_doubt_though_heard_of_before_its_payment(cards):
    order = cards.order()
    cards.pay(order)
    cards.stripe.books.refund({"payment_intent": next(iter(cards.stripe.books.intents)), "amount": "50000"})
    refunds = cards.stripe.notices.of("refund.created")
    cards.hear(*refunds)
    assert db.session.query(CardDoubt).count() == 0
    jobs.work_off()  # the payment is looked up, then its refunds
    cards.hear_all()
    jobs.work_off()
    assert states(order) == [("placed", "paid")]
    doubt = db.session.query(CardDoubt).one()
    assert (doubt.kind, doubt.amount, doubt.order_id) == ("refund_outside", 50_000, order.id)
    assert books()["card"] == order.total - 50_000 - card_of(order).fee


def test_a_dispute_waits_for_a_person(cards):
    order = cards.paid()
    subject = {"id": "dp_1", "payment_intent": card_of(order).intent_id, "amount": order.total, "reason": "fraudulent"}
    before = books()
    cards.hear({"id": "evt_dp", "object": "event", "type": "charge.dispute.created", "data": {"object": subject}})
    assert (db.session.query(CardDoubt).one().kind, books()) == ("disputed", before)


def test_the_signature_is_what_keeps_strangers_out(cards, monkeypatch):
    """The guard off: the same altered notice is then taken."""
    order = cards.order()
    cards.pay(order)
    body, signature = cards.stripe.notices.signed(cards.succeeded, altered=("succeeded", "succeeded "))
    assert cards.hear_signed(body, signature) == 400
    monkeypatch.setattr(door, "event", lambda raw, _signature: json.loads(raw))
    assert cards.hear_signed(body, signature) == 200
    assert db.session.query(CardRefund).count() == 0
