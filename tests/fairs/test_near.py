"""Makers by distance: from a place typed or chosen, asked where several are meant; nobody's position is kept."""

import re

import pytest
from sqlalchemy import insert

from core.db import db
from programme import origins, points
from programme.models import Facility
from tests import factories as make
from tests.fairs.test_directory import names_in

BAT_TRANG, HA_DONG, SOC_SON = "ha-noi/xa-bat-trang", "ha-noi/phuong-ha-dong", "ha-noi/xa-soc-son"


def makers():
    for name, code in (("Xa nhất", SOC_SON), ("Giữa", HA_DONG), ("Gần", BAT_TRANG), ("Không rõ", None)):
        make.make_facility(name=name, commune_code=code)


def test_the_nearest_come_first_with_how_far_they_are(browser):
    makers()
    page = browser.get(f"/co-so?gan={BAT_TRANG}")
    assert names_in(page) == ["Gần", "Giữa", "Xa nhất", "Không rõ"]
    assert re.findall(r"<b>(cùng xã, phường|khoảng [\d,]+ km)</b>", page.text) == [
        "cùng xã, phường", "khoảng 15 km", "khoảng 29 km",
    ]  # fmt: skip
    assert "từ giữa Xã Bát Tràng, Hà Nội" in page.text


def test_another_order_keeps_the_distances(browser):
    makers()
    page = browser.get(f"/co-so?gan={BAT_TRANG}&xep=ten")
    assert names_in(page) == ["Gần", "Giữa", "Không rõ", "Xa nhất"]
    assert "khoảng 15 km" in page.text


def test_a_maker_that_showed_its_point_is_measured_from_there(browser):
    facility = make.make_facility(name="Đúng điểm", commune_code=BAT_TRANG)
    points.show(facility, (21.02, 105.93))
    db.session.commit()
    item = browser.get(f"/api/v1/facilities?near={BAT_TRANG}").json["items"][0]
    assert item["point"] == "exact"
    assert 1 < item["distance_km"] < 20


def test_shows_goods_of_the_nearest(browser):
    for name, code in (("Ấm xa", SOC_SON), ("Ấm gần", BAT_TRANG)):
        make.make_product(name=name, facility=make.make_facility(commune_code=code))
    page = browser.get(f"/co-so?gan={BAT_TRANG}").text
    near = page[page.index("Hàng của những nhà gần nhất") :]
    assert near.index("Ấm gần") < near.index("Ấm xa")


@pytest.mark.parametrize(("typed", "code"), [("xa thuong tin", "ha-noi/xa-thuong-tin"), ("Hải Phòng", "hai-phong")])
def test_a_typed_place_leads_to_its_own_address(browser, typed, code):
    makers()
    answer = browser.get(f"/co-so?gan={typed}&loai=ho_kinh_doanh")
    assert answer.status_code == 302
    assert f"gan={code.replace('/', '%2F')}" in answer.location
    assert "loai=ho_kinh_doanh" in answer.location


@pytest.mark.parametrize("typed", ["Bát Tràng", "Mễ Trì", "Gia Lâm", "Cự Khê, Thanh Oai"])
def test_a_split_or_shared_name_is_asked_and_never_picked(browser, typed):
    makers()
    page = browser.get(f"/co-so?gan={typed}")
    assert page.status_code == 200
    assert "có thể là nhiều nơi" in page.text
    assert page.text.count('class="chip" href="/co-so?gan=ha-noi') >= 2
    assert "km</b>" not in page.text


@pytest.mark.parametrize("typed", ["xã Thương Tín", "Phường Thường Tín"])
def test_a_spelling_that_is_off_is_asked_though_one_place_is_left(app, typed):
    asked = origins.of(typed)
    assert asked.origin is None
    assert [code for code, _name in asked.choices] == ["ha-noi/xa-thuong-tin"]


def test_a_village_is_a_place_and_a_divided_one_asks(app):
    make.make_village(name="Đông Cứu", commune_code="ha-noi/xa-thuong-tin")
    make.make_village(
        name="Hạ Mãn", is_split=True, confidence="M", commune_code=HA_DONG,
        commune_candidates="P. Hà Đông; X. Bát Tràng",
    )  # fmt: skip
    db.session.commit()
    assert origins.of("làng dong cuu").origin.code == "ha-noi/xa-thuong-tin"
    assert {code for code, _name in origins.of("Đông Cứu").choices} > {"ha-noi/xa-thuong-tin"}  # others bear the name
    asked = origins.of("làng Hạ Mãn")
    assert asked.origin is None
    assert {code for code, _name in asked.choices} == {HA_DONG, BAT_TRANG}


def test_a_place_nobody_knows_is_told_at_the_field_and_nothing_is_lost(browser):
    makers()
    page = browser.get("/co-so?gan=Xyzzy Qwv&loai=ho_kinh_doanh")
    assert page.status_code == 422
    assert "Chưa thấy nơi nào tên" in page.text
    assert 'value="Xyzzy Qwv"' in page.text
    assert len(names_in(page)) == 4


def test_as_json_from_a_point_rounded_to_a_kilometre(browser):
    makers()
    answer = browser.get("/api/v1/facilities?near=20.97654321,105.91234567").json
    assert [one["name"] for one in answer["items"]] == ["Gần", "Giữa", "Xa nhất", "Không rõ"]
    rounded = browser.get("/api/v1/facilities?near=20.98,105.91").json
    assert answer["items"] == rounded["items"]
    assert answer["items"][-1]["distance_km"] is None
    for wrong in ("x", "91,105", "1,2,3", "20.9"):
        assert browser.get(f"/api/v1/facilities?near={wrong}").json["errors"][0]["field"] == "near"


def test_the_device_finds_the_nearest_commune_by_itself(browser):
    page = browser.get("/co-so").text
    assert 'data-communes="/api/v1/places/ha-noi"' in page
    item = next(one for one in browser.get("/api/v1/places/ha-noi").json["items"] if one["code"] == BAT_TRANG)
    assert 20.9 < item["lat"] < 21.1
    assert 105.8 < item["lon"] < 106


def test_right_and_as_few_queries_among_ten_thousand(browser, query_count):
    rows = [
        {
            "slug": f"co-so-{n}", "name": f"Cơ sở {n}", "kind": "ho_kinh_doanh", "verify_code": f"V{n}",
            "commune_code": BAT_TRANG if n == 7777 else SOC_SON,
        }
        for n in range(10_000)
    ]  # fmt: skip
    db.session.execute(insert(Facility), rows)
    db.session.commit()
    with query_count() as run:
        page = browser.get(f"/co-so?gan={BAT_TRANG}")
    assert names_in(page)[0] == "Cơ sở 7777"
    assert len(run) <= 12
