"""What is sold in several sizes, colours or packs: each its own code, price and stock."""

import pytest
from sqlalchemy.exc import IntegrityError

from catalog import stock
from core.db import db
from shop import cart as carts
from tests.factories import make_cart, make_order, make_product, make_variant
from tests.test_budgets import MOST_STATEMENTS


def test_a_product_costs_from_the_lowest_of_its_variants(app):
    product = make_product(price=300_000)
    make_variant(product, price=180_000)

    assert product.price == 180_000
    assert product.has_prices


def test_what_is_left_is_of_all_variants(app):
    product = make_product(on_hand=5)
    make_variant(product, on_hand=2)

    assert product.available == 7


def test_one_variant_that_is_not_counted_means_the_product_is_not(app):
    product = make_product(on_hand=5)
    make_variant(product, on_hand=None)

    assert product.available is None


def test_is_in_stock_while_any_variant_is(app):
    product = make_product(on_hand=0)
    assert not product.is_in_stock

    make_variant(product, on_hand=1)
    assert product.is_in_stock


def test_each_variant_holds_its_own_stock(app):
    product = make_product(on_hand=5)
    large = make_variant(product, on_hand=1)
    make_order(large)

    with pytest.raises(stock.OutOfStock):
        stock.reserve(large.id, 1)
    db.session.expire_all()
    assert (product.main.held, large.held) == (0, 1)


def test_two_variants_of_a_product_are_two_lines_of_a_cart(app):
    product = make_product(price=100_000)
    large = make_variant(product, price=150_000, name="Cỡ lớn")
    cart = make_cart(product, large, large)

    assert [(line.variant.sku, line.quantity, line.total) for line in cart.lines] == [
        (product.sku, 1, 100_000), (large.sku, 2, 300_000),
    ]  # fmt: skip


def test_an_order_says_which_variant_it_was(app):
    product = make_product(name="Trà ướp sen")
    order = make_order(make_variant(product, name="Hộp 250 g", sku="TRA-250"))

    line = order.parcels[0].lines[0]
    assert (line.name, line.sku, line.product_id) == ("Trà ướp sen, Hộp 250 g", "TRA-250", product.id)


def test_a_variant_no_longer_offered_does_not_enter_a_cart(app):
    product = make_product()
    old = make_variant(product, retired_at=product.published_at)

    with pytest.raises(carts.NotForSale):
        make_cart(old)


def test_two_variants_never_share_a_code_or_a_name(app):
    product = make_product()
    make_variant(product, sku="TRA-250", name="Hộp 250 g")

    for columns in ({"sku": "TRA-250"}, {"name": "Hộp 250 g"}):
        with pytest.raises(IntegrityError):
            make_variant(product, **columns)
        db.session.rollback()


def test_the_page_offers_each_with_its_price_and_what_is_left(browser):
    product = make_product(price=100_000, on_hand=4)
    make_variant(product, name="Hộp 250 g", price=180_000, on_hand=0)

    page = browser.get(f"/san-pham/{product.slug}").text

    assert page.count('type="radio" name="sku"') == 2
    assert "180.000" in page
    assert "Tạm hết hàng" in page


def test_the_page_costs_the_same_queries_however_many_there_are(browser, query_count):
    make_product(), make_product()  # what stands beside it
    runs = []
    for many in (1, 40):
        product = make_product()
        for _ in range(many - 1):
            make_variant(product)
        path = f"/san-pham/{product.slug}"
        with query_count() as run:
            page = browser.get(path).text
        runs.append(len(run))
        assert page.count('type="radio" name="sku"') == (many if many > 1 else 0)

    assert runs[0] == runs[1] <= MOST_STATEMENTS + 1  # what its maker's ways of sending cost
