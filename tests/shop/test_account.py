"""GET /tai-khoan"""

from core import times
from core.db import db
from shop.models import Order
from tests.factories import make_facility, make_member, make_staff, make_user


def make_order(user, number):
    order = Order(
        token=f"token-{number}", number=number, user_id=user.id, buyer_name=user.name, buyer_phone="+84912345678",
        province_code="ha-noi", commune_code="ha-noi/xa-bat-trang", address="12 Thử", payment_method="cod",
        placed_at=times.now(),
    )  # fmt: skip
    db.session.add(order)
    db.session.commit()
    return order


def test_shows_the_orders_of_who_is_signed_in_and_nobody_elses(browser):
    buyer, other = make_user(name="Đặng Thị Ngân"), make_user()
    make_order(buyer, "PC-1")
    make_order(other, "PC-2")

    page = browser.sign_in(buyer).get("/tai-khoan").text

    assert "Đặng Thị Ngân" in page
    assert "PC-1" in page
    assert "PC-2" not in page


def test_leads_a_maker_to_the_workspace_and_staff_to_the_console(browser):
    assert 'href="/quan-ly"' in browser.sign_in(make_member(make_facility())).get("/tai-khoan").text
    assert 'href="/can-bo"' in browser.sign_in(make_staff()).get("/tai-khoan").text


def test_asks_a_visitor_to_sign_in_first(browser):
    assert browser.get("/tai-khoan").location == "/tai-khoan/dang-nhap?tiep=/tai-khoan"


def test_runs_the_same_queries_however_many_orders(browser, query_count):
    counts = []
    buyer = make_user()
    browser.sign_in(buyer)
    for n in range(12):
        make_order(buyer, f"PC-{n}")
        if n in (0, 11):
            with query_count() as run:
                browser.get("/tai-khoan")
            counts.append(len(run))
    assert counts[0] == counts[1] <= 12
