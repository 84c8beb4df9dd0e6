"""A visit is one visitor of a day: no person, no cookie, no machine; none lost, none twice, however many at once."""

import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from core import times
from core.db import db
from insight import tally, visits
from insight.jobs import forget_visitors
from insight.models import VisitCount, VisitSalt, VisitSeen
from insight.tally import Tally
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_feature,
    make_product,
    make_scheme,
    make_shelf,
    make_stand,
)  # fmt: skip

PERSON = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile Safari/537.36"}


def person(n):
    return PERSON | {"X-Forwarded-For": f"10.0.{n // 256}.{n % 256}"}


def tell(browser, kind, subject_id, agent=PERSON, **fields):
    answer = browser.send("POST", "/dem", data={"kind": kind, "id": subject_id, **fields}, headers=agent)
    tally.settle()
    return answer


def counts():
    return {(row.kind, row.subject_id): row.visits for row in db.session.query(VisitCount)}


def test_each_visitor_adds_one_to_the_day(browser):
    product, booth = make_product().id, make_booth().id
    for n, kind, subject_id in [(1, "product", product), (2, "product", product), (1, "booth", booth)]:
        answer = tell(browser, kind, subject_id, person(n))
        assert answer.status_code == 204
    assert counts() == {("product", product): 2, ("booth", booth): 1}
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_comes_back_the_same_day_is_no_second_visitor(browser):
    product = make_product().id
    for _ in range(3):
        tell(browser, "product", product)
    assert counts() == {("product", product): 1}
    with times.frozen(times.now() + timedelta(days=1)):
        tell(browser, "product", product)
    assert [row.visits for row in db.session.query(VisitCount)] == [1, 1]


def test_the_day_keeps_no_address_and_all_it_keeps_goes_with_it(browser):
    tell(browser, "product", make_product().id, person(7))
    (first,) = db.session.scalars(select(VisitSalt.salt))
    (digest,) = db.session.scalars(select(VisitSeen.digest))
    assert len(first) == 32
    assert digest.to_bytes(8, signed=True) not in b"10.0.0.7"
    with times.frozen(times.now() + timedelta(days=1)):
        tell(browser, "product", make_product().id, person(7))
        forget_visitors()
        db.session.commit()
        (salt,) = db.session.scalars(select(VisitSalt.salt))
        assert [row.day for row in db.session.query(VisitSeen)] == [times.today()]
    assert salt != first


def test_without_a_worker_no_day_outlives_the_next_but_one(browser):
    product = make_product().id
    for days in range(3):
        with times.frozen(times.now() + timedelta(days=days)):
            tell(browser, "product", product)
    assert db.session.query(VisitSalt).count() == 2
    assert db.session.query(VisitSeen).count() == 2


def test_the_request_itself_asks_and_writes_nothing(browser, query_count):
    product = make_product().id
    with query_count() as run:
        browser.send("POST", "/dem", data={"kind": "product", "id": product}, headers=PERSON)
    assert run == []
    assert counts() == {}
    assert tally.settle() == 1


def test_what_cannot_be_written_waits(browser, monkeypatch):
    def refuse(_counts):
        raise OperationalError("INSERT", {}, Exception("disk full"))

    product = make_product().id
    with monkeypatch.context() as broken:
        broken.setattr(visits, "record_many", refuse)
        with pytest.raises(OperationalError):
            tell(browser, "product", product)
    assert tally.settle() == 1
    assert counts() == {("product", product): 1}


def test_two_processes_count_a_visitor_once(app):
    """Nothing is between them but the database: they might be on two machines."""
    product = make_product().id
    one, other = Tally(), Tally()
    one.note("product", product, "10.0.0.1 Firefox")
    other.note("product", product, "10.0.0.1 Firefox")
    other.note("product", product, "10.0.0.2 Firefox")
    assert (one.settle(), other.settle(), one.settle()) == (1, 1, 0)
    one.note("product", product, "10.0.0.2 Firefox")
    assert one.settle() == 0
    assert counts() == {("product", product): 2}


