"""What an edit changes, made readable: words struck and added, values before and after, pictures side by side."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from catalog import fields, frames, restepped
from catalog.models import Product
from catalog.struck import Part, marked
from core import pictures
from core.pictures import Picture

TEXTS = ("name", "name_en", "summary", "summary_en", "story", "story_en")


@dataclass(frozen=True, slots=True)
class Change:
    """One field's change; `parts` for texts, `old` and `new` as people read them, pictures and steps where they are."""

    name: str
    label: str
    old: str
    new: str
    may_come_back: bool = False
    parts: list[Part] = field(default_factory=list)
    going: list[Picture] = field(default_factory=list)
    coming: list[Picture] = field(default_factory=list)
    steps: list[restepped.Step] = field(default_factory=list)


def of(product: Product, changes: Mapping[str, Any]) -> list[Change]:
    """In the order of the editor, label facts last; every change, whatever it is called."""
    order = {name: place for place, name in enumerate(fields.names())}
    named = sorted(changes, key=lambda name: (order.get(name, len(order)), name))
    return [_change(product, name, changes[name]) for name in named]


def is_text(name: str) -> bool:
    """Whether it is running words: of these the difference is marked."""
    return name in TEXTS or (name.startswith(("label.", "label_en.", "making.")) and not name.startswith("label._"))


def may_come_back(name: str) -> bool:
    """Whether what it said earlier can be taken back from the history."""
    return is_text(name) or name in ("frames", "steps")


def _change(product: Product, name: str, pair: list[Any]) -> Change:
    label = fields.label_of(name, product)
    if name == "photos":
        going, coming = ([one for digest in side if (one := pictures.known(digest))] for side in pair)
        return Change(name, label, "", "", going=going, coming=coming)
    old, new = (fields.told(name, value) for value in pair)
    if name == "frames":
        going, coming = frames.differing(product, *pair)
        return Change(name, label, old, new, may_come_back(name), going=going, coming=coming)
    if name == "steps":
        return Change(name, label, old, new, may_come_back(name), steps=restepped.differing(*pair))
    parts = marked(old, new) if is_text(name) and old and new else []
    return Change(name, label, old, new, may_come_back(name), parts)
