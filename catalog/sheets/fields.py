"""One reader for each field of a product sheet: it gives the value and notes the code of every rule that it breaks."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

from catalog import gtin, tiers
from catalog.models import by_weight
from catalog.sheets import values
from catalog.sheets.grid import Value
from catalog.sheets.lookup import Categories, Groups, Villages, is_taken_away
from catalog.sheets.traits import BadTrait, Told, Traits
from core.money import PriceError, parse_price
from core.text import clean_block, clean_line, unmarked

REQUIRED = {"sku", "name", "browse_category", "price_vnd", "unit"}
LONGEST = {"name": 200, "name_en": 200, "unit": 30, "description": 5000, "decision_number": 100, "variant": 60}
LOWEST_USUAL_PRICE = 1000
SKU = re.compile(r"[A-Z0-9][A-Z0-9._/-]{0,31}")
T = TypeVar("T")


class Note(Protocol):
    """Takes the code of a rule that is broken, and the piece of the cell that it is about where that is not all."""

    def __call__(self, code: str, said: str = "") -> None: ...


@dataclass(frozen=True, slots=True)
class Setting:
    """What rows are judged against."""

    today: date
    categories: Categories
    villages: Villages
    ocop: Groups
    cnnttb: Groups
    traits: Traits


Reader = Callable[[Value, Setting, Note], object]


def _sku(cell: Value, setting: Setting, note: Note) -> str:
    sku = values.sku(cell)
    if values.looks_like_formula(sku):
        note("formula_like_text")
    elif not SKU.fullmatch(sku):
        note("sku_invalid")
    return sku


def _name(cell: Value, setting: Setting, note: Note) -> str | None:
    name = _bare(clean_line(values.text_of(cell)), clean_line, note)
    plain = values.without_emoji(name)
    if plain != name:
        note("name_cleaned")
    if values.looks_like_formula(plain):
        note("formula_like_text")
    if not plain:
        note("missing_required")
    return _fitting("name", plain, note) or None


def _name_en(cell: Value, setting: Setting, note: Note) -> str:
    return _fitting("name_en", clean_line(values.text_of(cell)), note)


def _category(cell: Value, setting: Setting, note: Note) -> str | None:
    text = values.text_of(cell)
    slug = setting.categories.find(text)
    if slug:
        return slug
    guess = setting.categories.guess(text)
    note("category_guessed" if guess else "unknown_category")
    return guess


def _ocop(cell: Value, setting: Setting, note: Note) -> str | None:
    return _group(setting.ocop, cell, note)


def _cnnttb(cell: Value, setting: Setting, note: Note) -> str | None:
    return _group(setting.cnnttb, cell, note)


def _group(groups: Groups, cell: Value, note: Note) -> str | None:
    """The code; empty where it is taken away."""
    text = values.text_of(cell)
    found = groups.find(text)
    if len(found) == 1:
        return next(iter(found))
    if is_taken_away(text):
        return ""
    note("group_ambiguous" if found else "group_unknown")
    return None


def _attributes(cell: Value, setting: Setting, note: Note) -> Told | None:
    try:
        return setting.traits.read(values.text_of(cell))
    except BadTrait as bad:
        note(bad.code, bad.piece)
        return None


def _price(cell: Value, setting: Setting, note: Note) -> int | None:
    try:
        price = parse_price(values.text_of(cell) if isinstance(cell, date | str) else cell)
    except PriceError as error:
        note(error.code)
        return None
    if price is not None and price < LOWEST_USUAL_PRICE:
        note("price_suspicious_low")
    return price


def _unit(cell: Value, setting: Setting, note: Note) -> str:
    return _fitting("unit", clean_line(values.text_of(cell)).lower(), note)


def _stock(cell: Value, setting: Setting, note: Note) -> int | None:
    count = _read(values.stock, cell, "stock_invalid", note)
    if count is not None and count < 0:
        note("stock_negative")
    return count


def _weight(cell: Value, setting: Setting, note: Note) -> int | None:
    return _read(values.grams, cell, "weight_invalid", note)


def _by_weight(cell: Value, setting: Setting, note: Note) -> str | None:
    """The cell as an export writes it; “không” takes it away."""
    text = clean_line(values.text_of(cell))
    if is_taken_away(text):
        return ""
    try:
        by_weight.read_terms(text)
    except ValueError:
        note("by_weight_invalid")
        return None
    return text


def _description(cell: Value, setting: Setting, note: Note) -> str | None:
    text = _bare(clean_block(values.text_of(cell)), clean_block, note)
    if values.looks_like_formula(text):
        note("formula_like_kept")
    return _fitting("description", text, note) or None


def _stars(cell: Value, setting: Setting, note: Note) -> int | None:
    return _read(values.stars, cell, "ocop_stars_invalid", note)


def _decision(cell: Value, setting: Setting, note: Note) -> str:
    return _fitting("decision_number", re.sub(" ?/ ?", "/", clean_line(values.text_of(cell))), note)


def _issued_on(cell: Value, setting: Setting, note: Note) -> date | None:
    day = _read(values.day, cell, "date_invalid", note)
    if day and day > setting.today:
        note("date_future")
    return day


def _village(cell: Value, setting: Setting, note: Note) -> str | None:
    found = setting.villages.find(values.text_of(cell))
    if len(found) != 1:
        note("village_ambiguous" if found else "village_unknown")
        return None
    return next(iter(found))


def _variant(cell: Value, setting: Setting, note: Note) -> str | None:
    name = clean_line(values.text_of(cell))
    if values.looks_like_formula(name):
        note("formula_like_text")
    return _fitting("variant", name, note) or None


def _retired(cell: Value, setting: Setting, note: Note) -> bool | None:
    text = values.text_of(cell)
    if is_taken_away(text):
        return False
    if unmarked(text) in ("co", "roi", "x", "thoi", "thoi ban"):
        return True
    note("retired_unclear")
    return None


def _gtin(cell: Value, setting: Setting, note: Note) -> str | None:
    return _read(lambda one: gtin.read(values.sku(one)), cell, "gtin_invalid", note)


def _tiers(cell: Value, setting: Setting, note: Note) -> list[list[int]] | None:
    try:
        return tiers.read(values.text_of(cell))
    except tiers.BadTiers as bad:
        note(bad.code)
        return None


def _images(cell: Value, setting: Setting, note: Note) -> tuple[str, ...]:
    names, left_out = values.pictures(values.text_of(cell))
    if left_out:
        note("image_name_unsafe")
    return names


def _bare(text: str, clean: Callable[[str], str], note: Note) -> str:
    bare = values.without_html(text)
    if bare == text:
        return text
    note("html_removed")
    return clean(bare)


def _fitting(name: str, text: str, note: Note) -> str:
    if len(text) > LONGEST[name]:
        note("too_long")
    return text


def _read(reader: Callable[[Value], T], cell: Value, code: str, note: Note) -> T | None:
    try:
        return reader(cell)
    except ValueError:
        note(code)
        return None


READERS: dict[str, Reader] = {
    "sku": _sku,
    "name": _name,
    "name_en": _name_en,
    "browse_category": _category,
    "price_vnd": _price,
    "unit": _unit,
    "stock": _stock,
    "weight_g": _weight,
    "description": _description,
    "ocop_stars": _stars,
    "decision_number": _decision,
    "issued_on": _issued_on,
    "village": _village,
    "images": _images,
    "parent_sku": _sku,
    "variant": _variant,
    "retired": _retired,
    "sold_by_weight": _by_weight,
    "gtin": _gtin,
    "tier_pairs": _tiers,
    "ocop_group": _ocop,
    "cnnttb_group": _cnnttb,
    "attributes": _attributes,
}
