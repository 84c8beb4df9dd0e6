"""What is printed for a fair says what the site shows, in both languages; only who may fetches it."""

from datetime import timedelta

import pytest

from core import jobs, times
from core.audit import AuditEntry
from core.db import db
from core.storage import files
from fairs import fair_prices
from fairs.models import FairPaper
from fairs.papers import exhibits, keeping, placards
from tests.factories import (
    make_booth,
    make_cnnttb,
    make_facility,
    make_fair,
    make_hall,
    make_member,
    make_ocop,
    make_photo,
    make_product,
    make_staff,
    make_stand,
)
from tests.papers import lines_of


@pytest.fixture
def fair(app):
    return make_fair(slug="cho-thu", name="Chợ thu", name_en="Autumn market")


@pytest.fixture
def booth(fair):
    maker = make_facility(name="Gốm Tâm Sen", name_en="Tam Sen Pottery")
    tea = make_product(
        facility=maker, name="Ấm trà men lam", name_en="Blue teapot", sku="AM-1", price=250_000, on_hand=5
    )
    make_ocop(tea, stars=4)
    make_ocop(tea, stars=5, issued_on=times.today() - timedelta(days=2000))
    make_cnnttb(tea)
    make_photo(tea)
    stand = make_stand(make_hall(fair, name="Nhà Một", name_en="Hall One"), number="G07")
    return make_booth(fair, maker, stand, products=[tea], title="Gian Tâm Sen", slug="tam-sen", code="7Q4X9B2K")


def said(content):
    return [line for page in lines_of(content) for line in page]


def paper(browser, kind, fair="cho-thu"):
    """As staff ask for it and fetch it."""
    browser.sign_in(make_staff("allot"))
    browser.post(f"/can-bo/hoi-cho/{fair}/ban-in/{kind}")
    jobs.work_off()
    return browser.get(f"/can-bo/hoi-cho/{fair}/ban-in/{kind}.pdf")


def test_the_placard_names_the_stand_and_carries_its_code(browser, booth):
    number = booth.id
    browser.sign_in(make_member(booth.facility, "packer"))
    answer = browser.get(f"/quan-ly/gian/{number}/bien.pdf")
    assert answer.mimetype == "application/pdf"
    (lines,) = lines_of(answer.data)
    for words in ("Gian Tâm Sen", "Tam Sen Pottery", "Nhà Một, gian G07", "localhost/q/7Q4X9B2K"):
        assert words in lines
    assert b"/MediaBox [0 0 419.53 595.28]" in answer.data


def test_a_price_card_leads_to_the_product_as_met_at_the_stand(browser, booth):
    (shown,) = exhibits.of_fair(booth.fair_id)
    lines = said(placards.price_cards(shown))
    for words in ("Ấm trà men lam", "Blue teapot", "250.000\u00a0₫", "OCOP 4 sao · CNNT tiêu biểu"):
        assert any(line.startswith(words) for line in lines), words
    address = shown.address_of(shown.goods[0])
    assert address == "http://localhost/q/AM-1?gian=7Q4X9B2K"
    leads = browser.get(address.removeprefix("http://localhost"))
    assert leads.location.endswith("gian=7Q4X9B2K")
    assert "Bạn đang xem từ gian Gian Tâm Sen" in browser.get(leads.location).text


def test_a_price_card_tells_the_price_of_the_fair(booth):
    fair_prices.revise(booth, {booth.goods[0].product.main.id: 200_000})
    db.session.commit()
    lines = said(placards.price_cards(exhibits.of_fair(booth.fair_id)[0]))
    assert "200.000\u00a0₫" in lines
    assert "Giá hội chợ / Fair price" in lines
    assert "Giá thường / Usual price 250.000\u00a0₫" in lines


def test_a_price_on_request_says_so(fair):
    product = make_product(price=None)
    booth = make_booth(fair, product.facility, products=[product])
    assert "Hỏi giá / Price on request" in said(placards.price_cards(exhibits.of_maker(booth.id, booth.facility_id)))


def test_nine_cards_take_two_pages(fair):
    maker = make_facility()
    booth = make_booth(fair, maker, products=[make_product(facility=maker) for _ in range(9)])
    assert len(lines_of(placards.price_cards(exhibits.of_maker(booth.id, maker.id)))) == 2


