"""Vouchers: what they take off, who pays for them, how often, and what every page then says."""

import random
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from shop import bills, claims, ledger, orders, parcels, promotions, reckoning, shipping, vouchers
from shop import cart as carts
from shop.models import Order, Parcel, Payment, Voucher, VoucherPhone, VoucherProduct
from shop.reckoning import Piece
from tests.factories import (
    make_booth,
    make_cart,
    make_facility,
    make_fair,
    make_member,
    make_parcel,
    make_product,
    make_scheme,
    make_staff,
    make_support,
    make_voucher,
    order_cart,
)  # fmt: skip
from tests.shop.test_api_carts import call
from tests.shop.test_checkout import GOOD, fill
from tests.shop.test_weigh import make_weighed


def noted(cart, voucher):
    cart.voucher = voucher.code
    db.session.commit()
    return cart


def buy(*products, voucher, quantity=1, booth=None, **buyer):
    return order_cart(noted(make_cart(*products, quantity=quantity, booth=booth), voucher), **buyer)


def refused(*products, voucher, **options):
    placed = db.session.query(Order).count()
    with pytest.raises(promotions.NotGood) as why:
        buy(*products, voucher=voucher, **options)
    db.session.rollback()
    assert db.session.query(Order).count() == placed
    return why.value.why


def test_a_spread_adds_up_and_takes_from_nothing_more_than_it_costs():
    chance = random.Random(1)
    for _ in range(3_000):
        over = [chance.choice((0, 1, chance.randrange(10**9))) for _ in range(chance.randrange(12))]
        amount = chance.choice((0, sum(over), chance.randint(0, sum(over))))
        shares = reckoning.spread(amount, over)
        assert sum(shares) == amount
        assert all(0 <= share <= one for share, one in zip(shares, over, strict=True))


def test_rules_one_after_the_other_never_take_more_than_there_is():
    chance = random.Random(2)
    for _ in range(1_000):
        makers, count = chance.randint(1, 3), chance.randint(1, 6)
        pieces = [
            Piece(n, chance.randint(1, makers), chance.randint(1, 10**7), chance.randint(1, 9)) for n in range(count)
        ]
        left, fees = {one.variant_id: one.total for one in pieces}, {one.facility_id: 20_000 for one in pieces}
        was = sum(left.values()) + sum(fees.values())
        first, *rules = [_any_rule(chance, n) for n in range(chance.randint(1, 4))]
        cuts = reckoning.best([(one, pieces) for one in rules], left, fees)
        last = reckoning.cut(first, pieces, left, fees)
        if last:
            reckoning.take(last, left, fees)
            cuts.append(last)
        assert min([*left.values(), *fees.values()]) >= 0
        assert sum(left.values()) + sum(fees.values()) == was - sum(one.amount for one in cuts)


def _any_rule(chance, n):
    effect = chance.choice(("amount", "percent", "second", "delivery"))
    return Voucher(
        id=n,
        effect=effect,
        percent=chance.choice((1, 33, 100)) if effect in ("percent", "second") else None,
        amount=chance.randint(1, 10**8) if effect == "amount" else None,
        ceiling=chance.choice((None, chance.randint(1, 10**6))),
        least=0,
        stands_least=0,
    )


