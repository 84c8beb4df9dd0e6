"""The search page: senses to choose from, what was mended, what to do where nothing is found."""

from tests.factories import make_product


def test_offers_the_senses_of_a_bare_word(browser):
    make_product(name="Tương nếp")
    make_product(name="Tượng gỗ")
    page = browser.get("/tim?q=tuong").text
    assert "có mấy nghĩa" in page
    assert "tượng (điêu khắc)" in page
    assert "có mấy nghĩa" not in browser.get("/tim?q=tượng").text


def test_says_what_it_looked_for_instead(browser):
    make_product(name="Nón lá", summary="Nón lá khâu tay.")
    page = browser.get("/tim?q=nonla").text
    assert "1 món cho “nón lá”" in page
    assert "Không món nào viết “nonla”" in page


def test_shows_what_comes_near_apart_from_what_fits(browser):
    make_product(name="Tranh sơn dầu")
    page = browser.get("/tim?q=tranh+đông+hồ").text
    assert "Không có món nào đúng hẳn" in page
    assert "Gần với điều bạn tìm" in page
    assert "Tranh sơn dầu" in page


def test_nothing_found_says_what_was_understood_and_what_next(browser):
    make_product()
    page = browser.get("/tim?q=qwertzu")
    assert page.status_code == 200
    assert "Không thấy “qwertzu”" in page.text
    assert "không món nào nói đến" in page.text
    assert "Xem mọi hàng" in page.text


def test_keeps_the_query_in_the_box_and_escapes_it(browser):
    page = browser.get('/tim?q="><script>alert(1)</script>').text
    assert "<script>alert" not in page


def test_a_very_long_query_is_read_as_far_as_it_goes(browser):
    make_product(name="Gốm")
    page = browser.get("/tim?q=" + "gốm+" * 120)
    assert page.status_code == 200
    assert "chỉ đọc 120 chữ đầu" in page.text


def test_results_are_not_for_other_search_engines(browser):
    assert 'content="noindex, follow"' in browser.get("/tim?q=gốm").text
