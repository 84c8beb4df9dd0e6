"""What a product's page offers beside it: its village first, then its shelf."""

import re

from core.db import db
from shop import related
from tests.factories import make_attribute, make_facility, make_order, make_product, make_value, make_village


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


def test_what_was_bought_together_comes_forward(browser):
    village = make_village()
    product = make_product(village_id=village.id, browse_category="gom-su")
    make_product(slug="cung-ke", browse_category="gom-su")
    together = make_product(slug="cung-mua", browse_category="tra-do-uong")
    assert "cung-mua" not in offered(browser, product)
    for _ in range(3):
        make_order(product, together)
    assert list(dict.fromkeys(offered(browser, product))) == ["cung-mua", "cung-ke"]


def test_a_best_seller_does_not_push_out_its_village(app):
    village = make_village()
    product = make_product(village_id=village.id, browse_category="gom-su", on_hand=500)
    kin = make_product(village_id=village.id, browse_category="gom-su")
    seller = make_product(browse_category="thuc-pham", on_hand=500)
    make_order(product, seller)
    assert [one.id for one in related.goods_beside(product)] == [kin.id, seller.id]
    for _ in range(4):
        make_order(product, seller)
    assert {one.id for one in related.goods_beside(product)} == {kin.id, seller.id}


def test_a_cancelled_order_says_nothing(app):
    product, other = make_product(browse_category="gom-su"), make_product(browse_category="thuc-pham")
    order = make_order(product, other)
    for parcel in order.parcels:
        parcel.state = "cancelled"
    db.session.commit()
    assert related.goods_beside(product) == []


def test_what_is_sold_out_stands_last(app):
    product = make_product(browse_category="gom-su")
    gone = make_product(browse_category="gom-su", on_hand=0)
    there = make_product(browse_category="gom-su")
    assert [one.id for one in related.goods_beside(product)] == [there.id, gone.id]


def test_the_same_material_comes_before_the_shelf_alone(app):
    glaze = make_attribute()
    product, plain, blue = (make_product(browse_category="gom-su") for _ in range(3))
    for one in (product, blue):
        make_value(one, glaze, "xanh")
    make_value(plain, glaze, "do")
    assert [one.id for one in related.goods_beside(product)] == [blue.id, plain.id]


def test_no_maker_fills_the_row_where_others_are_there(app):
    maker, other = make_facility(), make_facility()
    product = make_product(facility=maker, browse_category="gom-su")
    for _ in range(5):
        make_product(facility=maker, browse_category="gom-su")
    late = make_product(facility=other, browse_category="gom-su")
    beside = related.goods_beside(product)
    assert len(beside) == related.SHOWN
    assert late.id in [one.id for one in beside]


def test_costs_the_same_few_statements_however_much_was_sold(app, query_count):
    product, other = make_product(on_hand=500), make_product(on_hand=500)

    def load():
        db.session.commit()
        with query_count() as run:
            related.goods_beside(product)
        return len([one for one in run if one.startswith(("SELECT", "WITH"))])

    make_order(product, other)
    few = load()
    for _ in range(5):
        make_order(product, other, make_product(on_hand=500))
    assert load() == few <= 7
