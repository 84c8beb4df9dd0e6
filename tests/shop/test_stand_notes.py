"""A maker notes a sale and a question at the stand: once, at their moment, in the same record."""

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import times
from core.audit import AuditEntry
from core.db import db
from fairs.models import Booth, StandSale
from insight import brought
from insight.brought import Scope
from shop import promotion, stand_notes
from shop.models import Enquiry
from shop.stand_notes import Sold
from tests.conftest import Browser
from tests.factories import make_booth, make_fair, make_hall, make_member, make_product, make_scheme, make_stand

JSON = {"Accept": "application/json"}


@pytest.fixture
def booth(app):
    fair, scheme = make_fair(opens_at=times.now() - timedelta(days=20)), make_scheme()
    product = make_product(on_hand=5)
    stand = make_stand(make_hall(fair))
    return make_booth(fair, product.facility, stand, products=[product], scheme_id=scheme.id)


@pytest.fixture
def form(booth):
    return stand_notes.forms_at(booth)[0]


@pytest.fixture
def packer(app, booth):
    browser = Browser(app).sign_in(make_member(booth.facility, "packer"))
    with browser.client.session_transaction() as session:
        session["token"] = "token"
    return browser


def book(booth, act=""):
    return f"/quan-ly/gian/{booth.id}/so-tay{act}"


def sell(packer, booth, **fields):
    variant = stand_notes.forms_at(booth)[0].id
    return packer.post(book(booth, "/ban"), **{"variant": variant, "quantity": 2, "key": "k1"} | fields)


def on_hand(form):
    db.session.refresh(form)
    return form.on_hand


def sold(booth):
    one = brought.totals(Scope(booth.fair_id))["sold"]
    return one.count, one.units, one.dong


def test_a_sale_is_credited_counted_and_taken_from_stock(packer, booth, form):
    assert sell(packer, booth).status_code == 303
    sale = db.session.query(StandSale).one()
    assert (sale.booth_id, sale.stand_id, sale.fair_id, sale.scheme_id) == (
        booth.id, booth.stand_id, booth.fair_id, booth.scheme_id,
    )  # fmt: skip
    assert (sale.quantity, sale.total, sale.taken_from_stock, on_hand(form)) == (2, 200_000, True, 3)
    assert sold(booth) == (1, 2, 200_000)
    assert brought.totals(Scope(booth.fair_id))["orders"].count == 0
    assert db.session.query(AuditEntry).filter_by(action="booth.sale_noted", subject_id=booth.id).count() == 1
    assert "× 2" in packer.get(book(booth)).text


def test_what_the_buyer_paid_is_what_is_noted(packer, booth):
    sell(packer, booth, total="150k")
    assert db.session.query(StandSale).one().total == 150_000


def test_sent_twice_it_acts_once_and_says_so(packer, booth, form):
    sell(packer, booth)
    answer = packer.send(
        "POST", book(booth, "/ban"), headers=JSON,
        data={"csrf_token": "token", "variant": form.id, "quantity": 2, "key": "k1"},
    )  # fmt: skip
    assert answer.get_json()["again"] is True
    assert (db.session.query(StandSale).count(), on_hand(form)) == (1, 3)


def test_sent_by_many_at_once_it_acts_once(app, booth, form):
    booth_id, sold = booth.id, Sold(form.id, 1)
    db.session.rollback()
    start, outcomes = threading.Barrier(6), []

    def phone():
        with app.app_context():
            mine = db.session.get(Booth, booth_id)
            db.session.rollback()
            start.wait()
            outcomes.append(stand_notes.sell(mine, "k1", sold).again)
            db.session.commit()
            db.session.remove()

    phones = [threading.Thread(target=phone) for _ in range(6)]
    for one in phones:
        one.start()
    for one in phones:
        one.join()
    assert sorted(outcomes) == [False] + [True] * 5
    assert (db.session.query(StandSale).count(), on_hand(db.session.merge(form))) == (1, 4)


def test_the_database_itself_keeps_one_note_a_key(packer, booth, form):
    sale = stand_notes.sell(booth, "k1", Sold(form.id, 1)).row
    db.session.commit()
    kept = {column.key: getattr(sale, column.key) for column in StandSale.__table__.columns if column.key != "id"}
    db.session.add(StandSale(**kept))
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_more_than_is_left_is_noted_and_stock_stays(packer, booth, form):
    assert "Kho không đổi" in sell(packer, booth, quantity=6, follow=True).text
    assert (on_hand(form), db.session.query(StandSale).one().taken_from_stock) == (5, False)


