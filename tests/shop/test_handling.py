"""Classes of handling: chilled, bulky; each said before the order, at its own fee or not at all."""

import pytest

from core import times
from core.db import db
from shop import bills, delivery, orders, rules, shipping
from shop.models import Order
from tests.factories import make_cart, make_facility, make_member, make_product, make_range
from tests.shop.test_checkout import GOOD, fill
from tests.shop.test_delivery import FAR, OUTER, to

BAC_NINH = "bac-ninh"


@pytest.fixture
def maker(app):
    return make_facility(commune_code=OUTER, address="Xóm 3", pick_up="Sáng")


def goods(maker, reach, **columns):
    product = make_product(facility=maker, **columns)
    make_range(maker, reach, product)
    db.session.expire_all()
    return product


def test_chilled_goods_cost_their_cool_box_and_never_go_far(maker):
    plain, chilled = make_product(facility=maker, weight_g=500), goods(maker, "chilled", weight_g=500)
    usual, cool = (shipping.quote(maker, [(one.main, 1)], BAC_NINH) for one in (plain, chilled))
    assert cool.fee == usual.fee + rules.value("chilled_fee")
    assert (
        (cool.arrives_on - times.today()).days <= rules.value("chilled_days") < (usual.arrives_on - times.today()).days
    )
    assert delivery.trouble(chilled, "ha-noi", OUTER) == ""
    assert delivery.trouble(chilled, BAC_NINH) == ""
    assert delivery.trouble(chilled, "hue", FAR) == "chilled"


def test_the_box_is_paid_once_a_parcel(maker):
    one, other = goods(maker, "chilled", weight_g=100), goods(maker, "chilled", weight_g=100)
    single, both = (shipping.quote(maker, [(p.main, 1) for p in some], "ha-noi").fee for some in ([one], [one, other]))
    assert both == single, "within the same step of weight"


@pytest.mark.parametrize("reach", ["chilled", "quote"])
def test_what_does_not_go_there_places_no_order_and_says_why(browser, maker, reach):
    product = goods(maker, reach)
    with pytest.raises(orders.OutOfRange) as far:
        orders.place(make_cart(product), to(FAR))
    db.session.rollback()
    assert far.value.why == {product.main.id: reach}
    fill(browser, product)
    page = browser.post("/thanh-toan", **GOOD | {"province_code": "hue", "commune_code": FAR})
    assert page.status_code == 422
    assert {"chilled": "không đi xa được", "quote": "Hỏi phí giao"}[reach] in page.text
    assert db.session.query(Order).count() == 0


def test_bulky_goods_are_asked_about_first(browser, maker):
    product = goods(maker, "quote")
    page = browser.get(f"/san-pham/{product.slug}").text
    assert "báo giá vận chuyển" in page
    fill(browser, product)
    assert "Hỏi phí giao món cồng kềnh" in browser.get("/thanh-toan").text
    assert browser.post("/thanh-toan", **GOOD).status_code == 422
    assert browser.post("/thanh-toan", **GOOD | {f"cach-{maker.id}": "workshop"}).status_code in (303, 409), (
        "fetched it may"
    )


def test_fetched_at_the_workshop_nothing_stands_in_the_way(maker):
    cart = make_cart(goods(maker, "quote"))
    assert bills.bill(cart, "ha-noi").is_barred
    assert not bills.bill(cart, "ha-noi", "", (maker.id,)).is_barred


def test_a_maker_says_so_for_a_product(browser, maker):
    product = make_product(facility=maker)
    browser.sign_in(make_member(maker, "owner"))
    for reach in ("chilled", "quote"):
        assert browser.post(f"/quan-ly/san-pham/{product.id}/giao-toi", reach=reach).status_code in (303, 404)
    assert "thùng giữ lạnh" in browser.get("/quan-ly/giao-toi").text
