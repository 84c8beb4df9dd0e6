"""What is in a cart is held from the moment its checkout opens, for fifteen minutes."""

from datetime import timedelta

import pytest

from catalog import stock
from catalog.models import Hold, Product, Variant
from core import times
from core.db import db
from shop import cart as carts
from shop import holding, orders
from shop.models import CartLine, Order
from tests.factories import make_cart, make_hamper, make_product, make_user, order_cart
from tests.shop.test_checkout import GOOD, fill


def free(product):
    db.session.expire_all()
    return db.session.get(Product, product.id).available


def begin(cart):
    held = holding.begin(cart.token)
    db.session.commit() if held else db.session.rollback()
    return held


def later(minutes):
    return times.frozen(times.now() + timedelta(minutes=minutes))


def opened(browser):
    """The page behind the cart's button, which starts the clock."""
    assert browser.post("/thanh-toan", do="begin").location == "/thanh-toan"
    return browser.get("/thanh-toan")


def test_who_only_looks_holds_nothing(browser):
    product = make_product(on_hand=3)
    fill(browser, product)
    browser.get("/thanh-toan")
    assert free(product) == 3


def test_who_buys_at_once_holds_at_once(browser):
    product = make_product(on_hand=3)
    browser.post("/gio-hang/mon", sku=product.main.sku, quantity=2, go="buy")
    assert free(product) == 1


def test_opening_the_checkout_holds_and_says_until_when(browser):
    product = make_product(on_hand=3)
    fill(browser, product, quantity=2)
    assert free(product) == 3
    with times.frozen(times.now().replace(hour=3, minute=0)):
        page = opened(browser).text
        assert ">10:15</time>" in page
        assert free(product) == 1


def test_her_own_hold_stands_in_nobodys_way_but_anothers(browser):
    product = make_product(on_hand=1)
    fill(browser, product)
    opened(browser)
    assert "Món này vừa hết" not in browser.get("/gio-hang").text
    assert not begin(make_cart(product))
    with pytest.raises(orders.Unavailable):
        order_cart(make_cart(product))
    db.session.rollback()
    assert browser.post("/thanh-toan", **GOOD).status_code == 303
    assert (db.session.query(Hold).count(), db.session.query(Variant.held).scalar()) == (0, 1)


def test_reloading_moves_the_clock_in_neither_direction(app):
    cart = make_cart(make_product(on_hand=1))
    begin(cart)
    until = db.session.query(Hold.until).scalar()
    with later(14):
        begin(cart)
        assert db.session.query(Hold.until).scalar() == until


def test_a_lapsed_hold_is_free_at_the_next_read_and_for_the_next_buyer(app):
    product = make_product(on_hand=1)
    begin(make_cart(product))
    assert free(product) == 0
    with later(16):
        assert free(product) == 1
        assert db.session.query(Product).filter(stock.is_left()).count() == 1
        assert begin(make_cart(product))
        assert free(product) == 0
        assert db.session.query(Hold).count() == 1


def test_an_order_and_a_sale_at_the_stand_take_what_has_lapsed(app):
    product = make_product(on_hand=2)
    begin(make_cart(product, quantity=2))
    assert not stock.sell(product.main.id, 1)
    with later(16):
        assert stock.sell(product.main.id, 1)
        order_cart(make_cart(product))
        assert free(product) == 0


def test_less_can_be_counted_once_a_hold_has_lapsed(app):
    product = make_product(on_hand=2)
    begin(make_cart(product, quantity=2))
    with pytest.raises(stock.BelowHeld):
        stock.set_on_hand(product.sku, 0)
    with later(16):
        assert stock.set_on_hand(product.sku, 0).held == 0


def test_a_clock_that_has_run_out_keeps_nobody_from_ordering_what_is_left(app):
    product = make_product(on_hand=1)
    cart = make_cart(product)
    begin(cart)
    with later(16):
        order_cart(cart)
        assert (free(product), db.session.query(Variant.held).scalar()) == (0, 1)


def test_a_hamper_and_a_single_piece_draw_on_the_same_stock_together(app):
    tea = make_product(on_hand=4)
    hamper = make_hamper(tea.facility, [(tea, 2)])
    assert not begin(make_cart(hamper, tea, quantity=2))
    assert db.session.query(Hold).count() == 0
    assert begin(make_cart(hamper, tea))
    assert free(tea) == 1
    assert free(hamper) == 0
    with later(16):
        assert free(hamper) == 2


def test_taking_a_line_out_frees_it_and_lowering_a_number_the_rest(browser):
    tea, cup = make_product(on_hand=5), make_product(on_hand=5)
    fill(browser, tea, cup, quantity=3)
    opened(browser)
    line_of = {line.variant_id: line.id for line in db.session.query(CartLine)}
    browser.post(f"/gio-hang/mon/{line_of[tea.main.id]}/bo")
    browser.post(f"/gio-hang/mon/{line_of[cup.main.id]}", quantity=1)
    assert (free(tea), free(cup)) == (5, 4)


def test_leaving_frees_all_and_keeps_the_cart(browser):
    product = make_product(on_hand=1)
    fill(browser, product)
    opened(browser)
    assert browser.post("/thanh-toan", do="leave").location == "/gio-hang"
    assert free(product) == 1
    assert db.session.query(CartLine).count() == 1


def test_a_cart_poured_into_another_holds_nothing(app):
    product, user = make_product(on_hand=3), make_user()
    carts.begin(user.id)
    visitors = make_cart(product)
    begin(visitors)
    carts.join(visitors.token, user.id)
    db.session.commit()
    assert free(product) == 3


def test_what_is_made_to_order_has_no_clock(browser):
    fill(browser, make_product(on_hand=None))
    assert "được giữ cho bạn" not in opened(browser).text
    assert browser.post("/thanh-toan", **GOOD).status_code == 303
    assert db.session.query(Order).count() == 1


def test_the_minutes_are_a_setting(app, monkeypatch):
    monkeypatch.setitem(app.config, "HOLD_MINUTES", "30")
    assert holding.span() == timedelta(minutes=30)
