"""The list of fairs: open, taking applications, coming, closed."""

from datetime import timedelta

from core import times
from fairs.queries import fair_counts
from tests.factories import make_booth, make_facility, make_fair, make_product

DAY = timedelta(days=1)


def test_groups_fairs_by_what_one_can_do(browser):
    now = times.now()
    make_fair(name="Phiên hôm nay")
    make_fair(name="Phiên Tết", slug="tet", applications_open_at=now - DAY, opens_at=now + DAY, closes_at=now + 2 * DAY)
    make_fair(name="Phiên cũ", opens_at=now - 3 * DAY, closes_at=now - DAY, results="Bán 1.204 món.")

    page = browser.get("/hoi-cho").text

    heads = [page.index(f"<h2>{title}") for title in ("Đang mở", "Đang nhận đơn xin gian", "Đã qua")]
    names = [page.index(name) for name in ("Phiên hôm nay", "Phiên Tết", "Phiên cũ")]
    assert sorted(heads + names) == [heads[0], names[0], heads[1], names[1], heads[2], names[2]]
    assert "/quan-ly/hoi-cho/tet/dang-ky" in page
    assert "Bán 1.204 món." in page


def test_counts_what_a_fair_shows(browser):
    fair = make_fair()
    make_booth(fair)
    make_booth(fair)
    make_booth(fair, published_at=None)

    assert "2 gian, 2 cơ sở" in browser.get("/hoi-cho").text


def test_counts_only_goods_that_are_on_show(app):
    maker = make_facility()
    goods = [make_product(facility=maker, state=state) for state in ("published", "draft", "withdrawn")]
    fair = make_fair()
    make_booth(fair, facility=maker, products=goods)

    assert fair_counts([fair.id])[fair.id].products == 1


def test_says_so_when_there_is_none(browser):
    assert "Chưa có hội chợ nào" in browser.get("/hoi-cho").text
