"""What a sale is sold under is written down with the order, posted once when it is delivered, and never moves."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from shop import claims, ledger, parcels, proposals, terms
from shop.models import CommissionRule, LedgerEntry, LineTerms, ParcelTerms, Payment
from shop.settling import commissions, sales, taxes
from shop.settling.commissions import Terms
from tests.factories import (
    make_claim,
    make_facility,
    make_order,
    make_parcel,
    make_product,
    make_proposal,
    make_voucher,
)


def rule(rate, facility=None, category=None, since=None):
    made = commissions.make(Terms(rate, since or times.today(), "QĐ 1", facility and facility.id, category))
    db.session.commit()
    return made


def books():
    return {name: amount for name, amount in ledger.balances().items() if amount}


def owed(parcel):
    return ledger.balance(ledger.code("facility", facility_id=parcel.facility_id))


@pytest.fixture
def set_terms(monkeypatch):
    """Dated settings as they would stand in terms.csv."""
    given = {}
    usual = terms.value
    monkeypatch.setattr(terms, "value", lambda name, on=None: given[name] if name in given else usual(name, on))
    return given.update


def test_by_default_nothing_is_taken_and_that_is_written_down(app):
    parcel = make_parcel(state="delivered")
    assert books() == {}
    whole = db.session.get_one(ParcelTerms, parcel.id)
    assert (whole.fee_rate, whole.fee_fixed, whole.vat, whole.pit, whole.tax_source) == (0, 0, 0, 0, "")
    line = db.session.get_one(LineTerms, parcel.lines[0].id)
    assert (line.commission, line.rule_id, line.vat, line.pit) == (0, None, 0, 0)


def test_a_commission_of_a_sale_whose_cash_the_maker_took_is_owed_by_her(app):
    kept = rule(500)
    parcel = make_parcel(make_product(price=100_000), quantity=2, state="delivered")
    assert books() == {"commission": 10_000, f"facility:{parcel.facility_id}": -10_000}
    assert db.session.get_one(LineTerms, parcel.lines[0].id).rule_id == kept.id


def test_what_changes_after_the_order_does_not_touch_it(app):
    rule(500)
    parcel = make_parcel(make_product(price=100_000))
    with times.frozen(times.now() + timedelta(days=1)):
        rule(2_000)
        parcels.confirm(parcel)
    for act in (update(LineTerms).values(commission=1), delete(LineTerms), update(ParcelTerms).values(vat=1)):
        with pytest.raises(IntegrityError):
            db.session.execute(act.execution_options(synchronize_session=False))
        db.session.rollback()
    assert sales.reckon(parcel).commission == 5_000


@pytest.mark.parametrize(
    ("rules", "rate"),
    [
        ([], 0),
        ([(100, False, False)], 100),
        ([(100, False, False), (200, False, True)], 200),
        ([(300, True, False), (200, False, True)], 300),
        ([(400, True, True), (300, True, False), (200, False, True)], 400),
        ([(100, False, False), (0, True, False)], 0),
        ([(100, False, False), (150, False, False)], 150),
    ],
)
def test_the_most_particular_rule_holds_and_of_two_the_later(app, rules, rate):
    facility = make_facility()
    for each, mine, shelf in rules:
        rule(each, facility if mine else None, "gom-su" if shelf else None)
    rule(900, make_facility())
    rule(900, None, "may-tre-dan")
    parcel = make_order(make_product(facility=facility)).parcels[0]
    assert db.session.get_one(LineTerms, parcel.lines[0].id).commission == rate


def test_a_rule_of_a_day_to_come_does_not_hold_yet_and_none_reaches_back(app):
    rule(500, since=times.today() + timedelta(days=1))
    assert db.session.get_one(LineTerms, make_order().parcels[0].lines[0].id).commission == 0
    with pytest.raises(commissions.TooEarly):
        rule(500, since=times.today() - timedelta(days=1))


@pytest.mark.parametrize("columns", [{"rate": -1}, {"rate": 5_001}, {"source": ""}])
def test_the_database_refuses_a_rule_that_cannot_be(app, columns):
    db.session.add(CommissionRule(**{"rate": 100, "since": times.today(), "source": "QĐ 1"} | columns))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_a_rule_is_never_changed(app):
    rule(500)
    with pytest.raises(IntegrityError):
        db.session.execute(update(CommissionRule).values(rate=1), execution_options={"synchronize_session": False})


def test_of_card_money_fee_commission_and_taxes_are_taken_in_one_entry_that_sums_to_zero(cards, set_terms):
    set_terms({"tax_withheld": taxes.THROUGH_US, "card_fee_rate": 300, "card_fee_fixed": 2_000})
    rule(1_000)
    parcel = cards.paid(make_product(price=300_000)).parcels[0]
    kept = ledger.balance("card_fee")  # by Stripe
    fee, sent = 3 * parcel.total // 100 + 2_000, parcel.shipping_fee
    parcels.pack(parcel)
    parcels.hand_over(parcel, "", "")
    parcels.deliver(parcel)
    db.session.commit()
    assert books() == {
        "card": parcel.total - kept,
        "card_fee": kept,
        "card_fee:maker": -fee,
        "commission": 30_000,
        "tax:vat": 3_000 + sent * 3 // 100,
        "tax:pit": 1_500 + sent * 15 // 1_000,
        f"facility:{parcel.facility_id}": parcel.total - fee - 34_500 - sent * 3 // 100 - sent * 15 // 1_000,
    }
    assert db.session.query(LedgerEntry).filter_by(kind="sale").count() == 1
    assert sales.settle(parcel) is None  # and once


def test_taxes_are_of_households_alone_and_of_the_money_that_the_setting_names(app, set_terms):
    company = make_facility(kind="doanh_nghiep")
    for scope, facility, vat in (
        (taxes.THROUGH_US, make_facility(), 0),
        (taxes.EVERY_SALE, make_facility(), 100),
        (taxes.EVERY_SALE, company, 0),
    ):
        set_terms({"tax_withheld": scope})
        parcel = make_order(make_product(facility=facility)).parcels[0]
        assert db.session.get_one(LineTerms, parcel.lines[0].id).vat == vat


def test_services_have_their_own_rate(app, set_terms):
    set_terms({"tax_withheld": taxes.EVERY_SALE})
    parcel = make_order(make_product(mode="service", on_hand=None)).parcels[0]
    line = db.session.get_one(LineTerms, parcel.lines[0].id)
    assert (line.vat, line.pit) == (500, 200)
    assert "117/2025" in db.session.get_one(ParcelTerms, parcel.id).tax_source


def test_rates_hold_from_their_day(app):
    assert taxes.rate("goods", times.today().replace(year=2025, month=6, day=30)) == taxes.FREE
    assert taxes.rate("goods", times.today().replace(year=2025, month=7, day=1)).vat == 100


def test_what_her_own_voucher_took_off_is_no_revenue_and_what_a_fair_gives_is(app):
    rule(1_000)
    product = make_product(price=200_000)
    make_voucher(code="RIENG222", facility_id=product.facility_id, percent=10)
    parcel = make_parcel(product, state="delivered", voucher="RIENG222")
    assert parcel.discount == 20_000
    assert ledger.balance("commission") == 18_000


def claim_of(parcel, amount):
    claim = make_claim(parcel)
    claims.agree(claim, "refund", amount, "")
    claims.send(claim, "Chuyển khoản")
    claims.receive(claim)
    db.session.commit()


def test_what_was_taken_goes_back_with_what_the_maker_gives_back(app, set_terms):
    set_terms({"tax_withheld": taxes.EVERY_SALE})
    rule(777)
    parcel = make_parcel(make_product(price=99_999), state="delivered")
    taken = ledger.balance("commission"), ledger.balance("tax:vat"), ledger.balance("tax:pit")
    third = parcel.payment.amount // 3
    claim_of(parcel, third)
    for amount, whole in zip((ledger.balance("commission"), ledger.balance("tax:vat")), taken[:2], strict=False):
        assert 0 < whole - amount <= whole // 3
    claim_of(parcel, third)
    claim_of(parcel, parcel.payment.amount - 2 * third)
    assert books() == {}  # three times a part is the whole, to the đồng
    assert db.session.query(Payment.refunded).scalar() == parcel.payment.amount
    assert db.session.query(LedgerEntry).filter_by(kind="sale_back").count() == 3


def test_a_line_that_took_anothers_place_is_sold_under_the_terms_of_the_order(app):
    facility = make_facility()
    asked, other = make_product(facility=facility, price=100_000), make_product(facility=facility, price=90_000)
    rule(500)
    parcel = make_order(asked).parcels[0]
    proposals.agree(parcel, make_proposal(parcel, 1, substitute=other.main, price=90_000))
    db.session.commit()
    assert db.session.get_one(LineTerms, parcel.lines[-1].id).commission == 500
    assert sales.reckon(parcel).commission == 4_500