def test_a_makers_voucher_lowers_her_parcel_alone_and_lines_share_it_to_the_dong(app):
    facility = make_facility()
    one, two, other = make_product(facility=facility, price=33_333), make_product(facility=facility), make_product()
    voucher = make_voucher(facility_id=facility.id, percent=7)
    order = buy(one, two, other, voucher=voucher)
    hers, theirs = order.parcels
    assert (hers.discount, theirs.discount) == (133_333 * 7 // 100, 0)
    assert sum(line.discount for line in hers.lines) == hers.discount
    assert hers.payment.amount == hers.total == 133_333 - 9_333 + hers.shipping_fee
    assert order.total == sum(one.payment.amount for one in order.parcels)
    assert [(one.code, one.payer, one.amount) for one in hers.discounts] == [(voucher.code, "maker", 9_333)]
    parcels_to_the_end(hers)
    assert ledger.balances() == {}


def parcels_to_the_end(parcel):
    for state in ("confirmed", "packed", "handed_over"):
        parcels._move(parcel, state, parcels.MAKER)
    parcels.deliver(parcel)
    db.session.commit()


def test_what_a_fair_gave_is_owed_to_the_maker_once_delivered_and_no_more_when_it_comes_back(app):
    fair = make_fair()
    product = make_product(price=200_000)
    booth = make_booth(fair, product.facility, products=[product])
    voucher = make_voucher(fair_id=fair.id, percent=None, effect="amount", amount=50_000)
    parcel = buy(product, voucher=voucher, booth=booth).parcels[0]
    owed = ledger.code("facility", facility_id=product.facility_id)
    assert ledger.balances() == {}
    parcels_to_the_end(parcel)
    promotions.settle(parcel)
    assert ledger.balances() == {f"promotion:fair:{fair.id}": 50_000, owed: 50_000}
    all_of_it = {line.id: line.quantity for line in parcel.lines}
    promotions.take_back(parcel, all_of_it, "claim:1")
    promotions.take_back(parcel, all_of_it, "claim:2")
    assert set(ledger.balances().values()) == {0}


def test_of_a_part_that_comes_back_the_payer_gets_its_share_and_the_buyer_what_she_paid_for_it(app):
    scheme = make_scheme()
    one = make_product(price=100_003)
    other = make_product(price=33_337, facility=one.facility)
    make_support(scheme, one.facility)
    line = next(row for row in scheme.fundings if row.source == "local")
    voucher = make_voucher(scheme_id=scheme.id, funding_id=line.id, budget=10_000_000, percent=30)
    parcel = buy(one, other, voucher=voucher, quantity=3).parcels[0]
    parcels_to_the_end(parcel)
    bears, given = f"promotion:scheme:{scheme.id}", parcel.discounts[0].amount
    assert ledger.balance(bears) == given
    came = Counter()
    for row in parcel.lines:
        for count in (1, 2):
            claim = claims.ask(parcel, "return", {row.id: count}, "Không vừa ý.")
            db.session.flush()
            paid = row.total * count // 3 - row.discount + row.discount * (3 - count) // 3
            assert claim.worth == paid
            claims.agree(claim, "refund", claim.worth, "Gửi lại tiền")
            claims.send(claim, "Đã hoàn")
            claims.receive(claim)
            claims.take_back(claim, is_whole=True)
            db.session.commit()
            came[row.id] += count
            assert ledger.balance(bears) == given - sum(one.discount * came[one.id] // 3 for one in parcel.lines)
    assert ledger.balance(bears) == 0 == ledger.balance(f"facility:{one.facility_id}")


def test_a_schemes_covers_its_facilities_and_never_more_than_its_budget(app):
    scheme = make_scheme()
    helped, other = make_product(price=100_000, on_hand=9), make_product()
    make_support(scheme, helped.facility)
    line = next(one for one in scheme.fundings if one.source == "local")
    voucher = make_voucher(scheme_id=scheme.id, funding_id=line.id, budget=50_000, percent=30)
    assert refused(other, voucher=voucher) == "not_covered"
    parcel = buy(helped, voucher=voucher).parcels[0]
    assert parcel.discounts[0].scheme_id == scheme.id
    assert refused(helped, voucher=voucher) == "used_up"
    assert db.session.get(Voucher, voucher.id).spent == 30_000


def test_each_reason_why_a_code_brings_nothing(app):
    product = make_product(on_hand=50)
    mine = {"facility_id": product.facility_id}
    day = timedelta(days=1)
    early = make_voucher(from_at=times.now() + day, **mine)
    over = make_voucher(from_at=times.now() - 2 * day, until_at=times.now() - day, **mine)
    assert refused(product, voucher=early) == "early"
    assert refused(product, voucher=over) == "over"
    assert refused(product, voucher=make_voucher(stopped_at=times.now(), **mine)) == "over"
    assert refused(product, voucher=make_voucher(uses_most=1, used=1, **mine)) == "used_up"
    assert refused(product, voucher=make_voucher(least=100_001, **mine)) == "too_little"
    assert refused(make_product(), voucher=make_voucher(**mine)) == "not_covered"
    once = make_voucher(per_phone=1, **mine)
    buy(product, voucher=once)
    assert refused(product, voucher=once) == "phone_used"
    assert buy(product, voucher=once, phone="+84987654321").parcels[0].discount == 10_000


def test_given_back_with_the_last_parcel_it_was_spread_over(app):
    fair = make_fair()
    one, two = make_product(), make_product()
    booths = [make_booth(fair, product.facility, products=[product]) for product in (one, two)]
    voucher = make_voucher(fair_id=fair.id, per_phone=1, uses_most=1, budget=40_000)
    cart = make_cart(one, booth=booths[0])
    put(cart, two, booths[1])
    first, second = order_cart(noted(cart, voucher)).parcels
    state = lambda: (db.session.query(Voucher.used, Voucher.spent).one(), db.session.query(VoucherPhone.used).scalar())  # noqa: E731
    assert state() == ((1, 20_000), 1)
    parcels.cancel(first)
    db.session.commit()
    assert state() == ((1, 10_000), 1)
    parcels.refuse(second, "Hết men")
    db.session.commit()
    assert state() == ((0, 0), 0)


def put(cart, product, booth):
    carts.put(cart, product.main, 1, booth=booth)
    db.session.commit()


def test_a_free_parcel_asks_for_nothing_and_still_travels(app):
    product = make_product()
    product.facility.pick_up, product.facility.address = "Sáng thứ bảy", "Số 1"
    voucher = make_voucher(facility_id=product.facility_id, percent=100)
    parcel = buy(product, voucher=voucher, fetched_from=(product.facility_id,)).parcels[0]
    assert (parcel.total, parcel.payment.amount, parcel.payment.state) == (0, 0, "void")
    parcels_to_the_end(parcel)
    assert parcel.state == "delivered"


def test_what_is_sold_by_weight_gets_nothing_and_does_not_count(app):
    product = make_product()
    fish = make_weighed(facility=product.facility)
    order = buy(product, fish, voucher=make_voucher(facility_id=product.facility_id))
    assert sorted(line.discount for line in order.parcels[0].lines) == [0, 10_000]


def test_the_database_is_the_last_wall(app):
    voucher = make_voucher(facility_id=make_facility().id, uses_most=1, used=1)
    for broken in ({"used": 2}, {"spent": -1}, {"fair_id": make_fair().id}, {"percent": 101}, {"amount": 5}):
        with pytest.raises(IntegrityError):
            db.session.execute(db.update(Voucher).where(Voucher.id == voucher.id).values(broken))
        db.session.rollback()
    parcel = make_parcel(make_product())
    with pytest.raises(IntegrityError):
        db.session.execute(db.update(Parcel).where(Parcel.id == parcel.id).values(discount=parcel.total + 1))
    db.session.rollback()


# Rules that apply by themselves


def test_free_delivery_from_so_much_of_one_makers_goods(app):
    product = make_product(price=300_000, on_hand=9)
    make_voucher(facility_id=product.facility_id, code=None, effect="delivery", least=500_000)
    assert order_cart(make_cart(product)).parcels[0].discount == 0
    parcel = order_cart(make_cart(product, quantity=2)).parcels[0]
    assert parcel.discount == parcel.shipping_fee == parcel.discounts[0].off_delivery > 0
    assert parcel.total == 600_000
    assert parcel.lines[0].discount == 0


def test_the_cart_tells_what_is_missing_for_the_nearest_rule(browser):
    product = make_product(price=300_000, on_hand=9)
    mine = {"facility_id": product.facility_id, "code": None}
    make_voucher(effect="delivery", least=350_000, title="Miễn phí giao hàng", **mine)
    make_voucher(percent=10, least=900_000, title="Bớt một phần mười", **mine)
    make_voucher(percent=10, least=301_000, facility_id=make_facility().id, code=None, title="Của người khác")
    make_voucher(percent=10, least=301_000, title="Hết tiền", budget=1, spent=1, **mine)
    fill(browser, product)
    page = browser.get("/gio-hang").text
    assert "Mua thêm 50.000\xa0₫" in page
    assert "nữa là được: Miễn phí giao hàng" in page
    assert "Của người khác" not in page
    fill(browser, product)
    assert "Mua thêm 300.000\xa0₫" in browser.get("/gio-hang").text
    fill(browser, product)
    assert "Mua thêm" not in browser.get("/gio-hang").text


def test_the_second_piece_is_cheaper(app):
    product = make_product(price=99_999, on_hand=9)
    make_voucher(facility_id=product.facility_id, code=None, effect="second", percent=50)
    assert order_cart(make_cart(product, quantity=3)).parcels[0].discount == 49_999


def test_of_two_rules_the_better_counts_and_a_code_comes_off_what_is_left(app):
    product = make_product(price=100_000)
    mine = {"facility_id": product.facility_id}
    make_voucher(code=None, percent=5, **mine)
    make_voucher(code=None, percent=20, **mine)
    parcel = buy(product, voucher=make_voucher(percent=10, **mine)).parcels[0]
    assert sorted(one.amount for one in parcel.discounts) == [8_000, 20_000]


def test_visiting_three_stands_of_a_fair_lowers_all_three(app):
    fair = make_fair()
    goods = [make_product() for _ in range(3)]
    make_voucher(fair_id=fair.id, code=None, percent=10, stands_least=3)
    cart = make_cart()
    for n, product in enumerate(goods):
        assert promotions.reckon(promotions.of_cart(cart.lines), {}).amount == 0, n
        put(cart, product, make_booth(fair, product.facility, products=[product]))
        db.session.refresh(cart)
    assert [parcel.discount for parcel in order_cart(cart).parcels] == [10_000] * 3


# Pages


def test_typed_at_the_cart_shown_on_the_bill_and_kept_by_the_order(browser):
    product = make_product(price=100_000, weight_g=400)
    voucher = make_voucher(facility_id=product.facility_id, code="TETMUA25", title="Chào khách mới")
    fill(browser, product)
    assert browser.post("/gio-hang/phieu", voucher=" tet-mua 25 ").status_code == 303
    assert "TETMUA25" in browser.get("/gio-hang").text
    page = browser.get("/thanh-toan").text
    assert "Chào khách mới" in page
    assert "−10.000\xa0₫" in page
    assert 'name="shown_total" value="110000"' in page
    answer = browser.post("/thanh-toan", **GOOD | {"shown_total": "110000"})
    order = db.session.query(Order).one()
    assert db.session.query(Payment.amount).scalar() == 110_000
    shown = browser.get(answer.location).text
    assert f"Chào khách mới ({voucher.code})" in shown
    assert "−10.000\xa0₫" in shown
    assert "110.000\xa0₫" in shown
    assert (order.total, bills.bill(None, shipping.HOME).total) == (110_000, 0)
    browser.sign_in(make_member(product.facility))
    assert "−10.000\xa0₫" in browser.get(f"/quan-ly/don/{order.parcels[0].id}").text
    assert "110.000\xa0₫" in browser.get(f"/quan-ly/don/{order.parcels[0].id}/phieu").text


def test_an_unknown_code_is_said_at_its_field(browser):
    fill(browser)
    page = browser.post("/gio-hang/phieu", voucher="KHONGCO")
    assert page.status_code == 422
    assert "Không có phiếu giảm giá mang mã này" in page.text
    assert 'value="KHONGCO"' in page.text


def test_the_last_use_taken_meanwhile_is_shown_and_asked_again(browser):
    product = make_product(price=100_000, weight_g=400, on_hand=9)
    voucher = make_voucher(facility_id=product.facility_id, uses_most=1)
    fill(browser, product)
    browser.post("/gio-hang/phieu", voucher=voucher.code)
    buy(product, voucher=voucher)
    page = browser.post("/thanh-toan", **GOOD | {"shown_total": "110000"})
    assert page.status_code == 409
    assert "Phiếu này đã dùng hết lượt" in page.text
    assert 'name="shown_total" value="120000"' in page.text
    assert db.session.query(Order).count() == 1
    assert browser.post("/thanh-toan", **GOOD | {"shown_total": "120000"}).status_code == 303


def test_the_api_tells_it_too(browser):
    product = make_product(price=300_000)
    make_voucher(facility_id=product.facility_id, code=None, effect="delivery", least=350_000, title="Miễn phí giao")
    cart = call(browser, "POST", "/carts").json["id"]
    call(browser, "POST", f"/carts/{cart}/lines", {"sku": product.sku, "quantity": 1})
    assert call(browser, "GET", f"/carts/{cart}").json["next_discount"] == {"title": "Miễn phí giao", "missing": 50_000}


def test_the_api_keeps_a_code_and_takes_one_at_checkout(browser):
    product = make_product(price=100_000, on_hand=9)
    voucher = make_voucher(facility_id=product.facility_id)
    cart = call(browser, "POST", "/carts", {}).json["id"]
    call(browser, "POST", f"/carts/{cart}/lines", {"sku": product.sku, "quantity": 2})
    kept = call(browser, "PUT", f"/carts/{cart}/voucher", {"code": voucher.code.lower()}).json
    assert (kept["total"], kept["discount"], kept["voucher"]["trouble"]) == (180_000, 20_000, "")
    assert call(browser, "PUT", f"/carts/{cart}/voucher", {"code": "KHACHMA2"}).status_code == 422
    assert call(browser, "DELETE", f"/carts/{cart}/voucher").json["total"] == 200_000
    address = {name: GOOD[name] for name in ("province_code", "commune_code", "street")}
    body = {"buyer": {"name": "Ngân", "phone": "0912345678"}, "address": address, "payment": "cod"}
    path = f"/carts/{cart}/checkout"
    assert call(browser, "POST", path, body | {"voucher": "KHACHMA2"}).status_code == 409
    assert db.session.query(Order).count() == 0
    order = call(browser, "POST", path, body | {"voucher": voucher.code}).json["order"]
    (parcel,) = order["parcels"]
    assert (parcel["discount"], parcel["lines"][0]["discount"]) == (20_000, 20_000)
    assert parcel["total"] == order["total"] == 180_000 + parcel["shipping"]


TERMS = {
    "title": "Giảm 10%", "way": "code", "code": "TETMUA22", "effect": "percent", "percent": "10",
    "from_on": times.today().isoformat(), "until_on": (times.today() + timedelta(days=5)).isoformat(),
}  # fmt: skip


def test_a_maker_makes_sees_and_stops_her_own(browser):
    product = make_product()
    browser.sign_in(make_member(product.facility))
    assert browser.post("/quan-ly/phieu-giam", **TERMS, uses_most="1.000").status_code == 303
    voucher = db.session.query(Voucher).one()
    assert (voucher.facility_id, voucher.code, voucher.uses_most) == (product.facility_id, "TETMUA22", 1_000)
    buy(product, voucher=voucher)
    page = browser.get("/quan-ly/phieu-giam").text
    assert "10.000\xa0₫" in page
    assert "100.000\xa0₫" in page
    assert "1 / 1.000" in page
    again = browser.post("/quan-ly/phieu-giam", **TERMS | {"key": "k2"})
    assert again.status_code == 422
    assert "Mã này đã có phiếu khác dùng" in again.text
    assert browser.post(f"/quan-ly/phieu-giam/{voucher.id}/thoi").status_code == 303
    assert db.session.get(Voucher, voucher.id).trouble == "over"


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("title", "", "Đặt tên"),
        ("code", "HOI0", "dễ nhầm"),
        ("percent", "101", "từ 1 đến 100"),
        ("until_on", "2020-01-01", "không hợp"),
        ("least", "-5", "số nguyên"),
        ("effect", "", "Chọn cách giảm"),
    ],
)
def test_bad_terms_are_said_at_their_field_and_nothing_is_lost(browser, field, value, says):
    browser.sign_in(make_member(make_facility()))
    page = browser.post("/quan-ly/phieu-giam", **TERMS | {field: value})
    assert page.status_code == 422
    assert says in page.text
    assert field == "title" or 'value="Giảm 10%"' in page.text
    assert db.session.query(Voucher).count() == 0


