"""Staff weigh who gets a place at a fair."""

from datetime import timedelta

import pytest

from core import times
from tests.factories import (
    make_application,
    make_booth,
    make_facility,
    make_fair,
    make_feature,
    make_hall,
    make_product,
    make_shelf,
    make_staff,
    make_stand,
)

DAY = timedelta(days=1)


@pytest.fixture
def staff(browser):
    return browser.sign_in(make_staff("allot"))


def path(fair):
    return f"/can-bo/hoi-cho/{fair.slug}/can-bang"


def coming_fair(**columns):
    return make_fair(opens_at=times.now() + 9 * DAY, closes_at=times.now() + 12 * DAY, **columns)


def held(days_ago):
    return make_fair(opens_at=times.now() - days_ago * DAY, closes_at=times.now() - (days_ago - 2) * DAY)


def row_of(page, name):
    return page[page.index(f">{name}</label>") :].split("</tr>")[0]


def test_lists_who_asked_and_who_has_a_booth(staff):
    fair = coming_fair()
    make_application(fair, make_facility(name="Có đơn"))
    make_booth(fair, make_facility(name="Có gian"), make_stand(make_hall(fair)))
    make_application(fair, make_facility(name="Đã rút đơn"), withdrawn_at=times.now())
    make_application(coming_fair(), make_facility(name="Phiên khác"))

    page = staff.get(path(fair)).text

    assert "Có đơn" in page
    assert "đã có gian" in row_of(page, "Có gian")
    assert "Đã rút đơn" not in page
    assert "Phiên khác" not in page


def test_knows_who_is_new_and_how_often_others_came(staff):
    fair = coming_fair()
    new, known = make_facility(name="Lò mới", is_women_led=True), make_facility(name="Lò quen")
    for days_ago in (30, 200, 500):
        make_booth(held(days_ago), known)
    make_feature(make_shelf(held(40)), make_product(facility=known))
    make_application(fair, new)
    make_application(fair, known)

    page = staff.get(path(fair)).text

    assert "lần đầu dự hội chợ, nữ chủ" in row_of(page, "Lò mới")
    assert "0 hội chợ, 0 lần lên kệ" in row_of(page, "Lò mới")
    assert "lần đầu" not in row_of(page, "Lò quen")
    assert "2 hội chợ, 1 lần lên kệ" in row_of(page, "Lò quen")


def test_measures_those_ticked(staff):
    fair = coming_fair()
    pair = [make_facility(commune_name="Bát Tràng"), make_facility(commune_name="Vạn Phúc", is_women_led=True)]
    for maker in pair:
        make_application(fair, maker)

    both, one = staff.get(path(fair)).text, staff.get(f"{path(fair)}?chon={pair[0].id}&chon=x").text

    assert "đang đo 2 cơ sở" in both
    assert "chiếm 50 % số cơ sở" in both
    assert "đang đo 1 cơ sở" in one
    assert "Bát Tràng chiếm 100 % số cơ sở" in one
    assert "Mới 0 % do phụ nữ làm chủ" in one
    assert "Mới 0 % do phụ nữ làm chủ" not in both


def test_who_has_a_stand_is_measured_where_nobody_is_ticked(staff):
    fair = coming_fair()
    make_application(fair, make_facility())
    make_booth(fair, make_facility(), make_stand(make_hall(fair)))

    assert "đang đo 1 cơ sở" in staff.get(path(fair)).text


def test_only_those_who_allot_may_look(browser):
    fair = coming_fair()
    browser.sign_in(make_staff("moderate"))

    assert browser.get(path(fair)).status_code == 403


@pytest.mark.parametrize("many", [1, 20])
def test_runs_the_same_queries_however_many(staff, query_count, many):
    fair = coming_fair()
    for _n in range(many):
        make_application(fair, make_product().facility)

    with query_count() as run:
        staff.get(path(fair))

    assert sum("SELECT" in statement for statement in run) <= 12