def test_a_crash_between_seeing_and_counting_loses_nobody(app, monkeypatch):
    """Both are one transaction: what is not counted was not seen either, and the next process counts it."""
    product = make_product().id
    one, other = Tally(), Tally()
    one.note("product", product, "10.0.0.1 Firefox")
    with monkeypatch.context() as broken:
        broken.setattr(visits, "record_many", lambda _counts: 1 // 0)
        with pytest.raises(ZeroDivisionError):
            one.settle()
    other.note("product", product, "10.0.0.1 Firefox")
    assert (other.settle(), one.settle()) == (1, 0)
    assert counts() == {("product", product): 1}


def test_a_booth_that_moves_takes_no_visits_along(browser):
    booth = make_booth(stand=(first := make_stand()), scheme_id=(paid := make_scheme()).id)
    first_id, paid_id = first.id, paid.id
    tell(browser, "booth", booth.id, person(1))
    booth.stand_id, booth.scheme_id = make_stand(first.hall).id, None
    db.session.commit()
    tell(browser, "booth", booth.id, person(2))
    with times.frozen(times.now() + timedelta(days=1)):
        tell(browser, "booth", booth.id, person(1))
    found = db.session.query(VisitCount).order_by(VisitCount.day)
    assert [(row.stand_id, row.scheme_id, row.visits) for row in found] == [
        (first_id, paid_id, 2), (booth.stand_id, None, 1),
    ]  # fmt: skip


def test_a_placard_is_counted_apart_from_the_page_it_leads_to(browser):
    product = make_product(sku="GOM-1")
    booth = make_booth(code="7Q4X9B2K", products=[product])
    product_id, booth_id, fair_id = product.id, booth.id, booth.fair_id
    for path in ("/q/7Q4X9B2K", "/q/GOM-1", "/q/7Q4X9B2K"):
        assert browser.get(path, headers=PERSON).status_code == 302
    browser.get("/q/7Q4X9B2K", headers={"User-Agent": "Googlebot/2.1"})
    tally.settle()
    assert counts() == {("scan", booth_id): 1, ("card", product_id): 1}
    assert db.session.query(VisitCount).filter_by(kind="scan").one().fair_id == fair_id


def test_a_page_cannot_claim_to_be_a_scan(browser):
    assert tell(browser, "scan", make_booth().id).status_code == 400


def test_a_product_met_on_a_shelf_counts_for_its_slot(browser):
    product = make_product(slug="long-ban")
    slot = make_feature(make_shelf(make_fair()), product)
    slot_id, product_id = slot.id, product.id
    assert f'data-slot="{slot_id}"' in browser.get(f"/san-pham/long-ban?ke={slot_id}").text
    tell(browser, "product", product_id, slot=slot_id)
    assert counts() == {("product", product_id): 1, ("slot", slot_id): 1}


def test_three_hundred_visitors_at_once_are_three_hundred(app, browser):
    product, held = make_product().id, app.extensions[tally.KEPT]

    def come(first):
        for n in range(first, first + 50):
            held.note("product", product, f"visitor {n}")
            held.note("product", product, f"visitor {n}")

    threads = [threading.Thread(target=come, args=[first]) for first in range(0, 300, 50)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        tally.settle()
    for thread in threads:
        thread.join()
    tally.settle()
    assert counts() == {("product", product): 300}


COME = """
import sys, threading, time
from pathlib import Path
from app import create_app
from insight import tally
url, folder, product, first = sys.argv[1:]
app = create_app({"SQLALCHEMY_DATABASE_URI": url, "DATA_DIR": Path(folder)})
def come():
    with app.app_context():
        for n in range(int(first), int(first) + 900):
            tally.note("product", int(product), f"visitor {n}")
            if n % 100 == 0:
                time.sleep(0.2)
server = threading.Thread(target=come, daemon=True)  # as those of a server are
server.start()
server.join()
"""


@pytest.mark.processes
def test_processes_that_count_at_once_and_end_lose_nobody(app, tmp_path):
    """Three, each in a folder of its own, met by 900 visitors of whom the next meets 300 as well: 2,100 people."""
    product = make_product().id
    db.session.rollback()
    url = db.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-W", "ignore", "-c", COME, url, "{folder}", str(product)]
    root = Path(__file__).parents[2]
    firsts = (0, 600, 1200)
    commands = [[part.replace("{folder}", str(tmp_path / str(n))) for part in [*command, str(n)]] for n in firsts]
    running = [subprocess.Popen(one, cwd=root) for one in commands]
    assert [one.wait(60) for one in running] == [0, 0, 0]
    assert counts() == {("product", product): 2_100}


def test_a_new_day_is_a_new_row(app):
    product = make_product()
    for days in (0, 0, 1):
        visits.record("product", product.id, times.today() - timedelta(days=days))
    assert visits.by_day("product", product.id, 3) == [
        (times.today() - timedelta(days=2), 0), (times.today() - timedelta(days=1), 1), (times.today(), 2),
    ]  # fmt: skip


def test_looks_back_as_many_days_as_asked(app):
    product = make_product()
    for days in (0, 6, 7, 29, 30):
        visits.record("product", product.id, times.today() - timedelta(days=days))
    assert visits.by_subject("product", [product.id], 7) == {product.id: 2}
    assert visits.by_subject("product", [product.id], 30) == {product.id: 4}


def test_tells_the_booths_of_a_fair_apart(app):
    fair = make_fair()
    busy, calm, hidden = make_booth(fair), make_booth(fair), make_booth(fair, published_at=None)
    visits.record("booth", busy.id)
    visits.record("booth", make_booth().id)
    assert visits.to_booths_of_fair(fair.id) == [(busy, 1), (calm, 0)]
    with pytest.raises(visits.UnknownSubject):
        visits.record("booth", hidden.id)


@pytest.mark.parametrize(
    "agent",
    ["", "Googlebot/2.1", "Mozilla/5.0 HeadlessChrome/126", "curl/8.5", "python-requests/2", "facebookexternalhit"],
)
def test_machines_are_not_counted(browser, agent):
    assert tell(browser, "product", make_product().id, {"User-Agent": agent}).status_code == 204
    assert counts() == {}


@pytest.mark.parametrize(
    ("kind", "subject_id"), [("product", "abc"), ("product", ""), ("product", "1" * 40), ("product", "-1")]
)
def test_refuses_what_is_no_number(browser, kind, subject_id):
    assert tell(browser, kind, subject_id).status_code == 400


@pytest.mark.parametrize("kind", ["product", "booth", "fair", "facility", "person"])
def test_what_is_not_on_show_has_no_visitors(browser, kind):
    assert tell(browser, kind, 999_999).status_code == (204 if kind != "person" else 400)
    assert counts() == {}


def test_a_draft_has_no_visitors(browser):
    tell(browser, "product", make_product(state="draft").id)
    assert counts() == {}


def test_another_site_cannot_count_here(browser):
    product = make_product().id
    foreign = PERSON | {"Origin": "https://khac.example"}
    assert tell(browser, "product", product, foreign).status_code == 403
    assert browser.get("/dem").status_code == 405
    assert counts() == {}


def test_pages_say_what_is_being_looked_at(browser):
    product, facility = make_product(slug="long-ban"), make_facility(slug="may-hanh")
    product_id, facility_id = product.id, facility.id
    page = browser.get("/san-pham/long-ban").text
    assert f'data-visit="product:{product_id}"' in page
    assert "js/visit" in page
    assert f'data-visit="facility:{facility_id}"' in browser.get("/co-so/may-hanh").text
    assert "js/visit" not in browser.get("/khuyen-cong").text