def test_staff_charge_a_line_of_funding_no_further_than_it_is_planned(browser):
    scheme, fair = make_scheme(), make_fair()
    line = next(one for one in scheme.fundings if one.source == "local")
    browser.sign_in(make_staff("programme"))
    asked = TERMS | {"payer": f"line-{line.id}", "budget": "60.000.000"}
    assert browser.post("/can-bo/phieu-giam", **asked).status_code == 303
    beyond = browser.post("/can-bo/phieu-giam", **asked | {"code": "LANHA222", "key": "k2"})
    assert beyond.status_code == 422
    assert "40.000.000\xa0₫" in beyond.text
    assert browser.post("/can-bo/phieu-giam", **TERMS | {"payer": f"fair-{fair.id}"}).status_code == 422
    assert browser.post(f"/can-bo/phieu-giam/{make_voucher(fair_id=fair.id).id}/thoi").status_code == 403
    assert db.session.query(Voucher).filter(Voucher.scheme_id == scheme.id).count() == 1


def test_a_voucher_of_somebody_else_is_not_there(browser):
    browser.sign_in(make_member(make_facility()))
    assert (
        browser.post(f"/quan-ly/phieu-giam/{make_voucher(facility_id=make_facility().id).id}/thoi").status_code == 404
    )


def test_two_with_one_code_cannot_be(app):
    mine = vouchers.Payer(facility_id=make_facility().id)
    terms = vouchers.Terms("Giảm", "TETMUA22", "delivery", times.now(), times.now() + timedelta(days=1))
    vouchers.make(mine, terms)
    with pytest.raises(vouchers.CodeTaken):
        vouchers.make(mine, terms)
    with pytest.raises(orders.EmptyCart):
        order_cart(make_cart())


