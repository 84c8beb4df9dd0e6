import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from shop import amending, fees, ledger, promotions
from shop.models import FeeRule, Order, Parcel, ParcelFee
from shop.settling import proofs, statements
from tests.factories import (
    make_facility,
    make_fee,
    make_member,
    make_order,
    make_parcel,
    make_product,
    make_staff,
    make_voucher,
)
from tests.shop.test_checkout import GOOD, fill


@pytest.fixture
def maker(app):
    """Asks 5,000 a parcel, 2,000 a line and 1.5 %; the market 1,000 and 0.5 %."""
    one = make_facility()
    make_fee(one, kind="packing", basis="parcel", rate=5_000, title="Hộp xốp")
    make_fee(one, kind="transport", basis="line", rate=2_000, title="Chèn lót")
    make_fee(one, kind="admin", basis="percent", rate=150, title="Giấy tờ")
    make_fee(kind="admin", basis="parcel", rate=1_000, title="Trực chợ")
    make_fee(kind="fundraising", basis="percent", rate=50, title="Quỹ làng nghề")
    return one


def amounts(parcel):
    return {(one.kind, one.is_market): one.amount for one in parcel.fees}


def test_each_kind_and_basis_is_reckoned_on_its_own_parcel_and_floored(maker):
    goods = make_product(facility=maker, price=100_033), make_product(facility=maker, price=50_000)
    mine, other = make_order(*goods, make_product(price=80_000)).parcels
    assert amounts(mine) == {
        ("packing", False): 5_000, ("transport", False): 4_000, ("admin", False): 2_250,
        ("admin", True): 1_000, ("fundraising", True): 750,
    }  # fmt: skip
    assert amounts(other) == {("admin", True): 1_000, ("fundraising", True): 400}
    assert mine.total == mine.goods_total + mine.shipping_fee + 13_000 == mine.payment.amount


def test_they_are_shown_by_kind_before_committing_and_are_in_the_total(browser, maker):
    fill(browser, make_product(facility=maker, price=100_000))
    for page in (browser.get("/gio-hang").text, browser.get("/thanh-toan").text):
        for words in ("Phí đóng gói: Hộp xốp", "Phí quản lý của chợ: Trực chợ", "Góp quỹ của chợ: Quỹ làng nghề"):
            assert words in page
    shown = 100_000 + 20_000 + 5_000 + 2_000 + 1_500 + 1_000 + 500
    assert f'name="shown_total" value="{shown}"' in browser.get("/thanh-toan").text
    answer = browser.post("/thanh-toan", **GOOD | {"shown_total": str(shown)})
    assert db.session.query(Order).one().total == shown
    assert "Phí đóng gói: Hộp xốp" in browser.get(answer.location).text


def test_one_that_was_added_meanwhile_is_shown_and_asked_again(browser, maker):
    fill(browser, make_product(facility=maker, price=100_000))
    make_fee(maker, kind="packing", basis="parcel", rate=9_000, title="Thùng gỗ")
    answer = browser.post("/thanh-toan", **GOOD | {"shown_total": "130000"})
    assert answer.status_code == 409
    assert "Thùng gỗ" in answer.text
    assert db.session.query(Order).count() == 0


def test_what_was_ordered_keeps_its_fees_though_they_are_stopped(maker):
    parcel = make_order(make_product(facility=maker, price=100_000)).parcels[0]
    for one in db.session.query(FeeRule).filter_by(facility_id=maker.id):
        fees.stop(one.id, maker.id)
    db.session.commit()
    assert db.session.get(Parcel, parcel.id).fee_total == 10_000
    assert make_order(make_product(facility=maker, price=100_000)).parcels[0].fee_total == 1_500


def test_fewer_pieces_cost_less_in_fees_and_never_more(maker):
    parcel = make_order(make_product(facility=maker, price=100_000), quantity=3).parcels[0]
    amending.take_fewer(parcel, parcel.lines[0], 1)
    db.session.commit()
    assert amounts(parcel)["admin", False] == 1_500
    assert parcel.payment.amount == parcel.total


def test_delivered_the_markets_are_owed_by_the_maker_and_stand_in_her_statement(maker):
    parcel = make_parcel(make_product(facility=maker, price=100_000), state="delivered")
    account = ledger.code("facility", facility_id=maker.id)
    assert ledger.balances([account, "commission:admin", "commission:fundraising"]) == {
        account: -1_500, "commission:admin": 1_000, "commission:fundraising": 500,
    }  # fmt: skip
    month = statements.of(maker.id, times.today().replace(day=1))
    assert [(one.kind, one.amount) for one in month.lines] == [("fees", -1_000), ("fees", -500)]
    assert fees.settle(parcel) is None


def test_a_lost_posting_is_found_and_healed(maker, monkeypatch):
    monkeypatch.setattr(fees, "settle", lambda parcel: None)
    make_parcel(make_product(facility=maker, price=100_000), state="delivered")
    monkeypatch.undo()
    (found,) = proofs.look(heal=True)
    assert found.is_healed
    assert proofs.look(heal=False) == []
    assert ledger.balance("commission:admin") == 1_000


def test_a_voucher_lowers_goods_and_leaves_fees(maker):
    code = make_voucher(facility_id=maker.id, percent=100, per_phone=None).code
    parcel = make_order(make_product(facility=maker, price=100_000), voucher=code).parcels[0]
    assert parcel.total == parcel.shipping_fee + parcel.fee_total > 0
    assert promotions.typed(code) == code


def test_the_api_tells_them(browser, maker):
    order = make_order(make_product(facility=maker, price=100_000))
    said = browser.get(f"/api/v1/orders/{order.token}").json["order"]["parcels"][0]["fees"]
    assert {"kind": "packing", "title": "Hộp xốp", "amount": 5_000, "of": "maker"} in said
    assert sum(one["amount"] for one in said) == 10_000


def test_the_maker_sets_and_stops_her_own_alone(browser, maker):
    browser.sign_in(make_member(maker))
    good = {"kind": "packing", "title": "Rơm lót", "basis": "percent", "rate": "1,25", "key": "k"}
    assert browser.post("/quan-ly/phi", **good | {"rate": "60"}).status_code == 422
    assert browser.post("/quan-ly/phi", **good).status_code == 303
    assert browser.post("/quan-ly/phi", **good).status_code == 303  # a double click
    (made,) = db.session.query(FeeRule).filter_by(title="Rơm lót")
    assert (made.facility_id, made.rate) == (maker.id, 125)
    theirs = make_fee(make_facility())
    assert browser.post(f"/quan-ly/phi/{theirs.id}/thoi").status_code == 404
    assert browser.post(f"/quan-ly/phi/{made.id}/thoi").status_code == 303
    assert db.session.scalar(select(func.count()).where(FeeRule.stopped_at.is_not(None))) == 1


def test_the_market_says_by_which_paper_it_asks(browser):
    browser.sign_in(make_staff("pay"))
    good = {"kind": "admin", "title": "Trực chợ", "basis": "parcel", "rate": "1.000", "key": "k"}
    assert browser.post("/can-bo/tien/phi", **good).status_code == 422
    assert browser.post("/can-bo/tien/phi", **good | {"source": "QĐ mẫu"}).status_code == 303
    with pytest.raises(IntegrityError):
        make_fee(source="")


def test_a_fee_of_nothing_is_refused_by_the_database(maker):
    with pytest.raises(IntegrityError):
        make_fee(maker, rate=0)
    db.session.rollback()
    assert db.session.query(ParcelFee).count() == 0
