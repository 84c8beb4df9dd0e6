import random

import pytest
from sqlalchemy.exc import IntegrityError

from catalog import variants
from catalog.models import Product
from core import money
from core.audit import history_of
from core.db import db
from core.jobs import Job
from core.weights import WeightUnreadable, kilograms, parse_grams
from insight import attribution
from shop import confirmations, parcels, payments, purse, weighing
from shop.models import OrderLine
from tests.factories import make_cart, make_hamper, make_member, make_parcel, make_product

TERMS = {
    "price_per_kg": 199_999, "piece_g": 1200, "under_percent": 10, "over_percent": 10, "least_g": 800, "most_g": 2000,
}  # fmt: skip


def make_weighed(**columns):
    product = make_product(**{"on_hand": 20} | columns)
    variants.revise(product.main, TERMS | {"price": 1})
    db.session.commit()
    return product


def weigh(parcel, *grams, line=0):
    row = parcel.lines[line]
    weighing.record(parcel, row.id, list(grams), row.weighings)
    db.session.commit()
    return row


def mails(text):
    return [job for job in db.session.query(Job).filter_by(kind="mail") if text in str(job.payload)]


@pytest.mark.parametrize(
    ("typed", "grams"),
    [("1250", [1250]), ("1,25", [1250]), ("1.25 kg", [1250]), ("1.250", [1250]), ("1,2 + 900 g", [1200, 900]),
     ("2 kg", [2000]), ("0,5;0,75", [500, 750])],
)  # fmt: skip
def test_weights_are_read_as_people_write_them(typed, grams):
    assert parse_grams(typed) == grams


@pytest.mark.parametrize("typed", ["", "0", "một cân", "1,25 g", "-5", "1,2,3", "1e3", "9" * 40])
def test_what_is_no_weight_is_refused(typed):
    with pytest.raises(WeightUnreadable):
        parse_grams(typed)


def test_kilograms_are_said_in_vietnamese():
    assert [kilograms(n) for n in (900, 1250, 2000)] == ["900\u00a0g", "1,25\u00a0kg", "2\u00a0kg"]


def test_half_a_dong_is_rounded_up():
    assert [money.by_weight(1, grams) for grams in (499, 500, 1499, 1500)] == [0, 1, 1, 2]


def test_the_price_of_a_weighed_variant_is_the_estimate(app):
    product = make_weighed()
    assert product.main.price == money.by_weight(199_999, 1200) == 239_999
    product.main.price = 5
    assert product.main.price == 239_999
    with pytest.raises(IntegrityError, match="price_is_the_estimate"):
        db.session.execute(db.text("UPDATE variant SET price = 5"))


@pytest.mark.parametrize(
    ("change", "name"),
    [("piece_g = NULL", "whole_weight"), ("over_percent = 51", "tolerance_in_range"),
     ("least_g = 1100", "tolerance_within_limits")],
)  # fmt: skip
def test_the_database_holds_the_terms(app, change, name):
    make_weighed()
    with pytest.raises(IntegrityError, match=name):
        db.session.execute(db.text(f"UPDATE variant SET {change}"))


def test_an_order_waits_for_the_scales_and_says_what_it_never_exceeds(app):
    parcel = make_parcel(make_weighed(), quantity=2)
    assert (parcel.unweighed, parcel.is_estimate) == (1, True)
    assert parcel.goods_total == money.by_weight(199_999, 2400)
    assert parcel.most - parcel.shipping_fee == money.by_weight(199_999, 2640)
    with pytest.raises(parcels.NotWeighed):
        parcels.pack(parcel)
    with pytest.raises(IntegrityError, match="weighed_before_packed"):
        db.session.execute(db.text("UPDATE parcel SET state = 'packed'"))


def test_the_price_follows_the_scales_and_the_payment_the_price(app):
    parcel = make_parcel(make_weighed(), quantity=2, payment="vietqr", email="ngan@example.vn")
    assert not payments.is_payable(parcel)
    with pytest.raises(payments.NotFinal):
        payments.receive(parcel)
    weigh(parcel, 1250, 1300)
    assert parcel.goods_total == money.by_weight(199_999, 2550)
    assert parcel.payment.amount == parcel.total == parcel.order.total
    assert payments.is_payable(parcel)
    assert purse.owed_to(parcel.facility_id).transfers == parcel.total
    (entry,) = [one for one in history_of(parcel) if one.action == "parcel.weighed"]
    assert entry.detail["grams"] == [None, 2550]
    assert entry.detail["pieces"] == [1250, 1300]
    assert mails("2,55")
    parcels.pack(parcel)


