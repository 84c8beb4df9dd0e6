import pytest
from sqlalchemy.exc import IntegrityError

from core.db import db
from shop import confirmations, deposits, ledger, parcels, payments
from shop.models import BankTransaction, CardRefund, DepositRule, Order, Parcel, Payment
from tests.factories import (
    make_cart,
    make_facility,
    make_member,
    make_order,
    make_product,
    make_variant,
    make_voucher,
)
from tests.shop.bank_notices import told
from tests.shop.test_checkout import GOOD, fill


def made(percent=30, kept=50, **columns):
    """A thing made to order of a million, on which so much is asked ahead."""
    product = make_product(**{"mode": "made_to_order", "on_hand": None, "lead_days": 5, "price": 1_000_000} | columns)
    deposits.set_for(product, percent, kept, {})
    db.session.commit()
    return product


def parcel_of(*products, **options):
    return make_order(*products, **options).parcels[0]


def terms(parcel):
    payment = parcel.payment
    return payment.method, payment.amount, payment.rest, payment.keeps


def test_a_share_of_the_goods_is_paid_ahead_and_the_rest_with_delivery(app):
    parcel = parcel_of(made(), payment="vietqr")
    assert terms(parcel) == ("vietqr", 300_000, parcel.total - 300_000, 150_000)
    assert parcel.payment.content == parcel.code


def test_paying_on_delivery_still_pays_the_deposit_by_transfer_and_nothing_else(app):
    order = make_order(made(), make_product(price=90_000))
    assert [one.payment.method for one in order.parcels] == ["vietqr", "cod"]
    assert order.parcels[1].payment.rest == 0


def test_a_variant_has_its_own_share_and_zero_asks_for_none(app):
    product = made(percent=20, kept=0)
    large, free = make_variant(product, price=2_000_000), make_variant(product, price=500_000)
    deposits.set_for(product, 20, 0, {large.id: 60, free.id: 0})
    db.session.commit()
    rules = deposits.rules_of([product])
    goods = [(product, one.id, one.price) for one in (product.main, large, free)]
    assert deposits.reckon(goods, rules).ahead == 200_000 + 1_200_000


def test_none_is_asked_where_it_could_not_be_transferred(app):
    product = made(facility=make_facility(bank_bin=None, bank_account=None))
    assert terms(parcel_of(product))[0] == "cod"


def test_the_share_is_of_what_is_left_after_a_voucher(app):
    product = made()
    code = make_voucher(facility_id=product.facility_id, percent=10, per_phone=None).code
    assert parcel_of(product, voucher=code, payment="vietqr").payment.amount == 270_000


def test_the_bill_says_the_deposit_and_the_rule_before_committing(browser):
    fill(browser, made())
    page = browser.get("/thanh-toan").text
    assert "Đặt cọc, trả trước" in page
    assert "300.000\xa0₫" in page
    assert "người bán giữ 150.000\xa0₫" in page
    assert 'name="shown_deposit" value="300000-150000"' in page


def test_a_deposit_that_changed_meanwhile_is_shown_again_and_nothing_is_ordered(browser):
    product = made()
    fill(browser, product)
    deposits.set_for(product, 30, 80, {})
    db.session.commit()
    answer = browser.post("/thanh-toan", **GOOD | {"shown_total": "", "shown_deposit": "300000-150000"})
    assert answer.status_code == 409
    assert 'value="300000-240000"' in answer.text
    assert db.session.query(Order).count() == 0
    assert browser.post("/thanh-toan", **GOOD | {"shown_deposit": "300000-240000"}).status_code == 303


def test_terms_stay_as_they_were_said_though_the_maker_changes_them(app):
    product = made()
    parcel = parcel_of(product, payment="vietqr")
    deposits.set_for(product, 90, 100, {})
    db.session.commit()
    assert terms(db.session.get(Parcel, parcel.id))[1:] == (300_000, parcel.total - 300_000, 150_000)


