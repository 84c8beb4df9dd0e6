"""The pages of the three classifications: shelves, the OCOP tree with its former branches, CNNTTB groups."""

import pytest

from catalog import groups, search, taxonomy
from tests.factories import make_product


def test_shows_a_shelf(browser):
    make_product(name="Bình gốm", browse_category="gom-su")
    make_product(name="Khăn lụa", browse_category="lua-theu-may")
    page = browser.get("/nhom/gom-su").text
    assert "<h1>Gốm sứ</h1>" in page
    assert "Bình gốm" in page
    assert "Khăn lụa" not in page


def test_shows_a_branch_of_ocop_with_all_below_it(browser):
    make_product(name="Bình gốm", ocop_group="IV.1")
    make_product(name="Khăn lụa", ocop_group="IV.2")
    make_product(name="Tương nếp", ocop_group="I.4.a")
    page = browser.get("/nhom/ocop-iv").text
    assert "Bình gốm" in page
    assert "Khăn lụa" in page
    assert "Tương nếp" not in page
    assert "Khăn lụa" not in browser.get("/nhom/ocop-iv-1").text


def test_a_branch_leads_up_and_down_by_counts(browser):
    make_product(ocop_group="I.4.a")
    make_product(ocop_group="I.4.a")
    make_product(ocop_group="I.3.b")
    page = browser.get("/nhom/ocop-i").text
    assert 'href="/nhom/ocop-i-4"' in page
    assert "Gia vị <b>2</b>" in page
    assert "/nhom/ocop-i-5" not in page
    leaf = browser.get("/nhom/ocop-i-4-a").text
    assert '<a href="/nhom/ocop-i">' in leaf
    assert '<a href="/nhom/ocop-i-4">' in leaf


def test_names_the_ministry_that_answers_for_an_ocop_group(browser):
    make_product(ocop_group="II.2.a")
    assert "Bộ Y tế" in browser.get("/nhom/ocop-ii-2-a").text


def test_shows_a_group_of_the_programme(browser):
    make_product(name="Máy thái lá", cnnttb_group="may")
    make_product(name="Khăn lụa", cnnttb_group="tcmn")
    page = browser.get("/nhom/cnnttb-may").text
    assert "Máy thái lá" in page
    assert "Khăn lụa" not in page


def test_a_branch_of_older_certificates_leads_to_what_it_became(browser):
    make_product(name="Bình gốm", ocop_group="IV.1")
    make_product(name="Đào bích", ocop_group="V.2")
    make_product(name="Khăn lụa", ocop_group="IV.2")
    page = browser.get("/nhom/ocop-truoc-2023-luu-niem-noi-that-trang-tri").text
    assert "Bình gốm" in page
    assert "Đào bích" in page
    assert "Khăn lụa" not in page
    assert "do người trực xem từng món" in page
    assert 'href="/nhom/ocop-iv-1"' in page


def test_all_six_older_branches_are_there():
    found = {one.name_vi: one.maps_to for one in taxonomy.former_branches()}
    assert len(found) == 6
    assert found["Vải và may mặc"] == ("IV.2",)


def test_an_empty_group_is_not_there_and_names_what_is_above(browser):
    make_product(ocop_group="I.3.b")
    answer = browser.get("/nhom/ocop-i-4")
    assert answer.status_code == 404
    assert "Gia vị chưa có món nào" in answer.text
    assert 'href="/nhom/ocop-i"' in answer.text


def test_facets_that_leave_nothing_do_not_make_a_group_empty(browser):
    make_product(browse_category="gom-su")
    assert browser.get("/nhom/gom-su?sao=5").status_code == 200


def test_an_unknown_group_is_not_there(browser):
    answer = browser.get("/nhom/khong-co")
    assert answer.status_code == 404
    assert "Không có nhóm hàng này" in answer.text


@pytest.mark.parametrize("path", ["/nhom", "/en/nhom"])
def test_the_index_shows_what_has_goods_and_nothing_else(browser, path):
    make_product(browse_category="gom-su", ocop_group="IV.1", cnnttb_group="tcmn")
    page = browser.get(path).text
    for slug in ("gom-su", "ocop-iv", "ocop-iv-1", "cnnttb-tcmn", "ocop-truoc-2023-luu-niem-noi-that-trang-tri"):
        assert f'/nhom/{slug}"' in page
    for slug in ("cay-canh", "ocop-i", "ocop-iv-2", "cnnttb-may", "ocop-truoc-2023-thuc-pham"):
        assert f'/nhom/{slug}"' not in page


def test_the_map_of_the_site_has_no_empty_group(browser):
    make_product(browse_category="gom-su", ocop_group="IV.1")
    page = browser.get("/sitemap.xml").text
    assert "/nhom/ocop-iv-1<" in page
    assert "/nhom/cay-canh<" not in page


def test_every_entry_has_an_address_of_its_own(app):
    every = [
        *taxonomy.browse_groups(), *taxonomy.ocop_groups(), *taxonomy.cnnttb_groups(), *taxonomy.former_branches(),
    ]  # fmt: skip
    assert len({one.slug for one in every}) == len(every)
    assert all(taxonomy.with_slug(one.slug) == one for one in every)


def test_a_product_page_shows_all_three_with_links(browser):
    product = make_product(browse_category="gom-su", ocop_group="IV.1", cnnttb_group="tcmn")
    page = browser.get(f"/san-pham/{product.slug}").text
    panel = page.split("Thuộc nhóm")[1].split("</section>")[0]
    for slug in ("gom-su", "ocop-iv-1", "cnnttb-tcmn"):
        assert f'href="/nhom/{slug}"' in panel


def test_what_most_goods_of_a_shelf_belong_to_exists():
    for group in taxonomy.browse_groups():
        ocop, cnnttb = taxonomy.usual_for(group.slug)
        assert not ocop or taxonomy.ocop_group(ocop)
        assert not cnnttb or taxonomy.cnnttb_group(cnnttb)


def test_counts_a_former_branch_once_a_product(app):
    make_product(ocop_group="IV.1")
    branch = taxonomy.with_slug("ocop-truoc-2023-luu-niem-noi-that-trang-tri")
    assert groups.standing(branch, search.snapshot()).count == 1


def test_speaks_english(browser):
    make_product(browse_category="gom-su")
    assert "<h1>Ceramics</h1>" in browser.get("/en/nhom/gom-su").text
