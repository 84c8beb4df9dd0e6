"""Bulky goods: the checkout asks their maker for the price of delivery; nothing is owed before the buyer accepts it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from core.jobs import Job
from shop.models import Enquiry, FreightRequest, Order, Parcel
from tests.factories import make_facility, make_member, make_product, make_range
from tests.shop.test_checkout import GOOD, fill

ASKED = GOOD | {"do": "freight"}


@pytest.fixture
def house(app):
    return make_facility(commune_code="ha-noi/xa-bat-trang", address="Xóm 3")


def bulky(house, **columns):
    product = make_product(facility=house, **columns)
    make_range(house, "quote", product)
    return product


def asked(browser, house, **said):
    bed = bulky(house, name="Sập gỗ", price=9_000_000)
    fill(browser, bed, quantity=2)
    return bed, browser.post("/thanh-toan", **ASKED | said)


def test_the_checkout_asks_and_orders_nothing(browser, house):
    bed, answer = asked(browser, house)
    enquiry = db.session.query(Enquiry).one()
    assert (answer.status_code, answer.location) == (303, f"/hoi/{enquiry.token}")
    assert (enquiry.facility_id, enquiry.product_id, enquiry.is_quotation) == (house.id, bed.id, True)
    request = db.session.query(FreightRequest).one()
    assert (request.commune_code, request.street) == (GOOD["commune_code"], GOOD["street"])
    assert [(one.variant_id, one.quantity, one.unit_price) for one in request.lines] == [(bed.main.id, 2, 9_000_000)]
    assert db.session.query(Order).count() == 0
    assert bed.main.held == 0
    assert browser.get("/toi.json").json["cart"] == 0
    assert "2 × Sập gỗ" in db.session.query(Job).filter_by(kind="mail").first().payload["text"]


def test_what_else_is_in_the_cart_stays_there_to_be_ordered(browser, house):
    bed, cup = bulky(house), make_product(facility=house)
    fill(browser, bed, cup)
    assert browser.post("/thanh-toan", **GOOD).status_code == 422
    assert browser.post("/thanh-toan", **ASKED).status_code == 303
    assert browser.get("/toi.json").json["cart"] == 1
    assert browser.post("/thanh-toan", **GOOD).status_code == 303
    assert db.session.query(Parcel).one().lines[0].product_id == cup.id


def test_each_maker_is_asked_for_her_own(browser, house):
    fill(browser, bulky(house), bulky(house), bulky(make_facility(commune_code="ha-noi/xa-bat-trang")))
    assert browser.post("/thanh-toan", **ASKED).location == "/gio-hang"
    assert sorted(len(one.lines) for one in db.session.query(FreightRequest)) == [1, 2]


def test_pressed_twice_it_asks_once(browser, house):
    asked(browser, house)
    assert browser.post("/thanh-toan", **ASKED).status_code == 409
    assert db.session.query(Enquiry).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"), [({"phone": "09"}, "phone"), ({"commune_code": ""}, "commune_code"), ({"street": ""}, "street")]
)
def test_who_and_where_is_asked_first(browser, house, wrong, field):
    _bed, page = asked(browser, house, **wrong)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert db.session.query(Enquiry).count() == 0
    assert browser.get("/toi.json").json["cart"] == 2


def quoted(browser, house, **changes):
    """The maker opens the form, which knows the goods and the province, and writes the fee and the day."""
    bed, _answer = asked(browser, house)
    enquiry = db.session.query(Enquiry).one()
    browser.sign_in(make_member(house))
    at = f"/quan-ly/hoi-dap/{enquiry.id}/bao-gia"
    page = browser.get(at).text
    assert f'value="{bed.sku}"' in page
    assert 'value="9.000.000"' in page
    day = times.today().isoformat()
    said = {"sku-0": bed.sku, "quantity-0": "2", "price-0": "9.000.000", "delivery_fee": "450.000"}
    said |= {"province_code": "ha-noi", "ready_on": day, "valid_until": day, "do": "send"}
    assert browser.post(at, **said | changes).status_code == 303
    browser.post("/tai-khoan/dang-xuat")
    return bed, enquiry


def test_accepted_it_is_an_order_at_just_that_fee(browser, house):
    bed, enquiry = quoted(browser, house)
    at = f"/hoi/{enquiry.token}/bao-gia/1"
    page = browser.get(at).text
    for told in (GOOD["street"], "18.450.000", 'value="ha-noi/xa-gia-lam" selected'):
        assert told in page
    assert browser.post(at, **GOOD | {"do": "accept"}).status_code == 303
    parcel = db.session.query(Parcel).one()
    assert (parcel.shipping_fee, parcel.total, bed.main.held) == (450_000, 18_450_000, 2)


def test_not_accepted_nothing_is_owed(browser, house):
    bed, enquiry = quoted(browser, house)
    assert browser.post(f"/hoi/{enquiry.token}/bao-gia/1/tu-choi", reason="Đắt quá").status_code == 303
    assert (db.session.query(Order).count(), bed.main.held) == (0, 0)


@pytest.mark.parametrize("broken", ["quantity = 0", "unit_price = 0"])
def test_the_database_keeps_it_whole(browser, house, broken):
    asked(browser, house)
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE freight_line SET {broken}"))
    db.session.rollback()


def test_the_api_asks_too(browser, house):
    bed = bulky(house)
    cart = browser.send("POST", "/api/v1/carts").json["id"]
    browser.send("POST", f"/api/v1/carts/{cart}/lines", json={"sku": bed.sku, "quantity": 1})
    place = {name: GOOD[name] for name in ("province_code", "commune_code", "street")}
    said = {"buyer": {"name": "Cô Vân", "phone": "0912345678"}, "address": place}
    assert browser.send("POST", f"/api/v1/carts/{cart}/freight", json={}).status_code == 422
    answer = browser.send("POST", f"/api/v1/carts/{cart}/freight", json=said)
    assert answer.status_code == 201, answer.text
    assert answer.json["talks"] == [{"facility": house.slug, "token": db.session.query(Enquiry).one().token}]
    assert browser.send("POST", f"/api/v1/carts/{cart}/freight", json=said).status_code == 409
    assert browser.send("POST", "/api/v1/carts/none/freight", json=said).status_code == 404
