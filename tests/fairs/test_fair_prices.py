"""Prices valid only at a fair: from its booth, while it is open, as the law on sales lets them be."""

from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from catalog import sales, variants
from catalog.models import PastPrice
from core import times
from core.db import db
from fairs import booths, fair_prices
from fairs.models import Booth, FairPrice
from shop.models import Order
from tests.factories import (
    make_booth,
    make_cart,
    make_facility,
    make_fair,
    make_member,
    make_product,
    make_variant,
    order_cart,
)
from tests.shop.test_checkout import GOOD

OPENS, CLOSES = times.start_of(date(2026, 12, 10)), times.start_of(date(2026, 12, 15))
BEFORE, DURING, INSTANT = OPENS - timedelta(days=9), OPENS + timedelta(days=2), timedelta(microseconds=1)
PAGE = "/san-pham/tra?gian=SEN7"


@pytest.fixture
def facility(app):
    return make_facility(name="Sen Quảng An")


@pytest.fixture
def tea(facility):
    with times.frozen(BEFORE - timedelta(days=90)):
        return make_product(facility=facility, name="Trà sen", sku="TRA", slug="tra", price=100_000, on_hand=500)


@pytest.fixture
def booth(facility, tea):
    fair = make_fair(slug="cuoi-thu", name="Chợ cuối Thu", opens_at=OPENS, closes_at=CLOSES)
    return make_booth(fair, facility, products=[tea], slug="sen", code="SEN7", title="Gian sen")


def ask(booth, prices, moment=BEFORE):
    with times.frozen(moment):
        fair_prices.revise(booth, prices)
        db.session.commit()
        db.session.expire_all()


def test_holds_from_its_booth_between_opening_and_closing_and_not_an_instant_longer(booth, tea):
    ask(booth, {tea.main.id: 80_000})
    cart = make_cart(tea, booth=booth)
    asked = []
    for moment in (OPENS - INSTANT, OPENS, CLOSES - INSTANT, CLOSES):
        with times.frozen(moment):
            asked.append(cart.lines[0].unit_price)

    assert asked == [100_000, 80_000, 80_000, 100_000]


def test_does_not_hold_elsewhere_nor_while_the_fair_is_called_off(booth, tea, facility):
    ask(booth, {tea.main.id: 80_000})
    other = make_booth(make_fair(opens_at=OPENS, closes_at=CLOSES), facility, products=[tea])
    here, there, nowhere = (make_cart(tea, booth=one) for one in (booth, other, None))
    with times.frozen(DURING):
        assert [one.lines[0].unit_price for one in (here, there, nowhere)] == [80_000, 100_000, 100_000]
        booth.fair.called_off, booth.fair.called_off_reason = "postponed", "Bão"
        assert here.lines[0].unit_price == 100_000


def test_the_order_keeps_the_price_its_kind_and_its_booth(booth, tea):
    ask(booth, {tea.main.id: 80_000})
    with times.frozen(DURING):
        line = order_cart(make_cart(tea, booth=booth, quantity=3)).parcels[0].lines[0]

    assert (line.unit_price, line.list_price, line.price_kind, line.booth_id) == (80_000, 100_000, "fair", booth.id)
    assert line.parcel.goods_total == 240_000


def test_a_lower_sale_or_tier_still_wins(booth, tea):
    ask(booth, {tea.main.id: 80_000})
    tea.main.tier_pairs = [[10, 70_000]]
    db.session.commit()
    with times.frozen(DURING):
        line = order_cart(make_cart(tea, booth=booth, quantity=10)).parcels[0].lines[0]

    assert (line.unit_price, line.price_kind, line.tier_least) == (70_000, "tier", 10)


def test_booth_product_page_and_cart_name_the_fair_and_until_when(browser, booth, tea):
    ask(booth, {tea.main.id: 80_000})
    with times.frozen(DURING):
        pages = [browser.get(path).text for path in ("/hoi-cho/cuoi-thu/sen", PAGE)]
        browser.post("/gio-hang/mon", sku="TRA", quantity="1", gian="SEN7")
        pages.append(browser.get("/gio-hang").text)
        elsewhere = browser.get("/san-pham/tra").text

    for page in pages:
        assert "80.000\xa0₫" in page
        assert "Chợ cuối Thu" in page
        assert "đến 00:00 thứ Ba, 15/12/2026" in page
    assert '<span class="price price--big">100.000\xa0₫' in elsewhere
    assert "Mua từ gian ấy" in elsewhere


def test_a_kept_page_is_not_the_same_any_more_once_the_fair_has_closed(browser, booth, tea):
    ask(booth, {tea.main.id: 80_000})
    with times.frozen(CLOSES - INSTANT):
        kept = browser.get(PAGE).headers["ETag"]
        again = browser.get(PAGE, headers={"If-None-Match": kept})
    with times.frozen(CLOSES):
        after = browser.get(PAGE, headers={"If-None-Match": kept})

    assert (again.status_code, after.status_code) == (304, 200)
    assert "80.000" not in after.text


