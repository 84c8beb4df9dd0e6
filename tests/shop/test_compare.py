"""Goods side by side: the address is the state, differing rows are marked, papers tell how long they hold."""

import re

import pytest

from core import times
from core.db import db
from shop import compare
from tests.factories import (
    make_attribute,
    make_facility,
    make_ocop,
    make_product,
    make_value,
    make_variant,
    make_village,
)


def row_of(page, label):
    """The whole line of the table that begins so."""
    return next(row for row in re.findall(r"<tr.*?</tr>", page, re.S) if f'<th scope="row">{label}' in row)


def test_lays_what_the_address_names_side_by_side_in_its_order(browser):
    pot = make_product(name="Lọ men tro", slug="lo-men-tro", village=make_village(name="Kim Lan"))
    tray = make_product(name="Khay mây", slug="khay-may", facility=make_facility(name="Mây Bà Tám"))
    page = browser.get("/so-sanh?sp=khay-may,lo-men-tro").text
    assert page.index(f"{tray.name}</a>") < page.index(f"{pot.name}</a>")
    assert "Kim Lan" in row_of(page, "Làng nghề")
    assert "chưa cho biết" in row_of(page, "Làng nghề")  # the tray has none: said, not left blank
    assert "Mây Bà Tám" in row_of(page, "Cơ sở")


def test_marks_the_rows_that_differ_and_no_others(browser):
    maker = make_facility()
    for slug, price in (("a", 100_000), ("b", 120_000)):
        make_product(slug=slug, price=price, facility=maker)
    page = browser.get("/so-sanh?sp=a&sp=b").text
    assert "compare__differs" in row_of(page, "Giá ")
    assert "khác nhau" in row_of(page, "Giá ")
    assert "compare__differs" not in row_of(page, "Cơ sở")


def test_tells_how_long_a_paper_holds_and_nothing_of_one_that_has_lapsed(browser):
    today = times.today()
    fresh, old = make_product(slug="moi"), make_product(slug="cu")
    make_ocop(fresh, stars=4, issued_on=today.replace(day=1))
    make_ocop(old, stars=3, issued_on=today.replace(year=today.year - 5, day=1))
    row = row_of(browser.get("/so-sanh?sp=moi,cu").text, "Giấy chứng nhận")
    assert "OCOP 4 sao: còn hạn đến" in row
    assert "OCOP 3 sao" not in row


def test_attributes_and_label_facts_have_rows_of_their_own(browser):
    one = make_product(slug="mot", browse_category="thuc-pham", label={"han_su_dung": "6 tháng"})
    make_product(slug="hai", browse_category="thuc-pham")
    kind = make_attribute(name="Men")
    make_value(one, kind, "do")
    db.session.expire_all()
    page = browser.get("/so-sanh?sp=mot,hai").text
    assert "6 tháng" in page
    assert "chưa cho biết" in row_of(page, "Men")


def test_unit_prices_make_sizes_comparable(browser):
    tea = make_product(slug="che", price=None)
    make_variant(tea, name="Hộp 250 g", price=100_000, content_amount=250, content_unit="g")
    make_product(slug="khac")
    row = row_of(browser.get("/so-sanh?sp=che,khac").text, "Giá theo đơn vị")
    assert "Hộp 250 g: 400.000" in row


def test_says_how_many_are_no_longer_on_show(browser):
    make_product(slug="con")
    make_product(slug="cat", state="withdrawn")
    page = browser.get("/so-sanh?sp=con,cat,khong-co").text
    assert "2 món trong địa chỉ này không còn bày ở chợ" in page
    assert 'data-compared="con"' in page


def test_takes_four_each_once(browser):
    assert compare.slugs_in(["a,b", " a ,,c", "d,e"]) == ["a", "b", "c", "d"]
    for slug in "abcde":
        make_product(slug=slug)
    page = browser.get("/so-sanh?sp=a,b,c,d,e").text
    assert 'data-compared="a,b,c,d"' in page
    assert "Thêm một món" not in page


def test_each_can_be_taken_out_and_another_put_in_by_links_alone(browser):
    make_product(slug="am-tra", name="Ấm trà")
    make_product(slug="khay-go", name="Khay gỗ")
    make_product(slug="lo-hoa", name="Lọ hoa")
    page = browser.get("/so-sanh?sp=am-tra,khay-go&q=lọ hoa").text
    assert re.search(r'compare__drop[^>]*href="/so-sanh\?sp=khay-go"', page)
    assert re.search(r'href="/so-sanh\?sp=am-tra(,|%2C)khay-go(,|%2C)lo-hoa"', page)


@pytest.mark.parametrize("address", ["/so-sanh", "/so-sanh?sp=", "/so-sanh?sp=%00,%27--", f"/so-sanh?sp={'x' * 5000}"])
def test_an_empty_or_odd_address_says_how_to_begin(browser, address):
    answer = browser.get(address)
    assert answer.status_code == 200
    assert "Chưa có món nào để so sánh" in answer.text


def test_product_page_and_listing_lead_there(browser):
    make_product(slug="am-tra", name="Ấm trà")
    for address in ("/san-pham/am-tra", "/san-pham"):
        assert re.search(r'href="/so-sanh\?sp=am-tra"[^>]*data-compare="am-tra"', browser.get(address).text)
