"""What keeps a booth shut, where each lack is mended, and staff who see and remind them all."""

from datetime import timedelta

import pytest

from core import audit, times
from core.db import db
from core.jobs import Job
from fairs import booths, readiness, reminders
from fairs.models import Booth
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_member,
    make_paper,
    make_photo,
    make_product,
    make_staff,
)

LABEL = {"xuat_xu": "Việt Nam"}


def a_maker(**columns):
    whole = {"commune_code": "ha-noi/xa-bat-trang", "delivery_note": "Gói rơm.", "email": "lo@example.vn"}
    return make_facility(**whole | columns)


def good(facility, photos=3, **columns):
    product = make_product(facility=facility, **{"label": LABEL} | columns)
    for _n in range(photos):
        make_photo(product)
    return product


def shut_booth(facility=None, products=None, **columns):
    facility = facility or a_maker()
    goods = [good(facility)] if products is None else products
    return make_booth(columns.pop("fair", None) or make_fair(slug="tet"), facility, products=goods, published_at=None)


def test_a_ready_booth_opens_and_visitors_find_it(browser):
    booth = shut_booth()
    path = f"/hoi-cho/tet/{booth.slug}"
    booth_id = booth.id
    assert browser.get(path).status_code == 404
    browser.sign_in(make_member(booth.facility, "editor"))

    browser.post(f"/quan-ly/gian/{booth_id}/mo")
    assert browser.get(path).status_code == 200
    browser.post(f"/quan-ly/gian/{booth_id}/dong")
    assert browser.get(path).status_code == 404
    done = [one.action for one in audit.history_of(db.session.get(Booth, booth_id))]
    assert done == ["booth.shut", "booth.opened"]


@pytest.mark.parametrize(
    ("maker", "product", "code"),
    [
        ({"commune_code": None}, {}, "origin"),
        ({"delivery_note": ""}, {}, "delivery"),
        ({}, {"photos": 2}, "photos"),
        ({}, {"label": {}}, "origin"),
        ({}, {"unit": ""}, "price"),
        ({}, {"browse_category": "thuc-pham"}, "certificate"),
        ({}, {"mode": "made_to_order", "lead_days": None}, "delivery"),
    ],
    ids=str,
)
def test_each_lack_keeps_it_shut_and_is_the_only_one_said(app, maker, product, code):
    facility = a_maker(**maker)
    booth = shut_booth(facility, [good(facility, **product)])

    with pytest.raises(readiness.NotReady) as shut:
        booths.open_up(booth)

    assert [one.code for one in shut.value.lacks] == [code]
    assert booth.published_at is None


def test_an_empty_booth_lacks_goods(app):
    assert [one.code for one in readiness.lacks_of(shut_booth(products=[]))] == ["price"]


def test_food_needs_a_paper_that_holds_today(app):
    facility = a_maker()
    booth = shut_booth(facility, [good(facility, browse_category="thuc-pham")])
    paper = make_paper(facility, expires_on=times.today() - timedelta(days=1))
    assert [one.code for one in readiness.lacks_of(booth)] == ["certificate"]

    paper.expires_on = times.today()
    db.session.commit()
    assert readiness.lacks_of(booth) == []


def test_the_maker_reads_what_to_mend_and_is_led_there(browser):
    facility = a_maker()
    product = good(facility, photos=1, name="Chén sen")
    booth = shut_booth(facility, [product])
    booth_id, product_id = booth.id, product.id
    browser.sign_in(make_member(facility, "editor"))

    answer = browser.post(f"/quan-ly/gian/{booth_id}/mo", follow=True).text

    assert "Chưa mở được: còn 1 điều bắt buộc." in answer
    assert "Chén sen: mới có 1 ảnh, cần 3" in answer
    assert f'href="/quan-ly/san-pham/{product_id}/buoc/1"' in answer
    assert db.session.get(Booth, booth_id).published_at is None


def test_a_new_booth_opens_by_itself_only_when_nothing_is_lacking(app):
    fair, ready, bare = make_fair(), a_maker(), a_maker(delivery_note="")
    good(ready), good(bare)

    assert booths.begin(fair, ready).published_at is not None
    assert booths.begin(fair, bare).published_at is None


def test_another_makers_booth_is_not_found_and_stays_shut(browser):
    booth_id = shut_booth().id
    browser.sign_in(make_member(make_facility(), "editor"))

    assert browser.post(f"/quan-ly/gian/{booth_id}/mo").status_code == 404
    assert db.session.get(Booth, booth_id).published_at is None


def test_staff_see_every_booth_with_what_it_lacks_and_remind_all_in_one_act(browser):
    fair = make_fair(slug="tet")
    shut_booth(fair=fair)
    bare = a_maker(name="Xưởng thiếu", email="thieu@example.vn", delivery_note="")
    shut_booth(bare, [good(bare, photos=0)], fair=fair)
    path = "/can-bo/hoi-cho/tet/san-sang"
    browser.sign_in(make_staff("allot"))
    page = browser.get(path).text
    assert "2 gian, 0 gian đã mở, 1 gian còn thiếu" in page
    assert "Xưởng thiếu" in browser.get(f"{path}?thieu=photos").text
    assert "Xưởng thiếu" not in browser.get(f"{path}?thieu=certificate").text

    browser.post(f"{path}/nhac", key="mot")
    browser.post(f"{path}/nhac", key="hai")

    letters = [job.payload for job in db.session.query(Job).filter_by(kind="mail")]
    assert [one["to"] for one in letters] == ["thieu@example.vn"]
    assert "Ghi cách gói, cách gửi" in letters[0]["text"]
    with times.frozen(times.now() + reminders.NOT_AGAIN):
        browser.post(f"{path}/nhac", key="ba")
    assert db.session.query(Job).filter_by(kind="mail").count() == 2


@pytest.mark.parametrize("right", ["curate", "programme"])
def test_only_who_allots_reminds(browser, right):
    make_fair(slug="tet")
    browser.sign_in(make_staff(right))
    assert browser.post("/can-bo/hoi-cho/tet/san-sang/nhac", key="x").status_code == 403


@pytest.mark.parametrize("count", [1, 12])
def test_runs_the_same_queries_however_many_booths(app, query_count, count):
    fair = make_fair()
    for _n in range(count):
        facility = a_maker()
        shut_booth(facility, [good(facility), good(facility)], fair=fair)
    db.session.expire_all()
    with query_count() as run:
        assert len(reminders.standings(fair)) == count
    assert len([one for one in run if "SELECT" in one]) <= 9
