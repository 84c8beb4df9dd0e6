import io
import re
import zipfile
from datetime import date
from xml.etree import ElementTree as Xml

import pytest

from core import spelled, times
from core.db import db
from shop import einvoice, invoices, vat
from shop.models import InvoiceData, Order
from tests.factories import make_facility, make_fee, make_member, make_order, make_parcel, make_product, make_voucher
from tests.papers import lines_of
from tests.shop.test_api_carts import call, new_cart
from tests.shop.test_checkout import GOOD, fill

ASKED = {
    "invoice_name": "Công ty TNHH Quà Bắc", "invoice_tax": "0100109106", "invoice_address": "Số 1 Tràng Tiền, Hà Nội",
    "invoice_email": "ketoan@example.vn",
}  # fmt: skip


def sold(kind="doanh_nghiep", **columns):
    maker = make_facility(kind=kind, tax_code="0101234567" if kind == "doanh_nghiep" else None)
    return make_product(**{"facility": maker, "price": 108_000} | columns)


def tags(content):
    return {one.tag: one.text for one in Xml.fromstring(content).iter()}


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "Không đồng"), (15, "Mười lăm đồng"), (21_000, "Hai mươi mốt nghìn đồng"), (105, "Một trăm lẻ năm đồng"),
        (1_250_000, "Một triệu hai trăm năm mươi nghìn đồng"), (1_000_005, "Một triệu không trăm lẻ năm đồng"),
        (2_000_000_000, "Hai tỷ đồng"), (10_101, "Mười nghìn một trăm lẻ một đồng"),
    ],
)  # fmt: skip
def test_sums_are_spelled_out(amount, words):
    assert spelled.dong(amount) == words


def test_rates_are_dated_and_a_household_tells_none():
    assert vat.rate("doanh_nghiep", "goods", date(2026, 12, 31)).rate == 800
    assert vat.rate("doanh_nghiep", "goods", date(2027, 1, 1)).percent == "10%"
    assert vat.rate("ho_kinh_doanh", "goods", date(2026, 12, 31)) is None
    assert vat.rate("doanh_nghiep", "goods", date(2026, 12, 31)).inside(108_000) == 8_000


def test_what_is_billed_is_what_the_parcel_costs(app):
    product = sold(price=99_999)
    make_fee(product.facility, rate=3_333)
    code = make_voucher(facility_id=product.facility_id, percent=7, per_phone=None).code
    bill = invoices.of(make_order(product, quantity=3, voucher=code).parcels[0])
    assert bill.total == bill.parcel.total
    assert bill.total == sum(one.before_tax + one.tax for one in bill.items)
    assert sum(before + tax for _rate, before, tax in bill.by_rate) == bill.total


def test_the_file_sums_to_the_parcel_and_its_lines_to_their_amounts(app):
    product = sold(price=99_999)
    code = make_voucher(facility_id=product.facility_id, percent=7, per_phone=None).code
    parcel = make_order(product, quantity=3, voucher=code).parcels[0]
    root = Xml.fromstring(einvoice.file_of(invoices.of(parcel)))
    said = tags(Xml.tostring(root))
    assert (said["PBan"], said["KHMSHDon"], said["TSuat"]) == ("2.0.0", "1", "8%")
    assert int(said["TgTCThue"]) + int(said["TgTThue"]) == int(said["TgTTTBSo"]) == parcel.total
    lines = [{one.tag: one.text for one in line} for line in root.iter("HHDVu")]
    assert sum(int(one["ThTien"]) for one in lines) == int(said["TgTCThue"])
    for one in lines:
        whole = float(one["SLuong"]) * float(one["DGia"]) - int(one["STCKhau"])
        assert abs(whole - int(one["ThTien"])) < 0.01
    assert "SHDon" not in said  # the provider's to give


