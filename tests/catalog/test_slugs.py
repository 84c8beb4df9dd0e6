"""A product's addresses: one of its own, and every former one leads to it."""

import pytest
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from catalog import products, slugs
from catalog.models import ProductSlug
from core import times
from core.db import db
from tests.factories import make_facility, make_product


def renamed(product, name):
    """As it is renamed before anyone looked at it."""
    product.state = "draft"
    products.revise(product, {"name": name})
    product.state = "published"
    db.session.commit()
    return product


def test_a_new_name_gives_a_new_address_and_the_old_one_leads_on(browser):
    product = renamed(make_product(slug="am-tra", name="Ấm trà"), "Ấm pha trà sen")

    assert product.slug == "am-pha-tra-sen"
    for path in ("/san-pham/am-tra", "/en/san-pham/am-tra", "/api/v1/products/am-tra"):
        answer = browser.get(path)
        assert answer.status_code == 301
        assert answer.location == path.replace("am-tra", "am-pha-tra-sen")


def test_keeps_what_the_address_says_beside_the_name(browser):
    renamed(make_product(slug="am-tra", name="Ấm trà"), "Ấm pha trà sen")

    assert browser.get("/san-pham/am-tra?gian=B7").location == "/san-pham/am-pha-tra-sen?gian=B7"


def test_however_often_it_is_renamed_one_step_is_enough(browser):
    product = make_product(slug="am-tra", name="Ấm trà")
    for name in ("Ấm hai", "Ấm ba", "Ấm bốn"):
        renamed(product, name)

    for old in ("am-tra", "am-hai", "am-ba"):
        assert browser.get(f"/san-pham/{old}").location == "/san-pham/am-bon"


def test_an_earlier_name_has_its_earlier_address(browser):
    product = make_product(slug="am-tra", name="Ấm trà")
    renamed(renamed(product, "Ấm hai"), "Ấm trà")

    assert product.slug == "am-tra"
    assert browser.get("/san-pham/am-tra").status_code == 200
    assert browser.get("/san-pham/am-hai").location == "/san-pham/am-tra"


def test_a_former_address_is_never_given_to_another(app):
    renamed(make_product(slug="am-tra", name="Ấm trà"), "Ấm hai")

    other = products.create(make_facility(), "Ấm trà", "gom-su", sku="KHAC1")

    assert other.slug == "am-tra-khac1"


def test_the_table_takes_an_address_once(app):
    first, second = make_product(slug="am-tra"), make_product(slug="khac")
    slugs.take([first])
    db.session.flush()
    twin = insert(ProductSlug).values(slug="am-tra", product_id=second.id, since=times.now())

    with pytest.raises(IntegrityError):
        db.session.execute(twin)
    db.session.rollback()


def test_a_name_of_the_same_letters_keeps_its_address(app):
    product = renamed(make_product(slug="am-tra", name="Ấm trà"), "Ấm trà!")

    assert product.slug == "am-tra"
    assert db.session.get(ProductSlug, "am-tra") is None


def test_a_printed_code_follows(browser):
    renamed(make_product(slug="am-tra", name="Ấm trà", sku="AM1"), "Ấm hai")

    assert browser.get("/q/AM1").location == "/san-pham/am-hai"
