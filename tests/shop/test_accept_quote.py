"""A quote that is accepted becomes an order: once, as quoted, with what it draws on held, by the clock."""

import json
from datetime import timedelta

import pytest

from catalog.models import CalendarWeek, Product, Variant
from core import times
from core.db import db
from core.jobs import Job
from shop import parcels, quotes
from shop.models import Order
from shop.quote_terms import Line
from tests.factories import (
    make_booth,
    make_calendar,
    make_enquiry,
    make_facility,
    make_feature,
    make_hamper,
    make_product,
    make_quote,
    make_scheme,
    make_shelf,
)
from tests.shop.test_races import Server, all_at_once, database  # noqa: F401

BUYER = {
    "name": "Cô Vân", "phone": "0912345678", "province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam",
    "street": "Số 8 ngõ 27", "payment": "vietqr", "do": "accept",
}  # fmt: skip


@pytest.fixture
def product(app):
    lo = make_facility(email="lo@example.vn", name="Gốm Tâm Sen")
    return make_product(facility=lo, price=100_000, on_hand=12)


@pytest.fixture
def enquiry(product):
    return make_enquiry(product.facility, product=product, is_quotation=True, quantity="10")


def stock(product, quantity=10, price=90_000):
    return Line(product.name, "chiếc", quantity, price, product.main.id, product.id)


def accept(browser, enquiry, number=1, **fields):
    return browser.post(f"/hoi/{enquiry.token}/bao-gia/{number}", **BUYER | fields)


def held(product):
    return db.session.query(Variant.held).filter_by(id=product.main.id).scalar()


def test_becomes_an_order_at_the_quoted_price(browser, enquiry, product):
    quote = make_quote(enquiry, stock(product), Line("Khắc tên", "lần", 1, 200_000))
    answer = accept(browser, enquiry)
    order = db.session.query(Order).one()
    assert answer.location == f"/don-hang/{order.token}"
    parcel = order.parcels[0]
    assert (parcel.goods_total, parcel.shipping_fee, order.total) == (1_100_000, 40_000, 1_140_000)
    first, second = parcel.lines
    assert (first.unit_price, first.list_price, first.price_kind) == (90_000, 100_000, "quote")
    assert (second.name, second.unit, second.price_kind) == ("Khắc tên", "lần", "quote")
    assert first.promised_on == quote.ready_on
    assert (quote.standing, quote.order_id, held(product)) == ("accepted", order.id, 10)
    assert (parcel.payment.method, parcel.payment.amount) == ("vietqr", 1_140_000)
    page = browser.get(answer.location).text
    assert "theo báo giá" in page
    assert f"/san-pham/{second.product.slug}" not in page
    told = [one.payload["subject"] for one in db.session.query(Job).filter_by(kind="mail")]
    assert any("nhận báo giá" in subject for subject in told)
    assert any(order.number in subject for subject in told)


def test_a_price_above_the_list_says_no_list_price(browser, enquiry, product):
    make_quote(enquiry, stock(product, price=130_000))
    accept(browser, enquiry)
    assert db.session.query(Order).one().parcels[0].lines[0].list_price is None


def test_the_price_in_the_list_changes_nothing_any_more(browser, enquiry, product):
    make_quote(enquiry, stock(product))
    product.main.price = 500_000
    db.session.commit()
    accept(browser, enquiry)
    assert db.session.query(Order).one().parcels[0].lines[0].unit_price == 90_000


def test_is_credited_to_what_the_question_came_through_then(browser, product):
    scheme = make_scheme()
    booth = make_booth(facility=product.facility, products=[product], scheme_id=scheme.id)
    feature = make_feature(make_shelf(booth.fair), product)
    credit = {"booth_id": booth.id, "fair_id": booth.fair_id, "feature_id": feature.id, "scheme_id": scheme.id}
    enquiry = make_enquiry(product.facility, product=product, **credit)
    make_quote(enquiry, stock(product))
    booth.fair.closes_at = times.now() - timedelta(hours=1)
    db.session.commit()
    accept(browser, enquiry)
    line = db.session.query(Order).one().parcels[0].lines[0]
    assert {name: getattr(line, name) for name in credit} == credit


