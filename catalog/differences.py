"""What an edit changes, made readable: words struck and added, values before and after, pictures side by side."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from catalog import fields, frames
from catalog.models import Product
from core import pictures
from core.pictures import Picture

TEXTS = ("name", "name_en", "summary", "summary_en", "story", "story_en")
_WORD = re.compile(r"\s+|[^\s\w]|\w+")
_ALIKE = 0.5  # below this half is new: stray words in common would only break up what is read
_MOST_WORDS = 4_000  # beyond that, marking each word costs more than it tells


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words: "same", "gone" or "new"."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One field's change; `parts` for texts, `old` and `new` as people read them, pictures where they are."""

    name: str
    label: str
    old: str
    new: str
    is_text: bool = False
    parts: list[Part] = field(default_factory=list)
    going: list[Picture] = field(default_factory=list)
    coming: list[Picture] = field(default_factory=list)


def of(product: Product, changes: Mapping[str, Any]) -> list[Change]:
    """In the order of the editor, label facts last; every change, whatever it is called."""
    order = {name: place for place, name in enumerate(fields.names())}
    named = sorted(changes, key=lambda name: (order.get(name, len(order)), name))
    return [_change(product, name, changes[name]) for name in named]


def marked(old: str, new: str) -> list[Part]:
    """The new text with what went and what came, by whole words."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > _MOST_WORDS:
        return [Part("gone", old), Part("new", new)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [Part("gone", old), Part("new", new)]
    return list(_merged(_parts(matcher, before, after)))


def is_text(name: str) -> bool:
    """Whether it is running words: of these the difference is marked, and earlier ones can be taken back."""
    return name in TEXTS or (name.startswith(("label.", "label_en.", "making.")) and not name.startswith("label._"))


def _change(product: Product, name: str, pair: list[Any]) -> Change:
    label = fields.label_of(name, product)
    if name == "photos":
        going, coming = ([one for digest in side if (one := pictures.known(digest))] for side in pair)
        return Change(name, label, "", "", going=going, coming=coming)
    if name == "frames":
        going, coming = frames.differing(*pair)
        return Change(name, label, "", "", going=going, coming=coming)
    old, new = (fields.told(name, value) for value in pair)
    parts = marked(old, new) if is_text(name) and old and new else []
    return Change(name, label, old, new, is_text(name), parts)


def _parts(matcher: "SequenceMatcher[str]", before: list[str], after: list[str]) -> Iterator[Part]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Part("same", "".join(before[a:b]))
        else:
            yield Part("gone", "".join(before[a:b]))
            yield Part("new", "".join(after[c:d]))


def _merged(parts: Iterator[Part]) -> Iterator[Part]:
    """A single space between two changes joins them: five words struck are one stroke, not five."""
    found = [part for part in parts if part.text]
    gone, new, out = "", "", []
    for place, part in enumerate(found):
        inside = part.kind == "same" and part.text.isspace() and (gone or new) and place + 1 < len(found)
        if part.kind == "same" and not inside:
            out += [Part("gone", gone), Part("new", new), part]
            gone = new = ""
        else:
            gone += part.text if part.kind in ("gone", "same") else ""
            new += part.text if part.kind in ("new", "same") else ""
    out += [Part("gone", gone), Part("new", new)]
    yield from (part for part in out if part.text)
