"""Official groups and attributes in a sheet: read as people write them, and whatever goes out comes back the same."""

import io
import random

import pytest

from catalog import taxonomy
from catalog.attributes import Known, as_number
from catalog.sheets import judge, read
from catalog.sheets.lookup import Groups
from catalog.sheets.table import HEADINGS
from catalog.sheets.traits import BadTrait, Traits
from tests.catalog.sheet_files import CATEGORIES, GOOD, TODAY, VILLAGES, codes, one, workbook

MATERIAL = Known(
    "chat-lieu", "several", ("Chất liệu", "Material"), "",
    {"tre-nua": ("Tre, nứa", "Bamboo"), "may": ("Mây", "Rattan"), "a-b": ("A + B", "AB"), "tre": ("Tre", "Bamboo")},
)  # fmt: skip
GLAZE = Known(
    "kieu-men", "one", ("Kiểu men", "Glaze"), "", {"men-lam": ("Men lam", ""), "men-ran": ("Men rạn", "")}, "gom-su"
)
WIDTH = Known("duong-kinh", "number", ("Đường kính", "Diameter"), "cm", {})
OVEN = Known("lo-vi-song", "flag", ("Dùng lò: vi sóng", "Microwave"), "", {})
KNOWN = [MATERIAL, GLAZE, WIDTH, OVEN]


def verdict(**cells):
    given = GOOD | cells
    sheet = workbook([HEADINGS[name][0] for name in given], list(given.values()))
    return next(judge(read(io.BytesIO(sheet)), TODAY, VILLAGES, CATEGORIES, KNOWN))


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("IV.1", "IV.1"),
        ("iv.1", "IV.1"),
        ("Nhóm IV.1", "IV.1"),
        ("OCOP IV.1", "IV.1"),
        ("IV.1 Thủ công mỹ nghệ gia dụng, trang trí", "IV.1"),
        ("thu cong my nghe gia dung trang tri", "IV.1"),
        ("I.3.b", "I.3.b"),
        ("Chè", "I.5"),
        ("Thảo dược", "III"),
        ("Không", ""),
        ("bỏ", ""),
    ],
)
def test_finds_a_group_of_the_ocop_tree_by_code_or_by_name(typed, code):
    assert (codes(one(ocop_group=typed)), one(ocop_group=typed).values.ocop_group) == ([], code)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Đồ uống không cồn", "group_ambiguous"),
        ("Lưu niệm – nội thất – trang trí", "group_ambiguous"),
        ("IX.1", "group_unknown"),
        ("Gốm", "group_unknown"),
    ],
)
def test_refuses_a_group_that_is_none_or_several(typed, code):
    assert codes(one(ocop_group=typed)) == [f"ocop_group:{code}"]


def test_every_group_is_found_as_an_export_writes_it():
    ocop = Groups([*taxonomy.ocop_groups(), *taxonomy.former_branches()])
    assert all(ocop.find(f"{one.code} {one.name_vi}") == {one.code} for one in taxonomy.ocop_groups())
    cnnttb = Groups(taxonomy.cnnttb_groups())
    assert all(cnnttb.find(one.name_vi) == {one.code} for one in taxonomy.cnnttb_groups())
    assert one(cnnttb_group="TCMN").values.cnnttb_group == "tcmn"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Chất liệu: Tre, nứa", {"chat-lieu": ["tre-nua"]}),
        ("chat lieu: tre, nứa, Mây", {"chat-lieu": ["may", "tre-nua"]}),
        ("Chất liệu: Tre + Mây; Kiểu men: MEN LAM", {"chat-lieu": ["may", "tre"], "kieu-men": ["men-lam"]}),
        ("Chất liệu: Mây\nĐường kính: 12,5 cm", {"chat-lieu": ["may"], "duong-kinh": ["12.5"]}),
        ("Đường kính (cm): 25", {"duong-kinh": ["25"]}),
        ("lo-vi-song: Có", {"lo-vi-song": ["yes"]}),
        ("lo-vi-song: không", {"lo-vi-song": ["no"]}),
        ("Kiểu men: không; lo-vi-song: bỏ", {"kieu-men": [], "lo-vi-song": []}),
        ("Kiểu men: ; ", {}),
    ],
)
def test_reads_attributes_as_people_write_them(typed, told):
    assert (codes(verdict(attributes=typed)), verdict(attributes=typed).values.attributes) == ([], told)


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        ("Màu nâu", "attribute_unclear", "Màu nâu"),
        ("Màu: nâu", "attribute_unknown", "Màu"),
        ("Kiểu men: Men tím", "attribute_value", "Kiểu men: Men tím"),
        ("Kiểu men: Men lam + Men rạn", "attribute_one", "Kiểu men: Men lam + Men rạn"),
        ("Đường kính: to", "attribute_number", "Đường kính: to"),
        ("Đường kính: 0", "attribute_number", "Đường kính: 0"),
        ("Đường kính: 100001", "attribute_number", "Đường kính: 100001"),
        ("Chất liệu: Mây; chất liệu: Tre", "attribute_twice", "chất liệu: Tre"),
        ("x" * 20_001, "attribute_unclear", "x" * 40),
    ],
)
def test_names_the_piece_that_cannot_be_taken(typed, code, said):
    (reason,) = verdict(attributes=typed).reasons
    assert (reason.field, reason.code, reason.said) == ("attributes", code, said)
    assert said in reason.message


def test_an_attribute_of_another_shelf_is_refused():
    (reason,) = verdict(browse_category="Mây tre đan", attributes="Kiểu men: Men lam").reasons
    assert (reason.code, reason.said) == ("attribute_elsewhere", "Kiểu men")


def test_two_attributes_of_one_name_are_told_apart_by_their_codes():
    twins = Traits([GLAZE, Known("men-cu", "flag", ("Kiểu men", ""), "", {})])
    with pytest.raises(BadTrait, match="attribute_ambiguous"):
        twins.read("Kiểu men: có")
    assert twins.read(twins.written({"men-cu": ["yes"], "kieu-men": ["men-lam"]})) == {
        "men-cu": ["yes"],
        "kieu-men": ["men-lam"],
    }


def test_whatever_goes_out_comes_back_the_same():
    """Names with the marks that part things, one that is another's beginning, numbers large and small."""
    traits, dice = Traits(KNOWN), random.Random(3)
    for _ in range(300):
        held = {
            "chat-lieu": sorted(dice.sample([*MATERIAL.choices], dice.randint(0, 4))),
            "kieu-men": dice.sample([*GLAZE.choices], dice.randint(0, 1)),
            "duong-kinh": [as_number(dice.choice(["0.00001", "100000", "12,5", "7", f"{dice.random():.6f}"]))],
            "lo-vi-song": dice.choice([[], ["yes"], ["no"]]),
        }
        assert traits.read(traits.written(held)) == {code: values for code, values in held.items() if values}
