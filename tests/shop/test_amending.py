"""What a buyer changes until it is packed: never at a price she did not see, never behind the maker's back."""

from datetime import timedelta

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from core.jobs import Job
from shop import amending, proposals, rules
from shop.models import Order, Parcel
from tests.factories import (
    make_facility,
    make_order,
    make_parcel,
    make_product,
    make_proposal,
    make_range,
    make_voucher,
)
from tests.shop.test_checkout import GOOD, fill

NEAR, FAR = "ha-noi/phuong-hoan-kiem", "ca-mau/phuong-an-xuyen"
HERE = {"name": "Cô Vân", "province_code": "ha-noi", "commune_code": NEAR, "street": "Số 9", "do": "change"}


@pytest.fixture
def house(app):
    return make_facility(email="lam@example.vn")


def far():
    from programme import places

    return places.communes_of("ca-mau")[0].code


def change(browser, order, **fields):
    return browser.post(f"/don-hang/{order.token}/noi-nhan", **HERE | {"shown_total": order.total} | fields)


def there(**fields):
    return {"province_code": "ca-mau", "commune_code": far()} | fields


def letters():
    return [job.payload for job in db.session.query(Job).filter_by(kind="mail").order_by(Job.id)]


def test_another_place_of_the_province_costs_the_same_and_its_maker_is_told(browser, house):
    order = make_order(make_product(facility=house))
    was = order.total
    assert "Đổi nơi nhận" in browser.get(f"/don-hang/{order.token}").text
    assert change(browser, order, note="Gọi trước").status_code == 303
    assert (order.buyer_name, order.commune_code, order.note, order.total) == ("Cô Vân", NEAR, "Gọi trước", was)
    assert order.address == "Số 9, Phường Hoàn Kiếm, Hà Nội"
    assert order.buyer_phone == "+84912345678"
    assert "đổi nơi nhận" in letters()[-1]["subject"]
    assert "Số 9, Phường Hoàn Kiếm" in letters()[-1]["text"]


def test_another_fee_is_shown_first_and_asked_again(browser, house):
    order = make_order(make_product(facility=house), payment="vietqr")
    was, fee = order.total, order.parcels[0].shipping_fee
    again = change(browser, order, **there())
    assert again.status_code == 409
    db.session.expire_all()
    assert (order.total, order.commune_code) == (was, "ha-noi/xa-gia-lam")
    assert "Bấm lần nữa nếu đồng ý" in again.text
    shown = int(again.text.partition('name="shown_total" value="')[2].partition('"')[0])
    assert shown > was
    assert change(browser, order, **there(shown_total=shown)).status_code == 303
    db.session.expire_all()
    parcel = order.parcels[0]
    assert (order.total, parcel.payment.amount) == (shown, shown)
    assert parcel.shipping_fee == fee + shown - was


@pytest.mark.parametrize("why", ["paid", "voucher", "card"])
def test_a_fee_that_is_settled_does_not_move(browser, house, why):
    product = make_product(facility=house)
    if why == "voucher":
        make_voucher(facility_id=house.id, effect="delivery", code=None)
    order = make_order(product, payment="vietqr")
    if why == "paid":
        db.session.execute(text("UPDATE payment SET state = 'paid'"))
    if why == "card":
        db.session.execute(text("UPDATE payment SET method = 'stripe'"))
    db.session.commit()
    db.session.expire_all()
    was = order.total
    page = change(browser, order, **there())
    assert page.status_code == 422
    assert "không đổi được nữa" in page.text
    db.session.expire_all()
    assert (order.total, order.commune_code, order.changes) == (was, "ha-noi/xa-gia-lam", 0)


@pytest.mark.parametrize("state", ["packed", "handed_over", "delivered"])
def test_what_is_packed_goes_where_it_says(browser, house, state):
    order = make_parcel(make_product(facility=house), state=state).order
    assert "Đổi nơi nhận" not in browser.get(f"/don-hang/{order.token}").text
    assert change(browser, order).status_code == 409
    db.session.expire_all()
    assert order.buyer_name == "Đặng Thị Thu Ngân"


def test_packed_in_the_same_moment_it_is_not_changed(house):
    order = make_order(make_product(facility=house))
    packed = update(Parcel).values(state="packed").execution_options(synchronize_session=False)
    db.session.execute(packed)  # this one still reads placed
    with pytest.raises(amending.TooLate):
        amending.change(order, amending.Recipient("Cô Vân", "ha-noi", NEAR, "Số 9"), order.total)


def test_of_two_changes_at_once_the_second_is_told(house):
    order = make_order(make_product(facility=house))
    assert order.changes == 0  # as this one read it
    twin = update(Order).values(changes=1, changed_at=times.now()).execution_options(synchronize_session=False)
    db.session.execute(twin)
    with pytest.raises(amending.TooLate):
        amending.change(order, amending.Recipient("Cô Vân", "ha-noi", NEAR, "Số 9"), order.total)


def test_as_often_as_the_rule_allows(browser, house):
    order = make_order(make_product(facility=house))
    most = rules.value("order_changes_most")
    assert [change(browser, order).status_code for _ in range(most + 1)] == [303] * most + [409]


