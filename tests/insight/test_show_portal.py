"""The portal: published figures as their sources wrote them, beside figures that open into rows."""

import pytest

from core import times
from core.db import db
from programme.models import Indicator
from tests.factories import (
    make_booth,
    make_facility,
    make_fair,
    make_parcel,
    make_photo,
    make_product,
    make_scheme,
    make_support,
)


def publish(code, value, source="Báo A", **columns):
    defaults = {
        "name": f"Số của {code}", "name_en": f"Count of {code}", "unit": "lớp", "rounded": "exact",
        "count_kind": "events", "scope": "Hà Nội", "recorded_at": times.now(),
    }  # fmt: skip
    db.session.add(Indicator(code=code, value=value, source=source, **defaults | columns))
    db.session.commit()


def test_published_figures_say_rounding_scope_source_and_day(browser):
    publish("KC11", 7300, rounded="over", unit="gian hàng")
    page = browser.get("/khuyen-cong").text
    assert "<small>trên</small> 7.300" in page
    assert "Nguồn không nêu ngày chốt." in page
    assert "Báo A" in page
    publish("KC06", 260, as_of=times.today(), rounded="nearly")
    assert "<small>gần</small> 260" in browser.get("/khuyen-cong").text


def test_where_two_sources_disagree_both_stand_and_where_they_agree_they_stand_together(browser):
    publish("KC09", 21, "Báo A")
    publish("KC09", 18, "Báo B")
    publish("KC01", 625, "Báo A")
    publish("KC01", 625, "Báo B")
    page = browser.get("/khuyen-cong").text
    assert page.count('figures__number">625') == 1
    assert 'figures__number">21' in page
    assert "<b>18</b>" in page
    assert "viết khác:" in page
    items = browser.get("/api/v1/programme/indicators").get_json()["items"]
    assert [(one["code"], one["value"]) for one in items] == [("KC01", 625), ("KC01", 625), ("KC09", 21), ("KC09", 18)]
    assert set(items[0]) == {"code", "name", "unit", "value", "rounded", "count_kind", "as_of", "scope", "source"}


def test_counted_figures_stand_beside_published_ones_and_open_into_their_rows(browser):
    publish("KC05", 120)
    publish("KC03", 16)
    scheme, facility = make_scheme(content_code="may_moc_tien_tien"), make_facility()
    make_support(scheme, facility)
    make_support(scheme, facility)
    page = browser.get("/khuyen-cong").text
    assert '<a href="/khuyen-cong/ho-tro?noi-dung=may-moc">2 lượt cơ sở</a> (1 cơ sở khác nhau)' in page
    assert "sổ chưa ghi từng dòng, chưa đếm được" in page


def test_a_published_figure_never_grows_by_what_is_counted(browser):
    publish("KC01", 625)
    make_support(make_scheme(content_code="dao_tao_nghe"), quantity=30)
    page = browser.get("/khuyen-cong").text
    assert 'figures__number">625' in page
    assert "1 lớp" in page
    assert 'figures__number">626' not in page


def test_unapproved_records_count_nowhere_and_are_named_in_the_note(browser):
    make_support(make_scheme(state="cho_so_tham_dinh"))
    make_support()
    page = browser.get("/khuyen-cong").text
    assert "lượt hỗ trợ, của 1 cơ sở khác nhau" in page
    assert "Không tính 1 đề án" in page


def test_fairs_count_turns_and_distinct_facilities(browser):
    publish("KC12", 3000, rounded="over")
    facility = make_facility()
    for _n in range(2):
        make_booth(make_fair(), facility)
    make_booth(make_fair(), published_at=None)
    assert "2 lượt cơ sở</a> (1 cơ sở khác nhau)" in browser.get("/khuyen-cong").text


def test_says_what_one_dong_drew(browser):
    make_scheme()  # 100 million from each source: half as much again from the facility as from each
    assert "Một đồng kéo theo 0,50 đồng" in browser.get("/khuyen-cong").text
    assert "0.50" in browser.get("/en/khuyen-cong").text


def test_tells_the_scheme_that_sold_most(browser):
    quiet = make_scheme(code="KC-IM", state="thanh_ly", accepted_on=times.today(), story="Lặng lẽ.")
    loud = make_scheme(code="KC-VUI", state="thanh_ly", accepted_on=times.today(), story="Đông khách.")
    product = make_product(price=250_000)
    make_photo(product)
    booth = make_booth(facility=product.facility, scheme_id=loud.id, products=[product])
    make_parcel(product, quantity=2, booth=booth)
    page = browser.get("/khuyen-cong").text
    assert "Đông khách." in page
    assert quiet.code not in page
    assert "500.000\u00a0₫" in page


def test_stands_with_an_empty_book(browser):
    page = browser.get("/khuyen-cong")
    assert page.status_code == 200
    assert "Chưa có dòng nào để vẽ." in page.text


@pytest.mark.parametrize("size", [1, 25])
def test_at_most_twelve_queries_however_much_there_is(browser, query_count, size):
    for n in range(size):
        publish(f"KC{n:02}", n)
        scheme = make_scheme(state="thanh_ly", accepted_on=times.today(), story="Chuyện.")
        product = make_product()
        make_photo(product)
        make_support(scheme, product.facility)
        make_parcel(product, booth=make_booth(facility=product.facility, scheme_id=scheme.id, products=[product]))
    for path in ("/khuyen-cong", f"/khuyen-cong/de-an/{scheme.code}"):
        with query_count() as run:
            assert browser.get(path).status_code == 200
        assert len([one for one in run if not one.startswith("BEGIN")]) <= 12
