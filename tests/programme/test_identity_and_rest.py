"""Identity is verified without a paper kept; a rest is said before buying, moves promises, and ends by itself."""

import io
from datetime import date, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from programme import closures, identity, qualities
from programme.models import Facility
from shop import cart as carts
from shop import orders, shipping
from tests import factories as make
from tests.conftest import Browser


@pytest.fixture
def lo(app):
    return make.make_facility(slug="lo-gom")


@pytest.fixture
def desk(app):
    return Browser(app).sign_in(make.make_staff("programme", name="Chị Hằng"))


def rest(lo, days=5, *, takes_orders=False, begins=0):
    first = times.today() + timedelta(days=begins)
    closures.close(lo, first, first + timedelta(days=days - 1), "lò đang nung", takes_orders=takes_orders)
    db.session.commit()


def test_staff_note_how_and_when_and_the_public_page_says_so(browser, desk, lo):
    form = {"method": "vneid", "on": times.today().isoformat(), "note": "đối chiếu ở trung tâm"}
    assert desk.post("/can-bo/co-so/lo-gom/danh-tinh", **form).status_code == 303
    text = browser.get("/co-so/lo-gom").get_data(as_text=True)
    assert f"Đã xác minh danh tính ngày {times.today():%d/%m/%Y} bởi Trung tâm" in text
    assert desk.post("/can-bo/co-so/lo-gom/danh-tinh/rut", reason="nhầm cơ sở").status_code == 303
    assert "Đã xác minh danh tính" not in browser.get("/co-so/lo-gom").get_data(as_text=True)


@pytest.mark.parametrize("note", ["CCCD 001085012345", "cmnd 012 345 678", "0010 8501 2345"])
def test_refuses_the_number_of_an_identity_card(desk, lo, note):
    answer = desk.post("/can-bo/co-so/lo-gom/danh-tinh", method="vneid", on=times.today().isoformat(), note=note)
    assert answer.status_code == 422
    assert identity.check_of(lo.id) is None


def test_refuses_a_picture_of_a_paper(desk, lo):
    picture = (io.BytesIO(make.picture_bytes(50, 50)), "cccd.jpg")
    answer = desk.post("/can-bo/co-so/lo-gom/danh-tinh", method="vneid", on=times.today().isoformat(), paper=picture)
    assert answer.status_code == 422
    assert identity.check_of(lo.id) is None


def test_a_rest_is_said_before_buying_and_refuses_orders(browser, lo):
    product = make.make_product(facility=lo)
    cart = make.make_cart(product)
    rest(lo)
    for path in (f"/san-pham/{product.slug}", "/co-so/lo-gom"):
        text = browser.get(path).get_data(as_text=True)
        assert "Người làm nghỉ" in text
        assert "lò đang nung" in text
    assert cart.lines[0].trouble == "resting"
    with pytest.raises(carts.NotForSale):
        carts.put(cart, product.main, 1)
    with pytest.raises(orders.Unavailable):
        make.place(cart) if hasattr(make, "place") else orders.place(cart, _buyer())
    db.session.rollback()


def _buyer():
    return orders.Buyer("Cô Ngân", "+84912345678", "ha-noi", "ha-noi/xa-gia-lam", "Số 8", "cod")


def test_with_orders_the_promised_day_moves_beyond_it(lo):
    product = make.make_product(facility=lo)
    before = shipping.quote(lo, [(product.main, 1)], "ha-noi").arrives_on
    rest(lo, days=5, takes_orders=True)
    assert shipping.quote(lo, [(product.main, 1)], "ha-noi").arrives_on == before + timedelta(days=5)
    assert make.make_cart(product).lines[0].trouble == ""


def test_work_that_meets_a_coming_rest_waits_for_its_end(lo):
    rest(lo, days=5, takes_orders=True, begins=2)
    today = times.today()
    assert lo.day_after(0) == today
    assert lo.day_after(1) == today + timedelta(days=1)
    assert lo.day_after(2) == today + timedelta(days=7)
    assert lo.day_after(3) == today + timedelta(days=8)


