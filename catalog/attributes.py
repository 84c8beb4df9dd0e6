"""Attributes that staff define, and the values that products have of them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, raiseload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import LoaderOption

from catalog import search
from catalog.models import Attribute, AttributeChoice, Product, ProductAttribute
from core import audit, times
from core.db import db
from core.i18n import current_locale
from core.text import slugify

_STEP = re.compile(r"[0-9.]{1,8}-[0-9.]{1,8}")
FACET = "attr."  # a facet, a field of a product and a parameter of an address are all called attr.<code>
MOST_CHOICES = 60
MOST_NUMBER, LONGEST_NUMBER = 100_000, 12
Pair = tuple[str, str]  # a name in Vietnamese and in English


class NameTaken(Exception):
    """Another attribute has this name already."""


@dataclass(frozen=True, slots=True)
class Known:
    """An attribute as lists and JSON tell it, apart from the database."""

    code: str
    kind: str
    names: Pair
    unit: str
    choices: Mapping[str, Pair]
    shelf: str = ""  # empty: goods of every shelf are asked

    @property
    def name(self) -> str:
        return _spoken(self.names)

    @property
    def allowed(self) -> str:
        return {"number": "0-1, 1-2, 2-5, 5-10 …", "flag": "yes, no"}.get(self.kind, ", ".join(self.choices))

    def takes(self, value: str) -> bool:
        """Whether a filter may ask for it."""
        if self.kind == "number":
            return bool(_STEP.fullmatch(value))
        return value in (_YES_NO if self.kind == "flag" else self.choices)

    def say(self, value: str) -> str:
        """A value as people read it: Men lam, 20–50 cm, có."""
        if self.kind == "number":
            return f"{value.replace('-', '–').replace('.', _point())} {self.unit}".strip()
        names = _YES_NO.get(value) if self.kind == "flag" else self.choices.get(value)
        return _spoken(names) if names else value


_YES_NO: Mapping[str, Pair] = {"yes": ("Có", "Yes"), "no": ("Không", "No")}


def every() -> list[Attribute]:
    """All of them, archived ones last."""
    wanted = select(Attribute).options(selectinload(Attribute.choices), raiseload("*"))
    ordered = wanted.order_by(Attribute.archived_at.is_not(None), Attribute.position, Attribute.id)
    return list(db.session.scalars(ordered))


def with_id(attribute_id: int) -> Attribute | None:
    wanted = select(Attribute).where(Attribute.id == attribute_id)
    return db.session.scalar(wanted.options(selectinload(Attribute.choices)))


def asked_of(browse_category: str) -> list[Attribute]:
    """Those that goods of a shelf are asked."""
    return [one for one in every() if one.concerns(browse_category)]


def known() -> dict[str, Known]:
    """By code, in order; archived ones left out, archived choices kept for goods that still have them."""
    return {one.code: _told(one) for one in every() if one.archived_at is None}


def offered() -> dict[str, Known]:
    """The same with only those choices that are offered still."""
    return {one.code: _known(one, one.offered) for one in every() if one.archived_at is None}


def known_of(seen: search.Snapshot) -> dict[str, Known]:
    """The same, read at most once for what is on show; not at all where no product has any."""
    if not any(facet.startswith(FACET) for facet in seen.facets):
        return {}
    return seen.memo("attributes", known)


def traits() -> LoaderOption:
    """What told_by() needs of a product; joined, so that it costs its page no statement."""
    held = joinedload(Product.attributes)
    return held.options(joinedload(ProductAttribute.attribute), joinedload(ProductAttribute.picked))


def told_by(product: Product) -> list[tuple[Known, list[str]]]:
    """What a product has, for its page and JSON, in the order of the attributes; `product` loaded with traits()."""
    held: dict[int, list[ProductAttribute]] = {}
    for row in product.attributes:
        if row.attribute.concerns(product.browse_category):
            held.setdefault(row.attribute_id, []).append(row)
    told = [(rows[0].attribute, rows) for rows in held.values()]
    told.sort(key=lambda pair: (pair[0].position, pair[0].id))
    return [(_known(one, [row.picked for row in rows]), sorted(row.value for row in rows)) for one, rows in told]


def uses() -> dict[int, int]:
    """How many products have each attribute, by its id."""
    counted = select(ProductAttribute.attribute_id, func.count(ProductAttribute.product_id.distinct()))
    return {row[0]: row[1] for row in db.session.execute(counted.group_by(ProductAttribute.attribute_id))}


def define(
    kind: str, names: Pair, *, unit: str = "", browse_category: str = "", choices: Iterable[Pair] = ()
) -> Attribute:
    """A new attribute, last of all. Raises NameTaken."""
    code = slugify(names[0])
    if db.session.scalar(select(Attribute.id).where(Attribute.code == code)):
        raise NameTaken(code)
    position = db.session.scalar(select(func.coalesce(func.max(Attribute.position), 0))) or 0
    attribute = Attribute(
        code=code, kind=kind, name=names[0], name_en=names[1], browse_category=browse_category,
        unit=unit if kind == "number" else "", position=position + 1, choices=[],
    )  # fmt: skip
    db.session.add(attribute)
    add_choices(attribute, choices)
    audit.record(attribute, "attribute.defined", code=code, kind=kind)
    return attribute


def change(attribute: Attribute, **columns: Any) -> list[str]:
    """Other names, unit, shelf or place; the kind stays, values hang on it. Returns what differed."""
    changed = [name for name, value in columns.items() if getattr(attribute, name) != value]
    if changed:
        audit.record(
            attribute, "attribute.changed", **{name: [getattr(attribute, name), columns[name]] for name in changed}
        )
        for name in changed:
            setattr(attribute, name, columns[name])
        search.touch_all()
    return changed


def add_choices(attribute: Attribute, choices: Iterable[Pair]) -> None:
    """Further values to choose; one that is there already, or was archived, is offered again."""
    if attribute.kind not in ("one", "several"):
        return
    there = {choice.code: choice for choice in attribute.choices}
    for name, name_en in choices:
        choice = there.get(slugify(name))
        if choice:
            choice.archived_at = None
        elif len(there) < MOST_CHOICES:
            made = AttributeChoice(code=slugify(name), name=name, name_en=name_en, position=len(there))
            there[made.code] = made
            attribute.choices.append(made)
    audit.record(attribute, "attribute.choices", offered=[choice.code for choice in attribute.offered])


def archive_choices(attribute: Attribute, codes: Sequence[str]) -> None:
    """Offer them no more; goods that have them keep them."""
    for choice in attribute.offered:
        if choice.code in codes:
            choice.archived_at = times.now()
            audit.record(attribute, "attribute.choice_archived", code=choice.code)


def archive(attribute: Attribute) -> None:
    """Out of the editor, the filters and the pages; values stay, so that bringing it back brings all back."""
    if attribute.archived_at is None:
        attribute.archived_at = times.now()
        audit.record(attribute, "attribute.archived")
        search.touch_all()


def bring_back(attribute: Attribute) -> None:
    if attribute.archived_at is not None:
        attribute.archived_at = None
        audit.record(attribute, "attribute.brought_back")
        search.touch_all()


def values_of(product: Product, code: str) -> list[str]:
    return sorted(row.value for row in product.attributes if row.attribute.code == code)


def shown(product: Product, code: str) -> list[str]:
    """The same, or what an edit that waits says of it (values.lay_over)."""
    laid = product.__dict__.get("laid_attributes", {})
    return laid[code] if code in laid else values_of(product, code)


def choices_for(attribute: Attribute, held: Sequence[str]) -> list[tuple[str, str]]:
    """What may be chosen: all that is offered, and an archived one that is held."""
    return [
        (choice.code, _spoken((choice.name, choice.name_en)))
        for choice in attribute.choices
        if choice.archived_at is None or choice.code in held
    ]


def put(product: Product, code: str, values: Sequence[str]) -> None:
    """Replace the values of one attribute."""
    attribute = db.session.scalars(select(Attribute).where(Attribute.code == code)).one()
    wanted = set(values)
    for row in [row for row in product.attributes if row.attribute_id == attribute.id and row.value not in wanted]:
        product.attributes.remove(row)
    db.session.flush()  # the only value goes before another comes
    there = {row.value for row in product.attributes if row.attribute_id == attribute.id}
    product.attributes += [value_row(attribute, value) for value in sorted(wanted - there)]


def value_row(attribute: Attribute, value: str) -> ProductAttribute:
    row = ProductAttribute(**columns_of(attribute, value))
    set_committed_value(row, "attribute", attribute)  # told without asking the database
    return row


def columns_of(attribute: Attribute, value: str) -> dict[str, Any]:
    """One value as columns of its table, but for the product."""
    return {
        "attribute_id": attribute.id,
        "kind": attribute.kind,
        "value": value,
        "choice": value if attribute.kind in ("one", "several") else None,
        "number": float(value) if attribute.kind == "number" else None,
    }


def as_number(typed: str) -> str:
    """A number as it is kept, from 25, 12.5 or 12,5. Raises ValueError."""
    typed = typed.replace(",", ".")
    whole, point, part = typed.partition(".")
    is_number = (whole + part).isascii() and (whole + part).isdigit() and bool(whole) and (bool(part) or not point)
    if not is_number or len(typed) > LONGEST_NUMBER or not 0 < float(typed) <= MOST_NUMBER:
        raise ValueError(typed)
    return f"{float(typed):.10g}"


def _told(one: Attribute) -> Known:
    return _known(one, one.choices)


def _known(one: Attribute, picked: Iterable[AttributeChoice | None]) -> Known:
    choices = {choice.code: (choice.name, choice.name_en) for choice in picked if choice}
    return Known(one.code, one.kind, (one.name, one.name_en), one.unit, choices, one.browse_category)


def _spoken(names: Pair) -> str:
    return names[1] if current_locale() == "en" and names[1] else names[0]


def _point() -> str:
    return "." if current_locale() == "en" else ","
