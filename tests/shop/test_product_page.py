from datetime import timedelta

import pytest

from core import times
from core.db import db
from tests.factories import (
    make_booth,
    make_cnnttb,
    make_facility,
    make_fair,
    make_feature,
    make_hall,
    make_member,
    make_ocop,
    make_parcel,
    make_photo,
    make_product,
    make_scheme,
    make_shelf,
    make_stand,
    make_support,
    make_village,
)


def page_of(browser, product, query=""):
    answer = browser.get(f"/san-pham/{product.slug}{query}")
    assert answer.status_code == 200
    return answer.text


def support(product, scheme=None, **columns):
    given = make_support(scheme, product.facility, **columns)
    product.supports.append(given)
    db.session.commit()


def test_says_what_it_is_who_makes_it_and_what_it_costs(browser):
    village = make_village(name="Bát Tràng")
    lo = make_facility(name="Gốm Tâm Sen", village_id=village.id)
    product = make_product(
        name="Bình men rạn", facility=lo, village_id=village.id, price=850_000, unit="bộ", on_hand=24, story="Đất sét."
    )
    page = page_of(browser, product)
    for said in ("Bình men rạn", "Gốm Tâm Sen", "Bát Tràng", "850.000\xa0₫", "một bộ", "Còn 24 bộ", "Đất sét."):
        assert said in page
    assert 'name="go" value="buy"' in page


def test_is_the_same_bytes_for_everybody(browser):
    product = make_product()
    stranger = browser.get(f"/san-pham/{product.slug}")
    browser.sign_in(make_member(product.facility))
    browser.post("/gio-hang/mon", sku=product.sku, quantity=1)
    known = browser.get(f"/san-pham/{product.slug}")
    assert known.data == stranger.data
    assert known.headers["Cache-Control"].startswith("public")
    assert "Set-Cookie" not in known.headers
    assert browser.get(f"/san-pham/{product.slug}", headers={"If-None-Match": known.headers["ETag"]}).status_code == 304


def test_shows_recognitions_with_number_issuer_and_validity(browser):
    product = make_product()
    make_ocop(product, 5, decision_number="412/QĐ-OCOP", issuer="Bộ Nông nghiệp")
    make_cnnttb(product, "quoc_gia", 2023)
    page = page_of(browser, product)
    for said in ("412/QĐ-OCOP", "Bộ Nông nghiệp", "Hiệu lực", 'aria-label="OCOP 5 sao"', "Cấp quốc gia"):
        assert said in page


def test_lapsed_stars_are_not_shown_as_stars(browser):
    product = make_product()
    make_ocop(product, 5, issued_on=times.today() - timedelta(days=1200))
    page = page_of(browser, product)
    assert "Hết" in page
    assert 'class="stars"' not in page


def test_shows_the_support_and_links_its_scheme(browser):
    product = make_product()
    scheme = make_scheme(code="KC-2024-017")
    support(product, scheme, content="Lò nung gas", local=280, counterpart=420)
    page = page_of(browser, product)
    assert "Lò nung gas" in page
    assert 'href="/khuyen-cong/de-an/KC-2024-017"' in page
    assert "(40 %)" in page


def test_support_of_a_scheme_that_is_only_proposed_is_not_shown(browser):
    product = make_product()
    support(product, make_scheme(state="nhap"), content="Lò nung gas")
    assert "Lò nung gas" not in page_of(browser, product)


def test_shows_the_stands_of_open_fairs_only(browser):
    product = make_product()
    fair = make_fair(name="Chợ phiên cuối Thu")
    stand = make_stand(make_hall(fair, name="Nhà A"), number="G07")
    booth = make_booth(fair, product.facility, stand, [product])
    make_booth(make_fair(name="Chợ đã tan", closes_at=times.now()), product.facility, products=[product])
    page = page_of(browser, product)
    assert "Gian G07, Nhà A" in page
    assert f'href="/hoi-cho/{fair.slug}/{booth.slug}"' in page
    assert "Chợ đã tan" not in page


