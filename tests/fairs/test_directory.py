"""The directory of makers: every facility, narrowed, ordered, searched by name, a page at a time, and as JSON."""

import re
from datetime import timedelta

import pytest

from core import times
from core.db import db
from fairs import held
from programme import points
from tests import factories as make


def names_in(page):
    return re.findall(r'card__title"><a href="[^"]*">([^<]*)<', page.text)


def test_lists_every_maker_by_name_those_without_goods_too(browser):
    for name in ("Ông Tơ", "Áo dài Bà Năm", "An Lụa", "Ấm Xưa"):
        make.make_facility(name=name)
    page = browser.get("/co-so")
    assert names_in(page) == ["An Lụa", "Áo dài Bà Năm", "Ấm Xưa", "Ông Tơ"]
    assert "4 cơ sở làm nghề" in page.text


@pytest.mark.parametrize("typed", ["gom sen", "Gốm Sen", "GỐM  sen", "sen go"])
def test_finds_a_name_with_or_without_marks(browser, typed):
    make.make_facility(name="Gốm Tâm Sen")
    make.make_facility(name="Mây Tre Phú Vinh")
    assert names_in(browser.get(f"/co-so?q={typed}")) == ["Gốm Tâm Sen"]


def test_right_marks_come_before_the_same_letters(browser):
    make.make_facility(name="Tương Bần")
    make.make_facility(name="Tượng Gỗ")
    assert names_in(browser.get("/co-so?q=tượng")) == ["Tượng Gỗ"]
    assert names_in(browser.get("/co-so?q=tuong")) == ["Tương Bần", "Tượng Gỗ"]


def market():
    """One maker of each trait, and one of none."""
    village = make.make_village(slug="kim-lan", name="Kim Lan")
    starred = make.make_product(facility=make.make_facility(name="Có sao", kind="hop_tac_xa"), browse_category="gom-su")
    make.make_ocop(starred, stars=4)
    make.make_facility(name="Trong làng", village=village, commune_code="ha-noi/xa-bat-trang", hours="8:00-17:00")
    make.make_support(facility=make.make_facility(name="Được hỗ trợ", is_women_led=True))
    make.make_booth(facility=make.make_facility(name="Ở phiên"))
    make.make_product(facility=make.make_facility(name="Có buổi"), mode="service", on_hand=None)
    make.make_facility(
        name="Đã kiểm",
        qualities={
            "huu_co": {"paper": "1/CN", "verified_on": "2026-01-01", "until": ""},
            "thuan_chay": {"paper": "", "verified_on": "", "until": ""},
        },
    )


@pytest.mark.parametrize(
    ("asked", "who"),
    [
        ("sao=4", ["Có sao"]), ("giay=ocop", ["Có sao"]), ("nhom=gom-su&loai=hop_tac_xa", ["Có sao"]),
        ("lang=kim-lan", ["Trong làng"]), ("xa=ha-noi/xa-bat-trang", ["Trong làng"]), ("co=ghe-xuong", ["Trong làng"]),
        ("co=ho-tro", ["Được hỗ trợ"]), ("co=ho-tro&co=phu-nu", ["Được hỗ trợ"]), ("co=o-phien", ["Ở phiên"]),
        ("co=trai-nghiem", ["Có buổi"]), ("tinh-chat=huu_co", ["Đã kiểm"]), ("tinh-chat=thuan_chay", []),
        ("loai=hop_tac_xa&lang=kim-lan", []), ("sao=9&co=gi-do", None),
    ],
)  # fmt: skip
def test_narrows_by_what_a_maker_has(browser, asked, who):
    market()
    found = names_in(browser.get(f"/co-so?{asked}"))
    assert found == who if who is not None else len(found) == 6


def test_counts_stand_beside_each_choice_as_if_it_were_not_chosen(browser):
    market()
    page = browser.get("/co-so?loai=hop_tac_xa").text
    counted = re.findall(r'name="loai" value="(\w+)"( checked)?>.*?option__count">(\d+)<', page)
    assert counted == [("hop_tac_xa", " checked", "1"), ("ho_kinh_doanh", "", "5")]
    assert 'aria-label="Bỏ lọc Hợp tác xã"' in page


def test_a_lapsed_star_and_a_closed_fair_count_no_more(browser):
    product = make.make_product(facility=make.make_facility(name="Hết hạn"))
    make.make_ocop(product, stars=3)
    make.make_booth(fair=make.make_fair(), facility=product.facility)
    product.state = "published"
    assert names_in(browser.get("/co-so?sao=3&co=o-phien")) == ["Hết hạn"]
    with times.frozen(times.now() + timedelta(days=4 * 366)):
        assert names_in(browser.get("/co-so?sao=3")) == []
        assert names_in(browser.get("/co-so?co=o-phien")) == []


