"""Signs with codes, printed from the wallet to stand at a stall: of papers that hold, of this maker alone."""

import re
from datetime import timedelta

import pytest

from core import times
from core.assets import STYLESHEET
from core.db import db
from tests.factories import make_facility, make_member, make_ocop, make_paper, make_product

PATH = "/quan-ly/chung-nhan/bien"


@pytest.fixture
def house(app):
    return make_facility(name="Lò gốm Sen")


def signs(page):
    """The codes that are drawn on the sheet."""
    return re.findall(r"Mã QR mở http://localhost/xac-minh/(\w+)", page)


def test_every_paper_that_holds_has_its_sign_and_so_has_the_maker(browser, house):
    food, star = make_paper(house), make_ocop(make_product(facility=house, name="Ấm sen"), stars=4)
    page = browser.sign_in(make_member(house, "packer")).get(PATH).text

    assert signs(page) == [house.verify_code, food.code, star.code]
    assert "Ấm sen" in page
    assert f"Còn hiệu lực đến hết {star.expires_on:%d/%m/%Y}" in page


def test_only_those_asked_for_are_laid_out_in_the_size_asked_for(browser, house):
    make_paper(house)
    wanted = make_paper(house, "trademark", title="GỐM SEN")
    page = browser.sign_in(make_member(house)).get(f"{PATH}?bien={wanted.id}&kho=a7").text
    assert signs(page) == [wanted.code]
    assert 'class="signs signs--a7"' in page


def test_nothing_is_printed_that_the_check_would_not_confirm(browser, house):
    today = times.today()
    make_paper(house, expires_on=today - timedelta(days=1))
    make_paper(house, state="proposed")
    make_paper(house, state="revoked", reason="Sai", revoked_on=today)
    make_paper(house, replaced_on=today)
    make_ocop(make_product(facility=house, state="draft", published_at=None))
    make_paper(make_facility())
    assert signs(browser.sign_in(make_member(house)).get(PATH).text) == [house.verify_code]


def test_somebody_elses_paper_is_never_drawn(browser, house):
    other = make_paper(make_facility())
    assert signs(browser.sign_in(make_member(house)).get(f"{PATH}?bien={other.id}").text) == []


def test_each_code_on_the_sheet_opens_a_page_that_says_it_holds(browser, house):
    make_ocop(make_product(facility=house))
    make_paper(house)
    codes = signs(browser.sign_in(make_member(house)).get(PATH).text)
    db.session.rollback()
    assert len(codes) == 3
    verdicts = [browser.get(f"/xac-minh/{code}.json").json["facts"]["verdict"] for code in codes]
    assert verdicts == ["not_supported", "valid", "valid"]


def test_an_unknown_size_and_a_stranger_are_refused(browser, house):
    assert browser.get(PATH).status_code == 302
    assert browser.sign_in(make_member(house)).get(f"{PATH}?kho=a3").status_code == 404


def test_every_size_of_paper_is_asked_for_by_a_page_of_its_own(app):
    """An unnamed @page would cut everything that is printed here to one size."""
    css = app.extensions["assets"].find(STYLESHEET).body.decode()
    named = re.findall(r"@page\s*([\w-]*)\s*{", css)
    assert {"signs", "labels", "label-strip", "placard"} <= set(named)
    for name in named:
        assert name
        assert re.search(rf"[{{;\s]page:\s*{name}\b", css), name
