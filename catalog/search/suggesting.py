"""Completions while one types: what goods are called, shelves, villages, crafts, places, makers, fairs, schemes, goods.

Each leads to at least one result. Names are held in order, once a snapshot; goods are found by the terms of the index.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import nsmallest
from itertools import islice
from urllib.parse import urlencode

from catalog import taxonomy
from catalog.search import named, words
from catalog.search.bits import membership, numbers_in
from catalog.search.documents import Facts
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words
from programme import places

LEAST_LETTERS = 2
# How many of each kind at most, in the order in which they are shown.
_MOST = {
    "term": 2, "group": 2, "village": 2, "craft": 1, "product": 4, "facility": 2, "commune": 1, "former": 1, "fair": 1,
    "venue": 1, "scheme": 1,
}  # fmt: skip
_MOST_TRIED = 2_000  # names
_UNITS = ("xã_", "phường_", "huyện_", "quận_", "thị_")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind` is one of _MOST; `path` leads there in Vietnamese; `count` is how much one finds."""

    kind: str
    path: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class _Entry:
    suggestion: Suggestion
    strict: Words
    is_english: bool


# Whether the name is of the other language, how it fits (less is better), and what it leads to.
_Ranked = tuple[bool, int, Suggestion]


def suggestions(snapshot: Snapshot, typed: str, *, english: bool = False) -> list[Suggestion]:
    """Each kind's best few for what was typed, from two letters on; accents that were typed must fit.

    What has a name in both languages is called by the reader's, where that fits as well.
    """
    key = words.strict_words(typed)[:8]
    if len("".join(key)) < LEAST_LETTERS:
        return []
    return snapshot.memo(("suggested", key, english), lambda: _suggestions(snapshot, key, english))


def prepare(snapshot: Snapshot) -> None:
    """Work out before the first visitor what every completion needs, and what first letters find."""
    snapshot.memo("suggestions", lambda: _sorted_entries(snapshot))
    _goods(snapshot, ("ấm", "ấ"))
    _goods(snapshot, ("ấ",))


def _suggestions(snapshot: Snapshot, key: Words, english: bool) -> list[Suggestion]:
    found: dict[str, dict[str, _Ranked]] = {}
    for skipped, entry in _named(snapshot, key):
        one = entry.suggestion
        ranked = entry.is_english != english, skipped * 1_000_000 - one.count, one
        of_kind = found.setdefault(one.kind, {})
        of_kind[one.path] = min(of_kind.get(one.path, ranked), ranked, key=lambda known: known[:2])
    best = {kind: _best(of_kind, _MOST[kind]) for kind, of_kind in found.items()}
    best["product"] = [_product(facts) for facts in snapshot.told(_goods(snapshot, key))]
    return [one for kind in _MOST for one in best.get(kind, ())]


def _best(found: dict[str, _Ranked], most: int) -> list[Suggestion]:
    ranked = nsmallest(most, found.values(), key=lambda known: (known[1], known[2].label))
    return [one for _foreign, _rank, one in ranked]


def _named(snapshot: Snapshot, key: Words) -> Iterator[tuple[int, _Entry]]:
    """Names with a word from which on they begin as typed, and how many words stand before it."""
    prefix = " ".join(words.fold_words(key))
    entries = snapshot.memo("suggestions", lambda: _sorted_entries(snapshot))
    start = bisect_left(entries, (prefix,))
    for folded, skipped, _, entry in islice(entries, start, start + _MOST_TRIED):
        if not folded.startswith(prefix):
            break
        if _fits(key, entry.strict[skipped:]):
            yield skipped, entry


def _fits(typed: Words, candidate: Words) -> bool:
    """Whole words as typed; of the last one its beginning. A bare word fits any accents."""
    for place, word in enumerate(typed[: len(candidate)]):
        meant = candidate[place]
        is_last = place == len(typed) - 1
        if words.is_marked(word) and not (meant.startswith(word) if is_last else meant == word):
            return False
    return True


def _goods(snapshot: Snapshot, key: Words) -> list[int]:
    """The best products whose name has what was typed side by side; those that begin so first."""
    folded = words.fold_words(key)
    fitting = _side_by_side(snapshot, "name_f", folded) & _as_accented(snapshot, key)
    first = f"^{folded[0]}"
    starting = fitting & (snapshot.begins("name_f", folded[0]) if folded[1:] else snapshot.beginning("name_f", first))
    if not fitting and all(word.isascii() for word in key):
        fitting = _side_by_side(snapshot, "english_f", folded)
    most = _MOST["product"]
    chosen = _foremost(snapshot, starting, most)
    return chosen + _foremost(snapshot, fitting & ~starting, most - len(chosen)) if len(chosen) < most else chosen


