import pytest

from catalog import stock
from core.db import db
from core.jobs import Job
from tests.factories import make_product


def counts(product):
    db.session.expire_all()
    return product.on_hand, product.held


def test_reserve_holds_and_leaves_on_hand(app):
    product = make_product(on_hand=5)
    stock.reserve(product.main.id, 2)
    assert counts(product) == (5, 2)


def test_reserve_takes_the_very_last(app):
    product = make_product(on_hand=2)
    stock.reserve(product.main.id, 2)
    assert counts(product) == (2, 2)


def test_reserve_refuses_one_too_many_and_holds_none(app):
    product = make_product(on_hand=3)
    stock.reserve(product.main.id, 2)
    with pytest.raises(stock.OutOfStock) as refused:
        stock.reserve(product.main.id, 2)
    assert refused.value.left == 1
    assert counts(product) == (3, 2)


def test_what_is_not_counted_never_runs_out(app):
    product = make_product(on_hand=None, mode="made_to_order")
    stock.reserve(product.main.id, 500)
    assert counts(product) == (None, 500)


def test_release_gives_back(app):
    product = make_product(on_hand=3)
    stock.reserve(product.main.id, 2)
    stock.release(product.main.id, 2)
    assert counts(product) == (3, 0)


def test_release_refuses_what_was_not_held(app):
    product = make_product(on_hand=3)
    with pytest.raises(stock.NotHeld):
        stock.release(product.main.id, 1)
    assert counts(product) == (3, 0)


def test_ship_takes_from_both(app):
    product = make_product(on_hand=3)
    stock.reserve(product.main.id, 2)
    stock.ship(product.main.id, 2)
    assert counts(product) == (1, 0)


def test_ship_of_the_uncounted_only_ends_the_hold(app):
    product = make_product(on_hand=None)
    stock.reserve(product.main.id, 2)
    stock.ship(product.main.id, 2)
    assert counts(product) == (None, 0)


def test_set_on_hand_counts_anew(app):
    product = make_product(on_hand=3)
    stock.set_on_hand(product.sku, 9)
    assert counts(product) == (9, 0)


def test_set_on_hand_never_goes_below_what_is_promised(app):
    product = make_product(on_hand=3)
    stock.reserve(product.main.id, 2)
    with pytest.raises(stock.BelowHeld) as refused:
        stock.set_on_hand(product.sku, 1)
    assert refused.value.held == 2
    assert counts(product) == (3, 2)


def test_set_on_hand_can_stop_counting(app):
    product = make_product(on_hand=3)
    stock.set_on_hand(product.sku, None)
    assert counts(product) == (None, 0)


def test_set_on_hand_of_an_unknown_sku_says_so(app):
    with pytest.raises(stock.UnknownSku):
        stock.set_on_hand("KHONG-CO", 1)


def test_every_change_reaches_the_search_index_with_the_same_commit(app):
    product = make_product(on_hand=3)
    stock.reserve(product.main.id, 1)
    stock.ship(product.main.id, 1)
    asked = [job.payload["product_ids"] for job in db.session.query(Job).filter_by(kind="search.update")]
    assert asked == [[product.id], [product.id]]


def test_a_refusal_leaves_no_work_behind(app):
    product = make_product(on_hand=0)
    with pytest.raises(stock.OutOfStock):
        stock.reserve(product.main.id, 1)
    assert db.session.query(Job).count() == 0


@pytest.mark.parametrize("number", ["-1", "1000001", "9" * 40, "mười"])
def test_the_command_refuses_what_is_no_count_and_changes_nothing(app, number):
    product = make_product(sku="AM1", on_hand=3)
    refused = app.test_cli_runner().invoke(args=["catalog", "stock", "AM1", "--", number])
    assert refused.exit_code == 2
    assert counts(product) == (3, 0)
