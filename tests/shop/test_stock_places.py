"""Goods kept at several places: which place gives, what comes back where, and that the whole is never sold twice."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from catalog import kept, stock, stock_words, stocktaking
from catalog.models import PlaceMove, PlaceStock, Variant
from core.db import db
from shop import drawn, holding, orders, parcels, proposals, sheets, ways
from shop.drawn import ParcelDraw
from tests.factories import make_cart, make_facility, make_member, make_order, make_parcel, make_product, make_venue


@pytest.fixture
def house(app):
    return make_facility()


@pytest.fixture
def vase(house):
    return make_product(facility=house, on_hand=5)


@pytest.fixture
def store(house, vase):
    """The co-operative's store, with two of the five."""
    return put(house, vase, "Kho hợp tác xã", 2)


def put(house, product, name, units, venue=None):
    place = stocktaking.open_place(house.id, name, venue.id if venue else None)
    stocktaking.carry(product.main, units, come_from=None, to=place.id)
    db.session.commit()
    return place


def lies(place, product):
    """(on hand, held) at the place."""
    db.session.expire_all()
    mine = {"place_id": place.id, "variant_id": product.main.id}
    row = db.session.query(PlaceStock).filter_by(**mine).one()
    return row.on_hand, row.held


def whole(product):
    db.session.expire_all()
    return product.main.on_hand, product.main.held


def draws(parcel):
    return [(row.place_id, row.units) for row in drawn.of([parcel])[parcel.id]]


def test_the_whole_is_what_buyers_see(vase, store):
    assert vase.main.available == 5
    assert lies(store, vase) == (2, 0)


def test_the_workshop_gives_first_then_the_place_that_has_all(vase, store):
    first = make_order(vase, quantity=3).parcels[0]
    assert draws(first) == []
    second = make_order(vase, quantity=2).parcels[0]
    assert draws(second) == [(store.id, 2)]
    assert (lies(store, vase), whole(vase)) == ((2, 2), (5, 5))


def test_a_line_that_no_place_has_whole_is_taken_from_several(vase, store):
    parcel = make_order(vase, quantity=4).parcels[0]
    assert draws(parcel) == [(store.id, 1)]
    assert lies(store, vase) == (2, 1)


def test_whoever_fetches_at_a_point_draws_on_what_lies_there(house, vase):
    point = make_venue(name="Điểm OCOP Long Biên")
    ways.hand_over_at(house.id, {point.id: 2})
    place = put(house, vase, "Điểm OCOP", 2, point)
    sent = make_order(vase).parcels[0]
    fetched = make_order(vase, quantity=2, points=((house.id, point.id),)).parcels[0]
    assert (draws(sent), draws(fetched)) == ([], [(place.id, 2)])


def test_cancelled_it_lies_free_at_the_same_place(vase, store):
    make_order(vase, quantity=3)
    parcel = make_order(vase, quantity=2).parcels[0]
    parcels.cancel(parcel)
    db.session.commit()
    assert (lies(store, vase), whole(vase)) == ((2, 0), (5, 3))
    assert draws(parcel) == []


def test_sent_it_has_left_that_place(vase, store):
    make_order(vase, quantity=3)
    make_parcel(vase, quantity=2, state="handed_over")
    assert (lies(store, vase), whole(vase)) == ((0, 0), (3, 3))


def test_fewer_of_a_line_give_back_where_it_was_taken(vase, store):
    parcel = make_order(vase, quantity=5).parcels[0]
    proposals.lessen(parcel, parcel.lines[0], 1, only_if=lambda: None)
    db.session.commit()
    assert (lies(store, vase), whole(vase)) == ((2, 1), (5, 1))


def test_what_carts_hold_is_never_given_to_another(vase, store):
    """Five held by a cart at its checkout; she orders: whatever the places, all of it is hers and no more."""
    cart = make_cart(vase, quantity=5)
    with pytest.raises(orders.Unavailable):
        make_order(vase, quantity=6)
    db.session.rollback()
    holding.begin(cart.token)
    db.session.commit()
    with pytest.raises(orders.Unavailable):
        make_order(vase)
    db.session.rollback()
    assert lies(store, vase) == (2, 0)


def test_only_what_is_free_is_carried_away(house, vase, store):
    make_order(vase, quantity=4)
    with pytest.raises(kept.TooFew) as few:
        stocktaking.carry(vase.main, 2, come_from=store.id, to=None)
    assert few.value.left == 1
    db.session.rollback()
    stocktaking.carry(vase.main, 1, "bán hội chợ", come_from=store.id, to=None)
    db.session.commit()
    assert (lies(store, vase), whole(vase)) == ((1, 1), (5, 4))
    move = db.session.query(PlaceMove).order_by(PlaceMove.id.desc()).first()
    assert (move.from_id, move.to_id, move.units, move.reason) == (store.id, None, 1, "bán hội chợ")
    with pytest.raises(kept.TooFew):
        stocktaking.carry(vase.main, 9, come_from=None, to=store.id)


def test_a_count_changes_the_place_and_the_whole(vase, store):
    stocktaking.count(store, vase.main, 7)
    db.session.commit()
    assert (lies(store, vase), whole(vase)) == ((7, 0), (10, 0))
    make_order(vase, quantity=4)
    stocktaking.count(store, vase.main, 4)
    with pytest.raises(stock.BelowHeld):
        stocktaking.count(store, vase.main, 3)


