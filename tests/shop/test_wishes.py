"""The wish list: kept by anybody from any card, hers on every device once she signs in, private unless shared."""

from datetime import timedelta

import pytest

from core import times
from core.db import db
from shop import wishes
from shop.models import CartLine
from shop.wished import Wish, WishList
from tests.conftest import Browser
from tests.factories import PASSWORD, make_product, make_user, make_variant


def keep(browser, product, **options):
    return browser.send("POST", "/yeu-thich", data={"sp": product.slug}, **options)


def kept():
    return [(wish.product_id, wish.price) for wish in db.session.query(Wish).order_by(Wish.id)]


def sign_in(browser, user):
    return browser.post("/tai-khoan/dang-nhap", who=user.email, password=PASSWORD)


def test_a_visitor_keeps_goods_and_finds_them_again(browser):
    product = make_product(name="Ấm gốm", price=90_000)
    keep(browser, product)
    page = browser.get("/yeu-thich").text
    assert "Ấm gốm" in page
    assert "90.000" in page
    assert browser.get("/toi.json").json["wishes"] == [product.id]
    assert "Ấm gốm" not in Browser(browser.app).get("/yeu-thich").text


def test_leads_back_to_the_heart_that_was_pressed(browser):
    product = make_product()
    answer = keep(browser, product, headers={"Referer": "http://localhost/en/san-pham?nhom=gom-su"})
    assert answer.location == f"/en/san-pham?nhom=gom-su#luu-{product.id}"


@pytest.mark.parametrize("came", ["https://gia.example/san-pham", "http://localhost//gia.example", ""])
def test_never_leads_to_another_site(browser, came):
    assert keep(browser, make_product(), headers={"Referer": came} if came else {}).location == "/yeu-thich"


def test_a_card_carries_its_heart_and_is_the_same_for_everybody(browser):
    product = make_product()
    before = browser.get("/san-pham").data
    keep(browser, product)
    assert browser.get("/san-pham").data == before
    assert f'id="luu-{product.id}" form="luu" name="sp" value="{product.slug}"' in before.decode()
    assert '<form id="luu" method="post" action="/yeu-thich">' in before.decode()


def test_kept_twice_is_kept_once_and_the_first_price_stays(browser):
    product = make_product(price=90_000)
    keep(browser, product)
    product.main.price = 70_000
    db.session.commit()
    keep(browser, product)
    assert kept() == [(product.id, 90_000)]


@pytest.mark.parametrize(
    ("price", "said"), [(70_000, "Giảm 20.000\xa0₫ so với hôm bạn lưu"), (95_000, "Tăng 5.000\xa0₫"), (90_000, "Lưu ")]
)
def test_says_what_the_price_did_since(browser, price, said):
    product = make_product(price=90_000)
    keep(browser, product)
    product.main.price = price
    db.session.commit()
    assert said in browser.get("/yeu-thich").text


def test_what_cannot_be_had_stays_and_is_said_to_be_so(browser):
    gone, out = make_product(name="Món cất"), make_product(name="Món hết")
    keep(browser, gone)
    keep(browser, out)
    gone.state, out.main.on_hand = "withdrawn", 0
    db.session.commit()
    page = browser.get("/yeu-thich").text
    assert "Món cất" in page
    assert "không còn bày ở chợ" in page
    assert f"/san-pham/{gone.slug}" not in page
    assert "Tạm hết hàng" in page
    assert "Chuyển vào giỏ" not in page


def test_a_thing_that_is_not_on_show_cannot_be_kept(browser):
    assert keep(browser, make_product(state="draft")).status_code == 404
    assert kept() == []


def test_is_taken_off_and_can_be_put_back(browser):
    product = make_product(name="Ấm gốm")
    keep(browser, product)
    page = browser.post("/yeu-thich/bo", sp=product.slug, follow=True).text
    assert "Đã bỏ lưu Ấm gốm" in page
    assert kept() == []
    keep(browser, product)
    assert "Đã bỏ lưu Ấm gốm" not in browser.get(f"/yeu-thich?bo={product.slug}").text


def test_moves_to_the_cart_and_off_the_list(browser):
    product = make_product(name="Ấm gốm")
    keep(browser, product)
    page = browser.post("/yeu-thich/vao-gio", sku=product.sku, follow=True).text
    assert "Đã chuyển Ấm gốm vào giỏ" in page
    assert kept() == []
    assert db.session.query(CartLine.variant_id).all() == [(product.main.id,)]


def test_asks_which_variant_goes_to_the_cart(browser):
    product = make_product()
    other = make_variant(product, name="Hộp lớn")
    keep(browser, product)
    assert f'<option value="{other.sku}">Hộp lớn' in browser.get("/yeu-thich").text
    browser.post("/yeu-thich/vao-gio", sku=other.sku)
    assert db.session.query(CartLine.variant_id).all() == [(other.id,)]


