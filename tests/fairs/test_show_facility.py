"""The facility's page: legal facts, story, goods, papers, support received, booths."""

import pytest

from tests.factories import make_booth, make_facility, make_ocop, make_photo, make_product, make_scheme, make_support


def test_tells_who_they_are_and_what_they_make(browser):
    facility = make_facility(
        slug="gom-tam-sen",
        name="Gốm Tâm Sen",
        tax_code="0109999123",
        representative="Vũ Thị Lý",
        story="Ba đời giữ lò.",
    )
    make_ocop(make_product(facility=facility, name="Chén tống"), 4, decision_number="188/QĐ")
    make_product(facility=facility, name="Chén nháp", state="draft")

    page = browser.get("/co-so/gom-tam-sen").text

    for told in ("Hộ kinh doanh", "0109999123", "Vũ Thị Lý", "Ba đời giữ lò.", "Chén tống", "188/QĐ"):
        assert told in page
    assert "Chén nháp" not in page


def test_shows_support_of_approved_schemes_only(browser):
    facility = make_facility(slug="gom-tam-sen")
    make_support(make_scheme(code="KC-DUYET"), facility, content="Lò nung gas")
    make_support(make_scheme(code="KC-NHAP", state="nhap"), facility, content="Máy chuốt")

    page = browser.get("/co-so/gom-tam-sen").text

    assert "Lò nung gas" in page
    assert 'href="/khuyen-cong/de-an/KC-DUYET"' in page
    assert "Máy chuốt" not in page


def test_leads_to_its_booths(browser):
    facility = make_facility(slug="gom-tam-sen")
    booth = make_booth(facility=facility, slug="gom-tam-sen")

    assert f'href="/hoi-cho/{booth.fair.slug}/gom-tam-sen"' in browser.get("/co-so/gom-tam-sen").text


def test_says_when_it_is_a_sample(browser):
    make_facility(slug="mau", is_sample=True)
    make_facility(slug="that")

    assert "Cơ sở mẫu" in browser.get("/co-so/mau").text
    assert "Cơ sở mẫu" not in browser.get("/co-so/that").text


def test_an_unknown_one_is_not_found(browser):
    assert browser.get("/co-so/khong-co").status_code == 404


@pytest.mark.parametrize("many", [1, 40])
def test_runs_the_same_queries_however_much_there_is(browser, query_count, many):
    facility = make_facility(slug="gom-tam-sen")
    scheme = make_scheme()
    for _ in range(many):
        product = make_product(facility=facility)
        make_photo(product)
        make_booth(facility=facility, products=[product])
        make_support(scheme, facility)

    with query_count() as run:
        browser.get("/co-so/gom-tam-sen")

    assert sum("SELECT" in statement for statement in run) == 9
