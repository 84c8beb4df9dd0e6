"""What a product's page offers beside it: its village first, then its shelf."""

import re

from tests.factories import make_product, make_village


def offered(browser, product):
    page = browser.get(f"/san-pham/{product.slug}").text
    return re.findall(r'href="/san-pham/([\w-]+)"', page.partition('class="grid"')[2])


def test_the_village_comes_before_the_shelf_and_strangers_stay_away(browser):
    village = make_village()
    product = make_product(village_id=village.id, browse_category="gom-su")
    make_product(slug="cung-ke", browse_category="gom-su")
    make_product(slug="cung-lang", village_id=village.id, browse_category="may-tre-dan")
    make_product(slug="nguoi-la", browse_category="may-tre-dan")

    assert list(dict.fromkeys(offered(browser, product))) == ["cung-lang", "cung-ke"]


def test_what_is_not_on_show_is_not_offered(browser):
    product = make_product()
    make_product(slug="chua-bay", state="draft")

    assert offered(browser, product) == []