def test_carries_the_booth_and_the_shelf_slot_on(browser):
    product = make_product()
    booth = make_booth(facility=product.facility, products=[product])
    feature = make_feature(make_shelf(), product, reason="Rót không rớt một giọt.")
    page = page_of(browser, product, f"?gian={booth.code}&ke={feature.id}")
    assert f'name="gian" value="{booth.code}"' in page
    assert f'name="ke" value="{feature.id}"' in page
    assert "Rót không rớt một giọt." in page


@pytest.mark.parametrize("query", ["?gian=nham&ke=nham", "?ke=99999999999999", "?gian=%00", "?ke=%F0%9F%8D%B5"])
def test_a_wrong_source_is_left_out(browser, query):
    page = page_of(browser, make_product(), query)
    assert 'name="gian"' not in page
    assert 'name="ke"' not in page


def test_what_is_only_shown_has_no_cart_but_a_question(browser):
    page = page_of(browser, make_product(mode="showcase", price=None, on_hand=None))
    assert 'action="/gio-hang/mon"' not in page
    assert 'action="/hoi"' in page
    assert "Chỉ trưng bày" in page


@pytest.mark.parametrize(("mode", "told"), [("sale", True), ("service", False)])
def test_how_it_is_packed_and_sent_is_told_of_what_is_sent(browser, mode, told):
    product = make_product(mode=mode, facility=make_facility(delivery_note="Hút chân không, gửi thứ Hai."))
    assert ("Hút chân không" in page_of(browser, product)) is told


def test_what_is_sold_out_says_so_and_cannot_be_bought(browser):
    page = page_of(browser, make_product(on_hand=2, held=2))
    assert "Tạm hết hàng" in page
    assert 'action="/gio-hang/mon"' not in page


def test_names_the_label_facts(browser):
    page = page_of(browser, make_product(label={"xuat_xu": "Việt Nam", "thanh_phan": "Sứ nung"}))
    assert "Xuất xứ" in page
    assert "Sứ nung" in page


@pytest.mark.parametrize("state", ["withdrawn", "taken_down"])
def test_what_was_taken_away_says_so_and_shows_its_like(browser, state):
    lo = make_facility()
    gone = make_product(name="Bình cũ", state=state, facility=lo)
    make_product(name="Bình mới", facility=lo)
    page = browser.get(f"/san-pham/{gone.slug}")
    assert page.status_code == 410
    assert "Bình cũ đã thôi bày" in page.text
    assert "Bình mới" in page.text


@pytest.mark.parametrize("state", ["draft", "submitted", "sent_back"])
def test_what_was_never_shown_is_not_found(browser, state):
    product = make_product(name="Bí mật", state=state)
    page = browser.get(f"/san-pham/{product.slug}")
    assert page.status_code == 404
    assert "Bí mật" not in page.text


def test_english_is_read_under_en(browser):
    product = make_product(name_en="Lotus tea set")
    page = browser.get(f"/en/san-pham/{product.slug}").text
    assert "Lotus tea set" in page
    assert 'action="/en/gio-hang/mon"' in page


@pytest.mark.parametrize("many", [1, 20])
def test_runs_at_most_fourteen_queries(browser, query_count, many):
    village = make_village()
    product = make_product(village_id=village.id)
    for _ in range(many):
        other = make_product(village_id=village.id)
        make_photo(other)
        make_photo(product)
        make_ocop(other)
        make_booth(facility=product.facility, products=[product])
        support(product)
    make_parcel(product, state="delivered")
    feature = make_feature(make_shelf(), product)
    path = f"/san-pham/{product.slug}?ke={feature.id}"
    with query_count() as run:
        assert browser.get(path).status_code == 200
    assert len(run) <= 14


def test_a_printed_code_leads_to_the_booth_or_the_product(browser):
    product = make_product(sku="P01")
    booth = make_booth(facility=product.facility, products=[product], code="GTS01")
    assert browser.get("/q/GTS01").location == f"/hoi-cho/{booth.fair.slug}/{booth.slug}?gian=GTS01"
    assert browser.get("/q/P01").location == f"/san-pham/{product.slug}"
    assert browser.get("/q/nham").status_code == 404
