"""Each language has its own address, and every page names its twin."""

import pytest

from tests.factories import make_product


@pytest.mark.parametrize(
    ("path", "own", "other"),
    [
        ("/", "vi", '<link rel="alternate" hreflang="en" href="/en/">'),
        ("/en/", "en", '<link rel="alternate" hreflang="vi" href="/">'),
        ("/lang-nghe", "vi", '<link rel="alternate" hreflang="en" href="/en/lang-nghe">'),
        ("/en/thong-tin/mua-hang", "en", '<link rel="alternate" hreflang="vi" href="/thong-tin/mua-hang">'),
    ],
)
def test_a_page_names_itself_and_its_twin(browser, path, own, other):
    page = browser.get(path).text

    assert f'<html lang="{own}">' in page
    assert other in page


def test_a_product_is_told_in_the_language_being_read(browser):
    product = make_product(slug="am-ve-sen", name="Ấm vẽ sen", name_en="Lotus teapot", summary="Men lam.")

    assert "<h1>Ấm vẽ sen</h1>" in browser.get(f"/san-pham/{product.slug}").text
    english = browser.get("/en/san-pham/am-ve-sen").text
    assert "<h1>Lotus teapot</h1>" in english
    assert "Men lam." in english  # what nobody has put into English stays readable
