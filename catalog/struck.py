"""Two texts as one: the new with what went and what came, by whole words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORD = re.compile(r"\s+|[^\s\w]|\w+")
_ALIKE = 0.5  # below this half is new: stray words in common would only break up what is read
_MOST_WORDS = 4_000  # beyond that, marking each word costs more than it tells


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words: "same", "gone" or "new"."""

    kind: str
    text: str


def marked(old: str, new: str) -> list[Part]:
    """The new text with what went and what came, by whole words."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > _MOST_WORDS:
        return [Part("gone", old), Part("new", new)]
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return [Part("gone", old), Part("new", new)]
    return list(_merged(_parts(matcher, before, after)))


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
