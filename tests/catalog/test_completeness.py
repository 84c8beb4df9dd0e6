"""The score of a product and what it blocks (catalog/completeness.py)."""

from catalog import completeness
from core.db import db
from tests.catalog.test_products import LABEL
from tests.factories import make_photo, make_product

STORY = "Đất lọc ba nước, vuốt tay, vẽ lam rồi mới tráng men. " * 4


def product(photos=3, **columns):
    whole = {"name_en": "Teapot", "summary": "Ấm vuốt tay.", "story": STORY, "label": LABEL}
    made = make_product(**whole | columns)
    for _n in range(photos):
        make_photo(made)
    db.session.refresh(made)
    return made


def test_a_whole_product_has_a_hundred(app):
    whole = completeness.of(product())

    assert (whole.score, whole.blocking, whole.next) == (100, [], None)


def test_an_empty_one_still_sums_to_a_hundred(app):
    empty = completeness.of(product(photos=0, name_en="", summary="", story="", label={}, price=None, unit=""))

    assert sum(item.weight for item in empty.items) == 100
    assert empty.score == 10  # what is on hand, and the weight


def test_names_what_is_required_with_its_step_and_field(app):
    whole = completeness.of(product(photos=0, price=None, label={**LABEL, "thong_so": ""}))

    assert [(item.step, item.field) for item in whole.blocking] == [(1, "photos"), (2, "price"), (3, "label.thong_so")]


def test_what_is_made_to_order_may_have_its_price_on_request(app):
    whole = completeness.of(product(mode="made_to_order", price=None, on_hand=None))

    assert whole.blocking == []
    assert whole.score == 85


def test_what_is_required_comes_before_what_weighs_more(app):
    whole = completeness.of(product(photos=1, label={**LABEL, "thong_so": ""}, story=""))

    assert whole.next.field == "label.thong_so"