def test_a_household_has_a_sales_invoice_without_tax_apart(app):
    parcel = make_order(sold("ho_kinh_doanh")).parcels[0]
    said = tags(einvoice.file_of(invoices.of(parcel)))
    assert (said["KHMSHDon"], said["THDon"]) == ("2", "Hóa đơn bán hàng")
    assert not {"TSuat", "TgTThue", "TgTCThue"} & said.keys()
    assert int(said["TgTTTBSo"]) == parcel.total


def test_invoice_data_given_at_checkout_is_in_slip_and_file(browser):
    fill(browser, sold())
    assert browser.post("/thanh-toan", **GOOD | ASKED).status_code == 303
    order = db.session.query(Order).one()
    assert db.session.get(InvoiceData, order.id).tax_code == "0100109106"
    assert "Công ty TNHH Quà Bắc" in browser.get(f"/don-hang/{order.token}").text
    said = tags(einvoice.file_of(invoices.of(order.parcels[0])))
    assert said["Ten"] == "Công ty TNHH Quà Bắc"
    slip = browser.get(f"/don-hang/{order.token}/goi/{order.parcels[0].code}/phieu-ban-hang.pdf")
    assert slip.mimetype == "application/pdf"
    text = " ".join(line for page in lines_of(slip.data) for line in page)
    for one in ("Phiếu bán hàng", "Công ty TNHH Quà Bắc", "0100109106", "Bằng chữ", "thuế GTGT 8%"):
        assert one in text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"invoice_tax": "0100109107"}, "invoice_tax"),
        ({"invoice_tax": "12"}, "invoice_tax"),
        ({"invoice_name": ""}, "invoice_name"),
        ({"invoice_address": ""}, "invoice_address"),
        ({"invoice_email": "ketoan"}, "invoice_email"),
    ],
)
def test_wrong_invoice_data_is_named_at_its_field_and_nothing_is_ordered(browser, changed, field):
    fill(browser, sold())
    page = browser.post("/thanh-toan", **GOOD | ASKED | changed)
    assert page.status_code == 422
    assert f'href="#{field}"' in page.text
    assert db.session.query(Order).count() == 0


def test_nothing_asked_nothing_kept(browser):
    fill(browser, sold())
    browser.post("/thanh-toan", **GOOD)
    assert db.session.query(InvoiceData).count() == 0


def test_the_api_takes_it_too(browser):
    path = f"/carts/{new_cart(browser, sold())}/checkout"
    body = {
        "buyer": {"name": "Đặng Thị Thu Ngân", "phone": "0912345678"}, "payment": "cod",
        "address": {"province_code": "ha-noi", "commune_code": "ha-noi/xa-gia-lam", "street": "Số 8"},
        "invoice": {"name": "Công ty", "tax_code": "0100109107", "address": "Hà Nội"},
    }  # fmt: skip
    refused = call(browser, "POST", path, body)
    assert (refused.status_code, refused.json["errors"][0]["field"]) == (422, "invoice.tax_code")
    body["invoice"]["tax_code"] = "0100109106"
    assert call(browser, "POST", path, body).status_code == 201
    assert db.session.query(InvoiceData).one().name == "Công ty"


def test_the_bill_tells_the_tax_inside_before_committing(browser):
    fill(browser, sold())
    page = browser.get("/thanh-toan").text
    assert re.search(r"thuế GTGT.*9\.481", page)  # of 108,000 goods and 20,000 delivery


def test_a_months_files_are_those_of_what_was_delivered(browser):
    product = sold()
    done = make_parcel(product, state="delivered")
    make_order(product)
    browser.sign_in(make_member(product.facility))
    answer = browser.get(f"/quan-ly/tien/thang/{times.today():%Y-%m}/hoa-don.zip")
    (name,) = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    assert done.code in name
    assert browser.get(f"/quan-ly/don/{done.id}/hoa-don.xml").mimetype == "application/xml"
    theirs = make_order(sold("ho_kinh_doanh")).parcels[0]
    assert browser.get(f"/quan-ly/don/{theirs.id}/hoa-don.xml").status_code == 404
