"""A quote is reckoned as a checkout is: deposit, fees by kind, tax inside, cards; on the page and through the API."""

import pytest
from sqlalchemy.exc import IntegrityError

from core.db import db
from shop import deposits, fees, refused
from shop.models import Order, Payment, Quote
from shop.quote_terms import Line
from tests.factories import make_enquiry, make_facility, make_fee, make_product, make_quote
from tests.shop.cards import states
from tests.shop.test_accept_quote import accept, held, stock
from tests.shop.test_quotes import enquiry as _enquiry  # noqa: F401
from tests.shop.test_quotes import letters, maker, send  # noqa: F401

API = {
    "buyer": {"name": "Cô Vân", "phone": "0912345678"},
    "address": {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8"},
    "payment": "vietqr",
}


@pytest.fixture
def lo(app):
    return make_facility(email="lo@example.vn", name="Gốm Tâm Sen", kind="doanh_nghiep")


@pytest.fixture
def product(lo):
    return make_product(facility=lo, sku="AM1", price=100_000, on_hand=12)


@pytest.fixture
def enquiry(lo, product):
    return make_enquiry(lo, product=product, is_quotation=True, quantity="10")


def made(lo, percent=30, kept=50):
    product = make_product(facility=lo, mode="made_to_order", on_hand=None, lead_days=5, price=1_000_000)
    deposits.set_for(product, percent, kept, {})
    db.session.commit()
    return product


def through_api(browser, enquiry, key="k1", number=1, **fields):
    return browser.send(
        "POST",
        f"/api/v1/talks/{enquiry.token}/quotes/{number}/accept",
        json=API | fields,
        headers={"Idempotency-Key": key},
    )


def test_the_share_she_said_is_asked_of_the_goods(browser, enquiry, product):
    quote = make_quote(enquiry, stock(product), ahead_percent=40, kept_percent=25)
    assert (quote.ahead, quote.keeps) == (360_000, 90_000)
    page = browser.get(f"/hoi/{enquiry.token}/bao-gia/1").text
    assert "360.000\xa0₫" in page
    assert "người bán giữ 90.000\xa0₫" in page
    accept(browser, enquiry, payment="cod")
    payment = db.session.query(Payment).one()
    assert (payment.method, payment.amount, payment.rest, payment.keeps) == ("vietqr", 360_000, 580_000, 90_000)


def test_else_what_she_asks_on_each_thing_made_to_order(browser, lo):
    product = made(lo)
    quote = make_quote(make_enquiry(lo, product=product), stock(product, 2, 800_000), Line("Hộp", "cái", 2, 50_000))
    assert (quote.ahead, quote.keeps) == (480_000, 240_000)


def test_what_she_changes_afterwards_leaves_the_quote_as_it_was_read(browser, lo, enquiry, product):
    rule = make_fee(lo, kind="packing", basis="percent", rate=200, title="Hộp gỗ")
    quote = make_quote(enquiry, stock(product))
    fees.stop(rule.id, lo.id)
    make_fee(lo, kind="packing", basis="parcel", rate=90_000, title="Kiện")
    assert quote.total == 900_000 + 40_000 + 18_000
    accept(browser, enquiry)
    order = db.session.query(Order).one()
    assert (order.total, order.parcels[0].fee_total, order.parcels[0].payment.amount) == (958_000, 18_000, 958_000)
    assert [one.title for one in order.parcels[0].fees] == ["Hộp gỗ"]


def test_the_market_is_owed_its_fee_as_of_any_order(browser, enquiry, product):
    make_fee(kind="admin", basis="parcel", rate=1_000, title="Trực chợ")
    make_quote(enquiry, stock(product))
    accept(browser, enquiry)
    parcel = db.session.query(Order).one().parcels[0]
    assert [(one.credit, one.amount) for one in fees.moves_of(parcel)] == [("commission:admin", 1_000)]


def test_the_tax_inside_is_told_and_an_invoice_can_be_asked_for(browser, enquiry, product):
    make_quote(enquiry, stock(product))
    assert "Trong đó thuế GTGT" in browser.get(f"/hoi/{enquiry.token}/bao-gia/1").text
    asked = {"invoice_name": "Công ty Sen", "invoice_address": "1 Tràng Tiền"}
    assert accept(browser, enquiry, **asked | {"invoice_tax": "12"}).status_code == 422
    accept(browser, enquiry, **asked)
    assert db.session.query(Order).one().invoice.name == "Công ty Sen"


def test_the_maker_types_the_share_and_a_later_version_keeps_it(maker, enquiry, product):  # noqa: F811
    assert send(maker, enquiry, ahead="30", kept="101").status_code == 422
    assert send(maker, enquiry, ahead="30", kept="50").status_code == 303
    quote = db.session.query(Quote).one()
    assert (quote.ahead, quote.keeps) == (3 * 230_000 * 30 // 100, 3 * 230_000 * 15 // 100)
    page = maker.get(f"/quan-ly/hoi-dap/{enquiry.id}/bao-gia").text
    assert 'value="30"' in page
    assert any("Đặt cọc, trả trước" in one["text"] for one in letters())


def test_a_share_without_an_account_is_refused_at_its_field(maker, enquiry, lo):  # noqa: F811
    lo.bank_bin = lo.bank_account = None
    db.session.commit()
    page = send(maker, enquiry, ahead="30")
    assert page.status_code == 422
    assert 'id="ahead-error"' in page.text


def test_without_an_account_at_the_moment_of_accepting_nothing_is_ordered(browser, enquiry, product, lo):
    quote = make_quote(enquiry, stock(product), ahead_percent=40)
    lo.bank_bin = lo.bank_account = None
    db.session.commit()
    for method in ("cod", "vietqr"):
        assert accept(browser, enquiry, payment=method).status_code == 422
    assert (quote.standing, held(product), db.session.query(Order).count()) == ("open", 0, 0)


def test_who_may_pay_no_cash_is_told_so(browser, enquiry, product, monkeypatch):
    quote = make_quote(enquiry, stock(product))
    monkeypatch.setattr(refused, "stops_cash", lambda phone: True)
    assert accept(browser, enquiry, payment="cod").status_code == 422
    assert (quote.standing, held(product)) == ("open", 0)


def test_it_is_paid_by_card_once_cards_are_on(cards, enquiry, product):
    make_quote(enquiry, stock(product), ahead_percent=40)
    assert "Thẻ quốc tế" in cards.browser.get(f"/hoi/{enquiry.token}/bao-gia/1").text
    accept(cards.browser, enquiry, payment="stripe")
    order = db.session.query(Order).one()
    cards.pay(order)
    cards.hear_all()
    assert states(order) == [("placed", "paid")]
    assert order.card.received == 360_000


def test_without_cards_none_is_taken(browser, enquiry, product):
    make_quote(enquiry, stock(product))
    assert "Thẻ quốc tế" not in browser.get(f"/hoi/{enquiry.token}/bao-gia/1").text
    assert accept(browser, enquiry, payment="stripe").status_code == 422


def test_the_api_lists_and_tells_a_quote(browser, enquiry, product):
    make_quote(enquiry, stock(product), ahead_percent=40, kept_percent=25)
    make_quote(enquiry, stock(product, price=95_000))
    first, second = browser.get(f"/api/v1/talks/{enquiry.token}/quotes").json["items"][::-1]
    assert (first["state"], second["state"]) == ("replaced", "open")
    one = browser.get(f"/api/v1/talks/{enquiry.token}/quotes/1").json
    assert (one["total"], one["deposit"]) == (940_000, {"ahead": 360_000, "keeps": 90_000})
    assert second["payments"] == ["cod", "vietqr"]
    assert browser.get("/api/v1/talks/khong-co/quotes").status_code == 404
    assert browser.get(f"/api/v1/talks/{enquiry.token}/quotes/9").status_code == 404


def test_through_the_api_it_is_accepted_once_a_key(browser, enquiry, product):
    make_quote(enquiry, stock(product))
    first, again = (through_api(browser, enquiry, shown_total=940_000) for _n in range(2))
    assert (first.status_code, first.json) == (201, again.json)
    assert through_api(browser, enquiry, key="k2", shown_total=940_000).status_code == 409
    assert (db.session.query(Order).count(), held(product)) == (1, 10)
    assert browser.get(f"/api/v1/talks/{enquiry.token}/quotes/1").json["order"] == first.json["order"]["token"]


def test_the_api_accepts_no_deposit_that_was_not_shown(browser, enquiry, product):
    quote = make_quote(enquiry, stock(product), ahead_percent=40, kept_percent=25)
    for shown in ({}, {"shown_total": 940_000}, {"shown_deposit": {"ahead": 360_000, "keeps": 90_000}}):
        answer = through_api(browser, enquiry, **shown)
        assert answer.status_code == 409
        assert answer.json["errors"][1]["ahead"] == 360_000
    assert (quote.standing, held(product)) == ("open", 0)
    shown = {"shown_total": 940_000, "shown_deposit": {"ahead": 360_000, "keeps": 90_000}}
    assert through_api(browser, enquiry, **shown).status_code == 201


def test_the_api_says_which_field_is_wrong_and_changes_nothing(browser, enquiry, product):
    quote = make_quote(enquiry, stock(product), province_code="nghe-an")
    assert through_api(browser, enquiry, payment="la", shown_total=940_000).status_code == 422
    answer = through_api(browser, enquiry, shown_total=940_000)
    assert (answer.status_code, answer.json["errors"][0]["field"]) == (422, "address.province_code")
    assert quote.standing == "open"


@pytest.mark.parametrize("changed", [{"ahead": -1}, {"keeps": 900_000}, {"ahead_percent": 101}])
def test_the_database_refuses_terms_out_of_range(enquiry, product, changed):
    quote = make_quote(enquiry, stock(product), ahead_percent=40)
    with pytest.raises(IntegrityError):
        db.session.execute(db.update(Quote).where(Quote.id == quote.id).values(**changed))
