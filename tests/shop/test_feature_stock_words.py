"""What a page says of stock and of waiting, before anybody buys."""

import pytest

from tests.factories import make_product


@pytest.mark.parametrize(
    ("columns", "words"),
    [
        ({"on_hand": 24, "unit": "bộ"}, "Còn 24 bộ."),
        ({"on_hand": 3, "held": 3}, "Tạm hết hàng."),
        ({"on_hand": None}, "Luôn có hàng."),
        ({"on_hand": 1, "one_of_a_kind": True}, "Chỉ có một."),
        ({"on_hand": None, "mode": "made_to_order", "lead_days": 20}, "Làm theo đặt, khoảng 20 ngày."),
        ({"on_hand": None, "mode": "showcase", "price": None}, "Chỉ trưng bày."),
    ],
)
def test_counted_uncounted_and_made_to_order_are_told_apart(browser, columns, words):
    assert words in browser.get(f"/san-pham/{make_product(**columns).slug}").text


def test_the_days_of_making_stand_beside_the_price(browser):
    product = make_product(mode="made_to_order", on_hand=None, lead_days=20)

    assert "Cần khoảng 20 ngày để làm." in browser.get(f"/san-pham/{product.slug}").text
