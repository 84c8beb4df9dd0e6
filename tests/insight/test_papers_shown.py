"""Papers where buyers look: on a product's page each with the way to check it, on the pages of makers and villages."""

import re
from datetime import date, timedelta

import pytest

from core import times
from core.db import db
from tests.factories import make_cnnttb, make_facility, make_ocop, make_paper, make_product, make_village

LAST = date(2026, 12, 31)
AFTER = times.start_of(LAST + timedelta(days=1)) + timedelta(seconds=1)


def section(page, name):
    """The section of a page, from its id on."""
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


@pytest.fixture
def product(app):
    return make_product(slug="binh-gom", facility=make_facility(slug="lo-gom"))


def test_a_paper_says_its_number_issuer_and_days_and_how_to_check_it(browser, product):
    paper = make_ocop(product, stars=4, issued_on=date(2025, 3, 1), decision_number="12/QĐ-UBND")
    told = section(browser.get("/san-pham/binh-gom").text, "chung-nhan")

    for words in (
        "4 sao",
        "12/QĐ-UBND",
        "UBND thành phố Hà Nội",
        f"01/03/2025 đến {paper.expires_on:%d/%m/%Y}",
        paper.code,
    ):
        assert words in told
    assert f'href="/xac-minh/{paper.code}"' in told
    assert f'aria-label="Mã QR mở http://localhost/xac-minh/{paper.code}"' in told


def test_a_title_says_its_year_and_no_invented_end(browser, product):
    make_cnnttb(product, "quoc_gia", 2023)
    assert "từ năm 2023, không ghi hạn" in section(browser.get("/san-pham/binh-gom").text, "chung-nhan")


def test_what_it_was_before_is_told_quietly_and_only_what_holds_stands_large(browser, product):
    before = make_ocop(product, stars=3, issued_on=date(2023, 9, 1), replaced_on=date(2026, 8, 1))
    now = make_ocop(product, stars=4, issued_on=date(2026, 8, 1), renews_id=before.id)
    told = section(browser.get("/san-pham/binh-gom").text, "chung-nhan")

    assert told.count('class="certificate"') == 1
    large, _, quiet = told.partition("<details")
    assert (now.code in large, before.code in large) == (True, False)
    assert "OCOP, 3 sao" in quiet
    assert "có giấy mới thay từ 01/08/2026" in quiet
    assert f'href="/xac-minh/{before.code}"' in quiet


def test_what_was_taken_back_is_never_called_lapsed(browser, product):
    make_ocop(product, state="revoked", revoked_on=times.today(), reason="Sai hồ sơ")
    told = section(browser.get("/san-pham/binh-gom").text, "chung-nhan")
    assert "bị thu hồi ngày" in told
    assert "hết hạn sau" not in told
    assert 'class="certificate"' not in told


@pytest.mark.parametrize("state", ["proposed", "refused", "withdrawn"])
def test_what_nobody_confirmed_stands_nowhere(browser, product, state):
    village = make_village(slug="lang-gom")
    papers = [make_ocop(product), make_paper(product.facility, "trademark"), make_paper(village, "indication")]
    for paper in papers:
        paper.state, paper.reason = state, "chưa rõ"
    db.session.commit()
    for page in ("/san-pham/binh-gom", "/co-so/lo-gom", "/lang-nghe/lang-gom"):
        assert "chung-nhan" not in browser.get(page).text, page


def test_a_product_without_papers_has_no_such_section(browser, product):
    assert "chung-nhan" not in browser.get("/san-pham/binh-gom").text


@pytest.mark.parametrize(
    ("kind", "title", "name"),
    [
        ("food_safety", "", "An toàn thực phẩm"),
        ("trademark", "GỐM SEN", "Nhãn hiệu"),
        ("indication", "Hương Việt", "Chỉ dẫn địa lý"),
        ("craft", "Nghệ nhân ưu tú", "Danh hiệu nghề"),
    ],
)
def test_a_maker_shows_its_own_papers_while_they_hold(browser, product, kind, title, name):
    paper = make_paper(product.facility, kind, title=title, expires_on=LAST)
    with times.frozen(AFTER - timedelta(seconds=2)):
        told = section(browser.get("/co-so/lo-gom").text, "chung-nhan")
        for words in (name, title, f'href="/xac-minh/{paper.code}"', paper.decision_number):
            assert words in told
    with times.frozen(AFTER):
        assert paper.code not in browser.get("/co-so/lo-gom").text


@pytest.mark.parametrize("kind", ["trademark", "indication", "craft"])
def test_a_village_shows_its_own_papers_while_they_hold(browser, kind):
    paper = make_paper(make_village(slug="lang-gom"), kind, title="Nhãn hiệu tập thể GỐM", expires_on=LAST)
    make_paper(make_village(slug="lang-khac"), kind, title="Của làng khác")
    with times.frozen(AFTER - timedelta(seconds=2)):
        page = browser.get("/lang-nghe/lang-gom").text
        assert "Nhãn hiệu tập thể GỐM" in page
        assert f'href="/xac-minh/{paper.code}"' in page
        assert "Của làng khác" not in page
    with times.frozen(AFTER):
        assert paper.code not in browser.get("/lang-nghe/lang-gom").text


def test_the_code_to_scan_opens_the_page_of_the_register(browser, product):
    paper = make_ocop(product)
    (address,) = re.findall(r"Mã QR mở http://localhost(/xac-minh/\w+)", browser.get("/san-pham/binh-gom").text)
    assert product.name in browser.get(address).text
    assert paper.code in address
