"""Label facts of goods (Nghị định 43/2017/NĐ-CP, 111/2021/NĐ-CP): which fields each kind has, and their names."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from catalog.models import Product
from core.i18n import as_written, current_locale
from core.text import accented, words

_DATA = Path(__file__).parent / "data"


# Words in a product's name that say a rule of some goods concerns it, until its maker says otherwise.
_USUAL_WORDS = {
    "đồ uống có cồn": {"rượu", "bia", "vang"},
    "hương, nhang": {"hương", "nhang"},
    "vàng, bạc": {"vàng", "bạc"},
}
KINDS = "_kinds"  # in Product.label: which of the conditions its maker says do hold


@dataclass(frozen=True, slots=True)
class LabelField:
    """`on_page`: the rule wants it on the page too, not only on the goods. `only_with`: for some goods of the kind."""

    field: str
    name_vi: str
    is_required: bool
    on_page: bool
    only_with: str = ""

    @property
    def name(self) -> str:
        return _english().get(self.field, self.name_vi) if current_locale() == "en" else self.name_vi


def fields_of(browse_category: str) -> tuple[LabelField, ...]:
    """The fields of one kind of goods, in the order of the rule."""
    return _by_category().get(browse_category, ())


def conditions_of(browse_category: str) -> tuple[str, ...]:
    """What some fields of this kind of goods depend on: đồ uống có cồn, đồ chơi trẻ em."""
    return tuple(dict.fromkeys(one.only_with for one in fields_of(browse_category) if one.only_with))


def kinds(product: Product) -> tuple[str, ...]:
    """The conditions that hold for this product: as its maker said, else as its name lets one think."""
    return _kinds(product.browse_category, product.name, product.label)


def missing(product: Product) -> list[LabelField]:
    """Required facts that are not given yet, of those that concern this product."""
    return lacking(product.browse_category, product.name, product.label)


def lacking(browse_category: str, name: str, label: Mapping[str, Any]) -> list[LabelField]:
    """The same of goods that are no product yet."""
    required = [one for one in fields_of(browse_category) if one.is_required and not label.get(one.field)]
    if not any(one.only_with for one in required):
        return required
    held = _kinds(browse_category, name, label)
    return [one for one in required if not one.only_with or one.only_with in held]


def _kinds(browse_category: str, name: str, label: Mapping[str, Any]) -> tuple[str, ...]:
    conditions = conditions_of(browse_category)
    said = label.get(KINDS)
    if said is not None:
        return tuple(one for one in conditions if one in said)
    named = set(words(accented(name))) if conditions else set()
    return tuple(one for one in conditions if named & _USUAL_WORDS.get(one, set()))


def suggested(product: Product) -> dict[str, str]:
    """What the product and its maker already tell, offered in empty fields; in Vietnamese, as on the goods."""
    maker = product.facility
    return {
        "ten_hang_hoa": product.name,
        "xuat_xu": "Việt Nam",
        "ten_chiu_trach_nhiem": maker.name,
        "dia_chi_chiu_trach_nhiem": ", ".join(filter(None, (maker.address, maker.commune_name, "Hà Nội"))),
    }


def facts(product: Product) -> list[tuple[str, str]]:
    """(name, value) of the label facts that the maker has given."""
    return [(one.name, _told(product, one)) for one in fields_of(product.browse_category) if _given(product, one)]


def _told(product: Product, one: LabelField) -> str:
    """In English where it is read and told; else in Vietnamese, which is said where English is read."""
    told = product.label_en.get(one.field) if current_locale() == "en" else None
    return str(told) if told else as_written(str(product.label[one.field]))


def _given(product: Product, one: LabelField) -> bool:
    return one.on_page and bool(product.label.get(one.field))


@cache
def _by_category() -> dict[str, tuple[LabelField, ...]]:
    found: dict[str, list[LabelField]] = {}
    for row in _rows("label_requirements.csv"):
        name, _comma, only_with = row["label_vi"].partition(" (trên nhãn")[0].partition(", chỉ với ")
        one = LabelField(row["field"], name, row["required"] == "yes", row["on_page"] == "yes", only_with)
        found.setdefault(row["category"], []).append(one)
    return {category: tuple(fields) for category, fields in found.items()}


@cache
def _english() -> dict[str, str]:
    return {row["field"]: row["label_en"] for row in _rows("label_names_en.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
