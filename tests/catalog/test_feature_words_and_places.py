"""Words of other regions and names of places that are no more still find the goods."""

import pytest

from catalog import search
from tests.factories import make_product, make_village


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Kẹo ngô rang", "kẹo bắp"), ("Kẹo bắp rang", "kẹo ngô"), ("Tai lợn muối", "tai heo"),
        ("Tai heo muối", "tai lợn"), ("Tinh bột sắn", "bột khoai mì"), ("Mứt hạt sen", "mứt hột sen"),
        ("Lọ hoa gốm", "bình bông"), ("Hộp bút khảm", "hộp viết"), ("Vòng cổ bạc", "dây chuyền bạc"),
    ],
)  # fmt: skip
def test_a_word_of_the_other_region_finds_it(app, written, typed):
    product = make_product(name=written, browse_category="thuc-pham")

    answer = search.find(typed)
    assert (answer.ids, answer.exact) == ([product.id], 1)


def test_a_pig_stands_before_what_has_withered(app):
    make_product(name="Cà pháo", story="Phơi một nắng cho quả héo.")
    pig = make_product(name="Giò tai lợn")

    assert search.find("heo").ids[0] == pig.id
    assert search.find("giò heo").ids == [pig.id]


@pytest.mark.parametrize("typed", ["Tân Lễ", "xã cũ Tân Lễ", "tan le", "huyện Hưng Viên", "phường Phú Điền"])
def test_names_before_and_after_july_2025_find_the_place(app, typed):
    village = make_village(former_commune="Tân Lễ", former_district="Hưng Viên", commune_name="Phú Điền")
    product = make_product(name="Chiếu cói", village_id=village.id)
    make_product(name="Chiếu trúc", village_id=make_village(commune_name="Hòa Lâm").id)

    assert search.find(typed).ids == [product.id]
