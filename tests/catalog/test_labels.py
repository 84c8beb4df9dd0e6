"""Label facts: which are required of which goods (catalog/labels.py)."""

import pytest

from catalog import labels, taxonomy
from tests.catalog.test_products import LABEL
from tests.factories import make_facility, make_product


def missing(**columns):
    return [one.field for one in labels.missing(make_product(**columns))]


def test_every_group_has_its_fields(app):
    assert all(labels.fields_of(group.slug) for group in taxonomy.browse_groups())


def test_names_what_is_missing_in_the_order_of_the_rule(app):
    given = {field: text for field, text in LABEL.items() if field not in ("xuat_xu", "thanh_phan")}

    assert missing(browse_category="gom-su", label=given) == ["xuat_xu", "thanh_phan"]
    assert missing(browse_category="gom-su", label=LABEL) == []


def test_what_the_page_need_not_say_is_not_required(app):
    assert "ngay_san_xuat" not in missing(browse_category="thuc-pham", label={})


@pytest.mark.parametrize(
    ("name", "kinds", "required"),
    [
        ("Rượu nếp cái hoa vàng", None, True),
        ("Trà ướp sen", None, False),
        ("Trà ướp sen", ["đồ uống có cồn"], True),  # its maker knows better than its name
        ("Giấm men rượu", [], False),
    ],
)
def test_alcohol_facts_are_required_of_alcohol_only(app, name, kinds, required):
    label = {} if kinds is None else {labels.KINDS: kinds}

    assert ("nong_do_con" in missing(name=name, browse_category="tra-do-uong", label=label)) is required


def test_a_tone_tells_words_apart(app):
    """Hương is incense, hướng is not."""
    assert labels.kinds(make_product(name="Hương trầm", browse_category="huong-do-dung")) == ("hương, nhang",)
    assert labels.kinds(make_product(name="Quạt hướng dương", browse_category="huong-do-dung")) == ()


def test_shows_only_what_was_given_and_never_what_is_ours(app):
    product = make_product(browse_category="gom-su", label={"xuat_xu": "Việt Nam", "_images": ["a.jpg"], "_kinds": []})

    assert labels.facts(product) == [("Xuất xứ", "Việt Nam")]


def test_offers_what_is_known_of_the_maker(app):
    facility = make_facility(name="Gốm Mẫu", address="Xóm 3", commune_name="Xã Bát Tràng")

    offered = labels.suggested(make_product(facility=facility, name="Ấm trà"))

    assert offered["ten_chiu_trach_nhiem"] == "Gốm Mẫu"
    assert offered["dia_chi_chiu_trach_nhiem"] == "Xóm 3, Xã Bát Tràng, Hà Nội"
    assert offered["ten_hang_hoa"] == "Ấm trà"
