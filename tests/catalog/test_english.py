"""A product told in English, beside its Vietnamese."""

import pytest

from catalog import english, revisions
from core.db import db
from tests.catalog.test_manage_products import draft
from tests.conftest import Browser
from tests.factories import make_facility, make_member


@pytest.fixture
def facility(app):
    return make_facility()


@pytest.fixture
def maker(app, facility):
    return Browser(app).sign_in(make_member(facility, "editor"))


@pytest.fixture
def product(facility):
    return draft(
        facility,
        slug="am-tra",
        name="Ấm trà",
        summary="Men lam vẽ trúc.",
        story="Nung củi hai ngày đêm.",
        state="draft",
    )


def shown(product):
    product.state = "published"
    db.session.commit()


def save(maker, product, **fields):
    return maker.post(f"/quan-ly/san-pham/{product.id}/tieng-anh", **fields)


def test_says_what_is_missing_with_a_switch(maker, product):
    missing = english.missing(product)

    assert f"thiếu {missing}" in maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text
    save(maker, product, name_en="Teapot", summary_en="Blue glaze, bamboo.")
    assert english.missing(product) == missing - 2
    assert f"thiếu {missing - 2}" in maker.get(f"/quan-ly/san-pham/{product.id}/buoc/1").text


def test_saves_every_text_and_leaves_alone_what_was_not_sent(maker, product):
    photo, fact = product.photos[0], next(name for name in product.label if not name.startswith("_"))
    sent = {"story_en": "Two days over wood.", f"label_en.{fact}": "Vietnam", f"alt_en.{photo.id}": "A blue teapot"}

    assert save(maker, product, **sent).status_code == 303
    save(maker, product, name_en="Teapot")

    assert (product.name_en, product.story_en) == ("Teapot", "Two days over wood.")
    assert product.label_en == {fact: "Vietnam"}
    assert product.photos[0].alt_en == "A blue teapot"
    assert product.story == "Nung củi hai ngày đêm."


def test_english_readers_get_english_where_there_is_any_and_marked_vietnamese_elsewhere(browser, maker, product):
    fact = next(name for name in product.label if not name.startswith("_"))
    shown(product)
    page = browser.get("/en/san-pham/am-tra").text
    assert '<p lang="vi">Nung củi hai ngày đêm.</p>' in page
    assert f'<span lang="vi">{product.label[fact]}</span>' in page

    product.story_en, product.label_en = "Two days over wood.", {fact: "Told in English"}
    product.photos[0].alt_en = "A blue teapot"
    db.session.commit()

    page = browser.get("/en/san-pham/am-tra").text
    assert "<p>Two days over wood.</p>" in page
    assert "Told in English" in page
    assert "A blue teapot" in page
    assert "Two days over wood." not in browser.get("/san-pham/am-tra").text


def test_of_what_is_on_show_english_words_wait_too(browser, maker, product):
    shown(product)

    save(maker, product, story_en="Two days over wood.")

    assert list(revisions.open_of(product).changes) == ["story_en"]
    assert "Two days over wood." not in browser.get("/en/san-pham/am-tra").text
    assert "Two days over wood." in maker.get(f"/quan-ly/san-pham/{product.id}/tieng-anh").text


def test_anothers_product_is_not_there(app, product):
    other = Browser(app).sign_in(make_member(make_facility()))

    assert other.get(f"/quan-ly/san-pham/{product.id}/tieng-anh").status_code == 404
    assert save(other, product, name_en="x").status_code == 404
    assert product.name_en == ""


def test_too_long_is_said_and_nothing_lost(maker, product):
    answer = save(maker, product, name_en="x" * 300, story_en="Two days.")

    assert answer.status_code == 422
    assert "Two days." in answer.text
    assert (product.name_en, product.story_en) == ("", "")
