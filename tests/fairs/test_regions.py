"""The page of a commune: who is there, what it was called, and never an empty page."""

import re

from core.db import db
from fairs import regions
from tests import factories as make

BAT_TRANG, HA_DONG = "ha-noi/xa-bat-trang", "ha-noi/phuong-ha-dong"
ADDRESS = f"/xa-phuong/{BAT_TRANG}"


def test_tells_makers_villages_goods_papers_supports_and_former_names(browser):
    make.make_village(slug="kim-lan", name="Kim Lan", commune_code=BAT_TRANG)
    maker = make.make_facility(name="Gốm Sửu", commune_code=BAT_TRANG, commune_name="Xã Bát Tràng")
    product = make.make_product(name="Lọ men tro", facility=maker)
    make.make_ocop(product, decision_number="7/QĐ-UBND")
    make.make_support(facility=maker, content="Lò nung điện")
    make.make_facility(name="Lụa xa", commune_code=HA_DONG)
    page = browser.get(ADDRESS).text
    for told in ("Gốm Sửu", "Kim Lan", "Lọ men tro", "7/QĐ-UBND", "Lò nung điện", "Trước đây là", "Huyện Gia Lâm"):
        assert told in page
    assert "Lụa xa" not in page
    assert f"/xa-phuong/{HA_DONG}" in page  # the nearest others
    assert f"/co-so?{'xa=ha-noi%2Fxa-bat-trang'}" in page


def test_parts_of_divided_communes_are_told_as_parts(browser):
    make.make_facility(commune_code=BAT_TRANG)
    told = re.search(r"Trước đây là</dt><dd>(.*?)</dd>", browser.get(ADDRESS).text)[1]
    assert "Xã Bát Tràng, Huyện Gia Lâm (một phần)" in told


def test_a_commune_without_anything_leads_to_the_makers_nearest(browser):
    make.make_facility(commune_code=BAT_TRANG)
    answer = browser.get(f"/xa-phuong/{HA_DONG}")
    assert answer.status_code == 302
    assert answer.location == f"/co-so?gan={HA_DONG}"
    assert browser.get(answer.location).status_code == 200


def test_what_is_no_commune_is_not_there(browser):
    assert browser.get("/xa-phuong/ha-noi/khong-co").status_code == 404
    assert browser.get("/xa-phuong/ha-noi/../x").status_code == 404


def test_drafts_and_unapproved_schemes_are_not_told(browser):
    maker = make.make_facility(commune_code=BAT_TRANG)
    make.make_product(name="Còn nháp", facility=maker, state="draft")
    make.make_support(make.make_scheme(state="nhap"), maker, content="Chưa duyệt")
    page = browser.get(ADDRESS).text
    assert "Còn nháp" not in page
    assert "Chưa duyệt" not in page


def test_a_village_of_a_divided_commune_belongs_to_none(browser):
    make.make_facility(commune_code=BAT_TRANG)
    make.make_village(name="Làng chia", commune_code=BAT_TRANG, is_split=True, confidence="M")
    make.make_village(name="Làng chắc", commune_code=BAT_TRANG, is_split=True, confidence="H")
    page = browser.get(ADDRESS).text
    assert "Làng chắc" in page
    assert "Làng chia" not in page


def test_only_communes_with_something_are_in_the_site_map(browser):
    make.make_facility(commune_code=BAT_TRANG)
    make.make_village(commune_code=HA_DONG)
    db.session.commit()
    assert regions.with_somebody() == [HA_DONG, BAT_TRANG]
    assert f"/xa-phuong/{BAT_TRANG}<" in browser.get("/sitemap.xml").text


def test_places_link_to_it(browser):
    maker = make.make_facility(commune_code=BAT_TRANG, commune_name="Xã Bát Tràng")
    assert f'href="/xa-phuong/{BAT_TRANG}"' in browser.get(f"/co-so/{maker.slug}").text
    assert f'href="/xa-phuong/{BAT_TRANG}"' in browser.get("/dia-danh?q=Bát Tràng").text


def test_runs_the_same_few_queries_however_much_is_there(browser, query_count):
    def load():
        with query_count() as run:
            assert browser.get(ADDRESS).status_code == 200
        return len(run)

    def add(count):
        for _ in range(count):
            maker = make.make_facility(commune_code=BAT_TRANG, village=make.make_village(commune_code=BAT_TRANG))
            make.make_ocop(make.make_product(facility=maker))
            make.make_support(facility=maker)

    add(1)
    few = load()
    add(15)
    assert load() == few <= 12
