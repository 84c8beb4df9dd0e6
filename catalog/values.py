"""The fields of a product by name: a column, a label fact (`label.<field>`, `label_en.<field>`), a word of its making
(`making.<field>`), its pictures of a turn or steps as a whole, or an offer."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm.attributes import set_committed_value

from catalog import attributes, frames, recognitions, steps, stock
from catalog.models import Product, Promise
from core.db import db

# Kept by the variants; as fields of a product, those of its first. A price follows what is sold by weight.
OFFER = ("sold_by_weight", "price", "on_hand", "weight_g", "gtin", "tier_pairs")


def of(product: Product, name: str) -> Any:
    table, dot, field = name.partition(".")
    if name in OFFER:
        return getattr(product.main, name)
    if table == "attr":
        return attributes.values_of(product, field)
    if name == "frames":
        return frames.of(product)
    if name == "steps":
        return steps.of(product)
    if table == "making":
        return getattr(product.promise, field) if product.promise else ""
    return getattr(product, table).get(field, "") if dot else getattr(product, name)


def put(product: Product, name: str, value: Any) -> None:
    """Raises stock.BelowHeld, recognitions.HoldsTitle."""
    table, dot, field = name.partition(".")
    if name == "on_hand":
        db.session.flush()
        stock.set_on_hand(product.main.sku, value)
    elif name in OFFER:
        setattr(product.main, name, value)
    elif table == "attr":
        attributes.put(product, field, value)
    elif name == "frames":
        frames.put(product, value)
    elif name == "steps":
        steps.put(product, value)
    elif table == "making":
        setattr(steps.promise_of(product), field, value)
    elif not dot:
        if name == "one_of_a_kind" and value:
            recognitions.may_be_one_of_a_kind(product)
        setattr(product, name, value)
    else:
        setattr(product, table, _with_fact(getattr(product, table), field, value))


def lay_over(product: Product, values: Mapping[str, Any]) -> None:
    """Let a loaded product tell other values, for a page to show; nothing of it is ever written."""
    for name, value in values.items():
        table, dot, field = name.partition(".")
        if table == "attr":
            product.__dict__.setdefault("laid_attributes", {})[field] = value
        elif table == "making":
            _lay_telling(product, field, value)
        elif name == "steps":
            _lay_telling(product, name, steps.waiting(value))
        elif dot:
            set_committed_value(product, table, _with_fact(getattr(product, table), field, value))
        else:
            set_committed_value(product, name, value)


def plain(value: Any) -> Any:
    """As JSON keeps it."""
    return value if isinstance(value, str | int | bool | list | None) else str(value)


def _lay_telling(product: Product, field: str, told: Any) -> None:
    """Where nothing was told yet, a row for the page only: it belongs to no session."""
    if product.promise is None:
        set_committed_value(product, "promise", Promise())
    set_committed_value(product.promise, field, told)


def _with_fact(label: Mapping[str, Any], field: str, value: Any) -> dict[str, Any]:
    kept = {key: old for key, old in label.items() if key != field}
    return kept if value in ("", None) else kept | {field: value}
