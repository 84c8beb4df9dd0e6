"""Words of other regions and names of places that are no more still find the goods."""

import pytest

from catalog import search
from tests.factories import make_product, make_village


@pytest.mark.parametrize(("written", "typed"), [("Kẹo ngô rang", "kẹo bắp"), ("Kẹo bắp rang", "kẹo ngô")])
def test_a_word_of_the_other_region_finds_it(app, written, typed):
    product = make_product(name=written, browse_category="thuc-pham")

    assert search.find(typed).ids == [product.id]


@pytest.mark.parametrize("typed", ["Tân Lễ", "xã cũ Tân Lễ", "tan le", "huyện Hưng Viên", "phường Phú Điền"])
def test_names_before_and_after_july_2025_find_the_place(app, typed):
    village = make_village(former_commune="Tân Lễ", former_district="Hưng Viên", commune_name="Phú Điền")
    product = make_product(name="Chiếu cói", village_id=village.id)
    make_product(name="Chiếu trúc", village_id=make_village(commune_name="Hòa Lâm").id)

    assert search.find(typed).ids == [product.id]
