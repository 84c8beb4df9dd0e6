from datetime import timedelta

import pytest

from core import jobs, times
from core.audit import history_of
from core.db import db
from shop import cart as carts
from shop import orders, queries
from shop.models import Order
from tests.factories import (
    make_booth,
    make_cart,
    make_facility,
    make_fair,
    make_feature,
    make_product,
    make_scheme,
    make_shelf,
)

BUYER = orders.Buyer(
    name="Đặng Thị Thu Ngân",
    phone="+84912345678",
    province_code="ha-noi",
    commune_code="ha-noi/xa-gia-lam",
    street="Số 8 ngõ 27",
    payment="cod",
)


def place(cart, buyer=BUYER, **options):
    order = orders.place(queries.cart_for_order(cart.token), buyer, **options)
    db.session.commit()
    return order


def refused(cart, error, buyer=BUYER, **options):
    with pytest.raises(error) as raised:
        place(cart, buyer, **options)
    db.session.rollback()
    return raised.value


def test_makes_one_parcel_a_maker_with_prices_of_the_moment(app):
    lo, may = make_facility(), make_facility()
    first, second = make_product(facility=lo, price=850_000), make_product(facility=lo, price=180_000)
    third = make_product(facility=may, price=460_000)
    order = place(make_cart(first, second, third))
    assert [(p.facility_id, p.goods_total) for p in order.parcels] == [(lo.id, 1_030_000), (may.id, 460_000)]
    assert order.total == sum(p.goods_total + p.shipping_fee for p in order.parcels)

    first.main.price = 1
    db.session.commit()
    assert db.session.get_one(Order, order.id).parcels[0].lines[0].unit_price == 850_000


def test_holds_stock_and_empties_the_cart(app):
    product = make_product(on_hand=5)
    cart = make_cart(product, quantity=2)
    place(cart)
    db.session.expire_all()
    assert (product.on_hand, product.held) == (5, 2)
    assert cart.lines == []


def test_names_every_line_that_falls_short_and_changes_nothing(app):
    plenty, few, gone = make_product(on_hand=5), make_product(on_hand=1), make_product(on_hand=9)
    cart = make_cart(plenty, few, gone, quantity=2)
    gone.state = "withdrawn"
    db.session.commit()
    assert refused(cart, orders.Unavailable).left == {few.main.id: 1, gone.main.id: 0}
    db.session.expire_all()
    assert (plenty.held, few.held, gone.held) == (0, 0, 0)
    assert len(cart.lines) == 3
    assert db.session.query(Order).count() == 0


def test_refuses_an_empty_cart(app):
    cart = make_cart(make_product())
    place(cart)
    refused(cart, orders.EmptyCart)
    assert db.session.query(Order).count() == 1


def test_the_same_key_and_request_give_the_same_order(app):
    cart = make_cart(make_product(on_hand=5))
    assert place(cart, key="k1").id == place(cart, key="k1").id
    assert db.session.query(Order).count() == 1


def test_the_same_key_with_another_request_is_refused(app):
    cart = make_cart(make_product())
    place(cart, key="k1")
    other = orders.Buyer(
        "Người khác", *[getattr(BUYER, f) for f in ("phone", "province_code", "commune_code", "street")], "cod"
    )
    refused(cart, orders.OtherRequest, other, key="k1")


def test_refuses_when_the_total_shown_is_not_the_total(app):
    product = make_product(price=100_000)
    cart = make_cart(product)
    product.main.price = 120_000
    db.session.commit()
    refused(cart, orders.TotalMoved, shown_total=120_000)
    assert len(cart.lines) == 1
    assert product.held == 0


def test_copies_the_booth_and_its_scheme(app):
    scheme = make_scheme()
    product = make_product()
    booth = make_booth(facility=product.facility, products=[product], scheme_id=scheme.id)
    line = place(make_cart(product, booth=booth)).parcels[0].lines[0]
    assert (line.booth_id, line.fair_id, line.scheme_id) == (booth.id, booth.fair_id, scheme.id)