def test_goods_that_do_not_go_there_stay_where_they_go(browser, house):
    product = make_product(facility=house, name="Bánh cốm tươi")
    make_range(house, "province", product)
    order = make_order(product)
    page = change(browser, order, **there())
    assert page.status_code == 422
    assert "Bánh cốm tươi không giao tới đó" in page.text
    db.session.expire_all()
    assert order.changes == 0


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"street": ""}, {"commune_code": "ca-mau/x"}, {"commune_code": ""}, {"deliver_before": "mai"}],
)
def test_bad_input_is_said_at_its_field(browser, house, wrong):
    order = make_order(make_product(facility=house))
    page = change(browser, order, **wrong)
    assert page.status_code == 422
    assert "field__error" in page.text
    db.session.expire_all()
    assert order.changes == 0


def test_a_day_that_cannot_be_kept_is_refused_and_one_that_can_is_kept(browser, house):
    order = make_order(make_product(facility=house, mode="made_to_order", lead_days=10))
    today = times.today()
    assert "Sớm nhất ngày" in change(browser, order, deliver_before=(today + timedelta(days=3)).isoformat()).text
    kept = today + timedelta(days=40)
    assert change(browser, order, deliver_before=kept.isoformat()).status_code == 303
    db.session.expire_all()
    assert order.deliver_before == kept


def test_the_checkout_asks_by_when_and_says_so_where_it_is_too_soon(browser, house):
    fill(browser, make_product(facility=house, mode="made_to_order", lead_days=10))
    today = times.today()
    page = browser.post("/thanh-toan", **GOOD | {"deliver_before": (today + timedelta(days=2)).isoformat()})
    assert page.status_code == 422
    assert "mới tới nơi" in page.text
    assert db.session.query(Order).count() == 0
    wanted = today + timedelta(days=60)
    assert browser.post("/thanh-toan", **GOOD | {"deliver_before": wanted.isoformat()}).status_code == 303
    assert db.session.query(Order).one().deliver_before == wanted


def fewer(browser, parcel, line, quantity):
    return browser.post(f"/don-hang/{parcel.order.token}/goi/{parcel.code}/bot", line=line.id, quantity=quantity)


def test_fewer_gives_stock_back_and_lowers_what_is_awaited(browser, house):
    product, other = make_product(facility=house, on_hand=9), make_product(facility=house)
    parcel = make_parcel(product, other, quantity=3, payment="vietqr")
    line = next(one for one in parcel.lines if one.product_id == product.id)
    was, price = parcel.total, line.unit_price
    assert fewer(browser, parcel, line, 1).status_code == 303
    db.session.expire_all()
    assert (line.quantity, product.main.held, parcel.total) == (1, 1, was - 2 * price)
    assert parcel.payment.amount == parcel.total
    assert fewer(browser, parcel, line, 0).status_code == 303
    db.session.expire_all()
    assert (line.dropped_at is not None, product.main.held) == (True, 0)
    last = next(one for one in parcel.lines if one.id != line.id)
    assert fewer(browser, parcel, last, 0).status_code == 409
    assert "bớt món" in letters()[-1]["subject"]


def test_what_is_paid_or_packed_or_asked_about_is_not_lessened(browser, house):
    packed = make_parcel(make_product(facility=house, on_hand=9), quantity=3, state="packed")
    assert fewer(browser, packed, packed.lines[0], 1).status_code == 409
    asked = make_parcel(make_product(facility=house, on_hand=9), quantity=3)
    make_proposal(asked, 2)
    assert fewer(browser, asked, asked.lines[0], 1).status_code == 409
    paid = make_parcel(make_product(facility=house, on_hand=9), quantity=3, payment="vietqr")
    db.session.execute(text(f"UPDATE payment SET state = 'paid' WHERE parcel_id = {paid.id}"))
    db.session.commit()
    assert fewer(browser, paid, paid.lines[0], 1).status_code == 409
    db.session.expire_all()
    assert [one.lines[0].quantity for one in (packed, asked, paid)] == [3, 3, 3]


@pytest.mark.parametrize("quantity", ["3", "4", "-1", "", "x", "99999999999"])
def test_a_wrong_number_changes_nothing(browser, house, quantity):
    parcel = make_parcel(make_product(facility=house, on_hand=9), quantity=3)
    assert fewer(browser, parcel, parcel.lines[0], quantity).status_code == 422
    db.session.expire_all()
    assert parcel.lines[0].quantity == 3


def test_paid_in_the_same_moment_it_is_not_lessened(house):
    parcel = make_parcel(make_product(facility=house, on_hand=9), quantity=3, payment="vietqr")
    assert amending.may_be_fewer(parcel)
    db.session.execute(text("UPDATE payment SET state = 'paid'"))  # this one still reads awaiting
    with pytest.raises(amending.Paid):
        amending.take_fewer(parcel, parcel.lines[0], 1)


def test_somebody_elses_line_is_no_line_of_this_parcel(browser, house):
    mine, others = make_parcel(make_product(facility=house)), make_parcel(make_product(facility=house), quantity=2)
    assert fewer(browser, mine, others.lines[0], 1).status_code == 422
    assert proposals.OPEN == amending.OPEN


def test_the_database_keeps_when_it_was_changed(house):
    make_order(make_product(facility=house))
    with pytest.raises(IntegrityError):
        db.session.execute(text("UPDATE purchase SET changes = 1"))
