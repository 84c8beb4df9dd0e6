"""A question that asks for a price: how many, what stands on them, how packed, by when, with an invoice."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from core import times
from core.db import db
from core.jobs import Job
from shop import enquiries
from shop.models import Enquiry
from tests.factories import make_booth, make_enquiry, make_facility, make_member, make_product

ASKED = {"name": "Cô Vân", "contact": "van@example.vn", "text": "Quà Tết cho công ty."}
WANTED = {"quantity": "200 bộ", "logo": "Khắc tên công ty dưới đáy", "packaging": "Hộp giấy đỏ", "invoice": "1"}


def soon(days=20):
    return times.today() + timedelta(days=days)


def test_the_maker_reads_what_the_price_shall_be_for(browser):
    lo = make_facility(email="lo@example.vn")
    product = make_product(facility=lo)
    browser.post("/hoi", sp=product.slug, needed_by=soon().isoformat(), **ASKED, **WANTED)
    enquiry = db.session.query(Enquiry).one()
    assert (enquiry.is_quotation, enquiry.needed_by, enquiry.wants_invoice) == (True, soon(), True)
    letter = db.session.query(Job).filter_by(kind="mail").one().payload
    said = ("xin báo giá", "200 bộ", "Khắc tên công ty dưới đáy", "Hộp giấy đỏ", f"{soon():%d/%m/%Y}", "Hóa đơn")
    theirs = browser.get(f"/hoi/{enquiry.token}").text
    mine = browser.sign_in(make_member(lo, "packer")).get("/quan-ly/hoi-dap").text
    assert all(one in letter["text"] for one in said)
    assert all(one in page for one in said[1:4] for page in (theirs, mine))


@pytest.mark.parametrize(("quantity", "asks"), [("", False), ("30", True)])
def test_a_quantity_asks_for_its_price(browser, quantity, asks):
    browser.post("/hoi", sp=make_product().slug, quantity=quantity, **ASKED)
    assert db.session.query(Enquiry).one().is_quotation is asks


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("quantity", WANTED | {"quantity": ""}),
        ("needed_by", WANTED | {"needed_by": "2020-01-01"}),
        ("needed_by", WANTED | {"needed_by": "mai"}),
        ("logo", WANTED | {"logo": "x" * 201}),
    ],
)
def test_what_is_lacking_is_said_at_its_field_and_nothing_is_lost(browser, field, given):
    page = browser.post("/hoi", sp=make_product().slug, **ASKED, **given)
    assert page.status_code == 422
    assert f'id="{field}-error"' in page.text
    assert "Hộp giấy đỏ" in page.text
    assert "<details" in page.text
    assert "open" in page.text.partition("<details")[2].partition(">")[0]
    assert db.session.query(Enquiry).count() == 0


def test_a_booth_and_a_makers_page_ask_in_the_same_words(browser):
    product = make_product()
    booth = make_booth(facility=product.facility, products=[product])
    for path in (f"/hoi-cho/{booth.fair.slug}/{booth.slug}", f"/co-so/{product.facility.slug}"):
        page = browser.get(path).text
        assert all(
            f'name="{field}"' in page for field in ("sp", "quantity", "logo", "packaging", "needed_by", "invoice")
        )


def test_nothing_of_it_is_kept_once_erased(app):
    enquiry = make_enquiry(make_facility(), is_quotation=True, quantity="200", logo="Tên tôi", packaging="Hộp")
    enquiries.erase(enquiry)
    db.session.commit()
    assert (enquiry.logo, enquiry.packaging, enquiry.quantity) == ("", "", "")


def test_the_database_knows_no_quotation_of_nothing(app):
    with pytest.raises(IntegrityError):
        make_enquiry(make_facility(), is_quotation=True, quantity="")
