"""Standing orders: a date is one order or one question, at a sum that was seen; left out, changed, halted, ended."""

import json
import subprocess
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from catalog.models import Variant
from core import times
from core.db import db
from core.jobs import Job, work_off
from shop import jobs, orders, rhythm, standing, standing_offers, standing_queries
from shop.models import Cart, Order, StandingDate, StandingOrder
from tests.conftest import Browser
from tests.factories import make_facility, make_fee, make_member, make_product
from tests.shop.test_races import Server, database  # noqa: F401

TODAY = times.today()
FIRST = TODAY + timedelta(days=7)
TYPED = {
    "name": "Quán Mộc", "phone": "0912345678", "email": "quan@example.vn", "province_code": "ha-noi",
    "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8", "payment": "cod", "every": "week", "do": "make",
}  # fmt: skip


@pytest.fixture
def tea(app):
    product = make_product(sku="TRA1", price=100_000, on_hand=50, facility=make_facility(name="Trà Sen"))
    standing_offers.offer(product, 2, standing_offers.ANY_DAY)
    db.session.commit()
    return product


def typed(browser, product, many=5, **fields):
    said = TYPED | {"ma": product.sku, f"so-{product.main.id}": str(many), "starts_on": FIRST.isoformat()}
    return browser.post("/dat-dinh-ky", **said | fields)


def made(browser, product, many=5, **fields):
    """Agreed to at the sum that its page shows."""
    first = typed(browser, product, many, **fields)
    assert first.status_code == 409  # nothing was shown for this number yet
    shown = {name: value_of(first.text, name) for name in ("shown_total", "shown_deposit")}
    assert typed(browser, product, many, **fields | shown).status_code == 303
    return db.session.query(StandingOrder).order_by(StandingOrder.id.desc()).first()


def value_of(page, name):
    return page.split(f'name="{name}" value="')[1].split('"')[0]


def run_on(day):
    with times.frozen(times.start_of(day) + timedelta(hours=9)):
        jobs.run_standing_orders()
        db.session.commit()
        work_off()
    db.session.expire_all()


def placed():
    return [(one.due_on, one.state) for one in db.session.query(StandingDate).order_by(StandingDate.due_on)]


def letters():
    found = db.session.query(Job).filter_by(kind="mail").order_by(Job.id)
    return [one.payload["subject"] for one in found if one.payload["to"] == "quan@example.vn"]


def at(one, step=""):
    return f"/dat-dinh-ky/{one.token}{step}"


def test_days_of_weeks_and_months():
    assert rhythm.next_from("fortnight", date(2026, 1, 5), None, date(2026, 1, 6)) == date(2026, 1, 19)
    assert rhythm.next_from("month", date(2026, 1, 31), None, date(2026, 2, 1)) == date(2026, 2, 28)
    assert rhythm.next_from("month", date(2026, 1, 31), None, date(2026, 3, 1)) == date(2026, 3, 31)
    assert rhythm.next_from("week", date(2026, 1, 5), date(2026, 1, 11), date(2026, 1, 6)) is None


def test_each_date_becomes_one_ordinary_order_some_days_before(browser, tea):
    one = made(browser, tea)
    assert db.session.query(Order).count() == 0
    run_on(FIRST - timedelta(days=4))
    assert db.session.query(Order).count() == 0
    for _n in range(2):
        run_on(FIRST - timedelta(days=3))
    order = db.session.query(Order).one()
    assert (order.total, order.payment_method, order.buyer_name) == (528_000, "cod", "Quán Mộc")
    assert f"giao ngày {FIRST:%d/%m/%Y}" in order.note
    assert db.session.query(Variant.held).filter_by(id=tea.main.id).scalar() == 5
    assert placed() == [(FIRST, "placed")]
    assert db.session.get_one(StandingOrder, one.id).next_on == FIRST + timedelta(days=7)
    assert order.number in browser.get(at(one)).text
    assert db.session.query(Cart).filter_by(user_id=None).count() == 0  # nothing is left of how it was placed
    assert any(order.number in subject for subject in letters())


def test_she_is_written_to_once_before_each(browser, tea):
    made(browser, tea)
    for _n in range(2):
        run_on(FIRST - timedelta(days=5))
    assert letters() == [f"Sắp đặt đơn định kỳ giao ngày {FIRST:%d/%m/%Y}"]


