"""A village shares one large order: divided, answered, the rest to who comes first, accepted once, divided anew."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from catalog.models import Variant
from core import times
from core.db import db
from core.jobs import Job
from shop import deposits, division_queries, divisions, enquiries, jobs, parcels
from shop.models import Division, Order, Share
from tests.conftest import Browser
from tests.factories import (
    make_division,
    make_enquiry,
    make_facility,
    make_fee,
    make_member,
    make_product,
    make_staff,
    make_village,
)
from tests.shop.cards import states
from tests.shop.test_accept_quote import BUYER
from tests.shop.test_quote_money import API
from tests.shop.test_races import Server, database  # noqa: F401


@pytest.fixture
def village(app):
    return make_village()


@pytest.fixture
def makers(village):
    names = ("Gốm Tâm", "Gốm Sen", "Gốm Lan")
    return [make_facility(village_id=village.id, name=one, email=f"n{n}@example.vn") for n, one in enumerate(names)]


@pytest.fixture
def enquiry(makers):
    return make_enquiry(makers[0], is_quotation=True, quantity="100 chiếc")


@pytest.fixture
def division(enquiry, makers):
    """Fifty to the lead, thirty to the second; twenty free."""
    return make_division(enquiry, parts={makers[0]: 50, makers[1]: 30})


@pytest.fixture
def seats(app, makers):
    return [Browser(app).sign_in(make_member(one, "packer")) for one in makers]


def at(division, step=""):
    return f"/quan-ly/chia-don/{division.id}{step}"


def given(division):
    """(state, quantity) by share; and what is free."""
    db.session.expire_all()
    found = db.session.get_one(Division, division.id)
    return [(one.state, one.quantity) for one in found.shares], found.rest


def sent(division, makers):
    divisions.take(division, makers[1].id, None)
    divisions.take_rest(division, makers[2], 20, None)
    divisions.send(division, times.today() + timedelta(days=7), "Cả làng cùng làm.")
    db.session.commit()
    return division


def accept(browser, division, total=None, **fields):
    bill = browser.get(f"/api/v1/talks/{division.enquiry.token}/divisions/{division.id}").json
    shown = {"shown_total": str(total or bill["total"])}
    shown["shown_deposit"] = f"{bill['deposit']['ahead']}-{bill['deposit']['keeps']}"
    return browser.post(f"/hoi/{division.enquiry.token}/chia/{division.id}", **BUYER | shown | fields)


def letters():
    return [(one.payload["to"], one.payload["subject"]) for one in db.session.query(Job).filter_by(kind="mail")]


def test_the_lead_divides_it_and_each_maker_is_asked(seats, enquiry, makers):
    ids = [one.id for one in makers]
    said = {"name": "Chén", "unit": "chiếc", "quantity": "100", "price": "90k", "fee": "30.000"}
    days = {"ready_on": (times.today() + timedelta(days=20)).isoformat(), "answer_on": times.today().isoformat()}
    shares = {f"quantity-{ids[0]}": "50", f"quantity-{ids[1]}": "30", f"price-{ids[1]}": "95.000"}
    answer = seats[0].post(f"/quan-ly/hoi-dap/{enquiry.id}/chia", **said | days | shares)
    assert answer.status_code == 303
    division = db.session.query(Division).one()
    assert [(one.state, one.quantity, one.unit_price) for one in division.shares] == [
        ("asked", 30, 95_000), ("taken", 50, 90_000),
    ]  # fmt: skip
    assert division.rest == 20
    assert ("n1@example.vn", "Có phần đơn chia cho bạn: Chén") in letters()
    assert "Đề nghị bạn làm 30" in seats[1].get("/quan-ly/chia-don").text


def test_parts_above_what_is_wanted_are_refused_at_the_field(seats, enquiry, makers):
    said = {"name": "Chén", "unit": "chiếc", "quantity": "10", "price": "90k", "ready_on": "", "answer_on": ""}
    page = seats[0].post(f"/quan-ly/hoi-dap/{enquiry.id}/chia", **said | {f"quantity-{makers[0].id}": "50"})
    assert page.status_code == 422
    assert "nhiều hơn số khách cần" in page.text
    assert db.session.query(Division).count() == 0


def test_what_is_declined_is_offered_to_the_others(seats, division):
    assert seats[1].post(at(division, "/tu-choi")).status_code == 303
    assert given(division) == ([("taken", 50), ("declined", 30)], 50)
    assert ("n2@example.vn", "Còn phần đơn của làng: Chén men lam") in letters()
    assert "Còn 50 chưa ai nhận" in seats[2].get(at(division)).text
    assert seats[2].post(at(division, "/phan-con"), quantity="40").status_code == 303
    assert given(division) == ([("taken", 50), ("declined", 30), ("taken", 40)], 10)
    assert seats[1].post(at(division, "/phan-con"), quantity="10").status_code == 303  # she changed her mind
    assert given(division) == ([("taken", 50), ("taken", 10), ("taken", 40)], 0)


def test_more_than_is_free_is_refused_and_changes_nothing(seats, division):
    page = seats[2].post(at(division, "/phan-con"), quantity="21")
    assert page.status_code == 409
    assert "Chỉ còn 20" in page.text
    assert given(division) == ([("taken", 50), ("asked", 30)], 20)


def test_who_has_not_answered_in_time_has_declined_by_the_clock(seats, division):
    with times.frozen(division.answer_before + timedelta(seconds=1)):
        assert "Còn 50 chưa ai nhận" in seats[2].get(at(division)).text
        assert seats[1].post(at(division, "/nhan")).status_code == 409
        for _n in range(2):  # a job done twice is done once
            jobs.close_division({"division_id": division.id})
            db.session.commit()
        assert given(division) == ([("taken", 50), ("lapsed", 30)], 50)
    assert letters().count(("n0@example.vn", "Các nhà đã trả lời: Chén men lam")) == 1


def test_the_lead_sends_only_once_all_have_answered(seats, division):
    until = (times.today() + timedelta(days=7)).isoformat()
    assert seats[0].post(at(division, "/gui"), valid_until=until).status_code == 409
    assert seats[1].post(at(division, "/gui"), valid_until=until).status_code == 404  # who does not lead
    seats[1].post(at(division, "/nhan"))
    assert seats[0].post(at(division, "/gui"), valid_until=until, words="Xong.").status_code == 303
    assert ("van@example.vn", "Câu trả lời chung của làng: Chén men lam") in letters()


def test_the_buyer_reads_one_answer_and_makes_one_order_with_a_parcel_a_maker(browser, division, makers):
    sent(division, makers)
    page = browser.get(f"/hoi/{division.enquiry.token}/chia/{division.id}").text
    for maker in makers:
        assert maker.name in page
    assert "Câu trả lời chung của làng" in browser.get(f"/hoi/{division.enquiry.token}").text
    answer = accept(browser, division)
    assert answer.status_code == 303
    order = db.session.query(Order).one()
    assert [(one.facility_id, one.goods_total, one.payment.amount) for one in order.parcels] == [
        (makers[0].id, 4_500_000, 4_530_000), (makers[1].id, 2_700_000, 2_730_000),
        (makers[2].id, 1_800_000, 1_830_000),
    ]  # fmt: skip
    again = accept(browser, division)
    assert (again.location, db.session.query(Order).count()) == (answer.location, 1)
    assert all(one.parcel_id for one in db.session.query(Share))


def test_each_draws_on_her_own_stock_and_short_of_one_nothing_is_ordered(browser, seats, division, makers):
    mine = make_product(facility=makers[1], sku="SEN1", on_hand=29)
    assert seats[1].post(at(division, "/nhan"), sku="KHONG").status_code == 422
    assert seats[1].post(at(division, "/nhan"), sku="SEN1").status_code == 303
    divisions.send(db.session.get_one(Division, division.id), times.today(), "")
    db.session.commit()
    page = accept(browser, division)
    assert page.status_code == 409
    assert "không còn đủ hàng" in page.text
    assert (db.session.query(Order).count(), db.session.get_one(Division, division.id).state) == (0, "offered")
    mine.main.on_hand = 30
    db.session.commit()
    assert accept(browser, division).status_code == 303
    assert db.session.query(Variant.held).filter_by(id=mine.main.id).scalar() == 30


def test_fees_and_deposits_are_reckoned_and_what_was_not_seen_is_shown_again(browser, seats, division, makers):
    made = make_product(facility=makers[1], sku="SEN2", mode="made_to_order", on_hand=None, lead_days=2)
    deposits.set_for(made, 40, 50, {})
    db.session.commit()
    seats[1].post(at(division, "/nhan"), sku="SEN2")
    divisions.send(db.session.get_one(Division, division.id), times.today(), "")
    db.session.commit()
    seen = browser.get(f"/api/v1/talks/{division.enquiry.token}/divisions/{division.id}").json
    assert seen["deposit"] == {"ahead": 1_080_000, "keeps": 540_000}
    make_fee(kind="admin", basis="parcel", rate=1_000, title="Trực chợ")
    page = accept(browser, division, total=seen["total"])
    assert page.status_code == 409
    assert "Trực chợ" in page.text
    assert db.session.query(Order).count() == 0
    assert accept(browser, division, payment="cod").status_code == 303
    lead, second = db.session.query(Order).one().parcels
    assert (lead.payment.method, second.payment.method) == ("cod", "vietqr")
    assert (second.payment.amount, second.payment.rest) == (1_080_000, 1_620_000 + 31_000)


def test_one_card_pays_all_of_them(cards, division, makers):
    sent(division, makers)
    accept(cards.browser, division, payment="stripe")
    order = db.session.query(Order).one()
    cards.pay(order)
    cards.hear_all()
    assert states(order) == [("placed", "paid")] * 3


def test_through_the_api_it_is_accepted_once_a_key(browser, division, makers):
    sent(division, makers)
    path = f"/api/v1/talks/{division.enquiry.token}/divisions/{division.id}"
    seen = browser.get(path).json
    assert [one["quantity"] for one in seen["shares"]] == [50, 30, 20]
    said = API | {"shown_total": seen["total"]}
    assert browser.send("POST", f"{path}/accept", json=API).status_code == 409
    keyed = {"Idempotency-Key": "k"}
    first, again = (browser.send("POST", f"{path}/accept", json=said, headers=keyed) for _n in range(2))
    assert (first.status_code, first.json) == (201, again.json)
    assert browser.send("POST", f"{path}/accept", json=said).json["title"]
    assert db.session.query(Order).count() == 1


def test_lapsed_or_refused_it_is_not_accepted(browser, division, makers):
    sent(division, makers)
    with times.frozen(times.end_of(division.valid_until) + timedelta(seconds=2)):
        assert accept(browser, division).status_code == 409
    path = f"/hoi/{division.enquiry.token}/chia/{division.id}/tu-choi"
    assert browser.post(path, reason="").status_code == 422
    assert browser.post(path, reason="Đắt quá").status_code == 303
    assert accept(browser, division).status_code == 409
    assert db.session.query(Order).count() == 0


def test_a_share_that_failed_is_divided_anew_and_the_buyer_consents(browser, seats, division, makers):
    sent(division, makers)
    accept(browser, division)
    share = db.session.query(Share).filter_by(facility_id=makers[1].id).one()
    path = f"/quan-ly/hoi-dap/{division.enquiry_id}/chia?thay={share.id}"
    assert seats[0].get(path).status_code == 404  # nothing failed yet
    parcels.refuse(share.parcel, "Lò hỏng")
    db.session.commit()
    assert 'value="30"' in seats[0].get(path).text
    said = {"thay": share.id, "name": "Chén", "unit": "chiếc", "quantity": "30", "price": "90k", "fee": ""}
    soon = (times.today() + timedelta(days=9)).isoformat()
    said |= {"ready_on": soon, "answer_on": times.today().isoformat(), f"quantity-{makers[0].id}": "30"}
    assert seats[0].post(path, **said).status_code == 303
    anew = db.session.query(Division).filter_by(instead_of_id=share.parcel_id).one()
    assert db.session.query(Order).count() == 1  # not before she consents
    divisions.send(anew, times.today(), "")
    db.session.commit()
    assert accept(browser, anew).status_code == 303
    assert db.session.query(Order).count() == 2
    assert seats[0].post(path, **said).status_code == 409  # a second time is refused


def test_who_got_what_is_seen_by_the_villages_makers_alone(app, browser, seats, division, makers, village):
    sent(division, makers)
    accept(browser, division)
    record = {
        one.maker.name: (one.asked, one.taken, one.quantity, one.goods)
        for one in division_queries.record_of(village.id)
    }
    assert record["Gốm Sen"] == (1, 1, 30, 2_700_000)
    assert "2.700.000" in seats[2].get("/quan-ly/chia-don").text
    other = Browser(app).sign_in(make_member(make_facility(village_id=make_village().id), "owner"))
    assert "Gốm Sen" not in other.get("/quan-ly/chia-don").text
    for step in ("", "/nhan", "/tu-choi", "/phan-con", "/gui", "/rut"):
        answer = other.get(at(division)) if not step else other.post(at(division, step), quantity="1")
        assert answer.status_code == 404


def test_staff_see_the_divisions_of_their_area(app, division, village):
    village.commune_code = "ha-noi/xa-bat-trang"
    db.session.commit()
    assert "Chén men lam" in Browser(app).sign_in(make_staff("moderate")).get("/can-bo/chia-don").text


def test_a_strange_maker_takes_nothing(division):
    with pytest.raises(divisions.Strangers):
        divisions.take_rest(division, make_facility(), 1, None)


def test_a_buyer_forgotten_is_sent_nothing_more(division):
    enquiries.erase(division.enquiry)
    db.session.commit()
    assert given(division)[0] == [("taken", 50), ("asked", 30)]
    assert db.session.get_one(Division, division.id).state == "withdrawn"


@pytest.mark.parametrize("changed", [{"rest": -1}, {"rest": 101}, {"state": "offered"}, {"state": "declined"}])
def test_the_database_refuses_what_cannot_be(division, changed):
    with pytest.raises(IntegrityError):
        db.session.execute(db.update(Division).where(Division.id == division.id).values(**changed))


def test_the_database_refuses_a_second_live_one_of_a_talk(enquiry, division):
    with pytest.raises(IntegrityError):
        make_division(enquiry)


def test_the_list_asks_the_same_however_many_there_are(seats, makers, query_count):
    asked = []
    for many in (1, 11):
        for _n in range(many):
            make_division(make_enquiry(makers[0]), parts={makers[0]: 50, makers[1]: 30})
        seats[0].get("/quan-ly/chia-don")
        with query_count() as run:
            seats[0].get("/quan-ly/chia-don")
        asked.append(len(run))
    assert asked[0] == asked[1]


SEED = """
from app import create_app
from core.db import db
from tests.factories import make_division, make_enquiry, make_facility, make_village
with create_app().app_context():
    db.create_all()
    village = make_village()
    makers = [make_facility(village_id=village.id) for _ in range(7)]
    print(make_division(make_enquiry(makers[0]), parts={makers[0]: 90}).id)
