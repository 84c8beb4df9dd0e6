"""Attributes and collections of the demo: values are read from what the rows say of material and size."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import timedelta

from catalog import attributes, collections
from catalog.models import Attribute, Product
from core import times
from core.db import db
from demo.tables import Row, rows

_HEIGHT = re.compile(r"\b[Cc]ao (\d+(?:,\d+)?) cm")
_DIAMETER = re.compile(r"[Đđ]ường kính (\d+(?:,\d+)?) cm")


def attributes_of(goods: Iterable[tuple[Row, Product]]) -> None:
    """Define each attribute, then give every product what its row says."""
    pairs = list(goods)
    for row in rows("attributes"):
        choices = [line.split("|") for line in row["values"].splitlines()]
        made = attributes.define(
            row["kind"],
            (row["name"], row["name_en"]),
            unit=row["unit"],
            browse_category=row["browse_category"],
            choices=[(name, name_en) for name, name_en, _words in choices],
        )
        db.session.flush()
        words = [(choice.code, line[2].split(";")) for choice, line in zip(made.choices, choices, strict=True)]
        for source, product in pairs:
            if made.concerns(product.browse_category) and not (made.browse_category == "" and _is_eaten(product)):
                product.attributes += [attributes.value_row(made, value) for value in _said(made, words, source)]


def collections_on_show() -> None:
    """Three that answer what people look for before Tết."""
    for row in rows("collections"):
        words = {name: row[name] for name in ("title", "title_en", "intro", "intro_en")}
        ends_at = times.now() + timedelta(days=int(row["days"])) if row["days"] else None
        collections.make(words | {"rules": json.loads(row["rules"]), "starts_at": None, "ends_at": ends_at})


def _is_eaten(product: Product) -> bool:
    """Of what is eaten, grown or lived through, the row names what is in it, not what it is made of."""
    return product.browse_category in ("thuc-pham", "tra-do-uong", "duoc-lieu", "cay-canh", "trai-nghiem")


def _said(made: Attribute, words: list[tuple[str, list[str]]], row: Row) -> Iterator[str]:
    material, size = row.get("material", "").lower(), row.get("size", "")
    if made.kind == "number":
        found = (_HEIGHT if made.code == "chieu-cao" else _DIAMETER).search(size)
        yield from [f"{float(found[1].replace(',', '.')):.10g}"] if found else []
    elif made.kind == "flag":
        yield from ["yes"] if "không chì" in material else []
    else:
        said = [code for code, one in words if any(re.search(rf"\b{word}\b", material) for word in one)]
        yield from said[:1] if made.kind == "one" else said
