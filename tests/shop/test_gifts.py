"""Gift cards: money paid ahead, what it pays of an order, what comes back; every page and the ledger say the same."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from core.jobs import Job
from shop import claims, confirmations, gift_desk, gifts, ledger, orders, parcels, payments, vouchers
from shop.gift_desk import Wish
from shop.models import GiftCard, GiftMove, Order
from shop.settling import dues, proofs
from shop.vouchers import Payer
from tests.factories import (
    make_cart,
    make_facility,
    make_fee,
    make_gift,
    make_member,
    make_product,
    make_scheme,
    make_staff,
)  # fmt: skip
from tests.shop.test_api_carts import call
from tests.shop.test_checkout import GOOD, fill
from tests.shop.test_deposits import made

CODE, OTHER = "ABCDEFGHJKLM2345", "ZYXWVUTSRQPN6789"


def buy(*products, codes=(CODE,), shown=None, **buyer):
    keys = tuple(gifts.key_of(one) for one in codes)
    placed = orders.place(make_cart(*products), _buyer(gifts=keys, **buyer), shown_gift=shown)
    db.session.commit()
    return placed


def _buyer(payment="cod", **more):
    address = {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8 ngõ 27"}
    return orders.Buyer(name="Thu Ngân", phone="+84912345678", payment=payment, **address, **more)


def agrees():
    """Cards, their history, the ledger and payments."""
    db.session.expire_all()
    assert proofs.look(heal=False) == []
    assert sum(one.balance for one in db.session.query(GiftCard)) == ledger.balance("gift_card")


def left(card):
    db.session.refresh(card)
    return card.balance


def test_it_pays_goods_delivery_and_fees_one_parcel_whole_before_the_next(app):
    mine, theirs = make_product(price=90_001), make_product(price=80_000)
    make_fee(mine.facility)
    card = make_gift(150_000, CODE)
    order = buy(mine, theirs)
    first, second = order.parcels
    assert (first.payment.method, first.payment.state, first.payment.amount) == ("gift", "paid", 0)
    assert first.payment.gifted == first.total == 90_001 + first.shipping_fee + 5_000
    assert (second.payment.method, second.payment.state) == ("cod", "awaiting")
    assert second.payment.gifted == 150_000 - first.total
    assert second.payment.amount == second.total - second.payment.gifted == second.payment.to_collect
    assert left(card) == 0
    assert ledger.balance(f"facility:{mine.facility_id}") == first.total
    assert ledger.balance("bank") == 150_000
    agrees()


def test_several_cards_pay_in_the_order_in_which_they_were_typed(app):
    first, second = make_gift(60_000, CODE), make_gift(500_000, OTHER)
    order = buy(make_product(price=100_000), codes=(CODE, OTHER, CODE))
    assert (left(first), left(second)) == (0, 560_000 - order.total)
    agrees()


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({}, "unknown"), ({"blocked_at": times.now(), "block_reason": "Mất thẻ"}, "blocked"),
        ({"until_at": times.now() - timedelta(1)}, "over"),
    ],
)  # fmt: skip
def test_a_card_that_is_not_good_orders_nothing(app, changed, why):
    card = make_gift(100_000, CODE, **changed)
    with pytest.raises(gifts.NotGood) as bad:
        buy(make_product(), codes=(CODE,) if changed else (OTHER,))
    db.session.rollback()
    assert (bad.value.why, db.session.query(Order).count(), left(card)) == (why, 0, 100_000)


def test_what_it_pays_must_be_what_the_page_said(app):
    make_gift(30_000, CODE)
    with pytest.raises(gifts.Moved):
        buy(make_product(), shown=40_000)
    db.session.rollback()
    assert db.session.query(Order).count() == 0
    assert buy(make_product(), shown=30_000).parcels[0].payment.gifted == 30_000


def test_the_database_lets_no_balance_fall_below_nothing_nor_rise_above_the_value(app):
    card = make_gift(30_000, CODE)
    for wrong in (-1, 30_001):
        with pytest.raises(IntegrityError):
            db.session.execute(update(GiftCard).where(GiftCard.id == card.id).values(balance=wrong))
        db.session.rollback()
    with pytest.raises(Exception, match="sealed"):
        db.session.execute(text("UPDATE gift_move SET amount = 1"))
    db.session.rollback()


@pytest.mark.parametrize("payment", ["cod", "vietqr"])
@pytest.mark.parametrize("value", [30_000, 900_000])
def test_a_parcel_that_comes_to_nothing_gives_it_back(app, payment, value):
    card = make_gift(value, CODE)
    parcel = buy(make_product(price=100_000), payment=payment).parcels[0]
    parcels.cancel(parcel, "Đổi ý")
    db.session.commit()
    assert left(card) == value
    assert ledger.balance(f"facility:{parcel.facility_id}") == 0
    assert parcel.payment.state == ("refunded" if value > 100_000 else "void")
    agrees()


def test_money_that_comes_back_to_a_card_that_is_over_can_be_spent_for_a_while(app):
    card = make_gift(500_000, CODE)
    parcel = buy(make_product()).parcels[0]
    card.until_at = times.now() - timedelta(days=1)
    db.session.commit()
    parcels.cancel(parcel, "Đổi ý")
    db.session.commit()
    db.session.refresh(card)
    assert card.until_at > times.now() + timedelta(days=29)


def test_fewer_goods_cost_less_of_what_is_still_awaited_and_then_of_the_card(app):
    product = make_product(price=100_000)
    card = make_gift(150_000, CODE)
    cart = make_cart(product, quantity=3)
    order = orders.place(cart, _buyer(gifts=(gifts.key_of(CODE),)))
    db.session.commit()
    parcel = order.parcels[0]
    for quantity in (2, 1):
        parcel.lines[0].quantity = quantity
        parcel.goods_total = quantity * 100_000
        payments.follow(parcel)
        db.session.commit()
        assert parcel.payment.gifted == min(150_000, parcel.total)
        assert parcel.payment.whole == parcel.total
    assert (parcel.payment.method, parcel.payment.state, parcel.balance) == ("gift", "paid", 0)
    assert left(card) == 150_000 - parcel.total
    agrees()


def test_it_pays_a_deposit_first_and_the_maker_keeps_of_it_what_was_said(app):
    product = made(percent=50, kept=40)
    card = make_gift(600_000, CODE)
    parcel = buy(product, payment="vietqr").parcels[0]
    payment = parcel.payment
    assert (payment.gifted, payment.amount, payment.state) == (600_000, 0, "paid")
    assert payment.rest == payment.to_collect == parcel.total - 600_000
    parcels.confirm(parcel)
    parcels.call_off(parcel, "Đổi ý")
    db.session.commit()
    assert parcel.payment.kept == 200_000
    assert left(card) == 400_000
    assert ledger.balance(f"facility:{parcel.facility_id}") == 200_000
    agrees()


def test_a_claim_gives_back_to_the_card_first_and_the_rest_as_it_was_paid(app):
    card = make_gift(60_000, CODE)
    order = buy(make_product(price=100_000))
    parcel = order.parcels[0]
    _deliver(parcel)
    for amount, on_card, state in ((20_000, 20_000, "received"), (50_000, 60_000, "agreed")):
        claim = claims.ask(parcel, "broken", {parcel.lines[0].id: 1}, "Nắp nứt một đường.")
        db.session.flush()
        claims.agree(claim, "refund", amount, "Hoàn tiền")
        db.session.commit()
        assert claim.state == state
        if state == "agreed":
            assert claim.gifted == 40_000  # the other 10,000 were cash
            claims.send(claim, "Đã đưa lại")
            claims.receive(claim)
            db.session.commit()
        assert left(card) == on_card
        agrees()
    assert ledger.balance(f"facility:{parcel.facility_id}") == 0


def _deliver(parcel):
    parcels.confirm(parcel)
    parcels.pack(parcel)
    if parcel.payment.method == "cod":
        confirmations.note(parcel, "call", "confirmed")
    parcels.hand_over(parcel, "Bưu điện", "VN1")
    parcels.deliver(parcel)
    db.session.commit()


def test_the_maker_is_paid_out_what_it_paid_after_delivery(app, monkeypatch):
    make_gift(900_000, CODE)
    parcel = buy(make_product(price=200_000)).parcels[0]
    assert dues.of(parcel.facility).amount == 0
    _deliver(parcel)
    later = times.now() + timedelta(days=30)
    monkeypatch.setattr(times, "now", lambda: later)
    assert dues.of(parcel.facility).amount == parcel.total


def test_reconcile_sees_a_balance_that_was_touched(app):
    make_gift(60_000, CODE)
    db.session.execute(text("UPDATE gift_card SET balance = balance - 1"))
    assert len([one for one in proofs.look(heal=False) if "Thẻ quà tặng" in one.said]) == 2


# Issued, sent, lapsed.


def test_a_prize_is_charged_to_its_line_and_never_beyond_its_plan(app):
    scheme = make_scheme()
    line = next(one for one in scheme.fundings if one.source == "local")
    payer = Payer(scheme_id=scheme.id, funding_id=line.id)
    gift_desk.issue(Wish(60_000_000, payer=payer))
    assert ledger.balance(f"promotion:scheme:{scheme.id}") == 60_000_000 == ledger.balance("gift_card")
    with pytest.raises(vouchers.BeyondPlan) as beyond:
        gift_desk.issue(Wish(50_000_000, payer=payer))
    assert beyond.value.left == 40_000_000


def test_it_is_mailed_once_on_its_day_with_a_code_that_nobody_had_before(app):
    wish = Wish(100_000, "PT 1", recipient="Chị Hoa", email="hoa@example.vn", greeting="Chúc mừng!")
    card = gift_desk.issue(wish)
    db.session.commit()
    for _ in range(2):
        gift_desk.deliver(card.id)
        db.session.commit()
    sent = [one.payload for one in db.session.query(Job).filter_by(kind="mail")]
    assert len(sent) == 1
    db.session.refresh(card)
    said = str(sent[0])
    code = next(word for word in re.split(r"[\s\\]+", said) if gifts.typed(word))
    assert gifts.find(gifts.typed(code)).id == card.id
    assert "Chúc mừng!" in said


def test_a_new_code_ends_the_old_and_only_a_digest_is_kept(app):
    card = make_gift(100_000, CODE)
    code = gift_desk.new_code(card)
    db.session.commit()
    assert gifts.find(CODE) is None
    assert gifts.find(gifts.typed(gift_desk.written(code).lower())).id == card.id
    assert code not in str(db.session.execute(text("SELECT * FROM gift_card")).all())


def test_what_lies_on_a_card_that_is_over_stays_owed_until_the_rule_of_a_day_says_otherwise(app, monkeypatch):
    card = make_gift(100_000, CODE, until_at=times.now() - timedelta(1))
    assert (gift_desk.lapse(), left(card)) == (0, 100_000)
    monkeypatch.setattr("shop.terms.value", lambda name, on=None: 1)
    assert [gift_desk.lapse(), gift_desk.lapse(), left(card)] == [1, 0, 0]
    assert ledger.balance("commission:gift_card") == 100_000
    agrees()


# Pages and the API.


def test_the_checkout_shows_what_is_left_and_orders_so(browser):
    make_gift(50_000, CODE)
    fill(browser, make_product(price=100_000))
    typed = GOOD | {"gift": "abcd efgh jklm 2345"}
    shown = browser.post("/thanh-toan", **typed | {"do": "communes"}).text
    assert "…2345" in shown
    assert "Còn phải trả" in shown
    refused = browser.post("/thanh-toan", **typed)  # what it pays was not on the last page seen
    assert refused.status_code == 409
    assert db.session.query(Order).count() == 0
    placed = browser.post("/thanh-toan", **typed | {"shown_gift": "50000"})
    assert placed.status_code == 303
    page = browser.get(placed.location).text
    assert "Thẻ quà tặng đã trả" in page


@pytest.mark.parametrize("said", ["abcd", OTHER])
def test_a_wrong_code_says_so_at_its_field_and_loses_nothing(browser, said):
    fill(browser, make_product())
    page = browser.post("/thanh-toan", **GOOD | {"gift": said, "shown_gift": "0"})
    assert page.status_code == 422
    assert "16 chữ" in page.text or "Không có thẻ quà tặng mang mã này" in page.text
    assert said in page.text
    assert db.session.query(Order).count() == 0


def test_the_api_pays_with_cards_and_says_what_they_paid(browser):
    make_gift(50_000, CODE)
    product = make_product(sku="HU", price=100_000)
    cart = make_cart(product)
    body = {
        "buyer": {"name": "Thu Ngân", "phone": "0912345678"}, "payment": "cod", "gift_cards": [CODE.lower()],
        "address": {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8"},
    }  # fmt: skip
    bad = call(browser, "POST", f"/carts/{cart.token}/checkout", body | {"gift_cards": [OTHER]})
    assert (bad.status_code, bad.json["errors"][0]["field"]) == (422, "gift_cards")
    placed = call(browser, "POST", f"/carts/{cart.token}/checkout", body)
    payment = placed.json["order"]["parcels"][0]["payment"]
    assert (placed.status_code, payment["gifted"], payment["method"]) == (201, 50_000, "cod")


def test_the_balance_is_told_to_who_has_the_code_and_guessing_is_slowed(browser, monkeypatch):
    make_gift(50_000, CODE)
    assert "50.000" in browser.post("/the-qua-tang", code="ABCD-EFGH-JKLM-2345").text
    wrong = [browser.post("/the-qua-tang", code=one) for one in ("", "abc", OTHER)]
    assert {one.status_code for one in wrong} == {422}
    assert all("Không có thẻ quà tặng mang mã này" in one.text for one in wrong)
    monkeypatch.setattr("shop.web.gifts.MOST_CODES", 2)  # what is no code is no guess
    assert browser.post("/the-qua-tang", code=CODE).status_code == 429


def test_the_desk_issues_prints_blocks_and_finds(browser):
    browser.sign_in(make_staff("pay"))
    desk = "/can-bo/the-qua-tang"
    assert browser.post(desk, value="1").status_code == 422
    made = browser.post(desk, value="200.000", reference="PT 07", key="k1")
    card = db.session.query(GiftCard).one()
    assert (made.status_code, card.balance, card.digest) == (303, 200_000, None)
    printed = browser.post(f"{desk}/{card.id}/ma").text
    db.session.refresh(card)
    code = next(gifts.typed(word.split("<")[0]) for word in printed.split('nowrap">')[1:] if gifts.typed(word[:19]))
    assert gifts.key_of(code) == card.digest
    assert f"Thẻ số {card.id}" in browser.get(f"{desk}?cuoi={card.last4}").text
    assert f"Thẻ số {card.id}" not in browser.get(f"{desk}?cuoi=????").text
    assert browser.post(f"{desk}/{card.id}/khoa").status_code == 422
    browser.post(f"{desk}/{card.id}/khoa", why="Mất thẻ")
    db.session.refresh(card)
    assert card.trouble == "blocked"
    assert "Mất thẻ" in browser.get(f"{desk}/{card.id}").text
    browser.post(f"{desk}/{card.id}/mo")
    db.session.refresh(card)
    assert card.trouble == ""
    assert db.session.query(GiftMove).count() == 1


@pytest.mark.parametrize("who", ["guest", "maker", "officer"])
def test_nobody_else_sees_the_desk(browser, who):
    if who == "maker":
        browser.sign_in(make_member(make_facility()))
    if who == "officer":
        browser.sign_in(make_staff("allot"))
    card = make_gift()
    for page in ("/can-bo/the-qua-tang", f"/can-bo/the-qua-tang/{card.id}"):
        assert browser.get(page).status_code in (302, 303, 403, 404)


@pytest.mark.parametrize("count", [1, 20])
def test_the_desk_reads_the_same_however_many_cards(browser, query_count, count):
    browser.sign_in(make_staff("pay"))
    for _ in range(count):
        make_gift()
    browser.get("/can-bo/the-qua-tang")
    with query_count() as run:
        browser.get("/can-bo/the-qua-tang")
    assert len(run) <= 7
