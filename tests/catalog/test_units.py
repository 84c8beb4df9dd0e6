"""catalog/units.py on the page of a product"""

import pytest

from tests.factories import make_product


@pytest.mark.parametrize(
    ("path", "unit", "words"),
    [
        ("/san-pham/am", "bộ", "một bộ, đã gồm thuế"),
        ("/en/san-pham/am", "bộ", "per set"),
        ("/en/san-pham/am", "gánh", "per gánh"),
    ],
)
def test_counts_in_the_language_being_read(browser, path, unit, words):
    make_product(slug="am", unit=unit)

    assert words in browser.get(path).text