def test_copies_the_shelf_slot_and_its_scheme(app):
    scheme = make_scheme()
    product = make_product()
    shelf = make_shelf()
    feature = make_feature(shelf, product, scheme_id=scheme.id)
    line = place(make_cart(product, feature=feature)).parcels[0].lines[0]
    assert (line.feature_id, line.fair_id, line.scheme_id) == (feature.id, shelf.fair_id, scheme.id)


def test_a_fair_that_closed_before_the_sale_is_not_credited(app):
    product = make_product()
    fair = make_fair()
    booth = make_booth(fair, product.facility, products=[product])
    cart = make_cart(product, booth=booth)
    with times.frozen(fair.closes_at + timedelta(minutes=1)):
        line = place(cart).parcels[0].lines[0]
    assert (line.booth_id, line.fair_id, line.scheme_id) == (None, None, None)


def test_a_slot_that_ended_before_the_sale_is_not_credited(app):
    product = make_product()
    feature = make_feature(make_shelf(), product)
    cart = make_cart(product, feature=feature)
    with times.frozen(feature.ends_at):
        assert place(cart).parcels[0].lines[0].feature_id is None


def test_keeps_the_account_as_it_stood(app):
    lo = make_facility(bank_account="111", bank_holder="VU THI LY")
    buyer = orders.Buyer(**{f: getattr(BUYER, f) for f in BUYER.__slots__} | {"payment": "vietqr"})
    parcel = place(make_cart(make_product(facility=lo)), buyer).parcels[0]
    lo.bank_account = "222"
    db.session.commit()
    assert (parcel.payment.bank_account, parcel.payment.bank_holder) == ("111", "VU THI LY")
    assert parcel.payment.content == parcel.code
    assert parcel.payment.amount == parcel.total


def test_writes_to_the_buyer_and_to_each_maker(app):
    lo, may = make_facility(email="lo@example.vn"), make_facility(email=None)
    buyer = orders.Buyer(**{f: getattr(BUYER, f) for f in BUYER.__slots__} | {"email": "ngan@example.vn"})
    order = place(make_cart(make_product(facility=lo), make_product(facility=may)), buyer)
    letters = {job.payload["to"]: job.payload["text"] for job in db.session.query(jobs.Job).filter_by(kind="mail")}
    assert set(letters) == {"ngan@example.vn", "lo@example.vn"}
    assert f"/don-hang/{order.token}" in letters["ngan@example.vn"]
    assert f"/quan-ly/don/{order.parcels[0].id}" in letters["lo@example.vn"]


def test_is_audited_and_starts_the_time_line(app):
    order = place(make_cart(make_product()))
    assert [entry.action for entry in history_of(order)] == ["order.placed"]
    assert [move.state for move in order.parcels[0].moves] == ["placed"]


def test_the_address_cannot_be_guessed(app):
    product = make_product()
    tokens = {place(make_cart(product)).token for _ in range(3)}
    assert len(tokens) == 3
    assert all(len(token) >= 32 for token in tokens)  # 24 bytes: 192 bits


def test_made_to_order_is_packed_when_made(app):
    product = make_product(mode="made_to_order", on_hand=None, lead_days=20)
    parcel = place(make_cart(product)).parcels[0]
    assert (times.local(parcel.pack_before).date() - times.today()).days == 20


def test_joining_carts_adds_up_what_both_held(app):
    from tests.factories import make_user

    product, other = make_product(), make_product()
    user = make_user()
    mine = carts.begin(user.id)
    carts.put(mine, product.main, 1)
    visitors = make_cart(product, other, quantity=2)
    joined = carts.join(visitors.token, user.id)
    db.session.commit()
    assert joined.id == mine.id
    assert {line.variant.product_id: line.quantity for line in joined.lines} == {product.id: 3, other.id: 2}
    assert queries.cart(visitors.token) is None
