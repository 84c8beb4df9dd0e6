"""Places to see and buy are found: in the site map, while one types, and by the name of their commune."""

import pytest

from catalog import search
from core import times
from core.db import db
from core.jobs import Job
from fairs import called_off, venues
from tests.catalog.test_search_index import indexed  # noqa: F401
from tests.factories import make_feature, make_product, make_shelf, make_staff, make_venue


@pytest.fixture
def point(indexed):  # noqa: F811
    """A point of sale in Bát Tràng with one good on show, and one that is closed for good."""
    venue = make_venue(slug="diem-lo-chum", name="Điểm OCOP Lò Chum", name_en="Kiln Point")
    make_venue(slug="diem-cu", name="Điểm OCOP Lò Cũ", closed_at=times.now())
    make_feature(make_shelf(place="venue", key=f"diem-{venue.id}", venue_id=venue.id), make_product(name="Bát sứ"))
    search.rebuild()
    return venue


def test_are_in_the_site_map_until_they_close(browser, point):
    page = browser.get("/sitemap.xml").text
    assert "/noi-xem-mua<" in page
    assert "/noi-xem-mua/diem-lo-chum<" in page
    assert "diem-cu" not in page


def test_are_suggested_while_one_types(browser, point):
    found = browser.get("/goi-y?q=lo chum").json["items"]
    assert [one["url"] for one in found if one["url"].endswith("/noi-xem-mua/diem-lo-chum")]
    assert "diem-cu" not in browser.get("/goi-y?q=lo cu").text


@pytest.mark.parametrize("typed", ["lò chum", "Bát Tràng", "Kiln Point"])
def test_are_found_by_their_name_and_that_of_their_commune(browser, point, typed):
    page = browser.get("/tim", query_string={"q": typed}).text
    assert 'href="/noi-xem-mua/diem-lo-chum"' in page
    assert "diem-cu" not in page
    every = browser.get("/tim/noi-xem-mua", query_string={"q": typed}).text
    assert "Điểm OCOP Lò Chum" in every
    assert "1 món" in every


def test_search_is_told_when_one_opens_changes_or_closes(app):
    def asked():
        db.session.commit()
        count = db.session.query(Job).filter_by(kind="search.rebuild").delete()
        db.session.commit()
        return count

    make_staff("curate")
    asked()
    venue = venues.open_one({"kind": "ocop_point", "name": "Điểm mới", "commune_code": "ha-noi/xa-bat-trang"}, {})
    assert asked()
    venues.change(venue, {"name": "Điểm mới hơn"}, {})
    assert asked()
    venues.change(venue, {"name": "Điểm mới hơn"}, {})
    assert not asked()
    called_off.close(venue)
    assert asked()
    venues.reopen(venue)
    assert asked()