@pytest.mark.parametrize(
    ("amount", "state", "owed_back", "paid"),
    [(300_000, "matched", 0, True), (200_000, "short", 0, False), (350_000, "over", 50_000, True)],
)
def test_a_transfer_is_short_or_over_against_the_deposit(browser, amount, state, owed_back, paid):
    parcel = parcel_of(made(), payment="vietqr")
    row = told(browser, parcel, amount)
    assert (row.state, row.owed_back) == (state, owed_back)
    assert (db.session.get(Payment, parcel.payment.id).state == "paid") is paid


def test_exactly_all_of_it_pays_all_of_it(browser):
    parcel = parcel_of(made(), payment="vietqr")
    row = told(browser, parcel, parcel.total)
    assert (row.state, row.owed_back) == ("matched", 0)
    assert (parcel.payment.amount, parcel.payment.rest) == (parcel.total, 0)


def test_after_the_deposit_exactly_the_rest_may_come_by_transfer_too(browser):
    parcel = parcel_of(made(), payment="vietqr")
    told(browser, parcel, 300_000)
    row = told(browser, parcel, parcel.total - 300_000)
    assert (row.state, parcel.payment.received, parcel.balance) == ("matched", parcel.total, 0)
    assert told(browser, parcel, 300_000).state == "twice"


def test_nobody_packs_before_the_deposit_is_there(browser):
    parcel = parcel_of(made(), payment="vietqr")
    parcels.confirm(parcel)
    with pytest.raises(parcels.NotPaid):
        parcels.pack(parcel)
    assert parcels.moves_open_to(parcel, parcels.MAKER) == {"cannot_supply"}


def delivered(parcel, collected=None):
    payments.receive(parcel)
    parcels.confirm(parcel)
    parcels.pack(parcel)
    confirmations.note(parcel, "call", "confirmed", "")
    parcels.hand_over(parcel, "GHN", "X1")
    parcels.deliver(parcel, collected, "bớt cho khách quen" if collected else "")
    db.session.commit()


def test_the_rest_is_collected_at_delivery_once(app):
    parcel = parcel_of(made(), payment="vietqr")
    delivered(parcel)
    payment = parcel.payment
    assert (payment.collected, payment.rest_at is not None, parcel.balance) == (parcel.total - 300_000, True, 0)
    assert payment.refundable == parcel.total
    with pytest.raises(payments.NotAwaited):
        payments.collect(parcel, 1)


def test_less_collected_leaves_a_balance(app):
    parcel = parcel_of(made(), payment="vietqr")
    delivered(parcel, collected=600_000)
    assert parcel.balance == parcel.total - 900_000
    payments.settle(parcel)
    assert parcel.balance == 0


def test_given_up_before_it_was_accepted_all_goes_back(browser):
    parcel = parcel_of(made(), payment="vietqr")
    told(browser, parcel, 300_000)
    parcels.cancel(parcel)
    db.session.commit()
    assert parcel.payment.kept == 0
    assert db.session.query(BankTransaction).one().owed_back == 300_000


def test_given_up_after_that_the_maker_keeps_what_was_said(browser):
    parcel = parcel_of(made(), payment="vietqr")
    told(browser, parcel, 300_000)
    parcels.confirm(parcel)
    db.session.commit()
    assert "người bán giữ 150.000" in browser.get(f"/don-hang/{parcel.order.token}").text
    answer = browser.post(f"/don-hang/{parcel.order.token}/goi/{parcel.code}/huy")
    assert answer.status_code == 303
    assert (parcel.payment.kept, parcel.payment.goes_back) == (150_000, 150_000)
    assert db.session.query(BankTransaction).one().owed_back == 150_000
    assert "trả lại 150.000" in browser.get(f"/don-hang/{parcel.order.token}").text