def test_another_price_is_asked_and_nothing_is_ordered_until_she_agrees(browser, tea):
    one = made(browser, tea)
    tea.main.price = 120_000
    db.session.commit()
    run_on(FIRST - timedelta(days=3))
    assert (db.session.query(Order).count(), placed()) == (0, [(FIRST, "asks")])
    assert letters()[-1] == f"Đơn định kỳ ngày {FIRST:%d/%m/%Y} cần bạn xem"
    page = browser.get(at(one)).text
    assert "628.000" in page
    assert browser.post(at(one, "/dong-y"), shown_total="528000", shown_deposit="0-0").status_code == 409
    assert db.session.query(Order).count() == 0
    for status in (303, 303):
        shown = {name: value_of(page, name) for name in ("shown_total", "shown_deposit")}
        assert browser.post(at(one, "/dong-y"), **shown).status_code == status
    assert db.session.query(Order).one().total == 628_000
    run_on(FIRST + timedelta(days=4))  # the next at the sum she agreed to
    assert db.session.query(Order).count() == 2


def test_a_fee_made_meanwhile_is_asked_too(browser, tea):
    made(browser, tea)
    make_fee(tea.facility, kind="packing", basis="parcel", rate=1_000, title="Hộp")
    run_on(FIRST - timedelta(days=3))
    assert placed() == [(FIRST, "asks")]


@pytest.mark.parametrize("change", ["sold", "withdrawn", "stopped"])
def test_what_cannot_be_had_is_asked_and_nothing_is_held(browser, tea, change):
    one = made(browser, tea)
    if change == "sold":
        tea.main.on_hand = 4
    elif change == "withdrawn":
        tea.state = "archived"
    else:
        standing_offers.stop(standing_queries.offer_of(tea.id))
    db.session.commit()
    run_on(FIRST - timedelta(days=3))
    assert (db.session.query(Order).count(), placed()) == (0, [(FIRST, "asks")])
    assert db.session.query(Variant.held).filter_by(id=tea.main.id).scalar() == 0
    assert browser.get(at(one)).status_code == 200


def test_one_date_is_left_out_once(browser, tea):
    one = made(browser, tea)
    assert browser.post(at(one, "/bo-ky"), on=str(FIRST)).status_code == 303
    assert browser.post(at(one, "/bo-ky"), on=str(FIRST)).status_code == 409
    run_on(FIRST - timedelta(days=3))
    assert (db.session.query(Order).count(), placed()) == (0, [(FIRST, "skipped")])
    run_on(FIRST + timedelta(days=4))
    assert db.session.query(Order).count() == 1


def test_the_next_ones_number_is_changed_for_that_one_and_agreed_to(browser, tea):
    one = made(browser, tea)
    low = browser.post(at(one, "/so-luong"), **{f"so-{tea.main.id}": "1"})
    assert low.status_code == 422
    assert f'id="so-{tea.main.id}-error"' in low.text
    assert browser.post(at(one, "/so-luong"), **{f"so-{tea.main.id}": "8"}).status_code == 303
    page = browser.get(at(one)).text
    browser.post(at(one, "/dong-y"), shown_total=value_of(page, "shown_total"), shown_deposit="0-0")
    run_on(FIRST - timedelta(days=3))
    run_on(FIRST + timedelta(days=4))
    assert [one.parcels[0].lines[0].quantity for one in db.session.query(Order).order_by(Order.id)] == [8, 5]


def test_a_number_that_was_not_agreed_to_is_asked(browser, tea):
    one = made(browser, tea)
    browser.post(at(one, "/so-luong"), **{f"so-{tea.main.id}": "8"})
    run_on(FIRST - timedelta(days=3))
    assert placed() == [(FIRST, "asks")]
    assert "chưa xem giá" in browser.get(at(one)).text


def test_halted_nothing_is_ordered_and_what_was_missed_is_not_made_up_for(browser, tea):
    one = made(browser, tea)
    browser.post(at(one, "/tam-dung"))
    run_on(FIRST - timedelta(days=3))
    assert db.session.query(Order).count() == 0
    with times.frozen(times.start_of(FIRST + timedelta(days=9))):
        browser.post(at(one, "/tiep-tuc"))
        assert db.session.get_one(StandingOrder, one.id).next_on == FIRST + timedelta(days=14)


