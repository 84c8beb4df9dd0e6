"""A visit is one count of a day: no person, no cookie, no machine."""

from datetime import timedelta

import pytest

from core import times
from core.db import db
from insight import visits
from insight.models import VisitCount
from tests.factories import make_booth, make_facility, make_fair, make_product

PERSON = {"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/126 Mobile Safari/537.36"}


def tell(browser, kind, subject_id, agent=PERSON, **options):
    return browser.send("POST", "/dem", data={"kind": kind, "id": subject_id}, headers=agent, **options)


def counts():
    return {(row.kind, row.subject_id): row.visits for row in db.session.query(VisitCount)}


def test_each_visit_adds_one_to_the_day(browser):
    product, booth = make_product().id, make_booth().id
    for kind, subject_id in [("product", product), ("product", product), ("booth", booth)]:
        answer = tell(browser, kind, subject_id)
        assert answer.status_code == 204
    assert counts() == {("product", product): 2, ("booth", booth): 1}
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


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
    assert tell(browser, kind, 999_999).status_code == 404
    assert counts() == {}


def test_a_draft_has_no_visitors(browser):
    assert tell(browser, "product", make_product(state="draft").id).status_code == 404


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
