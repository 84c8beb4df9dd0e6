import pytest

from core import times
from core.db import db
from shop.models import CartLine
from tests.factories import make_booth, make_fair, make_feature, make_product, make_shelf


def lines():
    return [(line.variant.product_id, line.quantity) for line in db.session.query(CartLine).order_by(CartLine.id)]


def test_puts_and_says_so(browser):
    product = make_product(name="Bình men rạn")
    page = browser.post("/gio-hang/mon", follow=True, sku=product.sku, quantity=2)
    assert page.status_code == 200
    assert "Đã thêm Bình men rạn vào giỏ." in page.text
    assert lines() == [(product.id, 2)]


def test_buying_at_once_leads_to_checkout(browser):
    answer = browser.post("/gio-hang/mon", sku=make_product().sku, quantity=1, go="buy")
    assert (answer.status_code, answer.location) == (303, "/thanh-toan")


def test_the_same_thing_again_adds_up(browser):
    product = make_product()
    for _ in range(2):
        browser.post("/gio-hang/mon", sku=product.sku, quantity=2)
    assert lines() == [(product.id, 4)]


@pytest.mark.parametrize("quantity", ["0", "-1", "1000", "1.5", "hai", ""])
def test_refuses_a_bad_quantity_and_changes_nothing(browser, quantity):
    assert browser.post("/gio-hang/mon", sku=make_product().sku, quantity=quantity).status_code == 422
    assert lines() == []


def test_an_unknown_thing_is_not_found(browser):
    assert browser.post("/gio-hang/mon", sku="KHONG-CO", quantity=1).status_code == 404


@pytest.mark.parametrize("columns", [{"mode": "showcase"}, {"price": None}, {"state": "withdrawn"}, {"state": "draft"}])
def test_what_is_not_for_sale_stays_out(browser, columns):
    page = browser.post("/gio-hang/mon", follow=True, sku=make_product(**columns).sku, quantity=1)
    assert "hiện không bán" in page.text
    assert lines() == []


def test_get_is_not_a_way_to_put(browser):
    assert browser.get("/gio-hang/mon").status_code == 405


def test_another_site_cannot_put(browser):
    answer = browser.send(
        "POST",
        "/gio-hang/mon",
        data={"sku": make_product().sku, "quantity": 1},
        headers={"Origin": "http://evil.example"},
    )
    assert answer.status_code == 403
    assert lines() == []


def test_remembers_the_booth_and_the_shelf_slot(browser):
    product = make_product()
    booth = make_booth(facility=product.facility, products=[product])
    feature = make_feature(make_shelf(), product)
    browser.post("/gio-hang/mon", sku=product.sku, quantity=1, gian=booth.code, ke=feature.id)
    line = db.session.query(CartLine).one()
    assert (line.booth_id, line.feature_id) == (booth.id, feature.id)


def test_another_makers_booth_and_a_closed_fair_are_not_credited(browser):
    product = make_product()
    others = make_booth(products=[product])
    closed = make_booth(make_fair(closes_at=times.now()), product.facility, products=[product])
    for code in (others.code, closed.code, "nhảm"):
        browser.post("/gio-hang/mon", sku=product.sku, quantity=1, gian=code, ke="x")
    assert db.session.query(CartLine).one().booth_id is None