def test_where_nothing_ran_for_long_no_date_of_the_past_is_ordered(browser, tea):
    made(browser, tea)
    run_on(FIRST + timedelta(days=15))
    assert placed()[0] == (FIRST, "missed")
    assert all(one.placed_at is not None for one in db.session.query(Order))
    assert [day for day, state in placed() if state == "placed" and day < FIRST + timedelta(days=15)] == []


def test_it_ends_after_its_last_day_or_when_she_says_so(browser, tea):
    one = made(browser, tea, ends_on=FIRST.isoformat())
    run_on(FIRST - timedelta(days=3))
    assert db.session.get_one(StandingOrder, one.id).ended_at is not None
    two = made(browser, tea)
    for _n in range(2):
        assert browser.post(at(two, "/thoi")).status_code == 303
    run_on(FIRST - timedelta(days=3))
    assert db.session.query(Order).count() == 1
    assert browser.post(at(two, "/bo-ky"), on="None").status_code == 409


def test_goods_of_several_makers_are_one_order_with_a_parcel_each(browser, tea):
    rice = make_product(sku="GAO1", price=50_000, on_hand=50)
    standing_offers.offer(rice, 1, standing_offers.ANY_DAY)
    db.session.commit()
    both = {"ma": [tea.sku, rice.sku]}
    page = typed(browser, tea, **both).text
    typed(browser, tea, **both | {"shown_total": value_of(page, "shown_total"), "shown_deposit": "0-0"})
    run_on(FIRST - timedelta(days=3))
    assert len(db.session.query(Order).one().parcels) == 2


def test_one_chooses_from_all_that_is_offered_and_the_cart_is_ticked(browser, tea):
    other = make_product(sku="KHONG", name="Không nhận")
    browser.post("/gio-hang/mon", sku=tea.sku, quantity="1")
    page = browser.get("/dat-dinh-ky").text
    assert f'value="{tea.sku}" checked' in page
    assert other.name not in page
    assert "/dat-dinh-ky" in browser.get("/gio-hang").text


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"email": ""}, "email"), ({"starts_on": TODAY.isoformat()}, "starts_on"), ({"every": "day"}, "every")],
)
def test_what_is_lacking_is_said_at_its_field(browser, tea, fields, field):
    page = typed(browser, tea, **fields)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert db.session.query(StandingOrder).count() == 0


def test_a_day_on_which_the_maker_does_not_send_and_too_few_are_refused(browser, tea):
    standing_offers.offer(tea, 2, str((FIRST.weekday() + 1) % 7))
    db.session.commit()
    page = typed(browser, tea, shown_total="528000", shown_deposit="0-0")
    assert page.status_code == 422
    assert 'id="starts_on-error"' in page.text
    assert typed(browser, tea, many=1).status_code == 422
    assert db.session.query(StandingOrder).count() == 0


def test_the_maker_offers_it_sees_ahead_and_stops(app, browser, tea):
    made(browser, tea)
    maker = Browser(app).sign_in(make_member(tea.facility, "editor"))
    page = maker.get("/quan-ly/dinh-ky").text
    assert page.count(f"{FIRST + timedelta(days=7):%d/%m/%Y}") == 1
    other = make_product(facility=tea.facility, sku="SEN2")
    assert maker.post("/quan-ly/dinh-ky", product=str(other.id), least="3").status_code == 422
    assert maker.post("/quan-ly/dinh-ky", product=str(other.id), least="3", days=["0", "3"]).status_code == 303
    assert "Đặt định kỳ" in browser.get(f"/san-pham/{other.slug}").text
    stranger = Browser(app).sign_in(make_member(make_facility(), "owner"))
    assert stranger.post(f"/quan-ly/dinh-ky/{other.id}/thoi").status_code == 404
    assert maker.post(f"/quan-ly/dinh-ky/{other.id}/thoi").status_code == 303
    assert f"ma={other.sku}" not in browser.get(f"/san-pham/{other.slug}").text
    assert browser.get(f"/dat-dinh-ky?ma={other.sku}").status_code == 404


def test_the_outlook_asks_the_same_however_many_stand(app, browser, tea, query_count):
    maker = Browser(app).sign_in(make_member(tea.facility, "editor"))
    asked = []
    for many in (1, 5):
        for _n in range(many):
            made(browser, tea)
        maker.get("/quan-ly/dinh-ky")
        with query_count() as run:
            maker.get("/quan-ly/dinh-ky")
        asked.append(len(run))
    assert asked[0] == asked[1]


