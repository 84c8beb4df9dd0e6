"""A facility's own point on the map: shown only where it agreed, near its commune, forgotten when it asks."""

import pytest
from sqlalchemy.exc import IntegrityError

from core.audit import AuditEntry
from core.db import db
from fairs.makers import everyone
from programme import facilities, points
from programme.models import Facility
from tests import factories as make

ADDRESS = "/quan-ly/co-so/vi-tri"
NEAR = "20.97652, 105.91268"


def maker(**columns):
    facility = make.make_facility(commune_code="ha-noi/xa-bat-trang", commune_name="Xã Bát Tràng", **columns)
    return facility, make.make_member(facility, "editor")


def row(facility_id):
    return db.session.get_one(Facility, facility_id)


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("20.97652, 105.91268", (20.97652, 105.91268)), ("(20.97652,105.91268)", (20.97652, 105.91268)),
        ("20,97652; 105,91268", (20.97652, 105.91268)), ("21 105.9", (21.0, 105.9)),
        ("Bát Tràng", None), ("20.9", None), ("91, 105", None), ("20.9, 105.9, 3", None), ("", None),
    ],
)  # fmt: skip
def test_reads_a_point_as_maps_copy_it(written, point):
    assert points.read(written) == point


def test_distance_in_kilometres():
    assert points.distance((21.0285, 105.8542), (10.7769, 106.7009)) == pytest.approx(1143, abs=3)
    assert points.distance((21.0, 105.8), (21.0, 105.8)) == 0


def test_shows_its_point_once_it_agreed_and_logs_it(browser):
    facility, user = maker()
    answer = browser.sign_in(user).post(ADDRESS, shown="exact", point=NEAR)
    assert answer.status_code == 303
    assert (row(facility.id).lat, row(facility.id).lon) == (20.97652, 105.91268)
    assert row(facility.id).placed_on
    entry = db.session.query(AuditEntry).filter_by(action="facility.point_shown").one()
    assert "20.97" not in str(entry.detail)
    assert everyone().by_id[facility.id].is_exact


def test_forgets_it_when_only_the_commune_is_to_be_seen(browser):
    facility, user = maker()
    points.show(facility, (20.97652, 105.91268))
    db.session.commit()
    browser.sign_in(user).post(ADDRESS, shown="commune", point=NEAR)
    assert (row(facility.id).lat, row(facility.id).lon, row(facility.id).placed_on) == (None, None, None)
    assert not everyone().by_id[facility.id].is_exact


@pytest.mark.parametrize(
    ("typed", "said"),
    [("chỗ tôi", "Dán hai số"), ("10.7769, 106.7009", "cách giữa Xã Bát Tràng"), ("", "Dán hai số")],
)
def test_refuses_what_is_no_point_or_far_away_and_keeps_what_was_typed(browser, typed, said):
    facility, user = maker()
    page = browser.sign_in(user).post(ADDRESS, shown="exact", point=typed)
    assert page.status_code == 422
    assert said in page.text
    assert f'value="{typed}"' in page.text
    assert row(facility.id).lat is None


def test_a_packer_a_guest_and_another_maker_cannot(browser):
    facility, _user = maker()
    other, stranger = maker()
    for user in (None, make.make_member(facility, "packer")):
        browser.sign_in(user) if user else None
        assert browser.post(ADDRESS, shown="exact", point=NEAR).status_code in (302, 303, 401, 403)
    browser.sign_in(stranger).post(ADDRESS, shown="exact", point=NEAR)
    assert row(facility.id).lat is None
    assert row(other.id).lat is not None


def test_the_point_goes_with_the_commune_it_lay_in(browser):
    facility, _user = maker()
    points.show(facility, (20.97652, 105.91268))

    facilities.revise(facility, commune_code="ha-noi/phuong-ha-dong", commune_name="Phường Hà Đông")
    assert (facility.lat, facility.lon, facility.placed_on) == (None, None, None)


@pytest.mark.parametrize("columns", [{"lat": 21.0}, {"lat": 21.0, "lon": 105.8}, {"lat": 91.0, "lon": 105.8}])
def test_the_database_keeps_points_whole_and_in_the_country(app, columns):
    with pytest.raises(IntegrityError):
        make.make_facility(**columns)
    db.session.rollback()
