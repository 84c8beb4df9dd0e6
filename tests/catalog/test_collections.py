"""Collections: rules, hands and days; pages of the public and of staff."""

from datetime import timedelta

import pytest

from catalog import collections, search
from catalog.models import Collection
from core import audit, times
from core.db import db
from tests.factories import (
    make_attribute,
    make_collection,
    make_facility,
    make_member,
    make_ocop,
    make_product,
    make_staff,
    make_support,
    make_value,
    make_village,
)

FORM = {"title": "Quà Tết", "title_en": "Tet gifts", "gift": "1", "price_max": "500k", "go": "save"}


@pytest.fixture
def curator(browser):
    return browser.sign_in(make_staff("curate"))


def names(**rules):
    seen = search.snapshot()
    ids = collections.fitting(rules, seen)
    told = {facts["id"]: facts["name"] for facts in seen.facts.values()}
    return {told[one] for one in ids}


def test_each_rule_narrows(app):
    village = make_village()
    one = make_product(name="Ấm lam", is_gift=True, price=400_000, village=village, browse_category="gom-su")
    make_product(name="Khăn", price=900_000, browse_category="lua-theu-may", on_hand=0)
    make_ocop(one, stars=5)
    support = make_support(facility=one.facility)
    one.supports.append(support)
    colour = make_attribute()
    make_value(one, colour, "do")
    for rules in (
        {"group": ["gom-su"]}, {"stars": ["5"]}, {"village": [village.slug]}, {"gift": True}, {"in_stock": True},
        {"supported": True}, {"price_max": 500_000}, {"words": "ấm lam"}, {"attributes": {colour.code: ["do"]}},
    ):  # fmt: skip
        assert names(**rules) == {"Ấm lam"}, rules
    assert names(price_min=500_000) == {"Khăn"}


def test_new_within_days(app):
    make_product(name="Mới")
    make_product(name="Cũ", published_at=times.now() - timedelta(days=40))
    assert names(new_days=30) == {"Mới"}


def test_without_a_rule_nothing_fits(app):
    make_product()
    assert names() == set()


def test_hands_come_before_rules(app):
    fits, put_in, kept_out = (make_product(is_gift=gift) for gift in (True, False, True))
    one = make_collection(products=[put_in], left_out=[kept_out], rules={"gift": True})
    assert collections.members(one, search.snapshot()) == [put_in.id, fits.id]


def test_what_is_put_in_by_hand_shows_only_while_it_is_on_show(app):
    product = make_product(state="withdrawn")
    assert collections.members(make_collection(products=[product]), search.snapshot()) == []


def test_a_star_that_lapses_leaves_by_itself(browser):
    product = make_product(name="Ấm năm sao")
    paper = make_ocop(product, stars=5)
    one = make_collection(rules={"stars": ["5"]})
    assert "Ấm năm sao" in browser.get(f"/bo-suu-tap/{one.slug}").text
    paper.expires_on = times.today() - timedelta(days=1)
    db.session.commit()
    assert browser.get(f"/bo-suu-tap/{one.slug}").status_code == 404
    assert one.title not in browser.get("/bo-suu-tap").text


@pytest.mark.parametrize(
    "columns",
    [
        {"starts_at": times.now() + timedelta(days=1)},
        {"ends_at": times.now() - timedelta(days=1)},
        {"archived_at": times.now()},
    ],
)
def test_outside_its_days_it_is_not_there(browser, columns):
    make_product(is_gift=True)
    one = make_collection(rules={"gift": True}, **columns)
    assert browser.get(f"/bo-suu-tap/{one.slug}").status_code == 404
    assert one.title not in browser.get("/bo-suu-tap").text
    assert f"/bo-suu-tap/{one.slug}<" not in browser.get("/sitemap.xml").text


@pytest.mark.parametrize("path", ["/bo-suu-tap", "/en/bo-suu-tap"])
def test_the_index_shows_those_with_goods_in_their_order(browser, path):
    make_product(is_gift=True)
    for title, place in (("Bộ sau", 2), ("Bộ đầu", 1)):
        make_collection(title=title, title_en=title, position=place, rules={"gift": True})
    make_collection(title="Bộ rỗng", title_en="Bộ rỗng", rules={"stars": ["5"]})
    page = browser.get(path).text
    assert page.index("Bộ đầu") < page.index("Bộ sau")
    assert "Bộ rỗng" not in page


