"""A group's page: a shelf of the shop or a branch of OCOP, with the same facets."""

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


def test_an_empty_group_says_so(browser):
    assert browser.get("/nhom/cay-canh").status_code == 200


def test_an_unknown_group_is_not_there(browser):
    answer = browser.get("/nhom/khong-co")
    assert answer.status_code == 404
    assert "Không có nhóm hàng này" in answer.text


def test_speaks_english(browser):
    assert "<h1>Ceramics</h1>" in browser.get("/en/nhom/gom-su").text
