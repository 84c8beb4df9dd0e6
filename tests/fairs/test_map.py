"""Makers on the map: marks of their own, clusters that come apart, filters, the same as a list, a card by a tap."""

import re

from sqlalchemy import insert

from catalog import atlas, mosaic
from core.db import db
from fairs import spots
from fairs.makers import everyone
from programme.models import Facility
from tests import factories as make

BAT_TRANG, HA_DONG = "ha-noi/xa-bat-trang", "ha-noi/phuong-ha-dong"


def marks_in(page):
    return re.findall(r'class="map__mark[^"]*" href="([^"]*)"[^>]*aria-label="([^"]*)"', page.text)


def listed_in(page):
    return re.findall(r'href="([^"]*)" data-map-listed rel="nofollow">([^<]*)<', page.text)


def go(browser, href):
    return browser.get(href.replace("&amp;", "&").partition("#")[0])


def test_each_maker_with_a_place_has_a_mark_and_stands_in_the_list(browser):
    make.make_facility(name="Gốm Sửu", commune_code=BAT_TRANG)
    make.make_facility(name="Lụa Tằm", commune_code=None, village=make.make_village(commune_code=HA_DONG))
    make.make_facility(name="Ở đâu đó", commune_code=None)
    page = browser.get("/co-so?xem=ban-do")
    assert [says for _href, says in marks_in(page)] == ["Gốm Sửu, Xã Bát Tràng", "Lụa Tằm"]
    assert [tells for _href, tells in listed_in(page)] == ["Gốm Sửu", "Lụa Tằm"]
    assert [href for href, _ in listed_in(page)] == [href for href, _ in marks_in(page)]
    assert "1 cơ sở chưa ghi xã, phường nên chưa có dấu" in page.text
    assert "không phải bản đồ đo đạc" in page.text


def test_a_mark_opens_the_card_of_its_maker(browser):
    make.make_facility(slug="gom-suu", name="Gốm Sửu", commune_code=BAT_TRANG)
    href, _says = marks_in(browser.get("/co-so?xem=ban-do"))[0]
    page = go(browser, href)
    card = re.search(r'id="chon".*?</section>', page.text, re.S)[0]
    assert 'href="/co-so/gom-suu"' in card
    assert 'aria-current="true"' in page.text


def test_makers_of_one_commune_are_one_mark_that_comes_apart(browser):
    for n in range(40):
        make.make_facility(name=f"Gốm {n:02}", commune_code=BAT_TRANG)
    page = browser.get("/co-so?xem=ban-do")
    for _ in range(8):
        many = [(href, says) for href, says in marks_in(page) if "cơ sở" in says]
        if not many:
            break
        page = go(browser, many[0][0])
    assert not many
    assert all(says.startswith("Gốm") for _href, says in marks_in(page))


def test_no_two_marks_lie_on_each_other(app):
    for n in range(300):
        make.make_facility(name=f"Gốm {n}", commune_code=(BAT_TRANG, HA_DONG, "ha-noi/xa-hong-van")[n % 3])
    placed = spots.spread(everyone().by_id.values())
    assert len({(round(spot.x, 2), round(spot.y, 2)) for spot in placed}) == 300
    frame = spots.Frame()
    for _ in range(6):
        found = spots.marks(placed, frame)
        seen = sum(len(mark.spots) for mark in found)
        for n, one in enumerate(found):
            assert all(abs(one.x - two.x) + abs(one.y - two.y) > 48 for two in found[n + 1 :])
        frame = max(found, key=lambda mark: len(mark.spots)).closer or frame.closer(2)
        assert seen <= 300


def test_filters_apply_and_no_maker_moves_for_them(browser):
    for n in range(3):
        make.make_facility(name=f"Gốm {n}", commune_code=BAT_TRANG, kind="hop_tac_xa" if n == 1 else "ho_kinh_doanh")
    spot = next(one for one in spots.spread(everyone().by_id.values()) if one.maker.name == "Gốm 1")
    page = browser.get("/co-so?xem=ban-do&loai=hop_tac_xa")
    assert [says for _href, says in marks_in(page)] == ["Gốm 1, Xã Bát Tràng"]
    x = float(re.search(r'map__touch" cx="([\d.]+)"', page.text)[1])
    assert abs(x - spot.x) < 0.2


def test_every_move_is_a_link_that_keeps_the_rest(browser):
    make.make_facility(commune_code=BAT_TRANG)
    page = browser.get("/co-so?xem=ban-do&loai=ho_kinh_doanh")
    closer = re.search(r'href="([^"]*)" data-map-move="in"', page.text)[1]
    assert "loai=ho_kinh_doanh" in closer
    assert 'data-map-move="out"' not in page.text
    assert 'data-map-move="left"' in go(browser, closer).text


def test_a_frame_that_cannot_be_read_says_so_and_shows_the_whole(browser):
    make.make_facility(name="Gốm Sửu", commune_code=BAT_TRANG)
    for frame in ("x,y,z", "1,2", "1e999,0,10", "nan,0,5", "0,0,-4"):
        page = browser.get(f"/co-so?xem=ban-do&khung={frame}")
        assert page.status_code == 422
        assert "mở lại cả vùng" in page.text
        assert len(marks_in(page)) == 1


def test_a_frame_without_makers_says_what_to_do(browser):
    make.make_facility(commune_code=BAT_TRANG)
    page = browser.get("/co-so?xem=ban-do&khung=0,0,20")
    assert "Trong khung này không có cơ sở nào" in page.text


def test_cells_hold_their_own_middle_and_cover_every_commune(app):
    assert len(mosaic.cells()) == 126
    assert all(path.count("L") >= 2 for _name, path in mosaic.cells())
    assert atlas.holds(21.0, 105.8)
    assert not atlas.holds(10.8, 106.7)


def test_ten_thousand_makers_are_few_marks(browser, query_count):
    rows = [
        {
            "slug": f"co-so-{n}", "name": f"Cơ sở {n}", "kind": "ho_kinh_doanh", "verify_code": f"V{n}",
            "commune_code": (BAT_TRANG, HA_DONG)[n % 2],
        }
        for n in range(10_000)
    ]  # fmt: skip

    db.session.execute(insert(Facility), rows)
    db.session.commit()
    with query_count() as run:
        page = browser.get("/co-so?xem=ban-do")
    assert [says for _href, says in marks_in(page)] == ["5.000 cơ sở, Xã Bát Tràng", "5.000 cơ sở, Phường Hà Đông"]
    assert len(run) <= 8
