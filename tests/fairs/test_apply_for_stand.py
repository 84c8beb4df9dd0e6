"""A facility applies for a stand while the call is open."""

from datetime import timedelta

import pytest

from core import times
from core.db import db
from fairs.models import Application
from tests.factories import make_facility, make_fair, make_member, make_product

DAY = timedelta(days=1)
PATH = "/quan-ly/hoi-cho/tet/dang-ky"


@pytest.fixture
def facility(app):
    return make_facility()


@pytest.fixture
def maker(browser, facility):
    return browser.sign_in(make_member(facility, "editor"))


def a_call(**dates):
    now = times.now()
    usual = {
        "applications_open_at": now - DAY, "applications_close_at": now + DAY,
        "opens_at": now + 9 * DAY, "closes_at": now + 12 * DAY,
    }  # fmt: skip
    return make_fair(slug="tet", **usual | dates)


def test_hands_in_a_wish_with_goods(maker, facility):
    a_call()
    facility_id, product_id = facility.id, make_product(facility=facility).id

    answer = maker.post(PATH, wish="Xin gian gần cửa.", product_ids=[product_id])

    assert answer.status_code == 303
    made = db.session.query(Application).one()
    assert (made.facility_id, made.wish, made.product_ids) == (facility_id, "Xin gian gần cửa.", [product_id])
    assert "Đã nhận đơn" in maker.get(PATH).text


def test_a_second_time_changes_the_first(maker, facility):
    a_call()
    product_id = make_product(facility=facility).id

    maker.post(PATH, wish="Một", product_ids=[product_id])
    maker.post(PATH, wish="Hai", product_ids=[product_id])

    assert [one.wish for one in db.session.query(Application)] == ["Hai"]


def test_needs_a_product_and_keeps_what_was_typed(maker, facility):
    a_call()
    make_product(facility=facility)

    answer = maker.post(PATH, wish="Xin gian gần cửa.")

    assert answer.status_code == 422
    assert "Xin gian gần cửa." in answer.text
    assert db.session.query(Application).count() == 0


def test_anothers_goods_do_not_count(maker, facility):
    a_call()
    make_product(facility=facility)
    other_id = make_product().id

    assert maker.post(PATH, product_ids=[other_id]).status_code == 422
    assert db.session.query(Application).count() == 0


@pytest.mark.parametrize(
    "dates", [{"applications_close_at": -1}, {"applications_open_at": 1}, {"opens_at": -1, "applications_close_at": -2}]
)
def test_takes_none_outside_the_call(maker, facility, dates):
    a_call(**{name: times.now() + days * timedelta(hours=1) for name, days in dates.items()})
    product_id = make_product(facility=facility).id

    assert maker.get(PATH).status_code == 200
    assert maker.post(PATH, product_ids=[product_id]).status_code == 409
    assert db.session.query(Application).count() == 0


def test_the_workspace_shows_the_call(maker):
    a_call()

    assert f'href="{PATH}"' in maker.get("/quan-ly/gian").text


def test_a_packer_may_not_apply(browser, facility):
    a_call()
    browser.sign_in(make_member(facility, "packer"))

    assert browser.post(PATH).status_code == 403
