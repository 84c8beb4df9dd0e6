"""A scheme's page: from plan to acceptance, and what was sold through it and nothing else."""

import pytest

from core import times
from core.db import db
from insight import attribution, visits
from programme.models import Document, SchemeMove
from shop import parcels
from tests.factories import (
    make_booth,
    make_enquiry,
    make_feature,
    make_parcel,
    make_photo,
    make_product,
    make_scheme,
    make_shelf,
    make_support,
)


@pytest.fixture
def stall(app):
    """A scheme with a booth that shows one product for 100.000 đồng."""
    scheme = make_scheme(code="KC-1")
    product = make_product(price=100_000, name="Lồng bàn mây", on_hand=90)
    make_photo(product)
    booth = make_booth(facility=product.facility, scheme_id=scheme.id, products=[product], title="Gian Mây Hạnh")
    return scheme, product, booth


def test_counts_orders_units_and_dong_by_product(browser, stall):
    scheme, product, booth = stall
    make_parcel(product, quantity=2, booth=booth)
    make_parcel(product, quantity=3, booth=booth)
    brought = attribution.brought_by(scheme.id)
    assert (brought.orders, brought.units, brought.dong) == (2, 5, 500_000)
    (sold,) = attribution.sold_products(scheme.id)
    assert (sold.product_id, sold.orders, sold.units, sold.dong) == (product.id, 2, 5, 500_000)
    page = browser.get("/khuyen-cong/de-an/KC-1").text
    assert "500.000\u00a0₫" in page
    assert "Lồng bàn mây" in page


def test_what_came_through_a_shelf_slot_counts_too(app, stall):
    scheme, product, _booth = stall
    feature = make_feature(make_shelf(), product, scheme_id=scheme.id)
    make_parcel(product, feature=feature)
    assert attribution.brought_by(scheme.id).orders == 1


def test_what_came_another_way_does_not_count(app, stall):
    scheme, product, _booth = stall
    make_parcel(product)
    assert attribution.brought_by(scheme.id).orders == 0
    assert attribution.sold_products(scheme.id) == []


@pytest.mark.parametrize("end", [parcels.cancel, parcels.refuse])
def test_a_parcel_that_came_to_nothing_brought_nothing(app, stall, end):
    scheme, product, booth = stall
    parcel = make_parcel(product, booth=booth)
    end(parcel, "Hết mây")
    db.session.commit()
    assert attribution.brought_by(scheme.id).dong == 0
    assert attribution.sold_products(scheme.id) == []


def test_counts_questions_and_visits_to_its_booths(app, stall):
    scheme, _product, booth = stall
    make_enquiry(scheme_id=scheme.id)
    make_enquiry()
    visits.record("booth", booth.id)
    visits.record("booth", booth.id)
    visits.record("booth", make_booth().id)
    db.session.commit()
    brought = attribution.brought_by(scheme.id)
    assert (brought.enquiries, brought.visits) == (1, 2)


def test_tells_the_way_from_plan_to_acceptance_with_papers_and_makers(browser, stall):
    scheme, product, _booth = stall
    support = make_support(scheme, product.facility, content="Gian 9 m²", result="Bán hết ba mẻ.")
    product.supports.append(support)
    scheme.targets = [{"name": "Gian hàng", "planned": "20", "reached": "19"}]
    scheme.moves.append(SchemeMove(state="da_phe_duyet", on=times.today(), document_number="7/QĐ-UBND"))
    scheme.documents.append(
        Document(type="QD_PD", number="7/QĐ-UBND", on=times.today(), summary="Duyệt", is_released=True)
    )
    scheme.documents.append(Document(type="HD", number="8/HĐ", on=times.today(), summary="Điều khoản riêng"))
    db.session.commit()
    page = browser.get("/khuyen-cong/de-an/KC-1").text
    for text in ("Đã phê duyệt", "7/QĐ-UBND", "Gian 9 m²", "Bán hết ba mẻ.", "Gian Mây Hạnh", "8/HĐ", ">19<"):
        assert text in page
    assert "Điều khoản riêng" not in page  # a number is public, what the paper says only when released


def test_without_booth_or_shelf_it_says_why_nothing_is_counted(browser):
    make_scheme(code="KC-2", content_code="may_moc_tien_tien")
    assert "không có đơn nào được tính cho nó" in browser.get("/khuyen-cong/de-an/KC-2").text


def test_an_unknown_scheme_is_not_found(browser):
    answer = browser.get("/khuyen-cong/de-an/KHONG-CO")
    assert answer.status_code == 404
    assert "đề án chưa được phê duyệt" in answer.text


def test_no_buyer_is_named(browser, stall):
    scheme, product, booth = stall
    parcel = make_parcel(product, booth=booth)
    name, phone, number = parcel.order.buyer_name, parcel.order.buyer_phone, parcel.order.number
    page = browser.get("/khuyen-cong/de-an/KC-1").text
    assert not [secret for secret in (name, phone, number) if secret in page]


def test_the_api_tells_the_same(browser, stall):
    make_support(stall[0])
    answer = browser.get("/api/v1/programme/schemes/KC-1").get_json()
    assert answer["support_count"] == 1
    assert answer["funding"]["local"] == {"planned": 100_000_000, "disbursed": 0}
    problem = browser.get("/api/v1/programme/schemes/KHONG-CO")
    assert (problem.status_code, problem.mimetype) == (404, "application/problem+json")


def test_the_api_gives_supports_page_by_page(browser):
    for _n in range(3):
        make_support()
    first = browser.get("/api/v1/programme/supports?limit=2").get_json()
    rest = browser.get(f"/api/v1/programme/supports?limit=2&cursor={first['next_cursor']}").get_json()
    assert (len(first["items"]), len(rest["items"]), rest["next_cursor"], first["total"]) == (2, 1, None, 3)
    assert not {one["id"] for one in first["items"]} & {one["id"] for one in rest["items"]}
    assert browser.get("/api/v1/programme/supports?limit=0").status_code == 422


def test_the_api_gives_places(browser):
    provinces = browser.get("/api/v1/places").get_json()["items"]
    assert len(provinces) == 34
    assert provinces[0]["name"] == "Hà Nội"
    communes = browser.get(f"/api/v1/places/{provinces[0]['code']}").get_json()["items"]
    assert len(communes) == 126
    assert browser.get("/api/v1/places/khong-co").status_code == 404
