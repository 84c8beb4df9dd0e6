"""The days on which a product is on show begin and end by themselves, everywhere at once."""

from datetime import date, datetime, timedelta

import pytest

from catalog import products, search
from catalog.search import memory, snapshots
from catalog.search.documents import all_documents
from core import times
from core.db import db
from shop import queries
from tests.factories import (
    make_booth,
    make_cart,
    make_facility,
    make_fair,
    make_member,
    make_photo,
    make_product,
    make_stand,
    make_village,
)

FIRST, LAST = date(2026, 12, 10), date(2026, 12, 20)
BEFORE = times.start_of(FIRST) - timedelta(seconds=1)
BEGUN = times.start_of(FIRST)
STILL = times.end_of(LAST)
OVER = times.start_of(LAST + timedelta(days=1))


@pytest.fixture
def product(app):
    """A product whose maker lets it be seen from 10 to 20 December, at a stand of a fair and in a village."""
    facility = make_facility(slug="lo-gom", village=make_village(slug="bat-trang"))
    product = make_product(
        slug="am-tra", name="Ấm trà men lam", facility=facility, village_id=facility.village_id, sku="AM1",
        show_from=BEGUN, show_until=OVER, published_at=times.now(),
    )  # fmt: skip
    make_photo(product)
    fair = make_fair(slug="cho", opens_at=BEFORE - timedelta(days=1), closes_at=OVER + timedelta(days=9))
    make_booth(fair, facility, make_stand(), [product], slug="gian")
    return product


PLACES = [
    "/san-pham", "/tim?q=ấm+trà+men+lam", "/nhom/gom-su", "/lang-nghe/bat-trang", "/co-so/lo-gom",
    "/hoi-cho/cho/gian", "/api/v1/products", "/sitemap.xml",
]  # fmt: skip


@pytest.mark.parametrize("path", PLACES)
@pytest.mark.parametrize(("moment", "is_there"), [(BEFORE, False), (BEGUN, True), (STILL, True), (OVER, False)])
def test_is_seen_on_its_days_only(browser, product, path, moment, is_there):
    with times.frozen(moment):
        assert ("/san-pham/am-tra" in browser.get(path).text) is is_there


@pytest.mark.parametrize(("moment", "status"), [(BEFORE, 404), (BEGUN, 200), (STILL, 200), (OVER, 410)])
def test_its_page_is_there_on_its_days_only(browser, product, moment, status):
    with times.frozen(moment):
        assert browser.get("/san-pham/am-tra").status_code == status
        assert browser.get("/en/san-pham/am-tra").status_code == status
        assert browser.get("/api/v1/products/am-tra").status_code == (200 if status == 200 else 404)


def test_an_index_written_before_lets_it_come_and_go(product):
    """The snapshot honours the days by its own clock: nobody wrote the product meanwhile."""
    terms = memory.MemoryTerms(list(all_documents()))
    found = {
        moment: len(snapshots.Snapshot(terms, moment, []).facts) for moment in (BEFORE, BEGUN, STILL, OVER)
    }  # fmt: skip

    assert found == {BEFORE: 0, BEGUN: 1, STILL: 1, OVER: 0}
    assert snapshots.Snapshot(terms, BEFORE, []).good_until == BEGUN.timestamp()
    assert snapshots.Snapshot(terms, STILL, []).good_until == OVER.timestamp()


def test_an_index_written_before_knows_what_is_in_stock(product):
    terms = memory.MemoryTerms(list(all_documents()))

    assert snapshots.Snapshot(terms, BEGUN, []).facet("flag", "in_stock")


def test_a_snapshot_ends_at_midnight_at_the_latest(app):
    make_product()
    moment = datetime(2026, 12, 1, 16, 59, tzinfo=times.HANOI)
    terms = memory.MemoryTerms(list(all_documents()))

    assert snapshots.Snapshot(terms, moment, []).good_until == times.start_of(date(2026, 12, 2)).timestamp()


@pytest.mark.parametrize(("moment", "trouble"), [(BEFORE, "awaited"), (BEGUN, ""), (OVER, "over")])
def test_the_cart_says_why_it_cannot_be_bought(product, moment, trouble):
    with times.frozen(BEGUN):
        token = make_cart(product).token

    with times.frozen(moment):
        assert queries.cart(token).lines[0].trouble == trouble


def test_an_editor_sets_the_days(browser, app):
    facility = make_facility()
    product = make_product(facility=facility)
    browser.sign_in(make_member(facility, "editor"))

    answer = browser.post(f"/quan-ly/san-pham/{product.id}/lich-bay", show_from="2026-12-10", show_until="2026-12-20")

    assert answer.status_code == 303
    assert (product.show_from, product.show_until) == (BEGUN, OVER)
    assert (product.first_day, product.last_day) == (FIRST, LAST)


def test_days_that_run_backwards_are_said_at_the_field(browser, app):
    facility = make_facility()
    product = make_product(facility=facility)
    browser.sign_in(make_member(facility, "editor"))

    answer = browser.post(f"/quan-ly/san-pham/{product.id}/lich-bay", show_from="2026-12-20", show_until="2026-12-10")

    assert answer.status_code == 422
    assert "Ngày cuối phải từ ngày đầu trở đi." in answer.text
    assert product.show_from is None


def test_neither_the_verb_nor_the_table_takes_days_that_run_backwards(product):
    with pytest.raises(products.BackwardDays):
        products.schedule(product, OVER, BEGUN)
    product.show_from, product.show_until = OVER, BEGUN
    with pytest.raises(Exception, match="shown_forwards"):
        db.session.flush()
    db.session.rollback()


def test_search_finds_it_again_without_anybody_writing(product):
    with times.frozen(BEFORE):
        assert search.find("ấm trà").total == 0
    with times.frozen(BEGUN):
        assert search.find("ấm trà").total == 1