def test_beyond_the_tolerance_the_buyer_is_asked(app):
    parcel = make_parcel(make_weighed(), email="ngan@example.vn")
    before = parcel.total
    line = weigh(parcel, 1500)
    assert (line.weighed_g, line.asked_g, parcel.total, parcel.unweighed) == (None, 1500, before, 1)
    assert mails("xin ý bạn")
    weighing.accept(parcel, line.id, line.weighings)
    db.session.commit()
    assert (line.weighed_g, parcel.unweighed) == (1500, 0)
    assert parcel.payment.amount == parcel.total == money.by_weight(199_999, 1500) + parcel.shipping_fee


def test_her_word_is_for_the_weight_she_saw(app):
    parcel = make_parcel(make_weighed())
    line = weigh(parcel, 1500)
    seen = line.weighings
    weigh(parcel, 1900)
    with pytest.raises(weighing.SeenOld):
        weighing.accept(parcel, line.id, seen)
    assert line.weighed_g is None


def test_the_database_refuses_a_weight_nobody_agreed_to(app):
    make_parcel(make_weighed())
    with pytest.raises(IntegrityError, match="weight_agreed"):
        db.session.execute(db.text("UPDATE order_line SET weighed_g = 1500"))


def test_the_database_refuses_a_weight_that_cannot_be(app):
    make_parcel(make_weighed())
    with pytest.raises(IntegrityError, match="weight_possible"):
        db.session.execute(db.text("UPDATE order_line SET weighed_g = 2001, agreed_g = 2001"))


def test_a_line_is_dropped_alone_and_its_goods_go_back(app):
    product, tea = make_weighed(), make_product(on_hand=5)
    tea.facility_id = product.facility_id
    parcel = make_parcel(product, tea)
    line = next(one for one in parcel.lines if one.is_weighed)
    weigh(parcel, 1900, line=parcel.lines.index(line))
    weighing.drop(parcel, line.id, line.weighings)
    weighing.drop(parcel, line.id, line.weighings - 1)  # the same tap again
    db.session.commit()
    db.session.expire_all()
    assert (product.main.held, parcel.unweighed, line.total) == (0, 0, 0)
    assert parcel.goods_total == tea.price
    parcels.cancel(parcel)
    db.session.commit()
    db.session.expire_all()
    assert (product.main.held, tea.main.held) == (0, 0)


def test_dropping_the_last_line_cancels_the_parcel(app):
    product = make_weighed()
    parcel = make_parcel(product)
    line = weigh(parcel, 1900)
    weighing.drop(parcel, line.id, line.weighings)
    db.session.commit()
    db.session.expire_all()
    assert (parcel.state, parcel.payment.state, product.main.held) == ("cancelled", "void", 0)


@pytest.mark.parametrize("grams", [799, 2001])
def test_what_no_such_piece_weighs_is_refused(app, grams):
    parcel = make_parcel(make_weighed())
    with pytest.raises(weighing.Impossible):
        weigh(parcel, grams)
    assert parcel.lines[0].weighings == 0


def test_the_same_weight_twice_is_written_once_and_an_old_page_is_told(app):
    parcel = make_parcel(make_weighed())
    line = weigh(parcel, 1250)
    weighing.record(parcel, line.id, [1250], 0)
    assert line.weighings == 1
    with pytest.raises(weighing.SeenOld):
        weighing.record(parcel, line.id, [1300], 0)
    assert line.weighed_g == 1250


def test_a_paid_parcel_weighed_anew_shows_what_is_owed(app):
    parcel = make_parcel(make_weighed(), payment="vietqr")
    weigh(parcel, 1250)
    payments.receive(parcel)
    paid = parcel.payment.amount
    parcels.pack(parcel)
    weigh(parcel, 1200)
    assert parcel.balance == parcel.total - paid < 0
    assert parcel.payment.amount == paid
    payments.settle(parcel)
    assert (parcel.balance, parcel.payment.amount) == (0, parcel.total)
    with pytest.raises(payments.NotAwaited):
        payments.settle(parcel)


def test_a_packed_parcel_opens_again_when_the_buyer_must_be_asked(app):
    parcel = make_parcel(make_weighed())
    weigh(parcel, 1250)
    parcels.pack(parcel)
    weigh(parcel, 1600)
    assert (parcel.state, parcel.unweighed) == ("confirmed", 1)


def test_nothing_is_weighed_after_it_has_left(app):
    parcel = make_parcel(make_weighed())
    weigh(parcel, 1250)
    parcels.pack(parcel)
    confirmations.note(parcel, "call", "confirmed")
    parcels.hand_over(parcel, "Bưu điện", "")
    with pytest.raises(weighing.TooLate):
        weigh(parcel, 1200)