@pytest.mark.parametrize("changed", [{"next_on": None}, {"every": "day"}, {"payment": "stripe"}])
def test_the_database_refuses_what_cannot_be(browser, tea, changed):
    one = made(browser, tea)
    with pytest.raises(IntegrityError):
        db.session.execute(db.update(StandingOrder).where(StandingOrder.id == one.id).values(**changed))


def test_what_fails_half_way_leaves_nothing_and_is_done_when_tried_again(browser, tea, monkeypatch):
    one = made(browser, tea)
    with times.frozen(times.start_of(FIRST - timedelta(days=3)) + timedelta(hours=9)):
        monkeypatch.setattr(orders.lapsing, "begin", lambda parcel: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            standing.place(one.id, FIRST)
        db.session.rollback()
        assert (db.session.query(Order).count(), placed()) == (0, [])
        monkeypatch.undo()
        for _n in range(2):
            standing.place(one.id, FIRST)
            db.session.commit()
    assert (db.session.query(Order).count(), placed()) == (1, [(FIRST, "placed")])


SEED = """
from datetime import timedelta
from app import create_app
from core import jobs, times
from core.db import db
from shop import orders, standing, standing_bills, standing_offers
from tests.factories import make_product
with create_app().app_context():
    db.create_all()
    tea = make_product(on_hand=100, price=100_000)
    standing_offers.offer(tea, 1, standing_offers.ANY_DAY)
    buyer = orders.Buyer("Quán", "0912345678", "ha-noi", "ha-noi/xa-gia-lam", "Số 8", "cod", email="q@example.vn")
    first = times.today() + timedelta(days=3)
    one = standing.make(standing.Wish({tea.main.id: 5}, "week", first, None), buyer, "vi")
    bill = standing_bills.reckon([tea.main], {tea.main.id: 5}, "ha-noi", "ha-noi/xa-gia-lam")
    standing.agree(one, bill.total, bill.deposit.said)
    for _n in range(6):
        jobs.enqueue("standing.place", standing_id=one.id, due_on=first.isoformat())
    db.session.commit()
"""
# Six workers at once, each with a job for the same date; before them one that is killed in the middle.
WORK = """
import os, signal, threading, time
from app import create_app
from core import jobs
from core.db import db
from shop import orders, standing
from shop.models import Order, StandingDate
{guard}
app = create_app({{"TESTING": True}})
def work():
    with app.app_context():
        jobs.work_off()
threads = [threading.Thread(target=work) for _ in range(6)]
[one.start() for one in threads]
[one.join() for one in threads]
with app.app_context():
    print("found", db.session.query(Order).count())
"""
KILLED = """
import os, signal
from app import create_app
from core import jobs
from shop import orders
orders.lapsing.begin = lambda parcel: os.kill(os.getpid(), signal.SIGKILL)
with create_app({"TESTING": True}).app_context():
    jobs.work_off()
"""
FREED = """
from app import create_app
from core.db import db
from core.jobs import Job
from shop.models import Order, StandingDate
with create_app().app_context():
    print(json.dumps([db.session.query(Order).count(), db.session.query(StandingDate).count()]))
    db.session.execute(db.update(Job).values(claimed_until=None))
    db.session.commit()
"""
# The control: a date is not claimed, and its order has no key of its own.
OFF = """
def decide(standing, due_on, state, why=""):
    time.sleep(0.2)
    return StandingDate(standing_id=standing.id, due_on=due_on, state=state)
standing._decide = decide
placing = orders.place
orders.place = lambda cart, buyer, key=None, **shown: placing(cart, buyer, **shown)
"""


@pytest.mark.processes
@pytest.mark.parametrize(("guard", "once"), [("", True), (OFF, False)])
def test_killed_in_the_middle_and_done_by_six_workers_at_once_it_is_one_order(tmp_path, database, guard, once):  # noqa: F811
    server = Server(tmp_path, database)
    server.run(SEED)
    with pytest.raises(subprocess.CalledProcessError):
        server.run(KILLED)
    assert json.loads(server.run("import json" + FREED)) == [0, 0]
    assert (int(server.run(WORK.format(guard=guard)).split("found")[1]) == 1) is once
