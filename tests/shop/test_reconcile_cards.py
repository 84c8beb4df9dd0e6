"""Stripe's books beside ours: what a lost notice or a killed process left is found, mended and said, once."""

from core import jobs, schedule, times
from core.db import db
from shop import ledger
from shop.cards import reconciling
from shop.models import CardDoubt
from tests.shop.cards import GOOD, books, card_of, states
from tests.shop.test_races import ROOT, database  # noqa: F401 (a fixture)


def reconcile(cards, *options, exit_code=0):
    result = cards.app.test_cli_runner().invoke(args=["shop", "reconcile", *options])
    assert result.exit_code == exit_code, result.output
    db.session.rollback()
    return result.output


def test_off_it_says_so(app):
    assert "Chưa nhận thẻ" in app.test_cli_runner().invoke(args=["shop", "reconcile"]).output


def test_where_all_agrees_it_says_so_and_changes_nothing(cards):
    order = cards.paid()
    before = books()
    assert "Đã xem 1 khoản trả, 0 khoản hoàn" in reconcile(cards)
    assert "khớp hết" in reconcile(cards)
    assert (states(order), books()) == ([("placed", "paid")], before)


def test_a_lost_notice_of_a_payment_is_made_good_once(cards):
    order = cards.order()
    cards.pay(order)
    said = reconcile(cards)
    assert f"{order.number}: Stripe đã thu" in said
    assert states(order) == [("placed", "paid")]
    assert "khớp hết" in reconcile(cards)
    cards.hear_all()  # and then the notice comes after all
    assert books()["card"] == order.total
    assert db.session.query(CardDoubt).count() == 0


def test_a_lost_notice_of_a_refund_is_made_good(cards):
    cards.stripe.books.refunds_stay_pending = True
    order = cards.paid()
    cards.browser.post(f"/don-hang/{order.token}/goi/{order.parcels[0].code}/huy")
    jobs.work_off()
    cards.stripe.books.end_refund(next(iter(cards.stripe.books.refunds)), "succeeded")
    assert "mà chợ chưa ghi; đã ghi" in reconcile(cards)
    assert states(order) == [("cancelled", "refunded")]
    assert "khớp hết" in reconcile(cards)


def test_what_is_paid_in_our_books_alone_is_in_doubt(cards):
    order = cards.paid()
    del cards.stripe.books.intents[card_of(order).intent_id]
    assert "Stripe nói khác (resource_missing)" in reconcile(cards, exit_code=1)
    assert [one.kind for one in db.session.query(CardDoubt)] == ["not_at_stripe"]
    reconcile(cards, exit_code=1)
    assert db.session.query(CardDoubt).count() == 1


def test_a_refund_whose_job_gave_up_and_an_order_that_did_not_lapse_are_handed_on(cards):
    order, unpaid = cards.paid(), cards.order()
    cards.browser.post(f"/don-hang/{order.token}/goi/{order.parcels[0].code}/huy")
    db.session.query(jobs.Job).filter(jobs.Job.done_at.is_(None)).delete()
    db.session.commit()
    with times.frozen(times.now() + 2 * reconciling.GIVEN_TO_THE_WORKER + (card_of(unpaid).pay_before - times.now())):
        said = reconcile(cards)
        assert "chưa gửi được" in said
        assert f"{unpaid.number}: quá giờ trả mà chưa hủy" in said
        jobs.work_off()
    assert states(order) == [("cancelled", "refunded")]
    assert states(unpaid) == [("cancelled", "void")]


def test_a_ledger_that_says_something_else_is_told(cards):
    order = cards.paid()
    ledger.post("by-hand", "correction", [ledger.Move("card", "buyer", 7)], order_id=order.id)
    db.session.commit()
    assert f"{order.number}: sổ cái ghi" in reconcile(cards)


def test_many_payments_are_read_page_by_page(cards):
    for _ in range(103):
        cards.stripe.books.confirm(cards.stripe.books.intent(50_000, "vnd", {"shop": "another"}), GOOD)
    assert "Đã xem 103 khoản trả" in reconcile(cards)


def test_stripe_down_it_fails_with_a_sentence(cards):
    cards.stripe.is_down = True
    result = cards.app.test_cli_runner().invoke(args=["shop", "reconcile"])
    assert result.exit_code == 1
    assert "Stripe không trả lời" in result.output


def test_it_is_done_each_day_where_cards_are_on(cards, app):
    order = cards.order()
    cards.pay(order)
    with times.frozen(times.start_of(times.today()).replace(hour=23)):
        schedule.ask_for_today()
        jobs.work_off()
    assert states(order) == [("placed", "paid")]
