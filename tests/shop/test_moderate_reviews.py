"""Reviews looked after: mended by their buyers, reported by visitors, hidden and shown by staff."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from catalog.models import Product
from core import rates, times
from core.db import db
from shop import queries, reviews
from shop.models import OrderLine, Review, ReviewReport
from tests.conftest import Browser
from tests.factories import make_parcel, make_product, make_staff


@pytest.fixture
def parcel(app):
    return make_parcel(make_product(slug="am-sen"), state="delivered")


@pytest.fixture
def review(parcel):
    return written(parcel)


@pytest.fixture
def officer(app):
    return Browser(app).sign_in(make_staff("moderate"))


def written(parcel, stars=4, text="Ấm rót êm.", signed="Chị Ngân"):
    review = reviews.write(parcel.lines[0], stars, text, signed)
    db.session.commit()
    return review


def post(browser, parcel, **fields):
    fields = {"stars": "5", "text": "Ấm rót êm, nắp kín.", "signed": "Chị Ngân"} | fields
    return browser.post(f"/don-hang/{parcel.order.token}/loi/{parcel.lines[0].id}", **fields)


def test_a_hidden_one_is_nowhere_and_does_not_count(browser, officer, review):
    product = db.session.get(Product, review.product_id)
    second = written(make_parcel(product, state="delivered"), stars=2, text="Vỡ nắp.")

    answer = officer.post(f"/can-bo/loi-khen/{second.id}/an", reason="Nói về hàng khác.")

    assert answer.status_code == 303
    page = queries.product_page("am-sen")
    assert ([one.id for one in page.reviews], page.review_count, page.average) == ([review.id], 1, 4.0)
    assert "Vỡ nắp." not in browser.get("/san-pham/am-sen").text
    assert "Vỡ nắp." not in browser.get("/san-pham/am-sen/loi-khen").text
    officer.post(f"/can-bo/loi-khen/{second.id}/hien")
    assert "Vỡ nắp." in browser.get("/san-pham/am-sen").text


def test_is_not_hidden_without_a_reason(officer, review):
    assert officer.post(f"/can-bo/loi-khen/{review.id}/an", reason=" ").status_code == 422
    assert review.state == "shown"
    review.state = "hidden"
    with pytest.raises(Exception, match="hidden_with_reason"):
        db.session.flush()
    db.session.rollback()


def test_only_staff_who_moderate_hide_and_show(app, review):
    for person in (None, make_staff("curate")):
        browser = Browser(app).sign_in(person) if person else Browser(app)
        assert browser.post(f"/can-bo/loi-khen/{review.id}/an", reason="x").status_code in (401, 403)
    assert review.state == "shown"


def test_the_buyer_thinks_again_within_thirty_days(browser, parcel, review):
    assert post(browser, parcel, stars="5").status_code == 303
    assert (review.stars, review.text) == (5, "Ấm rót êm, nắp kín.")
    assert review.edited_at is not None

    with times.frozen(review.written_at + timedelta(days=30)):
        assert post(browser, parcel, stars="1").status_code == 409
    assert review.stars == 5


def test_what_was_hidden_and_mended_waits_for_staff(browser, parcel, review):
    reviews.hide(review, "Xúc phạm người bán.")
    db.session.commit()
    assert "Xúc phạm người bán." in browser.get(f"/don-hang/{parcel.order.token}").text

    post(browser, parcel, text="Tôi không vừa ý.")

    assert review.state == "pending"


@pytest.mark.parametrize(
    "text", ["Gọi 0912 345 678 rẻ hơn", "Xem https://khac.example", "Viết cho toi@khac.vn", "vào hangre.com"]
)
def test_what_holds_a_number_or_a_link_waits_for_staff(browser, officer, parcel, text):
    answer = post(browser, parcel, text=text)

    assert answer.status_code == 303
    assert db.session.scalar(select(Review.state)) == "pending"
    assert text not in browser.get("/san-pham/am-sen").text
    assert "1 lời cần xem" in officer.get("/can-bo/loi-khen").text


@pytest.mark.parametrize("text", ["Mua 2 ấm, 10 chén", "Giá 450.000 hợp lý", "Năm 2026 mua lại", "Đẹp, 10/10"])
def test_plain_figures_do_not(parcel, text):
    assert written(parcel, text=text).state == "shown"


def test_a_visitor_reports_one_and_staff_settle_it(browser, officer, review):
    assert browser.get(f"/loi/{review.id}/bao").status_code == 200
    answer = browser.post(f"/loi/{review.id}/bao", reason="Nói về món khác.")

    assert answer.status_code == 303
    assert "Nói về món khác." in officer.get("/can-bo/loi-khen").text
    assert review.state == "shown"  # reports alone hide nothing
    officer.post(f"/can-bo/loi-khen/{review.id}/hien")
    assert "Nói về món khác." not in officer.get("/can-bo/loi-khen").text


def test_the_same_visitor_reports_once(browser, review):
    for _n in range(3):
        assert browser.post(f"/loi/{review.id}/bao", reason="Sai.").status_code == 303
    assert db.session.query(ReviewReport).count() == 1


def test_reports_are_counted_by_the_hour(browser, review):
    for _n in range(5):
        browser.post(f"/loi/{review.id}/bao", reason="Sai.")
    assert browser.post(f"/loi/{review.id}/bao", reason="Sai.").status_code == 429

    with times.frozen(times.now() + timedelta(hours=1)):
        assert browser.post(f"/loi/{review.id}/bao", reason="Sai.").status_code == 303


def test_what_is_hidden_cannot_be_reported(browser, review):
    reviews.hide(review, "x")
    db.session.commit()

    assert browser.post(f"/loi/{review.id}/bao", reason="Sai.").status_code == 404
    assert db.session.query(ReviewReport).count() == 0


def test_of_two_officers_one_is_told(review):
    reviews.hide(review, "x")
    db.session.commit()
    with pytest.raises(reviews.AlreadyDecided):
        reviews.hide(review, "y")
    assert review.reason == "x"


def test_no_address_is_kept_as_it_came(browser, review):
    browser.post(f"/loi/{review.id}/bao", reason="Sai.")

    kept = [*db.session.scalars(select(rates.RateCount.key)), *db.session.scalars(select(ReviewReport.key))]
    assert kept
    assert all("127.0.0.1" not in key for key in kept)


def _many(product, count):
    """So many delivered lines of one parcel, each spoken of."""
    line = make_parcel(product, state="delivered").lines[0]
    same = ("parcel_id", "product_id", "variant_id", "sku", "name", "unit", "unit_price")
    lines = [OrderLine(quantity=1, **{name: getattr(line, name) for name in same}) for _n in range(count)]
    db.session.add_all(lines)
    db.session.flush()
    said = {"product_id": product.id, "stars": 5, "text": "Tốt.", "signed": "A", "written_at": times.now()}
    db.session.add_all(Review(line_id=one.id, **said) for one in lines)
    db.session.commit()


def test_the_products_page_runs_the_same_queries_however_many(browser, query_count):
    """With none and with five hundred."""
    runs = []
    make_product(), make_product()  # what stands beside it
    for count in (0, 1, 500):
        product = make_product(slug=f"am-{count}")
        _many(product, count)
        with query_count() as run:
            page = browser.get(f"/san-pham/am-{count}").text
        runs.append(len(run))
        assert ("Xem thêm lời người mua" in page) is (count > queries.REVIEWS_SHOWN)

    assert len(set(runs)) == 1


def test_all_of_them_are_read_by_page(browser):
    product = make_product(slug="am-sen")
    _many(product, 45)

    pages = [browser.get(f"/san-pham/am-sen/loi-khen?trang={n}") for n in (1, 2, 3, 4)]

    assert [page.text.count('class="review"') for page in pages[:3]] == [20, 20, 5]
    assert pages[3].status_code == 404
