"""What a query points at by its own name or number: an open fair, a decision, the barcode of one thing.

Each is taken out of the words, and can be read as plain words again (Selection.plain).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from catalog import gtin
from catalog.search import named, words
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words
from core import text

_TOKEN = re.compile(r"\w+")
_TITLES = (("hoi", "cho"), ("phien", "cho"), ("phien",), ("trien", "lam"))
_AT = (("o",), ("tai",), ("dang", "o"), ("cua",))
_NUMBER = r"\d{1,5}(?:[\s/.-]+\d{4})?[\s/.-]*(?:qd|gcn)"
# 2646/QĐ-BCT, 2646 qd bct, quyết định số 2646/2024/QĐ-UBND; and quyết định 2646 alone.
_DECISION = re.compile(rf"(?:\b(?:quyet dinh|qd)\s+)?(?:\bso\s+)?\b({_NUMBER}(?:[\s/.-]*[a-z]{{2,8}})?)\b")
_DECISION_ALONE = re.compile(r"\b(?:quyet dinh|qd)\s+(?:so\s+)?(\d{1,5})\b")
_SCHEME = re.compile(r"\bkc[\s-]*(\d{4})[\s-]+(\d{1,4})\b")
_BARCODE = re.compile(r"(?<!\d)\d[\d\s-]{6,16}\d(?!\d)")


@dataclass(slots=True)
class Pointed:
    """The words that remain, the facet values pointed at, in which words; and a number that looks like a decision's;
    `unknown`: a decision's or a scheme's that the market has nothing of. It is no word to look for."""

    rest: str
    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    decision: str = ""
    unknown: str = ""


def read(snapshot: Snapshot, query: str, plain: tuple[str, ...]) -> Pointed:
    found = Pointed(query)
    for facet, values, start, end in (
        *_decisions(snapshot, found),
        *_barcodes(snapshot, query),
        *_fairs(snapshot, query),
    ):
        said = query[start:end].strip()
        if said not in plain and facet not in found.chosen and said in found.rest:
            found.chosen[facet] = values
            found.said.append(said)
            found.rest = text.clean_line(found.rest.replace(said, " ", 1))
    unknown = None if "decision" in found.chosen else _unknown(snapshot, found)
    if unknown and unknown[1] not in plain:
        found.unknown, whole = unknown
        found.rest = text.clean_line(found.rest.replace(whole, " ", 1))
    return found


def _unknown(snapshot: Snapshot, found: Pointed) -> tuple[str, str] | None:
    """A number of which nothing is on show, and the words that say it."""
    bare = _aligned(found.rest)
    if one := _DECISION.search(bare) or _DECISION_ALONE.search(bare):
        return found.decision, found.rest[one.start() : one.end()].strip()
    if one := _SCHEME.search(bare):
        said = found.rest[one.start() : one.end()]
        kind, code = named.with_slug("de-an"), ("kc", one[1], one[2])
        if kind and not any(code in known.folded for known in named.all_of(snapshot, kind)):
            return said, said
    return None


Hit = tuple[str, tuple[str, ...], int, int]


def _decisions(snapshot: Snapshot, found: Pointed) -> Iterator[Hit]:
    bare = _aligned(found.rest)
    if one := _DECISION.search(bare):
        found.decision = found.rest[one.start(1) : one.end(1)].strip()
        short = re.match(_NUMBER, one[1])
        for written, end in (
            (one[1], one.end()),
            (short[0] if short else "", one.start(1) + (short.end() if short else 0)),
        ):
            if keys := _numbered(snapshot, text.slugify(written).replace("-", "")):
                found.decision = found.rest[one.start(1) : end].strip()
                yield "decision", keys, one.start(), end
                return
    elif one := _DECISION_ALONE.search(bare):
        found.decision = one[1]
        if keys := _numbered(snapshot, one[1] + "qd"):
            yield "decision", keys, one.start(), one.end()


def _numbered(snapshot: Snapshot, glued: str) -> tuple[str, ...]:
    """The decisions on show whose number begins so, what stands between left out: 2646qd."""
    known = snapshot.codes["decision"]
    return tuple(sorted(key for key in known if glued and key.replace("-", "").startswith(glued)))


def _barcodes(snapshot: Snapshot, query: str) -> Iterator[Hit]:
    for one in _BARCODE.finditer(query):
        try:
            kept = gtin.read(one[0])
        except gtin.BadGtin:
            continue
        if kept and kept in snapshot.codes["gtin"]:
            yield "gtin", (kept,), one.start(), one.end()


def _fairs(snapshot: Snapshot, query: str) -> Iterator[Hit]:
    """An open fair with goods, by its whole name, or by what follows hội chợ or phiên chợ in it."""
    names = snapshot.memo("fair names", lambda: list(_fair_names(snapshot)))
    if not names:
        return
    spans = [(one.start(), one.end(), key[0]) for one in _TOKEN.finditer(query) if (key := words.strict_words(one[0]))]
    typed = tuple(word for _, _, word in spans)
    for key, slug, is_whole in names:
        for at in range(len(typed) - len(key) + 1):
            if _is_written(typed[at : at + len(key)], key):
                before = _before(typed, at, _TITLES)
                if is_whole or before:
                    start = at - before
                    start -= _before(typed, start, _AT)
                    yield "fair", (slug,), spans[start][0], spans[at + len(key) - 1][1]
                    return


def _fair_names(snapshot: Snapshot) -> Iterator[tuple[Words, str, bool]]:
    """Names as they stand and without their title, the longest first."""
    kind = named.with_slug("hoi-cho")
    found = []
    for one in named.all_of(snapshot, kind) if kind else ():
        slug = one.named.path.rpartition("/")[2]
        if snapshot.facet("fair", slug):
            for key in one.keys:
                core = key[_before_length(key) :]
                found += [(key, slug, len(key) > 1)] + ([(core, slug, False)] if core and core != key else [])
    return iter(sorted(found, key=lambda entry: (-len(entry[0]), entry[1])))


def _before_length(key: Words) -> int:
    folded = words.fold_words(key)
    return max((len(title) for title in _TITLES if folded[: len(title)] == title), default=0)


def _before(typed: Words, at: int, phrases: tuple[Words, ...]) -> int:
    """How many words just before a place make one of the phrases."""
    folded = words.fold_words(typed[:at])
    return max((len(one) for one in phrases if len(one) <= at and folded[at - len(one) :] == one), default=0)


def _is_written(typed: Words, key: Words) -> bool:
    """Word for word; bare letters stand for any accents."""
    return all(
        one == meant or (not words.is_marked(one) and one == words.fold_word(meant))
        for one, meant in zip(typed, key, strict=True)
    )


def _aligned(written: str) -> str:
    """The query with marks off, letter under letter."""
    return "".join((text.unmarked(letter) or " ")[0] for letter in written)
