"""A facility applies for a stand while the call is open."""

from datetime import timedelta

import pytest
from sqlalchemy import delete

from core import times
from core.db import db
from fairs.calls import fitness
from fairs.models import Application, Stand
from tests.factories import (
    make_booth,
    make_criterion,
    make_facility,
    make_fair,
    make_hall,
    make_member,
    make_photo,
    make_product,
    make_stand,
)

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


def test_says_what_the_stand_needs_and_which_one_it_would_like(maker, facility):
    hall = make_hall(a_call())
    numbers = [make_stand(hall, number=number).number for number in ("G07", "G08")]
    product_id = make_product(facility=facility).id

    needs = {"power": "380", "needs_water": "1", "wants_corner": "1", "units": "2", "stands": "g08, G07"}
    answer = maker.post(PATH, product_ids=[product_id], **needs)

    assert answer.status_code == 303
    made = db.session.query(Application).one()
    assert (made.power, made.needs_water, made.wants_corner, made.units) == ("380", True, True, 2)
    assert made.wished_numbers == numbers[::-1]
    assert 'value="G08, G07"' in maker.get(PATH).text


def test_a_wish_is_changed_and_a_stand_drawn_away_leaves_it(maker, facility):
    hall = make_hall(a_call())
    gone = make_stand(hall, number="G07").id
    make_stand(hall, number="G08")
    product_id = make_product(facility=facility).id
    maker.post(PATH, product_ids=[product_id], stands="G07 G08")
    maker.post(PATH, product_ids=[product_id], stands="G08 G07")
    assert db.session.query(Application).one().wished_numbers == ["G08", "G07"]

    db.session.execute(delete(Stand).where(Stand.id == gone))
    db.session.commit()

    assert db.session.query(Application).one().wished_numbers == ["G08"]


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("stands", "Z99", "Không có gian Z99"),
        ("stands", "G1 G2 G3 G4", "nhiều nhất 3 gian"),
        ("units", "9", "từ 1 đến 4"),
        ("power", "500", "Chọn một trong"),
    ],
)
def test_what_cannot_be_is_told_at_its_field_and_nothing_is_lost(maker, facility, field, value, says):
    a_call()
    product_id = make_product(facility=facility).id

    answer = maker.post(PATH, product_ids=[product_id], wish="Xin gian gần cửa.", **{field: value})

    assert answer.status_code == 422
    assert says in answer.text
    assert "Xin gian gần cửa." in answer.text
    assert db.session.query(Application).count() == 0


def test_is_taken_back_and_handed_in_again_until_the_call_closes(maker, facility):
    fair = a_call()
    product_id = make_product(facility=facility).id
    maker.post(PATH, product_ids=[product_id])

    assert maker.post(PATH + "/rut").status_code == 303
    assert db.session.query(Application).one().withdrawn_at is not None
    assert "Đã rút đơn" in maker.get(PATH).text
    maker.post(PATH, product_ids=[product_id])
    assert db.session.query(Application).one().withdrawn_at is None

    fair.applications_close_at = times.now() - timedelta(minutes=1)
    db.session.commit()
    assert maker.post(PATH + "/rut").status_code == 409
    assert db.session.query(Application).one().withdrawn_at is None


def test_explains_what_is_missing_and_by_what_it_is_judged(maker, facility):
    fair = a_call()
    make_criterion(fair, name="Hàng đặc trưng", measures="Làm tay, có chuyện của làng.")
    make_booth(make_fair(name="Phiên năm ngoái", closes_at=times.now() - DAY, opens_at=times.now() - 2 * DAY), facility)

    page = maker.get(PATH).text

    assert "Làm tay, có chuyện của làng." in page
    assert "Phiên năm ngoái" in page
    assert "còn thiếu" in page
    assert "Nghị định" in page


def test_is_complete_when_each_clause_is_met(app):
    facility = make_facility(
        tax_code="0101234567", representative="Bà Lý", phone="+84900000001", email="a@b.vn", commune_code="ha-noi/xa"
    )
    product = make_product(facility=facility)
    assert [one.text for one in fitness.checks(facility, [product]) if not one.is_met] == [
        "Món nào định bày cũng có ảnh"
    ]

    make_photo(product)
    db.session.refresh(product)

    assert fitness.is_complete(fitness.checks(facility, [product]))
    assert not fitness.is_complete(fitness.checks(facility, []))