def test_what_is_not_taken_at_the_door_costs_its_payer_nothing(app):
    fair = make_fair()
    product = make_product(price=200_000)
    booth = make_booth(fair, product.facility, products=[product])
    voucher = make_voucher(fair_id=fair.id, percent=None, effect="amount", amount=50_000)
    parcel = buy(product, voucher=voucher, booth=booth).parcels[0]
    for state in ("confirmed", "packed", "handed_over"):
        parcels._move(parcel, state, parcels.MAKER)
    assert (voucher.spent, voucher.used) == (50_000, 1)
    parcels.bring_back(parcel, "Không nghe máy")
    db.session.commit()
    assert (voucher.spent, voucher.used, ledger.balances()) == (0, 0, {})


# Of chosen products only.


def test_a_voucher_of_some_products_lowers_those_and_counts_those_alone(app, browser):
    facility = make_facility()
    named, other = (make_product(facility=facility, price=100_000, sku=sku) for sku in ("MOT", "HAI"))
    browser.sign_in(make_member(facility))
    asked = {
        "title": "Chén giảm", "way": "code", "code": "CHENMUA2", "effect": "percent", "percent": "20",
        "from_on": times.today().isoformat(), "until_on": times.today().isoformat(), "least": "150.000",
    }  # fmt: skip
    theirs = make_product(sku="BA")
    for wrong in ("KHONG", f"MOT\n{theirs.main.sku}"):  # nobody's, and somebody else's
        page = browser.post("/quan-ly/phieu-giam", **asked | {"skus": wrong})
        assert page.status_code == 422
        assert "Không có món nào mang mã" in page.text
    assert browser.post("/quan-ly/phieu-giam", **asked | {"skus": "MOT"}).status_code == 303
    voucher = db.session.query(Voucher).one()
    assert (voucher.is_of_some, [one.sku for one in voucher.products[0].variants]) == (True, ["MOT"])
    assert refused(named, other, voucher=voucher) == "too_little"  # the other does not count
    assert refused(other, voucher=voucher, quantity=2) == "not_covered"
    order = buy(named, other, voucher=voucher, quantity=2)
    assert {line.sku: line.discount for line in order.parcels[0].lines} == {"MOT": 40_000, "HAI": 0}
    assert named.name in browser.get("/quan-ly/phieu-giam").text


def test_a_rule_of_some_products_applies_by_itself_to_those(app):
    named = make_product(price=100_000)
    other = make_product(price=100_000, facility=named.facility)
    rule = make_voucher(code=None, facility_id=named.facility_id, percent=10, is_of_some=True)
    db.session.add(VoucherProduct(voucher_id=rule.id, product_id=named.id))
    db.session.commit()
    order = order_cart(make_cart(named, other))
    assert {line.product_id: line.discount for line in order.parcels[0].lines} == {named.id: 10_000, other.id: 0}