def test_the_whole_is_not_set_below_what_lies_elsewhere(vase, store):
    with pytest.raises(stock.BelowHeld) as below:
        stock.set_on_hand(vase.main.sku, 1)
    assert (below.value.held, below.value.away) == (0, 2)
    assert stock_words.why(below.value) == "Đang giữ 0 cho đơn chưa gửi và để 2 ở nơi khác."
    with pytest.raises(stock.BelowHeld):
        stock.set_on_hand(vase.main.sku, None)
    stock.set_on_hand(vase.main.sku, 2)


def test_sold_over_the_counter_the_places_give_what_the_workshop_lacks(vase, store):
    assert stock.sell(vase.main.id, 4)
    db.session.commit()
    assert (lies(store, vase), whole(vase)) == ((1, 0), (1, 0))


def test_a_place_with_goods_is_not_closed(house, vase, store):
    with pytest.raises(stocktaking.NotEmpty):
        stocktaking.close(store)
    stocktaking.carry(vase.main, 2, come_from=store.id, to=None)
    stocktaking.close(store)
    assert stocktaking.places_of(house.id) == []


def test_the_database_refuses_more_held_than_lies_there(vase, store):
    with pytest.raises(IntegrityError, match=r"held_within_on_hand|CHECK"):
        db.session.execute(text("UPDATE place_stock SET held = on_hand + 1"))


def test_kept_at_one_place_only_costs_one_query(vase, query_count):
    variant_id = vase.main.id
    with query_count() as run:
        assert kept.draw({variant_id: 2}, {}) == []
    assert len(run) == 1
    assert db.session.query(ParcelDraw).count() == 0
    assert db.session.get_one(Variant, vase.main.id).held == 0


@pytest.fixture
def keeper(browser, house):
    browser.sign_in(make_member(house, "editor"))
    return browser


def test_a_maker_opens_a_place_brings_goods_there_and_counts(keeper, house, vase):
    assert "Hàng chỉ ở xưởng" in keeper.get("/quan-ly/kho").text
    assert keeper.post("/quan-ly/kho", name="Gian hội chợ xuân").status_code == 303
    place = stocktaking.places_of(house.id)[0]
    at = f"/quan-ly/kho/{place.id}"
    assert keeper.post(f"{at}/chuyen", way="ve:0", sku=vase.sku, units="3", reason="mở chợ").status_code == 303
    assert lies(place, vase) == (3, 0)
    assert keeper.post(f"{at}/kiem-ke", **{f"dem-{vase.main.id}": "1"}).status_code == 303
    assert (lies(place, vase), whole(vase)) == ((1, 0), (3, 0))
    page = keeper.get(at).text
    assert "mở chợ" in page
    assert "Ở đây 1, giữ cho đơn 0; tất cả các nơi 3." in page


def test_more_than_is_free_is_refused_at_the_field_and_changes_nothing(keeper, vase, store):
    make_order(vase, quantity=4)
    at = f"/quan-ly/kho/{store.id}"
    answer = keeper.post(f"{at}/chuyen", way="di:0", sku=vase.sku, units="2")
    assert answer.status_code == 422
    assert "Nơi đó chỉ còn 1 chưa hứa cho ai." in answer.text
    answer = keeper.post(f"{at}/kiem-ke", **{f"dem-{vase.main.id}": "0"})
    assert answer.status_code == 422
    assert keeper.post(f"{at}/dong").status_code == 409
    assert keeper.post("/quan-ly/kho", name=store.name).status_code == 422
    assert keeper.post(f"{at}/chuyen", way="la", sku="la", units="x").status_code == 422
    assert (lies(store, vase), whole(vase)) == ((2, 1), (5, 4))


def test_another_maker_sees_no_such_place(browser, vase, store):
    browser.sign_in(make_member(make_facility(), "editor"))
    assert browser.get(f"/quan-ly/kho/{store.id}").status_code == 404
    assert browser.post(f"/quan-ly/kho/{store.id}/dong").status_code == 404


@pytest.mark.parametrize("goods", [1, 20])
def test_the_counting_sheet_costs_the_same_however_many_goods(keeper, house, store, query_count, goods):
    for _ in range(goods):
        stocktaking.carry(make_product(facility=house, on_hand=2).main, 1, come_from=None, to=store.id)
    db.session.commit()
    keeper.get(f"/quan-ly/kho/{store.id}")
    with query_count() as run:
        keeper.get(f"/quan-ly/kho/{store.id}")
    assert len(run) <= 14


def test_the_packer_is_told_where_to_take_it(browser, house, vase, store):
    parcel = make_order(vase, quantity=5).parcels[0]
    browser.sign_in(make_member(house, "packer"))
    for address in (f"/quan-ly/don/{parcel.id}", f"/quan-ly/don/{parcel.id}/phieu"):
        assert f"Kho hợp tác xã: 2 × {vase.name}" in browser.get(address).text
    assert sheets.of_parcels(house, [parcel]).startswith(b"%PDF")


@pytest.mark.parametrize("end", [kept.give_back, kept.leave])
def test_what_a_place_never_held_is_not_given_back_in_silence(vase, store, end):
    with pytest.raises(kept.NotHeld):
        end(kept.Drawn(store.id, vase.main.id, 1))
    assert lies(store, vase) == (2, 0)
