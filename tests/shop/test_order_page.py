import pytest

from core import vietqr
from core.db import db
from programme import banks
from shop.models import Parcel, Review
from tests.factories import make_order, make_parcel, make_product, make_user

PNG = b"\x89PNG\r\n"


def test_shows_what_how_much_and_where_it_is(browser):
    order = make_order(make_product(name="Bình men rạn"))
    page = browser.get(f"/don-hang/{order.token}")
    assert page.status_code == 200
    assert order.number in page.text
    assert "Bình men rạn" in page.text
    assert "Đã đặt, chờ người bán nhận" in page.text
    assert 'content="noindex"' in page.text
    assert page.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("token", ["1", "khong-co", "PC-2611-0001"])
def test_no_other_address_shows_it(browser, token):
    make_order()
    page = browser.get(f"/don-hang/{token}")
    assert page.status_code == 404
    assert "Không có đơn nào ở địa chỉ này" in page.text


def test_a_transfer_has_a_code_lines_to_copy_and_a_picture(browser):
    order = make_order(make_product(), payment="vietqr")
    parcel = order.parcels[0]
    page = browser.get(f"/don-hang/{order.token}").text
    assert "Mã VietQR trả" in page
    for copied in (parcel.payment.bank_account, parcel.payment.amount, parcel.code):
        assert f'data-copy="{copied}"' in page
    assert f"Ngân hàng {banks.name_of(parcel.payment.bank_bin)}, chủ tài khoản" in page
    picture = browser.get(f"/don-hang/{order.token}/qr/{parcel.code}.png")
    assert picture.mimetype == "image/png"
    assert picture.data.startswith(PNG)
    assert picture.headers["Cache-Control"] == "no-store"


def test_the_code_asks_for_the_parcels_own_amount_and_account(app):
    from shop import payments

    parcel = make_parcel(payment="vietqr")
    read = vietqr.parse(payments.payload(parcel.payment))
    assert (read.account, read.amount, read.content) == (parcel.payment.bank_account, parcel.total, parcel.code)


def test_paid_on_delivery_has_no_code(browser):
    order = make_order()
    assert "VietQR" not in browser.get(f"/don-hang/{order.token}").text
    assert browser.get(f"/don-hang/{order.token}/qr/{order.parcels[0].code}.png").status_code == 404


def test_another_orders_parcel_is_not_under_this_address(browser):
    order, other = make_order(payment="vietqr"), make_order(payment="vietqr")
    assert browser.get(f"/don-hang/{order.token}/qr/{other.parcels[0].code}.png").status_code == 404
    assert browser.post(f"/don-hang/{order.token}/goi/{other.parcels[0].code}/huy").status_code == 404
    assert other.parcels[0].state == "placed"


def test_cancels_until_packed(browser):
    product = make_product(on_hand=5)
    parcel = make_parcel(product)
    page = browser.post(f"/don-hang/{parcel.order.token}/goi/{parcel.code}/huy", follow=True)
    assert "Đã hủy gói của" in page.text
    assert (parcel.state, product.held) == ("cancelled", 0)


@pytest.mark.parametrize("state", ["packed", "handed_over", "delivered"])
def test_does_not_cancel_what_is_packed(browser, state):
    parcel = make_parcel(state=state)
    assert browser.post(f"/don-hang/{parcel.order.token}/goi/{parcel.code}/huy").status_code == 409
    assert db.session.get_one(Parcel, parcel.id).state == state


def say(browser, parcel, **fields):
    said = {"stars": "4", "text": "Gói kỹ, không sứt.", "signed": "Chị Ngân"} | fields
    return browser.post(f"/don-hang/{parcel.order.token}/loi/{parcel.lines[0].id}", **said)


def test_what_was_delivered_can_be_spoken_of_once(browser):
    product = make_product()
    parcel = make_parcel(product, state="delivered")
    assert say(browser, parcel).status_code == 303
    assert "Gói kỹ, không sứt." in browser.get(f"/san-pham/{product.slug}").text
    assert say(browser, parcel, text="Lần nữa").status_code == 303  # the same one, mended
    assert db.session.query(Review.text).all() == [("Lần nữa",)]


def test_what_is_still_on_its_way_cannot(browser):
    assert say(browser, make_parcel(state="handed_over")).status_code == 409
    assert db.session.query(Review).count() == 0


@pytest.mark.parametrize("fields", [{"stars": "6"}, {"stars": ""}, {"text": ""}, {"signed": ""}])
def test_a_bad_review_is_kept_to_be_mended(browser, fields):
    page = say(browser, make_parcel(state="delivered"), **fields)
    assert page.status_code == 422
    assert db.session.query(Review).count() == 0


def test_another_orders_line_cannot_be_spoken_of(browser):
    mine, others = make_parcel(state="delivered"), make_parcel(state="delivered")
    path = f"/don-hang/{mine.order.token}/loi/{others.lines[0].id}"
    assert browser.post(path, stars="1", text="x", signed="x").status_code == 404


def test_a_signed_in_person_sees_it_as_well(browser):
    order = make_order()
    assert browser.sign_in(make_user()).get(f"/don-hang/{order.token}").status_code == 200


@pytest.mark.parametrize("goods", [1, 8])
def test_runs_few_queries_however_many_parcels(browser, query_count, goods):
    path = f"/don-hang/{make_order(*[make_product() for _ in range(goods)]).token}"
    with query_count() as run:
        browser.get(path)
    assert len(run) <= 13  # proposals, claims, what vouchers took, fees and what carriers carry are one each
