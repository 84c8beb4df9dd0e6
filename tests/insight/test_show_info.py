"""Pages that explain, the check of a certificate, and the map of the site."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

import fairs.rules
from core import times
from core.db import db
from insight.web.info import PAGES
from shop.settling import commissions
from shop.settling.commissions import Terms
from tests.factories import (
    make_booth,
    make_cnnttb,
    make_facility,
    make_fair,
    make_fair_session,
    make_ocop,
    make_product,
    make_scheme,
    make_village,
)

TEXTS = Path(__file__).parents[2] / "templates" / "info"


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_there_in_both_languages(browser, page):
    for prefix in ("", "/en"):
        answer = browser.get(f"{prefix}/thong-tin/{page}")
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"].startswith("public")
    assert browser.get(f"/thong-tin/{page}").text != browser.get(f"/en/thong-tin/{page}").text


def test_it_is_told_how_long_visitors_of_fairs_are_kept_and_how_soon_complaints_are_answered(browser):
    told = browser.get("/thong-tin/rieng-tu").text
    for rule in ("ticket_kept_days", "booking_kept_days", "complaint_kept_days"):
        assert f"{fairs.rules.value(rule)} ngày sau" in told
    assert "chưa xác minh" in told
    assert f"trong {fairs.rules.value('complaint_days')} ngày" in browser.get("/thong-tin/khieu-nai").text


def test_no_text_lies_there_that_no_page_shows():
    for language in ("vi", "en"):
        assert {file.stem for file in (TEXTS / language).glob("*.html")} == set(PAGES)


def test_every_link_of_the_footer_leads_somewhere(browser):
    page = browser.get("/thong-tin/gioi-thieu").text
    links = set(re.findall(r'href="(/(?:thong-tin|xac-minh|khuyen-cong)[^"#?]*)', page))
    assert len(links) > 8
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)


def test_an_unknown_page_is_not_found(browser):
    assert browser.get("/thong-tin/khong-co").status_code == 404


@pytest.mark.parametrize("typed", [
    "2646/QĐ-BCT", "2646 qd bct", "2646/qđ-bct", "  2646  QĐ–BCT ", "2646", "2646QĐBCT", "2646qd bct",
    "２６４６/QĐ-BCT", "QĐ 2646/QĐ-BCT", "quyet dinh 2646", "Quyết định số 2646/QĐ-BCT", "2646/QĐ-BCT ngày 12/10/2023",
    "2646.qd.bct",
])  # fmt: skip
def test_a_number_is_found_however_it_is_typed(browser, typed):
    product = make_product(name="Lồng bàn mây", facility=make_facility(name="Mây Hạnh"))
    make_cnnttb(product, decision_number="2646/QĐ-BCT")
    make_cnnttb(make_product(name="Món khác"), decision_number="26461/QĐ-BCT")
    make_cnnttb(make_product(name="Món thứ ba"), decision_number="12646/QĐ-BCT")
    page = browser.get("/xac-minh", query_string={"so": typed}).text
    assert "Lồng bàn mây" in page
    assert "Mây Hạnh" in page
    assert "Món khác" not in page
    assert "Món thứ ba" not in page


def test_figures_alone_are_never_run_together(browser):
    make_cnnttb(make_product(name="Món hai số"), decision_number="26/46")
    assert "Món hai số" in browser.get("/xac-minh?so=26/46").text
    assert "Món hai số" not in browser.get("/xac-minh?so=2646").text


def test_says_whether_it_is_valid_or_since_when_it_is_not(browser):
    make_ocop(make_product(), decision_number="5/QĐ-UBND")
    lapsed = make_ocop(
        make_product(), decision_number="6/QĐ-UBND", issued_on=times.add_months(times.today(), -36) - timedelta(days=9)
    )
    last_day = f"{lapsed.expires_on:%d/%m/%Y}"
    assert "còn hạn đến" in browser.get("/xac-minh?so=5 qd ubnd").text
    page = browser.get("/xac-minh?so=6 qd ubnd").text
    assert f"hết hạn sau {last_day}" in page
    assert "còn hạn đến" not in page


def test_finds_the_decision_of_an_approved_scheme_and_of_no_other(browser):
    make_scheme(code="KC-DUYET", decision_number="77/QĐ-UBND")
    make_scheme(code="KC-NHAP", decision_number="77/QĐ-SCT", state="nhap")
    page = browser.get("/xac-minh?so=77").text
    assert "/khuyen-cong/de-an/KC-DUYET" in page
    assert "KC-NHAP" not in page


def test_a_draft_is_not_told_of(browser):
    make_cnnttb(make_product(name="Bí mật", state="draft", published_at=None), decision_number="88/QĐ-UBND")
    assert "Bí mật" not in browser.get("/xac-minh?so=88").text


@pytest.mark.parametrize("typed", ["999/QĐ-UBND", "khong co so", "%", "x" * 500, "<script>"])
def test_what_is_not_known_is_said_kindly(browser, typed):
    answer = browser.get("/xac-minh", query_string={"so": typed})
    assert answer.status_code == 200
    assert "Chợ không có giấy nào mang số này" in answer.text
    assert "<script>" not in answer.text.replace('<script src="', "").replace('<script type="module"', "")


def test_the_map_of_the_site_names_what_is_on_show_and_nothing_else(browser):
    product = make_product(slug="am-chen", facility=make_facility(slug="gom-sen"))
    make_product(slug="nhap", state="draft")
    fair = make_fair(slug="cho-phien")
    make_booth(fair, product.facility, slug="gian-gom")
    make_booth(fair, slug="gian-kin", published_at=None)
    make_fair_session(fair, slug="goi-banh")
    make_village(slug="bat-trang")
    make_scheme(code="KC-1")
    make_scheme(code="KC-KIN", state="nhap")
    answer = browser.get("/sitemap.xml")
    assert answer.mimetype == "application/xml"
    found = set(re.findall(r"<loc>http://localhost([^<]*)</loc>", answer.text))
    assert found >= {
        "/", "/san-pham/am-chen", "/co-so/gom-sen", "/hoi-cho/cho-phien", "/hoi-cho/cho-phien/gian-gom",
        "/hoi-cho/cho-phien/chuong-trinh/goi-banh", "/lang-nghe/bat-trang", "/khuyen-cong/de-an/KC-1",
        "/thong-tin/mua-hang",
    }  # fmt: skip
    assert not [path for path in found if "nhap" in path or "kin" in path.lower()]
    assert f"<lastmod>{times.today().isoformat()}</lastmod>" in answer.text


def test_robots_are_shown_the_map(browser):
    assert "Sitemap: http://localhost/sitemap.xml" in browser.get("/robots.txt").text


def test_says_whose_money_the_market_holds_and_what_it_takes_as_it_is(browser, app, monkeypatch):
    assert "Chợ không giữ tiền." in browser.get("/thong-tin/gioi-thieu").text
    assert "không nhận hoa hồng" in browser.get("/thong-tin/quy-che").text
    commissions.make(Terms(500, times.today(), "QĐ 1"))
    db.session.commit()
    monkeypatch.setitem(app.config, "STRIPE_SECRET_KEY", "sk_test_x")
    assert "Chợ không giữ tiền." not in browser.get("/thong-tin/gioi-thieu").text
    assert "thu phần của mình theo mức đã công bố" in browser.get("/thong-tin/quy-che").text
    assert "takes its share" in browser.get("/en/thong-tin/quy-che").text