@pytest.mark.parametrize(
    ("late", "why"),
    [(timedelta(hours=-1), "chạy trước"), (timedelta(days=8), "quá 7 ngày"), (timedelta(days=6), "không mở")],
)
def test_a_moment_that_cannot_be_is_refused_and_nothing_is_noted(packer, booth, form, late, why):
    booth.fair.opens_at = times.now() - timedelta(days=5 if "mở" in why else 20)
    db.session.commit()
    answer = packer.send(
        "POST", book(booth, "/ban"), headers=JSON,
        data={
            "csrf_token": "token", "variant": form.id, "quantity": 1, "key": "k1",
            "at": (times.now() - late).isoformat(),
        },
    )  # fmt: skip
    assert answer.status_code == 422
    assert why in answer.get_json()["says"]
    assert (db.session.query(StandSale).count(), on_hand(form)) == (0, 5)


def test_noted_while_open_and_sent_after_closing_it_belongs_to_its_moment(packer, booth):
    then = times.now() - timedelta(hours=3)
    booth.fair.closes_at = times.now() - timedelta(hours=1)
    db.session.commit()
    assert sell(packer, booth, at=then.isoformat()).status_code == 303
    assert db.session.query(StandSale).one().sold_at == then
    assert promotion.credited(booth, None).fair_id is None
    assert sell(packer, booth, key="k2").status_code == 422  # now it is closed


def test_after_a_week_the_book_is_shut(packer, booth):
    booth.fair.closes_at = times.now() - timedelta(days=8)
    db.session.commit()
    assert packer.get(book(booth)).status_code == 409


@pytest.mark.parametrize(
    ("fields", "field"),
    [({"quantity": 0}, "quantity"), ({"variant": ""}, "variant"), ({"variant": 999_999}, "variant"),
     ({"total": "nhiều"}, "total"), ({"at": "hôm qua"}, "at"), ({"key": ""}, "")],
)  # fmt: skip
def test_a_bad_note_is_told_at_its_field_and_kept(packer, booth, fields, field):
    answer = sell(packer, booth, **{"total": "120000"} | fields)
    assert answer.status_code == 422
    assert f'href="#{field}' in answer.text
    assert db.session.query(StandSale).count() == 0


def test_another_stands_goods_are_not_sold_here(packer, booth):
    other = make_product(on_hand=5)
    assert sell(packer, booth, variant=other.main.id).status_code == 422
    assert on_hand(other.main) == 5


def test_a_sale_taken_back_is_counted_no_more_and_lies_in_stock_again(packer, booth, form):
    sell(packer, booth)
    sale = db.session.query(StandSale).one()
    undo = book(booth, f"/ban/{sale.id}/bo")
    assert packer.post(undo).status_code == 422
    assert packer.post(undo, reason="Khách trả lại").status_code == 303
    assert (on_hand(form), sold(booth)) == (5, (0, 0, 0))
    assert packer.post(undo, reason="Khách trả lại").status_code == 409
    assert on_hand(form) == 5


def test_a_question_joins_the_same_record(packer, booth):
    for _ in range(2):
        packer.post(book(booth, "/hoi"), text="Có hộp quà không?", key="q1")
    enquiry = db.session.query(Enquiry).one()
    assert (enquiry.name, enquiry.contact, enquiry.state) == ("Khách tại gian", "", "waiting")
    assert (enquiry.booth_id, enquiry.scheme_id) == (booth.id, booth.scheme_id)
    assert brought.totals(Scope(booth.fair_id))["questions"].count == 1
    assert "Có hộp quà không?" in packer.get("/quan-ly/hoi-dap").text
    assert packer.get(f"/hoi/{enquiry.token}").status_code == 200


def test_a_question_answered_there_waits_for_nobody(packer, booth):
    packer.post(book(booth, "/hoi"), text="Có hộp quà không?", key="q1", answered="1", contact="0912345678")
    enquiry = db.session.query(Enquiry).one()
    assert (enquiry.state, enquiry.contact, enquiry.answered_at == enquiry.asked_at) == ("closed", "+84912345678", True)


def test_the_worker_is_served_where_it_may_look_after_the_page(browser):
    answer = browser.get("/quan-ly/so-tay-sw.js")
    assert answer.mimetype == "text/javascript"
    assert "so-tay$" in answer.text
    assert "must-revalidate" in answer.headers["Cache-Control"]


def test_nobody_notes_at_another_makers_stand(packer, booth):
    other = make_booth()
    assert packer.get(book(other)).status_code == 404
    assert packer.post(book(other, "/hoi"), text="Có hộp quà không?", key="q1").status_code == 404
    assert db.session.query(Enquiry).count() == 0


def test_reads_the_same_statements_however_much_was_noted(packer, booth, form, query_count):
    def statements():
        with query_count() as run:
            assert packer.get(book(booth)).status_code == 200
        return len(run)

    stand_notes.sell(booth, "k0", Sold(form.id, 1))
    db.session.commit()
    few = statements()
    for n in range(1, 8):
        stand_notes.sell(booth, f"k{n}", Sold(form.id, 1))
        stand_notes.ask(booth, f"q{n}", stand_notes.Asked("Hỏi", "Khách", product_id=form.product_id))
    db.session.commit()
    assert statements() <= few + 1
