"""How much interest a product drew, damped; and that nothing which is paid for or allotted lifts a place in search."""

from datetime import timedelta

import pytest

from catalog import search
from catalog.models import Product
from core import jobs, schedule, times
from core.db import db
from insight import interest
from insight.models import VisitCount
from programme.models import Funding
from tests.factories import (
    make_booth,
    make_cnnttb,
    make_collection,
    make_fair,
    make_feature,
    make_hall,
    make_ocop,
    make_order,
    make_parcel,
    make_product,
    make_shelf,
    make_stand,
    make_support,
)

LONG_AGO = {"published_at": times.now() - timedelta(days=200), "created_at": times.now() - timedelta(days=200)}


def old(**columns):
    """A product that is no newcomer."""
    return make_product(**LONG_AGO | columns)


def visit(product, visits, ago=0):
    day = times.today() - timedelta(days=ago)
    db.session.add(VisitCount(day=day, kind="product", subject_id=product.id, visits=visits))
    db.session.commit()


def step(product):
    interest.settle()
    db.session.commit()
    return db.session.get_one(Product, product.id).interest


def found(query="lụa"):
    return list(search.find(query).ids)


@pytest.mark.parametrize(("visits", "expected"), [(0, 0), (9, 0), (10, 1), (50, 1), (1_000_000, 1)])
def test_one_day_counts_only_so_much(app, visits, expected):
    product = old()
    visit(product, visits or 1)
    assert step(product) == expected


def test_each_step_takes_ten_times_as_much(app):
    product = old()
    for ago in range(2):
        visit(product, 50, ago)
    assert step(product) == 2
    for ago in range(2, 59):
        visit(product, 50, ago)
    assert step(product) == 3
    assert [interest.step_of(points) for points in (9, 10, 99, 100, 999, 1_000, 10**9)] == [0, 1, 1, 2, 2, 3, 3]


def test_what_is_long_ago_is_forgotten(app):
    product = old()
    visit(product, 50, interest.DAYS)
    assert step(product) == 0
    visit(product, 50, interest.DAYS - 1)
    assert step(product) == 1


def test_a_buyer_who_orders_again_and_again_is_one(app):
    product = old(on_hand=50)
    for _ in range(3):
        make_parcel(product)
    assert interest._points()[product.id] == interest.AN_ORDER


def test_what_was_cancelled_or_ordered_through_a_promotion_does_not_count(app):
    product = old(on_hand=50)
    fair = make_fair()
    booth = make_booth(fair, product.facility, make_stand(make_hall(fair)), [product])
    make_order(product, booth=booth)
    cancelled = make_parcel(product)
    cancelled.state = "cancelled"
    db.session.commit()
    assert interest._points()[product.id] == 0


def test_settling_touches_only_what_moved_and_leaves_the_day_of_writing(app):
    product, still = old(), old()
    visit(product, 20)
    before = product.updated_at
    assert interest.settle() == 1
    db.session.commit()
    assert interest.settle() == 0
    assert db.session.get_one(Product, product.id).updated_at == before
    assert db.session.get_one(Product, still.id).interest == 0
    touched = [job.payload for job in db.session.query(jobs.Job).filter_by(kind="search.update")]
    assert {"product_ids": [product.id]} in touched


def test_is_settled_once_a_day(app):
    schedule.ask_for_today()
    assert db.session.query(jobs.Job).filter_by(kind="insight.settle_interest").count() == 1


def test_of_equal_matches_the_more_visited_stands_first(app):
    plain, liked = old(name="Khăn lụa đũi"), old(name="Khăn lụa đũi")
    visit(liked, 20)
    step(liked)
    assert found() == [liked.id, plain.id]


def test_interest_is_worth_no_more_than_a_star(app):
    liked, starred = old(name="Khăn lụa đũi", interest=3), old(name="Khăn lụa đũi")
    make_ocop(starred, stars=3)
    assert found() == [starred.id, liked.id]


def test_interest_lifts_no_mention_above_a_name(app):
    named = old(name="Khăn lụa đũi")
    mention = old(name="Hộp gỗ", summary="Lót lụa đũi bên trong.", interest=3)
    assert search.find("lụa đũi").ids[0] == named.id
    assert mention.id in search.find("lụa đũi").ids or search.find("lụa đũi").exact == 1


def test_a_newcomer_of_equal_text_is_within_the_first_ten(app):
    for _ in range(30):
        old(name="Khăn lụa đũi", interest=3)
    newcomer = make_product(name="Khăn lụa đũi")
    assert newcomer.id in found()[:10]


def test_to_withdraw_and_publish_again_makes_nothing_new(app):
    first = old(name="Khăn lụa đũi", interest=1)
    again = make_product(name="Khăn lụa đũi", created_at=times.now() - timedelta(days=200))
    assert found() == [first.id, again.id]


@pytest.mark.parametrize("kind", ["ocop", "cnnttb"])
def test_what_lapsed_counts_no_longer_and_without_any_job(app, monkeypatch, kind):
    plain, titled = old(name="Khăn lụa đũi"), old(name="Khăn lụa đũi")
    until = times.today() + timedelta(days=3)
    if kind == "ocop":
        make_ocop(titled, stars=5, expires_on=until)
    else:
        make_cnnttb(titled, level="quoc_gia", replaced_on=until + timedelta(days=1))
    assert found() == [titled.id, plain.id]
    assert search.find("lụa").facets["flag"].get(kind) == 1
    later = times.now() + timedelta(days=4)
    monkeypatch.setattr(times, "now", lambda: later)
    assert found() == [plain.id, titled.id]
    assert search.find("lụa").facets["flag"].get(kind) is None


def test_what_can_be_bought_stands_before_what_is_sold_out(app):
    gone, there = old(name="Khăn lụa đũi", on_hand=0), old(name="Khăn lụa đũi")
    assert found() == [there.id, gone.id]


def _in_a_booth(product):
    fair = make_fair()
    make_booth(fair, product.facility, make_stand(make_hall(fair)), [product])


def _in_a_chosen_slot(product):
    make_feature(make_shelf(make_fair()), product)


def _with_a_large_support(product):
    support = make_support(facility=product.facility)
    db.session.query(Funding).filter_by(scheme_id=support.scheme_id).update({"planned": 900_000_000})
    product.supports.append(support)


def _on_sale(product):
    product.main.sale_price, product.main.sale_compare = 60_000, 100_000
    product.main.sale_from, product.main.sale_until = (times.now() + timedelta(days=n) for n in (-1, 1))


def _in_a_collection(product):
    make_collection([product])


def _with_many_orders_through_a_booth(product):
    fair = make_fair()
    booth = make_booth(fair, product.facility, make_stand(make_hall(fair)), [product])
    for n in range(3):
        make_order(product, booth=booth, phone=f"+8490000010{n}")


@pytest.mark.parametrize(
    "promote",
    [
        _in_a_booth, _in_a_chosen_slot, _with_a_large_support, _on_sale, _in_a_collection,
        _with_many_orders_through_a_booth,
    ],
)  # fmt: skip
def test_nobody_can_buy_a_place(app, promote):
    """Of equals the older stands first; the younger is promoted, and stays where it was."""
    first, promoted = (old(name="Khăn lụa đũi", on_hand=50) for _ in range(2))
    others = [old(name="Khăn lụa đũi", on_hand=50) for _ in range(3)]
    before = found()
    promote(promoted)
    interest.settle()
    db.session.commit()
    assert found() == before == [first.id, promoted.id, *(one.id for one in others)]
    for query in ("", "khăn lụa đũi", "lụa giá dưới 500k"):
        assert found(query)[:2] == [first.id, promoted.id]