def _side_by_side(snapshot: Snapshot, field: str, key: Words) -> int:
    """Who holds the words one after another, the last one begun."""
    *pairs, last = ["_".join(pair) for pair in zip(key, key[1:], strict=False)] or [key[0]]
    found = snapshot.beginning(field, last)
    for pair in pairs:
        found &= snapshot.phrase(field, tuple(pair.split("_")))
    return found


def _as_accented(snapshot: Snapshot, key: Words) -> int:
    found = snapshot.everything
    for word in key[:-1]:
        if words.is_marked(word):
            found &= snapshot.phrase("name_a", (word,))
    return found & snapshot.beginning("name_a", key[-1]) if words.is_marked(key[-1]) else found


def _foremost(snapshot: Snapshot, bits: int, most: int) -> list[int]:
    """The best `most` of a set."""
    if bits.bit_count() ** 2 <= most * len(snapshot.facts):  # to look through all would take longer
        return nsmallest(most, numbers_in(bits), key=snapshot.places_by("quality").__getitem__)
    return list(islice(filter(membership(bits), snapshot.order("quality")), most))


def _product(facts: Facts) -> Suggestion:
    return Suggestion("product", f"/san-pham/{facts['slug']}", facts["name"], 1)


def _sorted_entries(snapshot: Snapshot) -> list[tuple[str, int, int, _Entry]]:
    """Every name from each of its words on, folded, in order."""
    entries = []
    for number, (one, is_english) in enumerate(pair for pair in _all(snapshot) if pair[0].count):
        strict = words.strict_words(one.label)
        folded = words.fold_words(strict)
        for skipped in range(min(len(folded), 8)):
            entries.append((" ".join(folded[skipped:]), skipped, number, _Entry(one, strict, is_english)))
    return sorted(entries, key=lambda entry: entry[:3])


def _all(snapshot: Snapshot) -> Iterator[tuple[Suggestion, bool]]:
    """Each name of each thing, and whether it is the English one."""
    for group in taxonomy.browse_groups():
        count = snapshot.facet("group", group.slug).bit_count()
        for name, is_english in ((group.name_vi, False), (group.name_en, True)):
            yield Suggestion("group", f"/nhom/{group.slug}", name, count), is_english
    for kind in named.kinds:
        for known in named.all_of(snapshot, kind):
            one = known.named
            names = {one.name_en: True} | dict.fromkeys((*one.also, one.name), False)
            yield from ((Suggestion(kind.code, one.path, name, one.count), is_en) for name, is_en in names.items())
    for own in (_terms(snapshot), _crafts(snapshot), _places(snapshot)):
        yield from ((one, False) for one in own)


def _terms(snapshot: Snapshot) -> Iterator[Suggestion]:
    """What goods are called, where at least two names begin so."""
    for head, count in snapshot.head_counts.items():
        if count > 1 and len(head) > 1:
            yield _search("term", " ".join(head), count)


def _crafts(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Crafts of villages whose goods are on show: all those villages at once."""
    villages: dict[str, list[str]] = {}
    for kind in named.kinds:
        if kind.code == "village":
            for known in named.all_of(snapshot, kind):
                if known.named.count:
                    slug = known.named.path.rpartition("/")[2]
                    villages.setdefault(known.named.note, []).append(slug)
    for craft, slugs in villages.items():
        count = 0
        for slug in slugs:
            count |= snapshot.facet("village", slug)
        yield Suggestion(
            "craft", "/san-pham?" + urlencode([("lang", slug) for slug in slugs]), craft, count.bit_count()
        )


def _places(snapshot: Snapshot) -> Iterator[Suggestion]:
    """Communes of today by their facet; names given up in 2025 by a search, which tells what became of them."""
    today = set()
    for code, name in snapshot.labels["commune"].items():
        count = snapshot.facet("commune", code).bit_count()
        full = places.commune(code)
        today.add(words.strict_words(name)[-2:])
        yield Suggestion("commune", "/san-pham?" + urlencode({"xa": code}), full.name if full else name, count)
    for term in snapshot.vocabulary("former_a"):
        key = tuple(term.split("_"))
        if not term.startswith(_UNITS) and key[-2:] not in today:
            count = snapshot.phrase("former_a", key).bit_count()
            yield _search("former", " ".join(word.capitalize() for word in key), count)


def _search(kind: str, said: str, count: int) -> Suggestion:
    return Suggestion(kind, "/tim?" + urlencode({"q": said}), said, count)