def test_an_order_begun_at_the_fair_and_sent_after_it_is_told_that_the_price_has_changed(browser, booth, tea):
    ask(booth, {tea.main.id: 80_000})
    with times.frozen(CLOSES - INSTANT):
        browser.post("/gio-hang/mon", sku="TRA", quantity="1", gian="SEN7")
        assert 'name="shown_total" value="100000"' in browser.get("/thanh-toan").text
    with times.frozen(CLOSES):
        page = browser.post("/thanh-toan", **GOOD | {"shown_total": "100000"})

    assert page.status_code == 409
    assert "Chợ cuối Thu đã tan, nên giá riêng 80.000\xa0₫ đã hết" in page.text
    assert db.session.query(Order).count() == 0


def test_the_law_on_sales_holds_for_it(booth, tea):
    main = tea.main
    with times.frozen(BEFORE):
        sales.begin(main, 90_000, BEFORE, BEFORE + timedelta(days=2))
        db.session.commit()
    for price, kind in ((90_000, sales.NotLower), (49_999, sales.TooLow)):
        with pytest.raises(fair_prices.Refused) as refused:
            ask(booth, {main.id: price})
        assert [type(one) for one in refused.value.why.values()] == [kind]
        db.session.rollback()
    booth.fair.closes_at = OPENS + timedelta(days=160)
    with pytest.raises(fair_prices.Refused) as refused:
        ask(booth, {main.id: 80_000})
    assert isinstance(refused.value.why[main.id], sales.TooLong)
    db.session.rollback()

    ask(booth, {main.id: 80_000})
    assert db.session.query(FairPrice).one().compare == 90_000


def test_a_later_sale_is_compared_with_what_the_fair_asked(booth, tea):
    ask(booth, {tea.main.id: 80_000})
    after = CLOSES + timedelta(days=10)

    with times.frozen(after), pytest.raises(sales.NotLower) as refused:
        sales.begin(tea.main, 80_000, after, after + timedelta(days=2))

    assert refused.value.lowest == 80_000


def test_what_was_asked_is_remembered_when_the_price_goes_or_the_product_leaves(booth, tea):
    other = make_variant(tea, price=200_000)
    ask(booth, {tea.main.id: 80_000, other.id: 150_000})
    ask(booth, {tea.main.id: 75_000}, DURING)
    with times.frozen(DURING + timedelta(days=1)):
        booths.show(booth, [])
        db.session.commit()

    assert db.session.query(FairPrice).count() == 0
    past = {(one.price, one.since) for one in db.session.query(PastPrice)}
    assert past == {(80_000, OPENS), (75_000, DURING), (150_000, OPENS)}


def test_a_usual_price_that_falls_below_it_wins(booth, tea):
    ask(booth, {tea.main.id: 80_000})
    cart = make_cart(tea, booth=booth)
    with times.frozen(DURING):
        variants.revise(tea.main, {"price": 70_000})
        db.session.commit()
        assert cart.lines[0].unit_price == 70_000
        assert fair_prices.shown(db.session.get(Booth, booth.id), [tea]) == {}


@pytest.mark.parametrize("columns", [{"price": 0}, {"price": 100_000}, {"product_id": "another"}, {"variant_id": 0}])
def test_the_database_refuses_what_is_not_lower_or_not_of_a_product_on_show(booth, tea, columns):
    row = {"booth_id": booth.id, "product_id": tea.id, "variant_id": tea.main.id, "price": 80_000, "compare": 100_000}
    if columns.get("product_id") == "another":
        columns = {"product_id": make_product().id}
    db.session.add(FairPrice(**row | columns, set_at=times.now()))
    with pytest.raises(IntegrityError):
        db.session.commit()


def test_its_maker_sets_it_and_reads_at_the_field_why_not(browser, booth, tea, facility):
    browser.sign_in(make_member(facility, "editor"))
    path, name = f"/quan-ly/gian/{booth.id}/gia", f"gia-{tea.main.id}"
    with times.frozen(BEFORE):
        refused = browser.post(path, **{name: "120.000"})
        assert refused.status_code == 422
        assert f'id="{name}-error"' in refused.text
        assert 'value="120.000"' in refused.text
        assert db.session.query(FairPrice).count() == 0

        assert browser.post(path, **{name: "80k"}).status_code == 303
        assert 'value="80000"' in browser.get(path).text
    assert db.session.query(FairPrice).one().price == 80_000
    with times.frozen(CLOSES):
        assert browser.post(path, **{name: ""}).status_code == 409
    assert db.session.query(FairPrice).count() == 1
    browser.sign_in(make_member(make_facility(), "editor"))
    assert browser.post(path, **{name: ""}).status_code == 404