def test_what_the_maker_cannot_supply_goes_back_whole(browser):
    parcel = parcel_of(made(), payment="vietqr")
    told(browser, parcel, 300_000)
    parcels.confirm(parcel)
    parcels.refuse(parcel, "Lò nứt")
    db.session.commit()
    assert (parcel.payment.kept, db.session.query(BankTransaction).one().owed_back) == (0, 300_000)


def test_a_deposit_that_was_not_whole_is_never_kept(browser):
    parcel = parcel_of(made(), payment="vietqr")
    told(browser, parcel, 200_000)
    parcels.confirm(parcel)
    parcels.cancel(parcel)
    db.session.commit()
    assert (parcel.payment.kept, db.session.query(BankTransaction).one().owed_back) == (0, 200_000)


def test_by_card_the_ledger_has_the_deposit_and_what_was_kept_of_it(cards):
    order = cards.paid(made())
    (parcel,) = order.parcels
    account = ledger.code("facility", facility_id=parcel.facility_id)
    assert (ledger.balance("card") + ledger.balance("card_fee"), ledger.balance(account)) == (300_000, 300_000)
    parcels.confirm(parcel)
    parcels.cancel(parcel)
    db.session.commit()
    assert db.session.query(CardRefund).one().amount == 150_000
    assert (ledger.balance(account), ledger.balance("buyer")) == (150_000, 150_000)


def test_the_database_refuses_a_rest_that_was_collected_before_its_deposit(app):
    parcel = parcel_of(made(), payment="vietqr")
    with pytest.raises(IntegrityError):
        db.session.execute(db.update(Payment).values(rest_at=parcel.order.placed_at))
    db.session.rollback()
    with pytest.raises(IntegrityError):
        db.session.execute(db.update(Payment).values(kept=150_001))


def test_the_maker_sets_it_on_a_page_of_its_product_alone(browser):
    product = made(percent=0, kept=0)
    other = made(percent=10, kept=0)
    browser.sign_in(make_member(product.facility))
    at = f"/quan-ly/san-pham/{product.id}/dat-coc"
    assert browser.post(at, percent="40", kept="101").status_code == 422
    assert browser.post(at, percent="40", kept="25").status_code == 303
    assert [(one.percent, one.kept) for one in db.session.query(DepositRule).filter_by(product_id=product.id)] == [
        (40, 25)
    ]
    assert browser.get(f"/quan-ly/san-pham/{other.id}/dat-coc").status_code == 404
    assert "Trả trước 40%" in browser.get(f"/san-pham/{product.slug}").text


def test_the_api_tells_it_too(browser):
    order = make_order(made(), payment="vietqr")
    said = browser.get(f"/api/v1/orders/{order.token}").json["order"]["parcels"][0]["payment"]
    assert said["vietqr"]["amount"] == 300_000
    assert (said["deposit"]["amount"], said["deposit"]["keeps"]) == (300_000, 150_000)


def test_the_api_orders_no_deposit_that_was_not_shown(browser):
    cart = make_cart(made())
    buyer = {"name": "Cô Vân", "phone": "0912345678"}
    address = {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8"}
    asked = {"buyer": buyer, "address": address, "payment": "cod"}
    at = f"/api/v1/carts/{cart.token}"
    told_first = browser.send("POST", f"{at}/ways", json={"province_code": "ha-noi"}).json["makers"][0]["deposit"]
    assert told_first == {"ahead": 300_000, "keeps": 150_000}
    refused = browser.send("POST", f"{at}/checkout", json=asked)
    assert (refused.status_code, refused.json["errors"][1]["keeps"]) == (409, 150_000)
    assert db.session.query(Order).count() == 0
    wrong = {"shown_deposit": {"ahead": 300_000, "keeps": 0}}
    assert browser.send("POST", f"{at}/checkout", json=asked | wrong).status_code == 409
    assert browser.send("POST", f"{at}/checkout", json=asked | {"shown_deposit": told_first}).status_code == 201
