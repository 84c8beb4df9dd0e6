"""What a former name is today: all candidates, asked where there are several, in no time."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from bench.places import WAYS, written
from programme import addresses, former_places, places
from programme.places import Commune

with (Path(__file__).parents[1] / "data" / "former_places_judged.csv").open(encoding="utf-8", newline="") as file:
    JUDGED = list(csv.DictReader(file))
PATH = "/dia-danh"
MOST_ASKED = 120


@pytest.mark.parametrize("row", JUDGED, ids=lambda row: row["asked"])
def test_the_judged_list(row):
    found = addresses.resolve(row["asked"])
    assert {place.name for place in found.candidates} == set(row["present"].split("; "))
    assert found.must_ask == (row["must_ask"] == "yes")


def test_has_every_former_place():
    levels = Counter(place.level for place in former_places.by_code().values())
    assert levels == {"province": 63, "district": 696, "commune": 10_035}
    split = [place for place in former_places.by_code().values() if place.is_split]
    assert len(split) == 471
    assert sum(place.code.startswith("ha-noi/") for place in split) == 199


def test_every_present_commune_came_from_somewhere_and_every_code_is_known():
    named = {code for place in former_places.by_code().values() if place.level != "province" for code in place.codes}
    assert named == {one.code for here in places.provinces() for one in places.communes_of(here.code)}


def test_every_former_place_is_found_by_its_address_and_tells_what_it_became():
    for place in former_places.by_code().values():
        found = addresses.resolve(place.address)
        reading = next(reading for reading in found.readings if reading.former is place)
        assert reading.present == place.present
        assert reading.present
        assert found.must_ask or len(found.candidates) == 1


def test_three_names_are_read_as_one_text():
    assert addresses.resolve(commune="Cự Khê", district="Thanh Oai", province="Hà Nội").must_ask
    assert addresses.resolve(commune="Phùng Xá", district="Mỹ Đức").settled.name == "Xã Hồng Sơn"


def test_never_settles_what_is_split_or_shared():
    for asked in ("Cự Khê, Thanh Oai", "Vạn Phúc", "Minh Khai, Hà Nội", "Tân Lập", "Bát Tràng", ""):
        assert addresses.resolve(asked).settled is None


def test_a_recycled_name_gives_both_readings():
    readings = addresses.resolve("Bát Tràng").readings
    assert [reading.former and reading.former.address for reading in readings] == [
        "Xã Bát Tràng, Huyện Gia Lâm, Thành phố Hà Nội",
        None,
    ]
    assert readings[0].is_recycled
    assert readings[1].present == (places.commune("ha-noi/xa-bat-trang"),)


def test_a_former_district_gives_the_communes_it_became():
    district = former_places.former_place("ha-noi/huyen-gia-lam")
    assert {"Xã Gia Lâm", "Xã Bát Tràng", "Xã Phù Đổng", "Xã Thuận An"} <= {place.name for place in district.present}


def test_a_name_of_nowhere_finds_nothing():
    for asked in ("", "   ", "zzzz", ",,,", "xã", "9999", "\x00", "đ" * 300):
        found = addresses.resolve(asked)
        assert found.readings == ()
        assert found.must_ask


@pytest.mark.sweep
@pytest.mark.parametrize("way", WAYS)
def test_no_address_asks_much_of_the_file(way, monkeypatch):
    """Over the whole file; how long that takes is measured by `make bench`."""
    asked = []
    for name in ("is_known", "named", "earlier_named", "present_named", "of_present_province"):
        _count(monkeypatch, name, asked)
    most = 0
    for address in written(way):
        asked.clear()
        addresses.resolve(address)
        most = max(most, len(asked))
    assert 0 < most <= MOST_ASKED


def _count(monkeypatch, name, asked):
    real = getattr(former_places, name)
    monkeypatch.setattr(former_places, name, lambda *given: asked.append(name) or real(*given))


def test_the_page_tells_every_candidate(browser):
    text = browser.get(PATH, query_string={"q": "Cự Khê, Thanh Oai"}).get_data(as_text=True)
    for shown in ("Xã Cự Khê, Huyện Thanh Oai", "Xã Bình Minh", "Phường Phú Lương", "tùy thôn, tổ"):
        assert shown in text


def test_the_page_explains_a_recycled_name(browser):
    text = browser.get(PATH, query_string={"q": "Bát Tràng"}).get_data(as_text=True)
    assert "Tên này được dùng lại" in text
    assert "Tên đang dùng từ 1/7/2025" in text


def test_the_page_says_when_nothing_is_found_and_opens_empty(browser):
    assert "Chưa thấy nơi nào tên ấy" in browser.get(PATH, query_string={"q": "zzzz"}).get_data(as_text=True)
    assert browser.get(PATH).status_code == 200
    assert browser.get("/en" + PATH, query_string={"q": "Nam Định"}).status_code == 200


def test_the_api_tells_the_same(browser):
    answer = browser.get("/api/v1/places/former", query_string={"q": "Phùng Xá, Thạch Thất"}).json
    assert (answer["must_ask"], answer["settled"]) == (False, "ha-noi/xa-tay-phuong")
    assert answer["candidates"] == [{"code": "ha-noi/xa-tay-phuong", "name": "Xã Tây Phương", "province": "Hà Nội"}]
    assert answer["readings"][0]["former"] == "ha-noi/huyen-thach-that/xa-phung-xa"


@pytest.mark.parametrize("asked", ["", "a" * 201])
def test_the_api_refuses_what_is_no_name(browser, asked):
    assert browser.get("/api/v1/places/former", query_string={"q": asked}).status_code == 422


def test_all_candidates_are_communes_of_today():
    assert all(isinstance(place, Commune) for place in addresses.resolve("La Phù, Hoài Đức").candidates)