def test_a_hamper_holds_nothing_that_is_weighed(app):
    tea = make_product()
    make_hamper(tea.facility, [(tea, 1)])
    with pytest.raises(variants.CannotBeWeighed):
        variants.revise(tea.main, TERMS)


@pytest.mark.parametrize("seed", range(12))
def test_the_lines_always_add_up_to_the_parcel(app, seed):
    """A random walk of weighing, answering, packing and paying: the sums hold after every step."""
    rng = random.Random(seed)
    first, second = make_weighed(), make_weighed()
    second.facility_id = first.facility_id
    parcel = make_parcel(first, second, quantity=rng.randint(1, 3), payment="vietqr")
    for _step in range(25):
        line = rng.choice(parcel.lines)
        act = rng.choice(["weigh", "weigh", "accept", "drop", "pack", "receive", "settle"])
        try:
            if act == "weigh":
                weighing.record(parcel, line.id, [rng.randint(700, 2100) * line.quantity], line.weighings)
            elif act in ("accept", "drop"):
                getattr(weighing, act)(parcel, line.id, line.weighings)
            elif act == "pack":
                parcels.pack(parcel)
            else:
                getattr(payments, act)(parcel)
        except (LookupError, weighing.Impossible, weighing.SeenOld, weighing.TooLate, parcels.IllegalMove,
                parcels.NotWeighed, payments.NotAwaited):  # fmt: skip
            db.session.rollback()
        db.session.commit()
        db.session.expire_all()
        if parcel.state == "cancelled":
            break
        assert parcel.goods_total == sum(one.total for one in parcel.lines)
        assert parcel.goods_total == db.session.scalar(db.select(db.func.sum(OrderLine.total)))
        assert parcel.unweighed == sum(one.waits_for_scales for one in parcel.lines)
        assert parcel.unweighed or parcel.payment.amount + parcel.balance == parcel.total
        for one in parcel.lines:
            assert one.weighed_g is None or one.weighed_g == one.agreed_g or one.total <= one.at_most(one.quantity)


def test_figures_take_the_final_amount(app):
    parcel = make_parcel(make_weighed())
    weigh(parcel, 1300)
    assert db.session.scalar(db.select(attribution._DONG)) == money.by_weight(199_999, 1300)


# Pages


def test_a_packer_weighs_on_the_phone_and_the_buyer_answers(browser):
    parcel = make_parcel(make_weighed())
    browser.sign_in(make_member(parcel.facility, "packer"))
    address, line = f"/quan-ly/don/{parcel.id}", parcel.lines[0]
    assert "Cân khi gói" in browser.get(address).text
    assert browser.post(f"{address}/goi").status_code == 409
    assert browser.post(f"{address}/can/{line.id}", grams="năm cân", seen=0).status_code == 303
    assert "Chưa đọc được cân" in browser.get(address).text
    assert browser.post(f"{address}/can/{line.id}", grams="1,6", seen=0).status_code == 303
    assert "đang chờ người mua" in browser.get(address).text
    order = f"/don-hang/{parcel.order.token}"
    assert "Tôi nhận" in browser.get(order).text
    answer = f"{order}/goi/{parcel.code}/can/{line.id}"
    assert browser.post(answer, do="take", seen=0).status_code == 409
    assert browser.post(answer, do="take", seen=1).status_code == 303
    assert "Cân thật 1,6" in browser.get(order).text
    assert browser.post(f"{address}/goi").status_code == 303


def test_the_buyer_sees_an_estimate_and_the_most_before_she_orders(browser):
    product = make_weighed()
    most = money.vnd(product.main.at_most())
    assert most in browser.get(f"/san-pham/{product.slug}").text
    browser.post("/gio-hang/mon", sku=product.sku, quantity=1)
    assert most in browser.get("/gio-hang").text
    page = browser.get("/thanh-toan").text
    assert most in page
    assert "Ước tính" in page


def test_a_maker_sets_the_terms(browser):
    product = make_product()
    browser.sign_in(make_member(product.facility))
    address = f"/quan-ly/san-pham/{product.id}/loai/{product.main.id}"
    terms = {name: str(value) for name, value in TERMS.items()}
    assert browser.post(address, name="", **terms).status_code == 303
    assert db.session.get(Product, product.id).main.is_weighed
    assert "Bán theo cân" in browser.get(address).text
    assert browser.post(address, name="", **terms | {"least_g": "1190"}).status_code == 422
    assert browser.post(address, name="", **terms | {"price_per_kg": ""}).status_code == 422


def test_the_api_says_that_it_is_an_estimate(browser):
    cart = make_cart(make_weighed())
    said = browser.get(f"/api/v1/carts/{cart.token}").json["lines"][0]["weight"]
    assert said["is_estimate"] is True
    assert said["most"] == money.by_weight(199_999, 1320)