def test_what_cannot_be_bought_stays_on_the_list(browser):
    product = make_product()
    keep(browser, product)
    product.main.retired_at = times.now()
    db.session.commit()
    assert "chưa vào giỏ được" in browser.post("/yeu-thich/vao-gio", sku=product.sku, follow=True).text
    assert len(kept()) == 1
    assert db.session.query(CartLine).count() == 0


def test_is_poured_into_the_persons_own_at_sign_in_and_the_earlier_price_stays(browser):
    user, both, one = make_user(), make_product(price=90_000), make_product(price=10_000)
    hers = wishes.begin(user.id)
    wishes.keep(hers, both)
    db.session.commit()
    both.main.price = 70_000
    db.session.commit()
    keep(browser, both)
    keep(browser, one)
    sign_in(browser, user)
    assert kept() == [(both.id, 90_000), (one.id, 10_000)]
    assert db.session.query(WishList.user_id).all() == [(user.id,)]
    assert browser.get("/toi.json").json["wishes"] == [both.id, one.id]


def test_a_visitors_list_becomes_the_persons_first(browser):
    user, product = make_user(), make_product()
    keep(browser, product)
    sign_in(browser, user)
    assert [wish.product_id for wish in wishes.goods(wishes.of_person(user.id))] == [product.id]


def test_is_the_persons_alone(browser):
    user = make_user()
    mine = wishes.begin(user.id)
    wishes.keep(mine, make_product(name="Ấm gốm"))
    db.session.commit()
    with browser.client.session_transaction() as session:
        session["wishes"] = mine.token
    assert "Ấm gốm" not in browser.get("/yeu-thich").text


def test_two_tabs_begin_one_list(app):
    user = make_user()
    assert wishes.begin(user.id).id == wishes.begin(user.id).id


def test_is_shared_by_a_link_that_tells_nothing_of_her_and_is_switched_off_for_good(browser):
    user, product = make_user(name="Đặng Thị Ngân"), make_product(name="Ấm gốm")
    browser.sign_in(user)
    keep(browser, product)
    browser.post("/yeu-thich/chia-se")
    token = db.session.query(WishList.share_token).scalar()
    stranger = Browser(browser.app)
    answer = stranger.get(f"/yeu-thich/chia-se/{token}")
    assert "Ấm gốm" in answer.text
    assert "Ngân" not in answer.text
    assert "hôm bạn lưu" not in answer.text
    assert 'name="robots" content="noindex"' in answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    browser.post("/yeu-thich/thoi-chia-se")
    assert stranger.get(f"/yeu-thich/chia-se/{token}").status_code == 404
    browser.post("/yeu-thich/chia-se")
    assert stranger.get(f"/yeu-thich/chia-se/{token}").status_code == 404


def test_the_lists_own_token_opens_nothing(browser):
    keep(browser, make_product())
    token = db.session.query(WishList.token).scalar()
    assert Browser(browser.app).get(f"/yeu-thich/chia-se/{token}").status_code == 404


def test_a_full_list_says_so_and_keeps_nothing_more(browser, monkeypatch):
    monkeypatch.setattr(wishes, "MOST", 1)
    keep(browser, make_product())
    answer = keep(browser, make_product())
    assert answer.status_code == 409
    assert "Danh sách đã đủ 1 món" in answer.text
    assert len(kept()) == 1


def test_forgets_visitors_lists_of_long_ago_and_those_of_closed_accounts(app):
    old, new = wishes.begin(), wishes.begin()
    hers, closed = wishes.begin(make_user().id), wishes.begin(make_user(closed_at=times.now()).id)
    for one in (old, new, hers, closed):
        wishes.keep(one, make_product())
    old.changed_at = hers.changed_at = times.now() - timedelta(days=366)
    db.session.commit()
    stay = {new.id, hers.id}
    wishes.forget_old()
    db.session.commit()
    assert {row.id for row in db.session.query(WishList.id)} == stay
    assert {row.list_id for row in db.session.query(Wish.list_id)} == stay


def test_goes_with_the_account(app):
    user = make_user()
    wishes.keep(wishes.begin(user.id), make_product())
    db.session.commit()
    db.session.delete(user)
    db.session.commit()
    assert db.session.query(WishList).count() == db.session.query(Wish).count() == 0


def test_the_page_asks_no_more_for_twenty_goods_than_for_one(browser, query_count):
    keep(browser, make_product())
    with query_count() as few:
        browser.get("/yeu-thich")
    for _ in range(19):
        keep(browser, make_product())
    with query_count() as many:
        assert browser.get("/yeu-thich").text.count('<li class="item') == 20
    assert len(many) == len(few) <= 12