def test_another_maker_fetches_none_of_it(browser, booth):
    number = booth.id
    browser.sign_in(make_member(make_facility(), "owner"))
    assert browser.get(f"/quan-ly/gian/{number}/bien.pdf").status_code == 404
    assert browser.get(f"/quan-ly/gian/{number}/the-gia.pdf").status_code == 404


def test_the_catalogue_has_both_languages_and_the_marks_that_hold(browser, booth):
    make_booth(booth.fair, published_at=None, title="Gian kín")
    lines = said(paper(browser, "catalogue").data)
    text = " ".join(lines)
    for words in (
        "Autumn market",
        "Nhà Một / Hall One",
        "G07 · Gian Tâm Sen",
        "Ấm trà men lam / Blue teapot",
        "OCOP 4 sao",
    ):
        assert words in text, words
    assert "OCOP 5 sao" not in text
    assert "Gian kín" not in text


def test_signs_and_lists_follow_the_stands(browser, booth):
    signs = lines_of(paper(browser, "signs").data)
    assert len(signs) == 2
    assert "G07" in signs[0]
    assert signs[1][0] == "G07"
    assert "Gốm Tâm Sen / Tam Sen Pottery" in " ".join(said(paper(browser, "exhibitors").data))
    assert len(lines_of(paper(browser, "placards").data)) == 1


def test_it_is_set_once_however_often_it_is_asked_for(browser, booth, fair):
    fair_id = fair.id
    browser.sign_in(make_staff("allot"))
    for _ in range(2):
        assert browser.post("/can-bo/hoi-cho/cho-thu/ban-in/signs").status_code == 303
    waiting = db.session.query(FairPaper).one()
    assert waiting.is_waited_for
    assert db.session.query(AuditEntry).filter_by(action="fair.paper_asked").count() == 1
    assert browser.get("/can-bo/hoi-cho/cho-thu/ban-in/signs.pdf").status_code == 404
    assert "đang soạn" in browser.get("/can-bo/hoi-cho/cho-thu/ban-in").text
    jobs.work_off()
    first = keeping.of_fair(fair_id)["signs"].ready_at
    keeping.set_paper(keeping.of_fair(fair_id)["signs"].id)
    assert keeping.of_fair(fair_id)["signs"].ready_at == first
    assert files().has(f"papers/{fair_id}/signs.pdf")


def test_there_is_nothing_to_print_before_a_booth_opens(browser, fair):
    browser.sign_in(make_staff("allot"))
    page = browser.post("/can-bo/hoi-cho/cho-thu/ban-in/signs", follow=True).text
    assert "Chưa gian nào mở" in page
    assert db.session.query(FairPaper).count() == 0


def test_only_staff_who_allot_have_papers_set(browser, booth):
    browser.sign_in(make_staff("moderate"))
    assert browser.post("/can-bo/hoi-cho/cho-thu/ban-in/signs").status_code == 403
    assert db.session.query(FairPaper).count() == 0


def test_visitors_read_the_catalogue_and_fetch_it_once_it_is_set(browser, booth):
    page = browser.get("/hoi-cho/cho-thu/danh-muc").text
    for words in ("G07 · Gian Tâm Sen", "Ấm trà men lam", "OCOP 4 sao"):
        assert words in page
    assert "danh-muc.pdf" not in page
    assert browser.get("/hoi-cho/cho-thu/danh-muc.pdf").status_code == 404
    paper(browser, "catalogue")
    assert "danh-muc.pdf" in browser.get("/hoi-cho/cho-thu/danh-muc").text
    assert browser.get("/hoi-cho/cho-thu/danh-muc.pdf").data.startswith(b"%PDF")
    assert "Blue teapot" in browser.get("/en/hoi-cho/cho-thu/danh-muc").text


@pytest.mark.parametrize("more", [0, 12])
def test_reads_the_same_statements_however_many_booths(booth, query_count, more):
    fair_id = booth.fair_id
    for _ in range(more):
        product = make_product()
        make_booth(booth.fair, product.facility, make_stand(booth.stand.hall), products=[product])
    db.session.expire_all()
    with query_count() as run:
        assert len(exhibits.of_fair(fair_id)) == more + 1
    assert len(run) <= 9
