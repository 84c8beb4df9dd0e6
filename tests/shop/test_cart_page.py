import pytest

from core.db import db
from shop.models import Cart, CartLine
from tests.factories import PASSWORD, make_booth, make_cart, make_facility, make_product, make_user


def put(browser, product, quantity=1, **more):
    browser.post("/gio-hang/mon", sku=product.sku, quantity=quantity, **more)
    return db.session.query(CartLine).filter_by(variant_id=product.main.id).one()


def test_an_empty_cart_says_what_to_do(browser):
    assert "Giỏ còn trống" in browser.get("/gio-hang").text


def test_groups_by_maker_and_adds_up(browser):
    lo, may = make_facility(name="Gốm Tâm Sen"), make_facility(name="Mây Hạnh")
    put(browser, make_product(facility=lo, price=100_000, weight_g=400), 2)
    put(browser, make_product(facility=may, price=50_000, weight_g=400))
    page = browser.get("/gio-hang").text
    assert page.count('class="parcel"') == 2
    assert "250.000\xa0₫" in page  # goods
    assert "292.000\xa0₫" in page  # and two parcels, at 22.000 and 20.000


def test_a_withdrawn_thing_is_shown_kindly_and_not_counted(browser):
    product, other = make_product(price=71_000), make_product(price=50_000)
    put(browser, product)
    put(browser, other)
    product.state = "withdrawn"
    db.session.commit()
    page = browser.get("/gio-hang").text
    assert "Người bán đã cất món này" in page
    assert product.name in page
    assert "71.000" not in page.split("Tạm tính")[1]


def test_too_few_left_offers_what_there_is(browser):
    product = make_product(on_hand=5)
    line = put(browser, product, 4)
    product.main.on_hand = 2
    db.session.commit()
    assert "Chỉ còn 2 chiếc" in browser.get("/gio-hang").text
    browser.post(f"/gio-hang/mon/{line.id}", quantity=2)
    assert "Chỉ còn" not in browser.get("/gio-hang").text


def test_changes_a_quantity(browser):
    line = put(browser, make_product())
    assert browser.post(f"/gio-hang/mon/{line.id}", quantity=3).status_code == 303
    assert db.session.get_one(CartLine, line.id).quantity == 3


def test_refuses_a_bad_quantity_and_changes_nothing(browser):
    line = put(browser, make_product())
    assert "Điền một số nguyên" in browser.post(f"/gio-hang/mon/{line.id}", follow=True, quantity="0").text
    assert db.session.get_one(CartLine, line.id).quantity == 1


def test_taking_out_can_be_undone(browser):
    product = make_product()
    booth = make_booth(facility=product.facility, products=[product])
    line = put(browser, product, 2, gian=booth.code)
    page = browser.post(f"/gio-hang/mon/{line.id}/bo", follow=True)
    assert db.session.query(CartLine).count() == 0
    assert "Để lại vào giỏ" in page.text
    assert f'name="gian" value="{booth.code}"' in page.text


@pytest.mark.parametrize("path", ["", "/bo"])
def test_another_visitors_line_is_not_there(browser, path):
    put(browser, make_product())
    others = make_cart(make_product()).lines[0]
    assert browser.post(f"/gio-hang/mon/{others.id}{path}", quantity=9).status_code == 404
    assert db.session.get_one(CartLine, others.id).quantity == 1


def test_an_absurd_line_is_not_there(browser):
    put(browser, make_product())
    assert browser.post(f"/gio-hang/mon/{'9' * 30}", quantity=1).status_code == 404


def test_is_kept_by_nobody_else(browser):
    assert browser.get("/gio-hang").headers["Cache-Control"] == "no-store"


def test_me_counts_things_and_is_never_kept(browser):
    assert browser.get("/toi.json").json == {
        "cart": 0,
        "name": None,
        "links": [{"href": "/tai-khoan/dang-nhap", "label": "Đăng nhập"}],
        "wishes": [],
    }
    put(browser, make_product(), 3)
    answer = browser.get("/toi.json")
    assert answer.json["cart"] == 3
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_cart_comes_along_at_sign_in(browser):
    product, other = make_product(), make_product()
    user = make_user()
    put(browser, product)
    browser.post("/tai-khoan/dang-nhap", who=user.email, password=PASSWORD)
    assert db.session.query(Cart).one().user_id == user.id
    assert browser.get("/toi.json").json["cart"] == 1

    browser.post("/tai-khoan/dang-xuat")
    assert browser.get("/toi.json").json["cart"] == 0
    put(browser, other, 2)
    browser.post("/tai-khoan/dang-nhap", who=user.email, password=PASSWORD)
    assert browser.get("/toi.json").json["cart"] == 3
    assert db.session.query(Cart).count() == 1


def test_signing_in_as_another_person_leaves_the_firsts_cart_behind(browser):
    first, second = make_user(), make_user()
    browser.post("/tai-khoan/dang-nhap", who=first.email, password=PASSWORD)
    put(browser, make_product())
    browser.post("/tai-khoan/dang-nhap", who=second.email, password=PASSWORD)
    assert browser.get("/toi.json").json["cart"] == 0
    assert db.session.query(Cart).one().user_id == first.id


@pytest.mark.parametrize("goods", [1, 12])
def test_runs_few_queries_however_much_is_in_it(browser, query_count, goods):
    for _ in range(goods):
        put(browser, make_product())
    with query_count() as run:
        browser.get("/gio-hang")
    assert len(run) <= 11  # fees are one
