"""A fair's own results: only what came through it, and nothing before it opens."""

from datetime import timedelta

import pytest

from core import times
from core.db import db
from fairs.models import Booth
from insight import visits
from tests.factories import (
    make_booth,
    make_complaint,
    make_contract,
    make_enquiry,
    make_fair,
    make_fair_session,
    make_order,
    make_product,
)

DAY = timedelta(days=1)


@pytest.fixture
def fair(app):
    fair = make_fair(slug="cho-thu")
    product = make_product(price=100_000, on_hand=50)
    booth = make_booth(fair, product.facility, products=[product], title="Gian gốm")
    make_order(product, quantity=3, booth=booth)
    make_order(product, quantity=5)
    make_enquiry(product.facility, fair_id=fair.id)
    for kind, number in (("fair", fair.id), ("booth", booth.id), ("booth", booth.id)):
        visits.record(kind, number)
    db.session.commit()
    return fair


def test_counts_what_came_through_the_fair_alone(browser, fair):
    page = browser.get("/hoi-cho/cho-thu/ket-qua").text

    assert "1 cơ sở" in page
    assert "lượt xem, 2 ở gian" in page
    assert "đơn, 3 món; 0,3 triệu đồng tiền hàng" in page
    assert "Gian gốm" in page


def test_tells_what_was_signed_there_and_of_complaints_with_no_partner_named(browser, fair):
    booth = db.session.query(Booth).one()
    make_contract(booth, partner="Công ty Quà Việt", amount=250_000_000)
    make_contract(booth, kind="memorandum", partner="Kyoto Crafts", partner_kind="foreign", amount=0)
    make_contract(booth, cancelled_at=times.now(), cancel_reason="Ghi nhầm.")
    make_complaint(booth)
    make_complaint(fair=fair, closed_at=times.now(), outcome="settled", answer="Xong.")

    page = browser.get("/hoi-cho/cho-thu/ket-qua").text

    assert "1 hợp đồng, 1 ghi nhớ; 250 triệu đồng" in page
    assert "khiếu nại, 1 đã trả lời" in page
    assert "Kyoto" not in page


def test_the_archive_leads_to_results_and_replays(browser, fair):
    begun = times.now() - timedelta(hours=3)
    make_fair_session(
        fair, slug="nan", title="Nặn rồng", starts_at=begun, ends_at=begun + timedelta(hours=1), replay_url="https://a.vn/y"
    )  # fmt: skip
    with times.frozen(times.now() + 10 * DAY):
        page = browser.get("/hoi-cho/cho-thu").text
        assert "/hoi-cho/cho-thu/ket-qua" in page
        assert "/hoi-cho/cho-thu/chuong-trinh/nan" in page
        results = browser.get("/hoi-cho/cho-thu/ket-qua").text
        assert "Nặn rồng" in results
        assert 'href="https://a.vn/y"' in results


def test_there_is_nothing_to_tell_before_it_opens(browser):
    make_fair(slug="mai", opens_at=times.now() + DAY, closes_at=times.now() + 2 * DAY)

    assert browser.get("/hoi-cho/mai/ket-qua").status_code == 404
