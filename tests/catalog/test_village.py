"""Craft villages: the list with its drawing, and the page of one."""

import re

from catalog import atlas
from tests.factories import make_facility, make_photo, make_product, make_village


def test_lists_every_village_with_what_it_has(browser):
    village = make_village(name="Kim Lan", former_district="Gia Lâm")
    make_product(facility=make_facility(village=village), village=village)
    make_village(name="Làng Vắng", former_district="Gia Lâm")
    page = browser.get("/lang-nghe").text
    assert "1 cơ sở, 1 món" in page
    assert "Làng Vắng" in page


def test_draws_the_villages_whose_commune_is_known(browser):
    make_village(slug="kim-lan", name="Kim Lan", commune_code="ha-noi/xa-bat-trang")
    make_village(slug="noi-nao", name="Nơi Nào", commune_code=None)
    drawing = re.search(r"<svg class=\"river river--atlas.*?</svg>", browser.get("/lang-nghe").text, re.S)[0]
    assert "/lang-nghe/kim-lan" in drawing
    assert "/lang-nghe/noi-nao" not in drawing


def test_markers_stay_inside_the_drawing_and_labels_apart(app):
    villages = [
        (make_village(name=f"Làng số {n}", commune_code=code), n)
        for n, code in enumerate(("ha-noi/xa-bat-trang", "ha-noi/xa-bat-trang", "ha-noi/phuong-ha-dong"))
    ]
    drawn = atlas.markers(villages)
    assert len({(marker.x, marker.y) for marker in drawn}) == 3
    assert all(0 < marker.x < atlas.WIDTH and 0 < marker.y < atlas.HEIGHT for marker in drawn)
    assert [marker.label is None for marker in drawn] == [False, False, True]  # none without goods


def test_tells_where_it_is_who_works_there_and_what_they_make(browser):
    village = make_village(
        slug="kim-lan", name="Kim Lan", commune_code="ha-noi/xa-bat-trang", former_commune="Kim Lan",
        former_district="Gia Lâm", intro="Làng gốm ven sông.",
    )  # fmt: skip
    maker = make_facility(name="Gốm Bà Sửu", village=village)
    make_photo(make_product(name="Lọ men tro", facility=maker, village=village))
    page = browser.get("/lang-nghe/kim-lan").text
    for told in ("Làng gốm ven sông.", "Xã Bát Tràng</a>, Hà Nội", "Kim Lan, Gia Lâm", "Gốm Bà Sửu", "Lọ men tro"):
        assert told in page
    assert "Cần xác nhận" not in page


def test_a_divided_place_gives_its_candidates_and_picks_none(browser):
    make_village(slug="ha-thai", name="Hạ Thái", is_split=True, commune_candidates="X. Hồng Vân; X. Nam Phù")
    page = browser.get("/lang-nghe/ha-thai").text
    assert "Cần xác nhận" in page
    assert re.findall(r'xa-phuong/[^"]*">([^<]*)<', page) == ["Xã Hồng Vân", "Xã Nam Phù"]
    assert "Nay thuộc</dt>" not in page


def test_an_empty_village_says_so_kindly(browser):
    make_village(slug="vang", name="Vắng")
    page = browser.get("/lang-nghe/vang").text
    assert "Chưa có cơ sở nào của làng ở chợ" in page
    assert "Chưa có món nào được bày" in page


def test_an_unknown_village_is_not_there(browser):
    assert browser.get("/lang-nghe/khong-co").status_code == 404


def test_runs_the_same_few_queries_however_many_makers(browser, query_count):
    village = make_village(slug="kim-lan")

    def load(path):
        with query_count() as run:
            browser.get(path)
        return len(run)

    def add(count):
        for _ in range(count):
            make_photo(make_product(facility=make_facility(village=village), village=village))

    add(1)
    few = load("/lang-nghe/kim-lan"), load("/lang-nghe")
    add(29)
    assert (load("/lang-nghe/kim-lan"), load("/lang-nghe")) == few
    assert max(few) <= 12


def test_a_former_name_gives_the_present_commune_and_is_told(browser):
    make_village(slug="thuong-tin", former_commune="Thị trấn Thường Tín", former_district="Thường Tín", commune_name="")
    page = browser.get("/lang-nghe/thuong-tin").text
    assert 'href="/xa-phuong/ha-noi/xa-thuong-tin">Xã Thường Tín</a>' in page
    assert "Trước đây là</dt><dd>Thị trấn Thường Tín, Thường Tín" in page
    assert "Cần xác nhận" not in page


def test_a_former_name_that_was_divided_is_never_picked_though_a_commune_is_on_record(browser):
    make_village(
        slug="cu-khe", former_commune="Cự Khê", former_district="Thanh Oai", is_split=True, confidence="M",
        commune_code="ha-noi/xa-binh-minh", commune_name="Xã Bình Minh",
    )  # fmt: skip
    page = browser.get("/lang-nghe/cu-khe").text
    assert "Nay thuộc</dt>" not in page
    told = re.search(r"Nay thuộc một trong</dt><dd>(.*?)</dd>", page)[1]
    assert {"Xã Bình Minh", "Phường Phú Lương"} <= set(re.findall(r">([^<]+)</a>", told))
    assert "Chợ không chọn thay" in page
    drawn = browser.get("/lang-nghe").text
    assert "làng ở một trong: Phường Phú Lương, Xã Bình Minh" in drawn or "Xã Bình Minh, Phường Phú Lương" in drawn
    assert "river__house--unsure" in drawn


def test_a_divided_village_stands_amid_all_that_it_may_lie_in(app):
    divided = make_village(is_split=True, commune_candidates="X. Hồng Vân; X. Nam Phù", commune_code=None)
    [marker] = atlas.markers([(divided, 1)])
    middles = [atlas.place(one.lon, one.lat) for one in marker.communes]
    assert [one.name for one in marker.communes] == ["Xã Hồng Vân", "Xã Nam Phù"]
    assert (marker.x, marker.y) == tuple(round(sum(along) / 2) for along in zip(*middles, strict=True))


def test_a_source_that_says_which_part_is_believed_and_told(browser):
    make_village(slug="bat-trang", is_split=True, confidence="H", commune_code="ha-noi/xa-bat-trang")
    page = browser.get("/lang-nghe/bat-trang").text
    assert 'href="/xa-phuong/ha-noi/xa-bat-trang">Xã Bát Tràng</a>' in page
    assert "nguồn của chợ ghi làng ở Xã Bát Tràng" in page