def test_it_opens_by_itself_the_day_after(browser, lo):
    rest(lo, days=2)
    assert lo.refuses_orders
    with times.frozen(times.now() + timedelta(days=2)):
        assert not lo.refuses_orders
        assert "Người làm nghỉ" not in browser.get("/co-so/lo-gom").get_data(as_text=True)


def test_the_maker_closes_and_opens(app, lo):
    maker = Browser(app).sign_in(make.make_member(lo, "editor"))
    day = times.today().isoformat()
    form = {"closed_from": day, "closed_until": day, "closed_words": "giỗ tổ", "orders": "refuse"}
    assert maker.post("/quan-ly/co-so/nghi", **form).status_code == 303
    assert db.session.get(Facility, lo.id).refuses_orders
    assert maker.post("/quan-ly/co-so/mo-lai").status_code == 303
    assert not db.session.get(Facility, lo.id).is_closed


@pytest.mark.parametrize("until", ["", "2020-01-01", "khong"])
def test_refuses_days_that_make_no_sense(app, lo, until):
    maker = Browser(app).sign_in(make.make_member(lo, "editor"))
    form = {"closed_from": times.today().isoformat(), "closed_until": until, "orders": "take"}
    assert maker.post("/quan-ly/co-so/nghi", **form).status_code == 422
    assert db.session.get(Facility, lo.id).closed_from is None


@pytest.mark.parametrize(
    "columns",
    [
        {"kind": "hop_tac_xa", "household_number": "01A8012345"},
        {"tax_code": "12345"},
        {"closed_from": date(2026, 1, 2)},
        {"closed_from": date(2026, 1, 2), "closed_until": date(2026, 1, 1)},
    ],
    ids=str,
)
def test_the_database_keeps_the_rules_too(app, columns):
    with pytest.raises(IntegrityError):
        make.make_facility(**columns)
    db.session.rollback()


def test_products_inherit_what_their_maker_says_with_how_far_it_is_checked(browser, desk, lo):
    product = make.make_product(facility=lo)
    qualities.declare(lo, ["huu_co", "nghe_truyen_thong"])
    db.session.commit()
    text = browser.get(f"/san-pham/{product.slug}").get_data(as_text=True)
    assert "Hữu cơ" in text
    assert "tự khai" in text
    assert desk.post("/can-bo/co-so/lo-gom/tinh-chat", quality="huu_co", quality_paper="GCN 12/2026").status_code == 303
    assert "đã kiểm" in browser.get("/co-so/lo-gom").get_data(as_text=True)
    assert desk.post("/can-bo/co-so/lo-gom/tinh-chat", quality="thuan_chay", quality_paper="x").status_code == 404


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"quality_paper": ""}, "Ghi giấy tờ đã xem."),
        ({"quality": "dong-vat"}, "Chọn tính chất đã kiểm."),
        ({"quality_until": "2020-01-01"}, "Ngày này không hợp ở đây"),
        ({"quality_until": "mai"}, "Chọn một ngày."),
    ],
    ids=str,
)
def test_a_check_of_a_quality_that_cannot_be_read_is_said_and_nothing_noted(desk, lo, fields, said):
    qualities.declare(lo, ["huu_co"])
    db.session.commit()
    typed = {"quality": "huu_co", "quality_paper": "GCN 12/2026", "quality_until": ""} | fields
    answer = desk.post("/can-bo/co-so/lo-gom/tinh-chat", **typed)
    assert answer.status_code == 422
    assert said in answer.text
    assert typed["quality_paper"] in answer.text
    assert not qualities.of(lo)[0].is_verified


def test_a_quality_counts_as_checked_to_the_last_day_of_its_paper(browser, desk, lo):
    qualities.declare(lo, ["huu_co"])
    db.session.commit()
    until = times.today() + timedelta(days=3)
    desk.post("/can-bo/co-so/lo-gom/tinh-chat", quality="huu_co", quality_paper="GCN 12", quality_until=str(until))
    for days, said in ((3, "đã kiểm"), (4, "tự khai")):
        with times.frozen(times.now() + timedelta(days=days)):
            assert said in browser.get("/co-so/lo-gom").text
    with times.frozen(times.now() + timedelta(days=4)):
        assert "giấy đã hết hạn" in desk.get("/can-bo/co-so/lo-gom").text
