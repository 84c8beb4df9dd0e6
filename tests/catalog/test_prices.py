"""Barcodes, prices by quantity and sales: what is asked at a moment, and what it is compared with."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError

from catalog import gtin, sales, search, tiers, variants
from catalog.models import PastPrice, PriceTier, Product, Variant
from core import times
from core.db import db
from shop import cart as carts
from shop import orders, queries
from tests.catalog.test_export import sheet_of, taken_in, values_in
from tests.factories import make_cart, make_facility, make_member, make_product, make_variant
from tests.shop.test_place_order import BUYER

GTIN = "8931234567897"
NOON = datetime(2026, 12, 1, 12, tzinfo=times.HANOI)
FIRST, OVER = times.start_of(date(2026, 12, 10)), times.start_of(date(2026, 12, 21))


@pytest.fixture
def tea(app):
    with times.frozen(NOON - timedelta(days=90)):
        return make_product(name="Trà ướp sen", sku="TRA", slug="tra", price=100_000, on_hand=500)


def priced(variant, price, moment):
    with times.frozen(moment):
        variants.revise(variant, {"price": price})
        db.session.commit()


def on_sale(variant, price=80_000, since=FIRST, until=OVER, now=NOON):
    with times.frozen(now):
        sales.begin(variant, price, since, until)
        db.session.commit()


def test_it_is_found_by_the_digits_under_the_bars(tea):
    make_product(name="Trà khác")
    tea.main.gtin = gtin.read(GTIN)
    db.session.commit()
    assert search.find(GTIN).ids == [tea.id]


@pytest.mark.parametrize(
    ("cell", "pairs"),
    [
        ("10: 45.000; 50: 42.000", [[10, 45_000], [50, 42_000]]),
        ("50:42k\n10:45k", [[10, 45_000], [50, 42_000]]),
        ("", []),
    ],
)
def test_tiers_are_read_and_written(cell, pairs):
    assert tiers.read(cell) == pairs
    assert tiers.read(tiers.written(pairs)) == pairs


@pytest.mark.parametrize(
    "cell", ["10: 45.000; 10: 42.000", "10: 45k; 20: 46k", "1: 45k", "1000: 1k", "10", "10: liên hệ", "x: 5k"]
)
def test_tiers_that_do_not_fall_or_cannot_be_read_are_refused(cell):
    with pytest.raises(tiers.BadTiers):
        tiers.read(cell)


def test_the_price_of_each_falls_with_how_many_there_are(tea):
    tea.main.tier_pairs = [[10, 90_000], [50, 85_000]]
    db.session.commit()
    assert [tea.main.price_for(n) for n in (1, 9, 10, 49, 50, 999)] == [
        100_000,
        100_000,
        90_000,
        90_000,
        85_000,
        85_000,
    ]


def test_a_tier_no_lower_than_a_sale_does_not_count(tea):
    tea.main.tier_pairs = [[10, 90_000], [50, 70_000]]
    on_sale(tea.main)
    with times.frozen(FIRST):
        assert [one.least for one in tea.main.tiers_now] == [50]
        assert [tea.main.price_for(n) for n in (1, 10, 50)] == [80_000, 80_000, 70_000]


def test_tiers_changed_in_place_keep_one_row_a_number(tea):
    tea.main.tier_pairs = [[10, 90_000], [50, 85_000]]
    db.session.commit()
    tea.main.tier_pairs = [[10, 88_000], [60, 80_000]]
    db.session.commit()
    assert [(one.least, one.price) for one in db.session.query(PriceTier).order_by(PriceTier.least)] == [
        (10, 88_000), (60, 80_000),
    ]  # fmt: skip


def test_a_cart_tells_the_next_tier_and_the_order_keeps_what_was_paid_and_why(tea, browser):
    tea.main.tier_pairs = [[10, 90_000]]
    db.session.commit()
    cart = make_cart()
    line = carts.put(cart, tea.main, 8)
    db.session.commit()
    assert (line.total, line.next_tier.least) == (800_000, 10)
    carts.change(cart, line.id, 10)
    db.session.commit()

    order = orders.place(queries.cart_for_order(cart.token), BUYER)
    db.session.commit()

    bought = order.parcels[0].lines[0]
    assert (bought.unit_price, bought.list_price, bought.price_kind, bought.tier_least) == (90_000, 100_000, "tier", 10)
    assert order.parcels[0].goods_total == order.parcels[0].payment.amount - order.parcels[0].shipping_fee == 900_000


def test_a_sale_begins_and_ends_by_itself_everywhere(tea, browser):
    on_sale(tea.main)
    for moment, price, usual in (
        (FIRST - timedelta(seconds=1), 100_000, None), (FIRST, 80_000, 100_000),
        (OVER - timedelta(seconds=1), 80_000, 100_000), (OVER, 100_000, None),
    ):  # fmt: skip
        with times.frozen(moment):
            item = browser.get("/api/v1/products").json["items"][0]
            assert (item["price"], item["usual_price"]) == (price, usual)
            assert browser.get(f"/api/v1/products?price_max={price}").json["total"] == 1
            assert browser.get(f"/api/v1/products?price_max={price - 1}").json["total"] == 0
            for address in ("/san-pham/tra", "/san-pham"):
                assert ("80.000" in browser.get(address).text) == (price == 80_000), address


def test_a_line_bought_in_a_sale_says_so_after_it_ended(tea):
    on_sale(tea.main)
    with times.frozen(FIRST):
        order = orders.place(queries.cart_for_order(make_cart(tea).token), BUYER)
        db.session.commit()
    with times.frozen(OVER):
        line = order.parcels[0].lines[0]
        assert (line.unit_price, line.list_price, line.price_kind) == (80_000, 100_000, "sale")


def test_a_sale_that_ends_while_the_buyer_reads_is_told_before_she_pays(tea):
    on_sale(tea.main)
    cart = make_cart(tea)
    with times.frozen(OVER), pytest.raises(orders.TotalMoved):
        orders.place(queries.cart_for_order(cart.token), BUYER, shown_total=80_000 + 22_000)


def test_it_is_compared_with_the_lowest_price_of_thirty_days_whatever_was_asked_before(tea):
    priced(tea.main, 90_000, NOON - timedelta(days=20))
    priced(tea.main, 120_000, NOON - timedelta(days=10))
    on_sale(tea.main, since=NOON, until=NOON + timedelta(days=5))
    assert tea.main.sale_compare == 90_000


def test_a_price_older_than_thirty_days_no_longer_counts(tea):
    priced(tea.main, 90_000, NOON - timedelta(days=60))
    priced(tea.main, 120_000, NOON - timedelta(days=31))
    on_sale(tea.main, since=NOON, until=NOON + timedelta(days=5))
    assert tea.main.sale_compare == 120_000


def test_raising_the_price_first_gains_nothing(tea):
    priced(tea.main, 200_000, NOON - timedelta(hours=1))
    with times.frozen(NOON), pytest.raises(sales.NotLower) as refused:
        sales.begin(tea.main, 150_000, NOON, NOON + timedelta(days=5))
    assert refused.value.lowest == 100_000


def test_the_sale_before_counts_as_a_price_that_was_asked(tea):
    on_sale(tea.main, 80_000, NOON, NOON + timedelta(days=3))
    with times.frozen(NOON + timedelta(days=10)), pytest.raises(sales.NotLower) as refused:
        sales.begin(tea.main, 85_000, times.now(), times.now() + timedelta(days=3))
    assert refused.value.lowest == 80_000


def test_a_sale_ended_early_stands_in_the_history_until_its_end(tea):
    on_sale(tea.main, 80_000, NOON, NOON + timedelta(days=9))
    with times.frozen(NOON + timedelta(days=2)):
        sales.end(tea.main)
        db.session.commit()
    past = db.session.query(PastPrice).one()
    assert (past.kind, past.price, past.since, past.until) == ("sale", 80_000, NOON, NOON + timedelta(days=2))


def test_one_that_never_began_leaves_no_trace(tea):
    on_sale(tea.main)
    with times.frozen(NOON + timedelta(days=1)):
        sales.end(tea.main)
        db.session.commit()
    assert db.session.query(PastPrice).count() == 0


def test_a_price_lowered_to_the_sales_ends_it_and_before_it_begins_lowers_what_it_is_compared_with(tea):
    on_sale(tea.main)
    priced(tea.main, 95_000, NOON + timedelta(days=1))
    assert tea.main.sale_compare == 95_000
    priced(tea.main, 80_000, NOON + timedelta(days=2))
    assert tea.main.sale_price is None


def test_the_law_bounds_how_low_and_how_long(tea):
    with times.frozen(NOON):
        with pytest.raises(sales.TooLow) as low:
            sales.begin(tea.main, 49_999, NOON, NOON + timedelta(days=1))
        assert (low.value.least, low.value.limit.most_percent) == (50_000, 50)
        sales.begin(tea.main, 50_000, NOON, NOON + timedelta(days=1))
    first = times.start_of(date(2027, 2, 1))
    with times.frozen(first):
        with pytest.raises(sales.TooLong):
            sales.begin(tea.main, 60_000, first, first + timedelta(days=121))
        sales.begin(tea.main, 60_000, first, first + timedelta(days=120))


def test_days_already_on_sale_this_year_are_counted(tea):
    first = times.start_of(date(2027, 1, 1))
    on_sale(tea.main, 80_000, first, first + timedelta(days=100), now=first)
    with times.frozen(first + timedelta(days=200)), pytest.raises(sales.TooLong) as long:
        sales.begin(tea.main, 70_000, times.now(), times.now() + timedelta(days=21))
    assert long.value.left == 20


@pytest.mark.parametrize(
    "columns",
    [
        {"sale_price": 50_000},
        {"sale_price": 100_000, "sale_from": NOON, "sale_until": OVER, "sale_compare": 100_000},
        {"sale_price": 50_000, "sale_from": OVER, "sale_until": NOON, "sale_compare": 100_000},
    ],
)
def test_the_database_holds_no_broken_sale(tea, columns):
    with pytest.raises(IntegrityError):
        db.session.execute(update(Variant).values(**columns))


@pytest.mark.parametrize("row", [{"least": 1, "price": 5}, {"least": 5, "price": 0}])
def test_the_database_holds_no_broken_tier(tea, row):
    with pytest.raises(IntegrityError):
        db.session.execute(insert(PriceTier).values(variant_id=tea.main.id, **row))


def test_barcodes_and_tiers_go_out_in_the_sheet_and_come_in_unchanged(tea):
    tea.main.gtin, tea.main.tier_pairs = gtin.read(GTIN), [[10, 90_000], [50, 85_000]]
    make_variant(tea, name="Hộp to", sku="TRA-TO", price=300_000, tier_pairs=[[5, 290_000]])
    db.session.commit()
    first = sheet_of(tea.facility)
    assert taken_in(first, tea.facility) == {"unchanged": 2}
    assert values_in(sheet_of(tea.facility)) == values_in(first)

    db.session.query(Variant).update({"gtin": None, "gtin_facility_id": None, "sku": "X" + Variant.sku})
    db.session.query(Product).update({"sku": "X" + Product.sku})
    db.session.commit()
    other = make_facility()
    assert taken_in(first, other) == {"created": 2}
    told = [
        (row[names.index("Mã vạch")], row[names.index("Giá theo số lượng")]) for names, row in _rows(sheet_of(other))
    ]
    assert told == [(GTIN, "10: 90000; 50: 85000"), (None, "5: 290000")]


def test_a_barcode_of_another_form_is_refused_row_by_row(tea):
    tea.main.gtin = gtin.read(GTIN)
    db.session.commit()
    sheet = sheet_of(tea.facility)
    db.session.query(Variant).update({"sku": "X" + Variant.sku})
    db.session.query(Product).update({"sku": "X" + Product.sku})
    db.session.commit()
    assert taken_in(sheet, tea.facility) == {"rejected": 1}


def test_the_maker_sets_a_barcode_tiers_and_a_sale_on_the_phone(tea, browser):
    browser.sign_in(make_member(tea.facility, "editor"))
    path = f"/quan-ly/san-pham/{tea.id}/loai/{tea.main.id}"
    typed = {"name": "", "price": "100k", "gtin": GTIN, "tier_least.0": "10", "tier_price.0": "90k"}
    assert browser.post(path, **typed).status_code == 303
    assert (tea.main.gtin, tea.main.tier_pairs) == ("0" + GTIN, [[10, 90_000]])
    assert GTIN in browser.get(f"{path}/ma-vach.svg").text

    today = times.today()
    bad = browser.post(f"{path}/giam-gia", price="40k", first=today, last=today)
    assert bad.status_code == 422
    assert "không dưới 50.000" in bad.text
    assert browser.post(f"{path}/giam-gia", price="80k", first=today, last=today).status_code == 303
    assert tea.main.price_now == 80_000
    assert "80.000" in browser.get(path).text
    browser.post(f"{path}/thoi-giam")
    assert tea.main.price_now == 100_000


@pytest.mark.parametrize(
    ("field", "typed"),
    [("gtin", {"gtin": "8931234567890"}), ("tiers", {"tier_least.0": "10", "tier_price.0": "100k"}),
     ("tiers", {"tier_least.0": "mười", "tier_price.0": "9k"}), ("tiers", {"tier_least.0": "10", "tier_price.0": ""})],
)  # fmt: skip
def test_what_cannot_be_is_said_at_the_field_and_nothing_is_lost(tea, browser, field, typed):
    browser.sign_in(make_member(tea.facility, "editor"))
    answer = browser.post(f"/quan-ly/san-pham/{tea.id}/loai/{tea.main.id}", **{"name": "", "price": "100k"} | typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert all(f'value="{value}"' in answer.text for value in typed.values())


def _rows(sheet):
    names, *rows = values_in(sheet)
    return [(names, row) for row in rows]
