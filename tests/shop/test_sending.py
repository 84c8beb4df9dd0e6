"""Rates of a maker's own: zone, weight, handling, free from a sum, the same day; chosen, frozen."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from shop import sending
from shop.carriers import accounts, prices
from shop.models import CarrierPrice, Order, Parcel, SendingWay
from tests.factories import make_facility, make_member, make_product, make_sending
from tests.shop.test_carriers import KEYS, world  # noqa: F401 (a fixture)
from tests.shop.test_checkout import GOOD, fill
from tests.shop.test_delivery import make_range

INNER, OUTER = "ha-noi/phuong-ba-dinh", "ha-noi/xa-gia-lam"


@pytest.fixture
def house(app):
    return make_facility(commune_code="ha-noi/xa-bat-trang", address="Xóm 3")


def ways_to(house, province="ha-noi", commune="", goods=100_000, **columns):
    product = make_product(facility=house, **columns)
    asked = sending.Asked(house, [(product.main, 1)], sending.Place(province, commune), goods=goods)
    return sending.book([house.id], commune).offers(asked)


def total_on(page):
    return int(re.search(r'name="shown_total" value="(\d+)"', page).group(1))


def test_without_ways_of_her_own_the_markets_table_holds(house):
    (usual,) = ways_to(house)
    assert (usual.value, usual.quote.fee) == ("send", 20_000)


@pytest.mark.parametrize(
    ("goods", "fee"),
    [({"weight_g": 1_900}, 15_000), ({"weight_g": 2_100}, 30_000), ({"weight_g": 1_000, "is_fragile": True}, 20_000)],
)
def test_her_own_fee_goes_by_weight_and_handling(house, goods, fee):
    make_sending(house)
    assert [(one.name, one.quote.fee) for one in ways_to(house, **goods)] == [("Xe ôm", fee)]


@pytest.mark.parametrize("goods", [{"weight_g": 11_000}, {"is_fragile": True}, {"chilled": True}])
def test_what_a_way_does_not_take_goes_by_the_markets_table(house, goods):
    make_sending(house, fragile_fee=None)
    if goods.pop("chilled", False):
        make_range(house, "chilled")
    assert [one.value for one in ways_to(house, **goods)] == ["send"]


def test_beyond_the_heaviest_step_each_begun_kilogram_costs(house):
    make_sending(house, fee_per_extra_kg=4_000)
    assert ways_to(house, weight_g=11_200)[0].quote.fee == 38_000


def test_another_zone_is_not_served(house):
    way = make_sending(house)
    assert [one.way_id for one in ways_to(house)] == [way.id]
    assert [one.value for one in ways_to(house, "bac-ninh")] == ["send"]


def test_free_from_a_sum(house):
    make_sending(house, free_from=500_000)
    assert ways_to(house, goods=499_999)[0].quote.fee == 15_000
    (free,) = ways_to(house, goods=500_000)
    assert (free.quote.fee, free.is_free) == (0, True)


@pytest.mark.parametrize(("hour", "days"), [(9, 0), (10, 1)])
def test_the_same_day_goes_to_the_inner_city_until_its_hour(house, monkeypatch, hour, days):
    make_sending(house, "Trong ngày", zones=("noi_thanh",), days=0)
    at = times.start_of(times.today()) + timedelta(hours=hour)
    monkeypatch.setattr(times, "now", lambda: at)
    (way,) = ways_to(house, commune=INNER)
    assert (way.quote.arrives_on - times.today()).days == days
    assert [one.value for one in ways_to(house, commune=OUTER)] == ["send"]
    assert [one.value for one in ways_to(house)] == ["send"], "nobody has said the commune yet"


def test_the_page_offers_them_and_counts_the_chosen(browser, house):
    make_sending(house)
    dear = make_sending(house, "Hỏa tốc", days=0)
    for rate in dear.rates:
        rate.fee += 50_000
    db.session.commit()
    fill(browser, make_product(facility=house, price=100_000))
    page = browser.get("/thanh-toan").text
    assert "Hỏa tốc" in page
    assert total_on(page) == 115_000
    page = browser.get(f"/thanh-toan?cach-{house.id}=gui-{dear.id}").text
    assert total_on(page) == 165_000
    said = GOOD | {f"cach-{house.id}": f"gui-{dear.id}", "shown_total": "165000"}
    assert browser.post("/thanh-toan", **said).status_code == 303
    parcel = db.session.query(Parcel).one()
    assert (parcel.sent_by, parcel.sending_way_id, parcel.shipping_fee) == ("Hỏa tốc", dear.id, 65_000)
    sending.retire(dear)
    db.session.commit()
    assert "Hỏa tốc" in browser.get(f"/don-hang/{parcel.order.token}").text, "frozen with the parcel"


@pytest.mark.parametrize("change", ["dearer", "retired", "another's"])
def test_what_changed_meanwhile_is_shown_and_asked_again(browser, house, change):
    way = make_sending(house)
    fill(browser, make_product(facility=house, price=100_000))
    chosen = f"gui-{way.id}"
    if change == "dearer":
        way.rates[0].fee = 90_000
    elif change == "retired":
        sending.retire(way)
    else:
        chosen = f"gui-{make_sending(make_facility()).id}"
    db.session.commit()
    said = GOOD | {f"cach-{house.id}": chosen, "shown_total": "115000"}
    assert browser.post("/thanh-toan", **said).status_code == 409
    assert db.session.query(Order).count() == 0


def checkout(browser, house, **body):
    product = make_product(facility=house, price=100_000)
    cart = browser.send("POST", "/api/v1/carts").json["id"]
    browser.send("POST", f"/api/v1/carts/{cart}/lines", json={"sku": product.sku, "quantity": 1})
    place = {"province_code": "ha-noi", "commune_code": OUTER}
    told = browser.send("POST", f"/api/v1/carts/{cart}/ways", json=place)
    assert told.status_code == 200, told.text
    said = {"buyer": {"name": "Cô Vân", "phone": "0912345678"}, "payment": "cod", "address": place | {"street": "8"}}
    return told.json, browser.send("POST", f"/api/v1/carts/{cart}/checkout", json=said | body)


def test_the_api_tells_the_ways_and_takes_one(browser, house):
    way = make_sending(house)
    chosen = [{"facility": house.slug, "way": f"gui-{way.id}"}]
    told, answer = checkout(browser, house, sending=chosen, shown_total=115_000)
    assert [(one["id"], one["fee"], one["kind"]) for one in told["makers"][0]["ways"]] == [
        (f"gui-{way.id}", 15_000, "own")
    ]
    assert answer.status_code == 201, answer.text
    assert answer.json["order"]["parcels"][0]["sent_by"] == "Xe ôm"


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"sending": [{"facility": "la", "way": "x"}]}, "invalid"),
        ({"shown_total": 1}, "total_moved"),
        ({"sending": "x"}, "invalid"),
    ],
)
def test_the_api_orders_at_no_other_price(browser, house, body, code):
    make_sending(house)
    _told, answer = checkout(browser, house, **body)
    assert (answer.status_code in (409, 422), answer.json["title"]) == (True, code)
    gone = [{"facility": house.slug, "way": "gui-99999"}]
    assert checkout(browser, house, sending=gone)[1].json["title"] == "way_gone"
    assert db.session.query(Order).count() == 0


@pytest.mark.parametrize(
    "place", [{}, {"province_code": "x"}, {"province_code": "ha-noi", "commune_code": "bac-ninh/x"}]
)
def test_the_api_asks_where_to(browser, place):
    cart = browser.send("POST", "/api/v1/carts").json["id"]
    assert browser.send("POST", f"/api/v1/carts/{cart}/ways", json=place).status_code == 422
    assert browser.send("POST", "/api/v1/carts/nothing/ways", json={"province_code": "ha-noi"}).status_code == 404


FORM = {
    "name": "Xe nhà", "free_from": "500.000", "cut_off_hour": "9", "kg-0": "0,5", "kg-1": "5",
    "fee-noi_tinh-0": "15k", "fee-noi_tinh-1": "25.000", "days-noi_tinh": "1", "fragile_fee-noi_tinh": "0",
}  # fmt: skip


def test_a_maker_writes_changes_and_takes_off_a_way(browser, house):
    browser.sign_in(make_member(house))
    assert browser.post("/quan-ly/cach-gui/moi", **FORM).status_code == 303
    way = db.session.query(SendingWay).one()
    assert [(one.zone, one.up_to_g, one.fee) for one in way.rates] == [
        ("noi_tinh", 500, 15_000), ("noi_tinh", 5_000, 25_000)
    ]  # fmt: skip
    assert (way.rates[0].fragile_fee, way.rates[0].chilled_fee, way.free_from) == (0, None, 500_000)
    page = browser.get(f"/quan-ly/cach-gui/{way.id}").text
    assert 'value="15.000"' in page
    assert 'value="0,5"' in page
    assert browser.post(f"/quan-ly/cach-gui/{way.id}", **FORM | {"fee-noi_tinh-1": "30.000"}).status_code == 303
    assert [one.fee for one in sending.ways_of(house.id)[0].rates] == [15_000, 30_000]
    assert "30.000" in browser.get("/quan-ly/cach-gui").text
    assert browser.post(f"/quan-ly/cach-gui/{way.id}/bo").status_code == 303
    assert sending.ways_of(house.id) == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"kg-1": "0,2"}, "kg-1"),
        ({"kg-0": "nặng"}, "kg-0"),
        ({"fee-noi_tinh-0": "", "fee-noi_tinh-1": ""}, "fee-noi_tinh-0"),
        ({"fee-noi_tinh-1": ""}, "fee-noi_tinh-1"),
        ({"days-noi_tinh": "99"}, "days-noi_tinh"),
        ({"free_from": "rẻ"}, "free_from"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_nothing_is_kept(browser, house, wrong, field):
    browser.sign_in(make_member(house))
    page = browser.post("/quan-ly/cach-gui/moi", **FORM | wrong)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert db.session.query(SendingWay).count() == 0


def test_somebody_elses_way_is_not_there(browser, house):
    way = make_sending(make_facility())
    browser.sign_in(make_member(house))
    assert browser.get(f"/quan-ly/cach-gui/{way.id}").status_code == 404
    assert browser.post(f"/quan-ly/cach-gui/{way.id}/bo").status_code == 404
    assert way.retired_at is None


def quoted(browser, house, world, carrier="ghn"):  # noqa: F811
    accounts.connect(house.id, carrier, KEYS[carrier])
    db.session.commit()
    fill(browser, make_product(facility=house, price=100_000, weight_g=700))
    assert world.calls == []
    return browser.post("/thanh-toan", **GOOD | {"do": "communes"}).text


@pytest.mark.parametrize(("carrier", "fee"), [("ghn", 23_500), ("ghtk", 22_700)])
def test_a_connected_carriers_price_is_offered_and_ordered(browser, house, world, carrier, fee):  # noqa: F811
    page = quoted(browser, house, world, carrier)
    assert f'value="hang-{carrier}"' in page
    calls = len(world.calls)
    chosen = GOOD | {f"cach-{house.id}": f"hang-{carrier}"}
    again = browser.post("/thanh-toan", **chosen | {"do": "communes"}).text
    assert total_on(again) == 100_000 + fee
    assert len(world.calls) == calls, "what was answered is remembered"
    assert browser.post("/thanh-toan", **chosen | {"shown_total": total_on(again)}).status_code == 303
    parcel = db.session.query(Parcel).one()
    assert (parcel.sent_by, parcel.shipping_fee) == (prices.door.name_of(carrier), fee)


def test_a_page_only_looked_at_asks_no_carrier(browser, house, world):  # noqa: F811
    accounts.connect(house.id, "ghn", KEYS["ghn"])
    db.session.commit()
    fill(browser, make_product(facility=house))
    page = browser.get(f"/thanh-toan?province_code=ha-noi&commune_code={OUTER}").text
    assert "Xem giá của hãng vận chuyển" in page
    assert world.calls == []


@pytest.mark.parametrize("trouble", ["down", "full"])
def test_a_carrier_without_an_answer_leaves_the_table_and_says_so(browser, house, world, trouble):  # noqa: F811
    world.trouble = trouble
    if trouble == "full":
        world.places.clear()  # it knows none of these places
    page = quoted(browser, house, world)
    assert "GHN chưa báo được giá" in page
    assert 'value="hang-ghn"' not in page
    assert total_on(page) == 122_000
    assert browser.post("/thanh-toan", **GOOD | {"shown_total": "122000"}).status_code == 303


def test_an_old_price_holds_no_more(browser, house, world):  # noqa: F811
    quoted(browser, house, world)
    db.session.query(CarrierPrice).update({"asked_at": times.now() - timedelta(hours=1)})
    db.session.commit()
    chosen = GOOD | {f"cach-{house.id}": "hang-ghn", "shown_total": "123500"}
    assert browser.post("/thanh-toan", **chosen).status_code == 409
    assert db.session.query(Order).count() == 0
    assert prices.forget() == 1


@pytest.mark.parametrize("broken", ["sent_by = 'GHN'", "sending_way_id = (SELECT max(id) FROM sending_way)"])
def test_the_database_keeps_a_fetched_parcel_unsent(house, broken):
    house.pick_up = "Sáng"
    make_sending(house)
    from tests.factories import make_parcel

    parcel = make_parcel(make_product(facility=house), fetched_from=(house.id,))
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE parcel SET {broken} WHERE id = {parcel.id}"))
    db.session.rollback()


@pytest.mark.parametrize("makers", [1, 5])
def test_a_cart_reads_all_of_it_at_once(query_count, makers):
    read = [one.id for one in _houses(makers)]
    db.session.commit()
    with query_count() as run:
        sending.book(read, OUTER)
    assert len(run) <= 4, "begin, ways, rates, carriers"


def _houses(count):
    for _ in range(count):
        one = make_facility()
        make_sending(one)
        yield one


@pytest.mark.parametrize("path", ["ways", "freight"])
def test_brackets_within_brackets_are_no_place(browser, path):
    cart = browser.send("POST", "/api/v1/carts").json["id"]
    deep = "[" * 100_000
    answer = browser.send("POST", f"/api/v1/carts/{cart}/{path}", data=deep, content_type="application/json")
    assert answer.status_code == 422
