"""One parcel in two journeys: each with its goods, steps and money at the door; the delivery paid once."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from core.jobs import Job
from shop import amending, confirmations, journeys, ledger, parcels, payments
from shop.models import CommissionRule, OrderLine, Parcel, ParcelTerms
from tests.factories import make_facility, make_fee, make_member, make_parcel, make_product, make_sending


@pytest.fixture
def house(app):
    return make_facility(commune_code="ha-noi/xa-bat-trang")


def two(house, **options):
    """A parcel of 100 000 and 300 000 đồng, with 22 000 or so for the delivery."""
    goods = [
        make_product(facility=house, price=price, name=name) for price, name in ((100_000, "Chén"), (300_000, "Ấm"))
    ]
    return make_parcel(*goods, email="ngan@example.vn", **options)


def later():
    return times.today() + timedelta(days=9)


def split(parcel):
    rest = journeys.split(parcel, {parcel.lines[0].id}, later())
    db.session.commit()
    return rest


def test_each_journey_has_its_goods_and_its_money_and_the_fee_is_paid_once(house):
    parcel = two(house)
    whole, fee = parcel.order.total, parcel.shipping_fee
    rest = split(parcel)
    assert ([one.name for one in parcel.lines], [one.name for one in rest.lines]) == (["Chén"], ["Ấm"])
    assert (parcel.shipping_fee, rest.shipping_fee) == (fee, 0)
    assert (parcel.payment.amount, rest.payment.amount) == (100_000 + fee, 300_000)
    assert parcel.order.total == whole
    assert (parcel.state, rest.state, rest.part, rest.origin) == ("confirmed", "confirmed", 2, "rest")
    assert times.local(rest.pack_before).date() == later()
    told = db.session.query(Job).filter_by(kind="mail").order_by(Job.id.desc()).first().payload["text"]
    assert "Chuyến 1: 1 × Chén" in told
    assert "1 × Ấm. Trả khi nhận 300.000" in told


def test_fees_by_kind_stay_with_the_first(house):
    make_fee(house, kind="packing", basis="line", rate=2_000)
    make_fee(house, kind="admin", basis="percent", rate=100)
    parcel = two(house)
    whole = parcel.order.total
    rest = split(parcel)
    assert (parcel.fee_total, rest.fee_total) == (8_000, 0)
    assert (parcel.payment.amount, rest.payment.amount) == (100_000 + parcel.shipping_fee + 8_000, 300_000)
    assert parcel.order.total == whole


def test_each_goes_and_arrives_by_itself(house):
    db.session.add(CommissionRule(rate=500, since=times.today(), source="thử"))
    db.session.commit()
    parcel = two(house)
    rest = split(parcel)
    chen, am = (line.variant for one in (parcel, rest) for line in one.lines)
    for one, code in ((parcel, "VN1"), (rest, "VN2")):
        confirmations.note(one, "call", "confirmed")
        parcels.pack(one)
        parcels.hand_over(one, "Bưu điện", code)
        db.session.commit()
        if one is parcel:
            assert (chen.on_hand, am.on_hand, am.held) == (4, 5, 1), "only what left has left the stock"
            parcels.deliver(one)
            db.session.commit()
            assert rest.state == "confirmed"
    parcels.deliver(rest)
    db.session.commit()
    assert (parcel.payment.collected, rest.payment.collected) == (100_000 + parcel.shipping_fee, 300_000)
    assert (parcel.tracking_code, rest.tracking_code) == ("VN1", "VN2")
    assert ledger.balance("commission") == 20_000, "of both together what it would be of one"
    assert db.session.query(ParcelTerms).count() == 2


def test_what_was_paid_to_the_maker_is_paid_in_both(house):
    parcel = two(house, payment="vietqr")
    payments.receive(parcel)
    rest = split(parcel)
    assert (parcel.payment.state, rest.payment.state) == ("paid", "paid")
    assert parcel.payment.amount + rest.payment.amount == parcel.order.total
    assert (parcel.balance, rest.balance) == (0, 0)


@pytest.mark.parametrize("why", ["packed", "handed_over", "transfer", "again", "one line"])
def test_what_cannot_be_divided_stays_whole(house, why):
    options = {"state": why} if why in ("packed", "handed_over") else {"payment": "vietqr"} if why == "transfer" else {}
    parcel = make_parcel(make_product(facility=house)) if why == "one line" else two(house, **options)
    if why == "again":
        parcel = split(parcel)
    was = parcel.payment.amount
    with pytest.raises(journeys.NotDivisible):
        journeys.split(parcel, {parcel.lines[0].id}, later())
    db.session.rollback()
    assert parcel.payment.amount == was


@pytest.mark.parametrize("first", [set(), "all", {99_999}])
def test_something_goes_and_something_stays(house, first):
    parcel = two(house)
    with pytest.raises(journeys.NothingStays):
        journeys.split(parcel, {one.id for one in parcel.lines} if first == "all" else first, later())
    db.session.rollback()
    assert db.session.query(Parcel).count() == 1


def test_moved_to_another_province_the_rest_still_pays_no_fee(house):
    parcel = two(house)
    rest = split(parcel)
    order = parcel.order
    to = amending.Recipient("Ngân", "hue", "hue/phuong-thuan-hoa", "Số 1")
    with pytest.raises(amending.TotalMoved) as moved:
        amending.change(order, to, 0)
    total = moved.value.args[0]
    db.session.rollback()
    amending.change(order, to, total)
    db.session.commit()
    assert (rest.shipping_fee, order.total) == (0, total)


def test_the_maker_divides_it_and_the_buyer_sees_which_goods_are_in_which(browser, house):
    parcel = two(house)
    browser.sign_in(make_member(house, "packer"))
    at = f"/quan-ly/don/{parcel.id}"
    assert "Gửi làm hai chuyến" in browser.get(at).text
    said = {f"dong-{parcel.lines[0].id}": "1", "later_on": later().isoformat()}
    assert browser.post(f"{at}/hai-chuyen", later_on=later().isoformat()).status_code == 422
    assert browser.post(f"{at}/hai-chuyen", **said | {"later_on": "2020-01-01"}).status_code == 422
    assert db.session.query(Parcel).count() == 1
    assert browser.post(f"{at}/hai-chuyen", **said).status_code == 303
    assert browser.post(f"{at}/hai-chuyen", **said).status_code == 409
    rest = db.session.query(Parcel).filter_by(origin="rest").one()
    assert "chuyến 2" in browser.get(f"/quan-ly/don/{rest.id}").text
    page = browser.get(f"/don-hang/{parcel.order.token}").text
    assert "chuyến 2" in page
    assert "Phí giao đã tính ở chuyến đầu" in page
    told = browser.get(f"/api/v1/orders/{parcel.order.token}").json["order"]["parcels"]
    assert [(one["origin"], [line["name"] for line in one["lines"]]) for one in told] == [
        ("", ["Chén"]),
        ("rest", ["Ấm"]),
    ]


def test_somebody_elses_parcel_is_not_there(browser, house):
    parcel = two(house)
    browser.sign_in(make_member(make_facility(), "packer"))
    said = {f"dong-{parcel.lines[0].id}": "1", "later_on": later().isoformat()}
    assert browser.post(f"/quan-ly/don/{parcel.id}/hai-chuyen", **said).status_code == 404
    assert db.session.query(OrderLine).filter_by(parcel_id=parcel.id).count() == 2


def test_the_database_charges_the_fee_once(house):
    rest = split(two(house))
    with pytest.raises(IntegrityError):
        db.session.execute(text(f"UPDATE parcel SET shipping_fee = 1 WHERE id = {rest.id}"))
    db.session.rollback()


def test_its_own_way_of_sending_goes_along(house):
    make_sending(house)
    rest = split(two(house))
    assert rest.sent_by == "Xe ôm"
