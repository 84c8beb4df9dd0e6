"""A maker answers with a quote: versions, what changed, letters, paper; nothing old is changed or lost."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from core.jobs import Job
from shop import enquiries, quotes
from shop.models import Quote
from tests.conftest import Browser
from tests.factories import make_enquiry, make_facility, make_member, make_product, make_quote


@pytest.fixture
def lo(app):
    return make_facility(email="lo@example.vn", name="Gốm Tâm Sen", tax_code="0109876543")


@pytest.fixture
def product(lo):
    return make_product(facility=lo, sku="AM1", name="Ấm da lươn", price=250_000, on_hand=5)


@pytest.fixture
def enquiry(lo, product):
    return make_enquiry(lo, product=product, is_quotation=True, quantity="200 bộ")


@pytest.fixture
def maker(app, lo):
    return Browser(app).sign_in(make_member(lo, "packer"))


def day(days):
    return (times.today() + timedelta(days=days)).isoformat()


def typed(**fields):
    row = {"sku-0": "AM1", "name-0": "", "unit-0": "", "quantity-0": "3", "price-0": "230k"}
    terms = {"delivery_fee": "50.000", "ready_on": day(20), "valid_until": day(10), "words": "Giá đã có hộp."}
    return row | terms | {"seen": ""} | fields


def send(maker, enquiry, **fields):
    return maker.post(f"/quan-ly/hoi-dap/{enquiry.id}/bao-gia", **typed(**fields))


def letters():
    return [one.payload for one in db.session.query(Job).filter_by(kind="mail").order_by(Job.id)]


def test_the_maker_sends_a_quote_and_the_asker_reads_it(browser, maker, enquiry, product):
    free = {"name-1": "Khắc tên công ty", "unit-1": "bộ", "quantity-1": "3", "price-1": "15.000"}
    assert send(maker, enquiry, **free).status_code == 303
    quote = db.session.query(Quote).one()
    assert [(one.variant_id, one.product_id, one.name, one.unit) for one in quote.lines] == [
        (product.main.id, product.id, "Ấm da lươn", "chiếc"),
        (None, product.id, "Khắc tên công ty", "bộ"),
    ]
    assert (quote.goods_total, quote.total, quote.standing) == (735_000, 785_000, "open")
    assert enquiry.state == "answered"
    assert letters()[-1]["to"] == "van@example.vn"
    assert f"/hoi/{enquiry.token}/bao-gia/1" in letters()[-1]["text"]
    for page in (browser.get(f"/hoi/{enquiry.token}"), browser.get(f"/hoi/{enquiry.token}/bao-gia/1")):
        assert "785.000" in page.text
        assert "Giá đã có hộp." in page.text


def test_made_for_this_order_draws_on_no_stock(maker, enquiry, product):
    send(maker, enquiry, **{"made-0": "1", "quantity-0": "200"})
    line = db.session.query(Quote).one().lines[0]
    assert (line.variant_id, line.product_id, line.name) == (None, product.id, "Ấm da lươn")


def test_a_later_version_says_what_changed_and_the_earlier_one_stays(browser, maker, enquiry):
    send(maker, enquiry)
    assert send(maker, enquiry, seen="1:open", **{"price-0": "210k", "ready_on": day(30)}).status_code == 303
    first, second = db.session.query(Quote).order_by(Quote.number)
    assert (first.standing, second.standing, first.total) == ("replaced", "open", 740_000)
    page = browser.get(f"/hoi/{enquiry.token}/bao-gia/2").text
    assert "Khác bản trước" in page
    assert all(said in page for said in ("3 chiếc × 230.000", "3 chiếc × 210.000", "740.000", "680.000"))
    assert "Khác bản trước" in letters()[-1]["text"]
    earlier = browser.get(f"/hoi/{enquiry.token}/bao-gia/1").text
    assert "740.000" in earlier
    assert "đã có bản khác" in earlier
    assert 'value="accept"' not in earlier


def test_an_old_page_sends_nothing(maker, enquiry):
    send(maker, enquiry)
    page = send(maker, enquiry, words="Lời gửi trễ", seen="")
    assert page.status_code == 409
    assert "Lời gửi trễ" in page.text
    assert db.session.query(Quote).count() == 1


def test_an_answer_that_came_first_is_seen(maker, enquiry):
    quote = make_quote(enquiry)
    quotes.decline(quote, "Giá cao quá.")
    db.session.commit()
    assert send(maker, enquiry, seen="1:open").status_code == 409
    assert db.session.query(Quote).count() == 1


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("name-0", {"sku-0": "", "name-0": ""}),
        ("sku-0", {"sku-0": "KHAC"}),
        ("quantity-0", {"quantity-0": "0"}),
        ("price-0", {"price-0": ""}),
        ("price-0", {"price-0": "chín mươi"}),
        ("delivery_fee", {"delivery_fee": "-5"}),
        ("ready_on", {"ready_on": ""}),
        ("ready_on", {"ready_on": "2020-01-01"}),
        ("valid_until", {"valid_until": day(400)}),
        ("province_code", {"province_code": "sao-hoa"}),
        ("name-0", {"sku-0": "", "quantity-0": "", "price-0": ""}),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_lost(maker, enquiry, field, given):
    page = send(maker, enquiry, **given)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert "Giá đã có hộp." in page.text
    assert db.session.query(Quote).count() == 0
    assert enquiry.answered_at is None


def test_another_makers_goods_are_unknown(maker, enquiry):
    other = make_product()
    assert send(maker, enquiry, **{"sku-0": other.sku}).status_code == 422


def test_more_lines_come_by_a_button(maker, enquiry):
    page = send(maker, enquiry, do="more")
    assert page.status_code == 200
    assert 'name="price-4"' in page.text
    assert db.session.query(Quote).count() == 0


def test_the_next_version_begins_with_the_last(maker, enquiry):
    make_quote(enquiry, words="Cũ")
    page = maker.get(f"/quan-ly/hoi-dap/{enquiry.id}/bao-gia").text
    assert 'value="Chén khắc tên"' in page
    assert 'value="90.000"' in page
    assert 'name="seen" value="1:open"' in page


def test_another_maker_sees_and_sends_nothing(app, enquiry):
    other = Browser(app).sign_in(make_member(make_facility()))
    make_quote(enquiry)
    assert other.get(f"/quan-ly/hoi-dap/{enquiry.id}/bao-gia").status_code == 404
    assert send(other, enquiry).status_code == 404
    assert other.post(f"/quan-ly/hoi-dap/{enquiry.id}/bao-gia/1/rut").status_code == 404


def test_the_maker_takes_it_back_once(browser, maker, enquiry):
    make_quote(enquiry)
    path = f"/quan-ly/hoi-dap/{enquiry.id}/bao-gia/1/rut"
    assert [maker.post(path).status_code for _n in range(2)] == [303, 409]
    assert db.session.query(Quote).one().standing == "withdrawn"
    assert "rút lại báo giá" in letters()[-1]["subject"]
    assert "người bán đã rút" in browser.get(f"/hoi/{enquiry.token}/bao-gia/1").text


def test_the_buyer_declines_with_a_reason_and_waits_again(browser, maker, enquiry):
    make_quote(enquiry)
    path = f"/hoi/{enquiry.token}/bao-gia/1/tu-choi"
    assert browser.post(path, reason=" ").status_code == 422
    assert db.session.query(Quote).one().standing == "open"
    assert [browser.post(path, reason="Giá cao quá.").status_code for _n in range(2)] == [303, 409]
    assert (db.session.query(Quote).one().standing, enquiry.state) == ("declined", "waiting")
    assert letters()[-1]["to"] == "lo@example.vn"
    assert "Giá cao quá." in letters()[-1]["text"]
    assert "Giá cao quá." in maker.get(f"/quan-ly/hoi-dap/{enquiry.id}/bao-gia").text


def test_the_paper_names_the_maker(browser, maker, enquiry):
    make_quote(enquiry)
    for reader, path in ((browser, f"/hoi/{enquiry.token}"), (maker, f"/quan-ly/hoi-dap/{enquiry.id}")):
        page = reader.get(f"{path}/bao-gia/1/bao-gia.pdf")
        assert page.mimetype == "application/pdf"
        assert page.data.startswith(b"%PDF")
        assert len(page.data) > 5_000
    assert browser.get(f"/hoi/{enquiry.token}/bao-gia/9/bao-gia.pdf").status_code == 404


def test_erased_with_its_asker_no_quote_is_open_and_no_word_of_hers_kept(app, maker, enquiry):
    first = make_quote(enquiry)
    quotes.decline(first, "Tôi là Vân, nhà số 8.")
    second = make_quote(enquiry)
    enquiries.erase(enquiry)
    db.session.commit()
    assert (first.reason, second.standing) == ("", "withdrawn")
    assert send(maker, enquiry, seen="2:withdrawn").status_code == 409
    assert db.session.query(Quote).count() == 2


def test_the_database_holds_one_open_version_a_talk(app, enquiry):
    one = make_quote(enquiry)
    row = {name: getattr(one, name) for name in ("enquiry_id", "delivery_fee", "ready_on", "valid_until", "at")}
    db.session.add(Quote(number=7, state="open", **row))
    with pytest.raises(IntegrityError):
        db.session.commit()
