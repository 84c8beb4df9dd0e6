"""Label facts of goods (Nghị định 43/2017/NĐ-CP, 111/2021/NĐ-CP): which fields each kind has, and their names."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from catalog.models import Product
from core.i18n import current_locale

_DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class LabelField:
    """`on_page`: the rule wants it on the page too, not only on the goods."""

    field: str
    name_vi: str
    is_required: bool
    on_page: bool

    @property
    def name(self) -> str:
        return _english().get(self.field, self.name_vi) if current_locale() == "en" else self.name_vi


def fields_of(browse_category: str) -> tuple[LabelField, ...]:
    """The fields of one kind of goods, in the order of the rule."""
    return _by_category().get(browse_category, ())


def facts(product: Product) -> list[tuple[str, str]]:
    """(name, value) of the label facts that the maker has given."""
    return [
        (one.name, str(product.label[one.field])) for one in fields_of(product.browse_category) if _given(product, one)
    ]


def _given(product: Product, one: LabelField) -> bool:
    return one.on_page and bool(product.label.get(one.field))


@cache
def _by_category() -> dict[str, tuple[LabelField, ...]]:
    found: dict[str, list[LabelField]] = {}
    for row in _rows("label_requirements.csv"):
        name = row["label_vi"].partition(", chỉ với")[0].partition(" (trên nhãn")[0]
        one = LabelField(row["field"], name, row["required"] == "yes", row["on_page"] == "yes")
        found.setdefault(row["category"], []).append(one)
    return {category: tuple(fields) for category, fields in found.items()}


@cache
def _english() -> dict[str, str]:
    return {row["field"]: row["label_en"] for row in _rows("label_names_en.csv")}


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
