"""The maker's word under what a buyer wrote."""

import pytest

from core.db import db
from shop import reviews
from tests.factories import make_facility, make_member, make_parcel, make_product


@pytest.fixture
def review(app):
    """(address of the reply, the maker)"""
    lo = make_facility(name="Gốm Tâm Sen")
    parcel = make_parcel(make_product(slug="am-ve-sen", facility=lo), state="delivered")
    written = reviews.write(parcel.lines[0], 4, "Ấm rót êm, nắp hơi chặt.", "Chị Ngân")
    db.session.commit()
    return f"/quan-ly/loi/{written.id}", make_member(lo)


def test_stands_under_the_review_on_the_products_page(browser, review):
    reply, maker = review

    assert browser.sign_in(maker).post(reply, answer="Lô sau đã mài lại nắp.").status_code == 303

    page = browser.get("/san-pham/am-ve-sen").text
    assert "Gốm Tâm Sen trả lời: Lô sau đã mài lại nắp." in page
    assert page.index("Ấm rót êm") < page.index("Lô sau đã mài lại nắp.")


def test_replying_again_replaces_the_first_word(browser, review):
    reply, maker = review
    browser.sign_in(maker)
    for said in ("Lời thứ nhất", "Lời thứ hai"):
        browser.post(reply, answer=said)

    page = browser.get("/san-pham/am-ve-sen").text
    assert "Lời thứ hai" in page
    assert "Lời thứ nhất" not in page


def test_an_empty_reply_is_refused(browser, review):
    reply, maker = review

    assert browser.sign_in(maker).post(reply, answer=" ").status_code == 422
    assert "trả lời:" not in browser.get("/san-pham/am-ve-sen").text


def test_another_maker_has_no_word_there(browser, review):
    reply, _maker = review

    assert browser.sign_in(make_member(make_facility())).post(reply, answer="Chê bai").status_code == 404
    assert "Chê bai" not in browser.get("/san-pham/am-ve-sen").text