"""
# Six makers at once take all of the last ten.
TAKEN = """
import threading, time
from app import create_app
from core.db import db
from programme.models import Facility
from shop import division_queries, divisions
from shop.models import Share
{guard}
app = create_app({{"TESTING": True}})
with app.app_context():
    ids = [one.id for one in db.session.query(Facility).order_by(Facility.id)][1:]
gate = threading.Barrier(6)
def take(maker):
    with app.app_context():
        division = division_queries.whole(1)
        maker = db.session.get_one(Facility, maker)
        db.session.rollback()
        gate.wait()
        try:
            divisions.take_rest(division, maker, 10, None)
            db.session.commit()
        except Exception as fault:
            db.session.rollback()
threads = [threading.Thread(target=take, args=(one,)) for one in ids]
[one.start() for one in threads]
[one.join() for one in threads]
with app.app_context():
    print("found", sum(one.quantity for one in db.session.query(Share).filter_by(state="taken")))
"""
# The control: no row is held, and what is free is read, and written a while later.
OFF = """
divisions._hold = lambda division: None
def less(division, quantity):
    rest = division.rest
    db.session.rollback()
    time.sleep(0.2)
    if rest < quantity:
        return False
    db.session.execute(db.update(type(division)).where(type(division).id == 1).values(rest=rest - quantity))
    return True
divisions._less = less
"""


@pytest.mark.processes
@pytest.mark.parametrize(("guard", "all_is_well"), [("", True), (OFF, False)])
def test_of_those_who_take_the_last_rest_at_once_one_gets_it(tmp_path, database, guard, all_is_well):  # noqa: F811
    server = Server(tmp_path, database)
    server.run(SEED)
    taken = int(server.run(TAKEN.format(guard=guard)).split("found")[1])
    assert (taken == 100) is all_is_well
