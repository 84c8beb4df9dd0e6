"""Fetching a parcel at the workshop: offered where the maker says when, free, and spoken of as what it is."""

import re

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core.db import db
from core.jobs import Job
from shop import bills, orders
from shop.models import Order, Parcel
from tests.factories import make_cart, make_facility, make_member, make_order, make_parcel, make_product
from tests.shop.test_checkout import GOOD, fill
from tests.shop.test_delivery import FAR, make_range, to

WHEN = "8:00-17:30, gọi trước"


@pytest.fixture
def kiln(app):
    return make_facility(address="Số 27 xóm 3", commune_name="Xã Bát Tràng", pick_up=WHEN)


def letters():
    return [job.payload["text"] for job in db.session.query(Job).filter_by(kind="mail").order_by(Job.id)]


def test_a_fetched_parcel_costs_no_delivery_and_says_where(kiln):
    parcel = make_parcel(make_product(facility=kiln), fetched_from=(kiln.id,), email="ngan@example.vn")
    assert (parcel.way, parcel.shipping_fee) == ("workshop", 0)
    assert parcel.fetched_at == f"Số 27 xóm 3, Xã Bát Tràng. {WHEN}"
    assert f"Tới lấy tại xưởng, không phí: {parcel.fetched_at}" in letters()[0]
    assert "Giao tới" not in letters()[0]


def test_only_the_makers_chosen_are_fetched_from(kiln):
    other = make_facility(address="Xóm 1", pick_up="Sáng")
    order = make_order(make_product(facility=kiln), make_product(facility=other), fetched_from=(kiln.id,))
    assert {one.facility_id: one.way for one in order.parcels} == {kiln.id: "workshop", other.id: "send"}
    assert next(one for one in order.parcels if one.way == "send").shipping_fee > 0


@pytest.mark.parametrize("said", [{"pick_up": ""}, {"address": ""}])
def test_where_a_maker_does_not_hand_over_it_is_sent_for_its_fee(app, said):
    maker = make_facility(**{"address": "Xóm 3", "pick_up": WHEN} | said)
    parcel = make_parcel(make_product(facility=maker), fetched_from=(maker.id,))
    assert (parcel.way, parcel.fetched_at) == ("send", "")
    assert parcel.shipping_fee > 0


def test_goods_that_go_nowhere_near_may_still_be_fetched(kiln):
    product = make_product(facility=kiln)
    make_range(kiln, "province", product)
    cart = make_cart(product)
    with pytest.raises(orders.OutOfRange):
        orders.place(cart, to(FAR))
    db.session.rollback()
    assert not bills.bill(cart, FAR.partition("/")[0], FAR, (kiln.id,)).is_barred
    assert bills.bill(cart, FAR.partition("/")[0], FAR).is_barred


@pytest.mark.parametrize(
    "broken",
    ["way = 'drone'", "shipping_fee = 1000", "fetched_at = ''", "way = 'send'"],
    ids=["way", "fee", "where", "sent"],
)
def test_the_database_keeps_it_whole(kiln, broken):
    parcel = make_parcel(make_product(facility=kiln), fetched_from=(kiln.id,))
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE parcel SET {broken} WHERE id = {parcel.id}"))
    db.session.rollback()


def test_the_page_offers_it_with_its_hours_and_counts_it_anew(browser, kiln):
    fill(browser, make_product(facility=kiln))
    page = browser.get("/thanh-toan").text
    assert WHEN in page
    fee = total_on(page)
    fetched = browser.get(f"/thanh-toan?cach-{kiln.id}=workshop").text
    assert total_on(fetched) < fee
    assert re.search(rf'name="cach-{kiln.id}" value="workshop" checked', fetched)


def total_on(page):
    return int(re.search(r'name="shown_total" value="(\d+)"', page).group(1))


def test_chosen_at_checkout_the_sum_is_asked_again_and_then_ordered(browser, kiln):
    fill(browser, make_product(facility=kiln))
    shown = total_on(browser.get("/thanh-toan").text)
    said = GOOD | {f"cach-{kiln.id}": "workshop"}
    again = browser.post("/thanh-toan", **said | {"shown_total": shown})
    assert again.status_code == 409
    assert db.session.query(Order).count() == 0
    assert browser.post("/thanh-toan", **said | {"shown_total": total_on(again.text)}).status_code == 303
    assert db.session.query(Parcel).one().way == "workshop"


@pytest.mark.parametrize("name", ["cach-x", "cach-", "cach-99999999", "cach-" + "9" * 40, "cach-－1"])
def test_a_field_of_no_maker_changes_nothing(browser, kiln, name):
    fill(browser, make_product(facility=kiln))
    assert browser.post("/thanh-toan", **GOOD | {name: "workshop"}).status_code == 303
    assert db.session.query(Parcel).one().way == "send"


def test_ready_and_fetched_are_said_instead_of_sent_and_delivered(browser, kiln):
    product = make_product(facility=kiln)
    parcel = make_parcel(product, state="packed", fetched_from=(kiln.id,), email="ngan@example.vn")
    browser.sign_in(make_member(kiln, "packer"))
    at = f"/quan-ly/don/{parcel.id}"
    assert "Báo khách là sẵn sàng" in browser.get(at).text
    assert "Mã vận đơn" not in browser.get(at).text
    assert "Hỏi lại người mua" not in browser.get(at).text  # whoever fetches it costs nobody a journey
    assert "không gửi" in browser.get(f"{at}/phieu").text

    assert browser.post(f"{at}/giao").status_code == 303
    assert parcel.state == "handed_over"
    assert "Sẵn sàng để lấy" in browser.get(at).text
    assert "sẵn sàng để lấy" in letters()[-1]
    assert "Trả khi lấy hàng" in letters()[-1]
    page = browser.get(f"/don-hang/{parcel.order.token}").text
    assert "Hàng đã sẵn sàng để lấy" in page
    assert "Đang trên đường" not in page

    assert browser.post(f"{at}/toi").status_code == 303
    assert parcel.payment.state == "paid"
    page = browser.get(f"/don-hang/{parcel.order.token}").text
    assert "Bạn đã lấy hàng" in page
    assert "Đã tới tay" not in page


def test_a_maker_says_when_and_it_is_offered(browser, kiln):
    browser.sign_in(make_member(kiln, "owner"))
    assert WHEN in browser.get("/quan-ly/co-so").text
