"""One request to several makers: a talk each, their quotes side by side, the others thanked."""

from datetime import timedelta

import pytest

from core import times
from core.db import db
from core.jobs import Job
from shop import enquiries, quotes
from shop.models import Asking, Enquiry, Order, Quote
from shop.quote_terms import Line
from tests.factories import make_booth, make_facility, make_guest, make_ocop, make_product, make_quote, make_village
from tests.shop.test_accept_quote import BUYER

ASKED = {"name": "Cô Vân", "contact": "van@example.vn", "text": "Quà Tết cho công ty.", "quantity": "200 bộ"}


@pytest.fixture
def goods(app):
    return [make_product(facility=make_facility(name=f"Lò {n}", email=f"lo{n}@example.vn")) for n in range(3)]


def ask(browser, goods, **fields):
    chosen = [product.facility.slug for product in goods]
    return browser.post("/hoi-nhieu", **{"sp": ",".join(p.slug for p in goods), "noi": chosen} | ASKED | fields)


def letters():
    return [one.payload for one in db.session.query(Job).filter_by(kind="mail").order_by(Job.id)]


def test_each_maker_gets_a_talk_of_its_own(browser, goods):
    assert browser.get(f"/hoi-nhieu?sp={goods[0].slug},{goods[1].slug}").status_code == 200
    answer = ask(browser, goods)
    asking = db.session.query(Asking).one()
    assert answer.location == f"/hoi-nhieu/{asking.token}"
    talks = db.session.query(Enquiry).order_by(Enquiry.id).all()
    assert [(one.facility_id, one.product_id, one.is_quotation) for one in talks] == [
        (product.facility_id, product.id, True) for product in goods
    ]
    assert len({one.token for one in talks}) == 3
    assert [one["to"] for one in letters()] == [f"lo{n}@example.vn" for n in range(3)]
    assert f"/hoi-nhieu/{asking.token}" in browser.get(f"/hoi/{talks[0].token}").text


def test_only_those_chosen_are_asked(browser, goods):
    ask(browser, goods, noi=[goods[1].facility.slug])
    assert [one.facility_id for one in db.session.query(Enquiry)] == [goods[1].facility_id]


def test_makers_of_a_village_are_offered(browser):
    village = make_village()
    here = make_product(facility=make_facility(village_id=village.id, name="Lò trong làng"))
    make_facility(village_id=village.id, name="Lò chưa bày gì")
    page = browser.get(f"/hoi-nhieu?lang={village.slug}")
    assert "Lò trong làng" in page.text
    assert "Lò chưa bày gì" not in page.text
    assert browser.post("/hoi-nhieu", lang=village.slug, noi=here.facility.slug, **ASKED).status_code == 303
    assert "/hoi-nhieu?lang=" in browser.get(f"/lang-nghe/{village.slug}").text
    assert "/hoi-nhieu?sp=" in browser.get(f"/so-sanh?sp={here.slug}").text


@pytest.mark.parametrize(
    ("field", "given"),
    [("noi", {"noi": []}), ("quantity", {"quantity": ""}), ("text", {"text": " "}), ("contact", {"contact": "0912"})],
)
def test_what_is_lacking_is_said_and_nobody_is_asked(browser, goods, field, given):
    page = ask(browser, goods, **given)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert (db.session.query(Enquiry).count(), db.session.query(Asking).count()) == (0, 0)


def test_six_are_too_many(browser):
    village = make_village()
    made = [make_product(facility=make_facility(village_id=village.id)) for _n in range(6)]
    chosen = [one.facility.slug for one in made]
    page = browser.post("/hoi-nhieu", lang=village.slug, noi=chosen, **ASKED)
    assert page.status_code == 422
    assert db.session.query(Enquiry).count() == 0


def test_nobody_to_ask_is_not_found(browser):
    assert browser.get("/hoi-nhieu").status_code == 404
    assert browser.get("/hoi-nhieu?sp=khong-co&lang=khong-co").status_code == 404
    assert browser.get("/hoi-nhieu/khong-co").status_code == 404


def test_each_maker_counts_against_the_hour(browser, goods):
    statuses = [ask(browser, goods).status_code for _n in range(7)]
    assert statuses == [303] * 6 + [429]
    assert db.session.query(Enquiry).count() == 18


def test_is_credited_once_each_to_the_booth_that_shows_them(browser, goods):
    booth = make_booth(facility=goods[0].facility, products=[goods[0]])
    make_guest(booth, goods[1].facility)
    ask(browser, goods, gian=booth.code)
    credits = [one.booth_id for one in db.session.query(Enquiry).order_by(Enquiry.id)]
    assert credits == [booth.id, booth.id, None]


def test_quotes_lie_side_by_side(browser, goods):
    make_ocop(goods[0], 4)
    ask(browser, goods)
    talks = db.session.query(Enquiry).order_by(Enquiry.id).all()
    make_quote(talks[0], Line("Bộ ấm", "bộ", 200, 215_000))
    make_quote(talks[1], Line("Bộ ấm", "bộ", 200, 198_000), ready_on=times.today() + timedelta(days=33))
    page = browser.get(f"/hoi-nhieu/{talks[0].asking.token}")
    said = ("215.000", "198.000", "43.040.000", "39.640.000", "OCOP 4 sao", "chưa trả lời")
    assert all(one in page.text for one in said)
    assert page.headers["Cache-Control"] == "no-store"


def test_one_is_taken_and_the_others_are_thanked(browser, goods):
    ask(browser, goods)
    talks = db.session.query(Enquiry).order_by(Enquiry.id).all()
    path = f"/hoi-nhieu/{talks[0].asking.token}/cam-on"
    make_quote(talks[0], Line("Bộ ấm", "bộ", 20, 215_000))
    other = make_quote(talks[1], Line("Bộ ấm", "bộ", 20, 240_000))
    assert browser.post(path).status_code == 409
    assert other.standing == "open"
    browser.post(f"/hoi/{talks[0].token}/bao-gia/1", **BUYER)
    assert browser.post(path).status_code == 303
    assert (other.standing, talks[1].state, talks[2].state, talks[0].state) == (
        "declined", "closed", "closed", "answered",
    )  # fmt: skip
    before = len(letters())
    assert [one["to"] for one in letters()[-2:]] == ["lo1@example.vn", "lo2@example.vn"]
    assert "đã chọn nơi khác" in letters()[-1]["text"]
    assert browser.post(path).status_code == 303
    assert len(letters()) == before


def test_several_may_be_taken_each_its_own_order(browser, goods):
    ask(browser, goods)
    talks = db.session.query(Enquiry).order_by(Enquiry.id).all()
    for talk in talks[:2]:
        make_quote(talk, Line("Bộ ấm", "bộ", 20, 215_000))
        assert browser.post(f"/hoi/{talk.token}/bao-gia/1", **BUYER).status_code == 303
    assert db.session.query(Order).count() == 2
    assert {one.standing for one in db.session.query(Quote)} == {"accepted"}


def test_an_erased_talk_is_not_shown(browser, goods):
    ask(browser, goods)
    first = db.session.query(Enquiry).order_by(Enquiry.id).first()
    token = first.asking.token
    enquiries.erase(first)
    db.session.commit()
    page = browser.get(f"/hoi-nhieu/{token}").text
    assert "Lò 0" not in page
    assert "Lò 1" in page


def test_the_talk_of_one_asked_together_is_declined_by_itself(browser, goods):
    ask(browser, goods)
    talk = db.session.query(Enquiry).order_by(Enquiry.id).first()
    quotes.decline(make_quote(talk), "Giá cao quá.")
    db.session.commit()
    assert talk.state == "waiting"