@pytest.mark.parametrize("count", [1, 20])
def test_the_index_costs_the_same_however_many(browser, query_count, count):
    for _n in range(count):
        make_product(is_gift=True)
        make_collection(rules={"gift": True})
    with query_count() as run:
        assert browser.get("/bo-suu-tap").status_code == 200
    assert len(run) <= 15


def test_staff_see_how_many_before_they_save(curator):
    make_product(name="Hộp quà", is_gift=True, price=200_000)
    answer = curator.post("/can-bo/bo-suu-tap/moi", **FORM | {"go": "preview"})
    assert answer.status_code == 200
    assert "Hộp quà" in answer.text
    assert db.session.query(Collection).count() == 0


def test_staff_make_change_and_it_is_written_down(curator):
    assert curator.post("/can-bo/bo-suu-tap/moi", **FORM).status_code == 303
    one = db.session.query(Collection).one()
    assert (one.slug, one.rules) == ("qua-tet", {"gift": True, "price_max": 500_000})
    curator.post(f"/can-bo/bo-suu-tap/{one.id}", **FORM | {"price_max": "300k"})
    db.session.expire_all()
    assert one.rules["price_max"] == 300_000
    assert [entry.action for entry in audit.history_of(one)] == ["collection.changed", "collection.made"]
    assert 'value="300.000"' in curator.get(f"/can-bo/bo-suu-tap/{one.id}").text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"title": ""}, "Đặt tên cho bộ sưu tập."),
        ({"title_en": ""}, "Đặt tên tiếng Anh."),
        ({"price_max": "rẻ"}, "Viết giá như"),
        ({"price_min": "900k"}, "Giá đến phải lớn hơn giá từ."),
        ({"group": "khong-co"}, "Chọn trong các mục có sẵn."),
        ({"first_day": "2026-12-02", "last_day": "2026-12-01"}, "Ngày cuối phải từ ngày đầu trở đi."),
        ({"new_days": "0"}, "từ 1 đến 365"),
    ],
)
def test_refuses_a_bad_rule_and_makes_nothing(curator, wrong, said):
    answer = curator.post("/can-bo/bo-suu-tap/moi", **FORM | wrong)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.query(Collection).count() == 0


def test_staff_put_in_and_keep_out_with_a_reason(curator):
    product, one = make_product(name="Nón lá"), make_collection()
    path = f"/can-bo/bo-suu-tap/{one.id}/mon"
    assert curator.post(path, sku=product.sku, side="in", reason="").status_code == 422
    assert curator.post(path, sku="KHONG-CO", side="in", reason="x").status_code == 422
    db.session.expire_all()
    assert one.choices == []
    assert curator.post(path, sku=product.sku, side="in", reason="Hợp mùa").status_code == 303
    assert curator.post(path, sku=product.sku, side="out", reason="Hết mùa").status_code == 303
    db.session.expire_all()
    assert [(choice.is_in, choice.reason) for choice in one.choices] == [(False, "Hết mùa")]
    assert curator.post(f"{path}/{product.id}/bo").status_code == 303
    db.session.expire_all()
    assert one.choices == []


def test_staff_order_and_archive(curator):
    first, second = make_collection(), make_collection()
    curator.post(f"/can-bo/bo-suu-tap/{second.id}/len")
    db.session.expire_all()
    assert second.position < first.position
    curator.post(f"/can-bo/bo-suu-tap/{second.id}/luu-tru")
    db.session.expire_all()
    assert second.archived_at is not None


@pytest.mark.parametrize("who", ["moderator", "maker", "guest"])
def test_nobody_else_keeps_them(browser, who):
    one = make_collection()
    if who != "guest":
        browser.sign_in(make_staff("moderate") if who == "moderator" else make_member(make_facility()))
    for path in ("/can-bo/bo-suu-tap/moi", f"/can-bo/bo-suu-tap/{one.id}", f"/can-bo/bo-suu-tap/{one.id}/luu-tru"):
        assert browser.post(path, **FORM).status_code in (401, 403)
    db.session.expire_all()
    assert (db.session.query(Collection).count(), one.archived_at) == (1, None)