def test_sent_twice_it_is_one_order(browser, enquiry, product):
    make_quote(enquiry, stock(product))
    first, second = accept(browser, enquiry), accept(browser, enquiry)
    assert first.location == second.location
    assert (db.session.query(Order).count(), held(product)) == (1, 10)


def test_lapsed_by_the_clock_it_cannot_be_accepted(browser, enquiry, product):
    make_quote(enquiry, stock(product), valid_until=times.today())
    last = times.end_of(times.today())
    with times.frozen(last + timedelta(seconds=2)):
        page = accept(browser, enquiry)
        assert page.status_code == 409
        assert "hết hạn" in page.text
    assert (db.session.query(Order).count(), held(product)) == (0, 0)
    with times.frozen(last):
        assert accept(browser, enquiry).status_code == 303


@pytest.mark.parametrize("end", [quotes.withdraw, lambda quote: quotes.decline(quote, "Thôi")])
def test_what_was_ended_cannot_be_accepted(browser, enquiry, product, end):
    end(make_quote(enquiry, stock(product)))
    db.session.commit()
    assert accept(browser, enquiry).status_code == 409
    assert (db.session.query(Order).count(), held(product)) == (0, 0)


def test_a_version_that_was_replaced_leads_to_the_new_one(browser, enquiry, product):
    make_quote(enquiry, stock(product))
    make_quote(enquiry, stock(product, price=95_000))
    page = accept(browser, enquiry, 1)
    assert page.status_code == 409
    assert f"/hoi/{enquiry.token}/bao-gia/2" in page.text
    assert db.session.query(Order).count() == 0
    assert accept(browser, enquiry, 2).status_code == 303


def test_what_is_sold_meanwhile_is_said_and_nothing_is_held(browser, enquiry, product):
    quote = make_quote(enquiry, stock(product), stock(product, 3))
    page = accept(browser, enquiry)
    assert page.status_code == 409
    assert "không còn đủ hàng" in page.text
    assert (quote.standing, held(product), db.session.query(Order).count()) == ("open", 0, 0)


def test_a_hamper_draws_on_its_parts(browser, product):
    hamper = make_hamper(product.facility, [(product, 2)])
    enquiry = make_enquiry(product.facility, product=hamper)
    make_quote(enquiry, stock(hamper, 6))
    accept(browser, enquiry)
    line = db.session.query(Order).one().parcels[0].lines[0]
    assert (held(product), line.parts[0].count) == (12, 2)


def test_weeks_of_making_are_booked_and_none_later_than_promised(browser, app):
    made = make_product(mode="made_to_order", on_hand=None, lead_days=1)
    make_calendar(made, week_units=5)
    enquiry = make_enquiry(made.facility, product=made)
    quote = make_quote(enquiry, stock(made, 60), ready_on=times.today() + timedelta(days=9))
    assert accept(browser, enquiry).status_code == 409
    assert sum(week.booked for week in db.session.query(CalendarWeek)) == 0
    make_quote(enquiry, stock(made, 8), ready_on=times.today() + timedelta(days=40))
    assert accept(browser, enquiry, 2).status_code == 303
    assert sum(week.booked for week in db.session.query(CalendarWeek)) == 8
    assert quote.standing == "replaced"


def test_the_fee_is_for_the_province_it_was_quoted_to(browser, enquiry, product):
    quote = make_quote(enquiry, stock(product), province_code="nghe-an")
    page = accept(browser, enquiry)
    assert page.status_code == 422
    assert 'id="province_code-error"' in page.text
    assert (quote.standing, db.session.query(Order).count()) == ("open", 0)