def test_orders_by_goods_and_by_recognition(browser):
    many, few = make.make_facility(name="B nhiều"), make.make_facility(name="A ít")
    for _ in range(2):
        make.make_product(facility=many)
    make.make_cnnttb(make.make_product(facility=few), level="quoc_gia")
    assert names_in(browser.get("/co-so?xep=nhieu-hang")) == ["B nhiều", "A ít"]
    assert names_in(browser.get("/co-so?xep=cong-nhan")) == ["A ít", "B nhiều"]


def test_pages_by_cursor_show_each_maker_once(browser):
    for n in range(30):
        make.make_facility(name=f"Cơ sở {n:02}")
    first = browser.get("/co-so")
    onward = re.search(r'rel="next" href="([^"]+)"', first.text)[1].replace("&amp;", "&")
    make.make_facility(name="Aa, đến sau")
    second = browser.get(onward)
    assert len(names_in(first)) == 24
    assert sorted(names_in(first) + names_in(second)) == sorted([*(f"Cơ sở {n:02}" for n in range(30)), "Aa, đến sau"])


def test_a_cursor_that_cannot_be_read_says_so_and_begins_again(browser):
    make.make_facility(name="An Lụa")
    page = browser.get("/co-so?tiep=khong-phai")
    assert page.status_code == 422
    assert "mở lại từ đầu" in page.text
    assert names_in(page) == ["An Lụa"]


def test_nothing_fits_says_what_to_do(browser):
    make.make_facility(name="An Lụa")
    page = browser.get("/co-so?q=xyzzy")
    assert page.status_code == 200
    assert "Không có cơ sở nào khớp" in page.text


def test_runs_the_same_few_queries_however_many_makers(browser, query_count):
    def load(path):
        with query_count() as run:
            assert browser.get(path).status_code == 200
        return len(run)

    def add(count):
        for _ in range(count):
            make.make_photo(make.make_product(facility=make.make_facility()))

    add(1)
    few = load("/co-so"), load("/api/v1/facilities")
    add(20)
    assert (load("/co-so"), load("/api/v1/facilities")) == few
    assert max(few) <= 8


def test_the_same_as_json_narrowed_and_paged(browser):
    market()
    answer = browser.get("/api/v1/facilities?kind=ho_kinh_doanh&limit=2&sort=goods").json
    assert answer["total"] == 5
    assert answer["items"][0]["name"] == "Có buổi"
    assert answer["items"][0]["products"] == 1
    assert {"value": "hop_tac_xa", "label": "Hợp tác xã", "count": 1} in answer["facets"]["kind"]
    more = browser.get(f"/api/v1/facilities?kind=ho_kinh_doanh&limit=2&sort=goods&cursor={answer['next_cursor']}").json
    assert {one["slug"] for one in more["items"]}.isdisjoint(one["slug"] for one in answer["items"])
    assert browser.get("/api/v1/facilities?in_fair=1").json["items"][0]["name"] == "Ở phiên"


@pytest.mark.parametrize("asked", ["kind=gi", "stars=7", "limit=0", "limit=x", "sort=gia", "supported=co", "cursor=x"])
def test_json_names_the_parameter_that_is_wrong(browser, asked):
    answer = browser.get(f"/api/v1/facilities?{asked}")
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == asked.partition("=")[0]


@pytest.fixture
def kept(app, monkeypatch):
    """As in production: what was read of all makers is held, and looked at again at once."""
    monkeypatch.setitem(app.extensions, "phiencho_makers", held.Held())
    monkeypatch.setattr(held, "LOOK_AGAIN", 0.0)
    return app


def test_what_is_held_costs_one_statement(kept, browser, query_count):
    make.make_facility(name="An Lụa")
    held.present()
    with query_count() as run:
        assert len(held.present().by_id) == 1
    assert len(run) == 1


def test_what_must_be_gone_at_once_is_not_answered_from_what_is_held(kept, browser):
    product = make.make_product(facility=make.make_facility(name="An Lụa", commune_code="ha-noi/xa-bat-trang"))
    make.make_ocop(product, stars=4)
    points.show(product.facility, (20.97, 105.91))
    db.session.commit()
    assert held.present().by_id[product.facility_id].is_exact
    assert names_in(browser.get("/co-so?sao=4")) == ["An Lụa"]
    points.hide(product.facility)
    db.session.commit()
    assert not held.present().by_id[product.facility_id].is_exact
    with times.frozen(times.now() + timedelta(days=4 * 366)):
        assert names_in(browser.get("/co-so?sao=4")) == []
    make.make_facility(name="Bà Năm")
    assert names_in(browser.get("/co-so")) == ["An Lụa", "Bà Năm"]


def test_what_else_changed_is_read_behind(kept, monkeypatch):
    maker = make.make_facility(name="An Lụa")
    before = held.present()
    maker.name = "Bà Năm"
    db.session.commit()
    assert held.present() is before
    monkeypatch.setattr(held, "LONGEST_KEPT", 0.0)
    held.present()
    with kept.extensions["phiencho_makers"].lock:
        monkeypatch.setattr(held, "LONGEST_KEPT", 60.0)
    assert held.present().by_id[maker.id].name == "Bà Năm"