@pytest.mark.parametrize("field", ["name", "phone", "street", "commune_code", "payment"])
def test_what_is_lacking_is_said_and_the_quote_stays_open(browser, enquiry, product, field):
    quote = make_quote(enquiry, stock(product))
    page = accept(browser, enquiry, **{field: ""})
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert quote.standing == "open"


def test_a_maker_without_an_account_is_paid_on_delivery(browser, product):
    product.facility.bank_bin = product.facility.bank_account = None
    db.session.commit()
    enquiry = make_enquiry(product.facility, product=product)
    make_quote(enquiry, stock(product))
    assert accept(browser, enquiry).status_code == 422
    assert accept(browser, enquiry, payment="cod").status_code == 303


def test_cancelled_all_that_was_held_is_given_back(browser, enquiry, product):
    make_quote(enquiry, stock(product), Line("Khắc tên", "lần", 1, 200_000))
    accept(browser, enquiry)
    parcels.cancel(db.session.query(Order).one().parcels[0])
    db.session.commit()
    assert held(product) == 0


def test_free_lines_of_a_maker_share_one_hidden_thing(browser, product):
    for _n in range(2):
        enquiry = make_enquiry(product.facility)
        make_quote(enquiry, Line("Biển gỗ theo mẫu", "tấm", 2, 700_000))
        assert accept(browser, enquiry).status_code == 303
    hidden = db.session.query(Product).filter_by(state="archived").one()
    assert (hidden.facility_id, hidden.published_at, hidden.main.on_hand) == (product.facility_id, None, None)
    assert browser.get(f"/san-pham/{hidden.slug}").status_code in (404, 410)


SEED = """
import json
from app import create_app
from core.db import db
from tests.factories import make_enquiry, make_product, make_quote
from shop.quote_terms import Line
with create_app().app_context():
    db.create_all()
    product = make_product(on_hand=100)
    enquiry = make_enquiry(product.facility, product=product)
    make_quote(enquiry, Line("Chén", "chiếc", 10, 90_000, product.main.id, product.id))
    print(json.dumps([enquiry.id, product.main.id]))
"""
# Eight at once, through the page that buyers send.
TAKEN = """
import threading, time
from app import create_app
from core.db import db
from shop import quotes
from shop.models import Enquiry, Order
from catalog.models import Variant
from tests.conftest import Browser
from tests.shop.test_accept_quote import BUYER
{guard}
app = create_app({{"TESTING": True}})
with app.app_context():
    path = "/hoi/" + db.session.query(Enquiry).one().token + "/bao-gia/1"
gate = threading.Barrier(8)
def take():
    with app.app_context():
        browser = Browser(app)
        gate.wait()
        browser.post(path, **BUYER)
threads = [threading.Thread(target=take) for _ in range(8)]
[one.start() for one in threads]
[one.join() for one in threads]
with app.app_context():
    held = db.session.query(Variant.held).filter(Variant.on_hand == 100).scalar()
    print("found", db.session.query(Order).count(), held)
"""
# The control: the state is read, and written a while later.
OFF = """
def end(quote, state, *, only_if_valid=False, reason=""):
    number, standing = quote.id, quote.standing
    db.session.rollback()  # no lock is held between reading and writing
    time.sleep(0.2)
    if standing != "open":
        raise quotes.NotOpen(standing)
    values = {"state": state, "ended_at": quote.at}
    db.session.execute(db.update(type(quote)).where(type(quote).id == number).values(**values))
quotes.end = end
"""


@pytest.mark.processes
@pytest.mark.parametrize(("guard", "once"), [("", True), (OFF, False)])
def test_two_who_accept_at_once_make_one_order(tmp_path, database, guard, once):  # noqa: F811
    server = Server(tmp_path, database)
    assert json.loads(server.run(SEED))
    orders, units = map(int, server.run(TAKEN.format(guard=guard)).split("found")[1].split())
    assert ((orders, units) == (1, 10)) is once
    assert orders >= 1
