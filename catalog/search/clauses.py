"""From words to clauses: the longest known pieces of a query, what each may also be called, and what it is not."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from catalog import taxonomy
from catalog.search import words
from catalog.search.lexicon import Lexicon, by_fold
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words

_LONGEST = 6
# A tie between two ways to cut goes to places, then to terms with synonyms, then to what goods are called.
_KIND_BONUS = {"place": 0.3, "term": 0.2, "phrase": 0.1, "stop": 0.05, "word": 0.0}
# True of everything here, so they may lift what says them and exclude nothing.
_EVERYWHERE = frozenset((("hà", "nội"), ("hanoi",), ("việt", "nam"), ("vietnam",), ("tp", "hà", "nội")))
# Sets that hold only beside these words.
_NEEDS = {"the-sa-van": frozenset(("vải", "lụa", "dệt"))}


@dataclass(frozen=True, slots=True)
class Alternative:
    """A way to say a clause. `form` is the field form it is looked up in: a with accents, f folded."""

    key: Words
    form: str
    factor: float = 1.0
    not_in: tuple[Words, ...] = ()  # phrases in which it means something else


@dataclass(frozen=True, slots=True)
class Clause:
    """One piece of a query. `kind`: place, term, phrase, word or stop."""

    written: Words
    kind: str
    alternatives: tuple[Alternative, ...]

    @property
    def is_place(self) -> bool:
        return self.kind == "place"

    @property
    def is_everywhere(self) -> bool:
        return any(one.key in _EVERYWHERE for one in self.alternatives)

    @property
    def weight(self) -> int:
        return len(self.written)


def is_strict(query: Words) -> bool:
    """Whether accents were typed at all: then words that differ in accents only do not count."""
    return any(words.is_marked(word) for word in query)


def cut(snapshot: Snapshot, query: Words, *, keeps_stops: bool = False) -> list[Clause]:
    """The query as clauses, stop words dropped where enough remains."""
    windows = _best_cut(snapshot, query)
    clauses = [_clause(snapshot, query, window, kind) for window, kind in windows]
    if keeps_stops:
        return clauses
    content = [clause for clause in clauses if clause.kind != "stop"]
    if not content:
        return [_clause(snapshot, query, clause.written, "word") for clause in clauses]
    if not is_strict(query) and sum(clause.weight for clause in content) < 2:
        # Bare letters: a lone short word may be goods (ban: bàn), unless a whole phrase asks (o dau).
        return [
            _clause(snapshot, query, clause.written, "word") if clause.kind == "stop" and clause.weight == 1 else clause
            for clause in clauses
            if clause.kind != "stop" or (clause.weight == 1 and clause.written not in words.english_stops())
        ]
    return content


def prepare(snapshot: Snapshot) -> None:
    """Work out before the first visitor what every query is cut by."""
    _places(snapshot)
    _phrases(snapshot)


def names(snapshot: Snapshot) -> Iterator[Words]:
    """Every place, term and phrase of several words, folded."""
    for table in (_places(snapshot), snapshot.lexicon.terms, _phrases(snapshot)):
        yield from (key for key in table if len(key) > 1)


def known_as(snapshot: Snapshot, query: Words, window: Words) -> tuple[str, tuple[Words, ...]]:
    """What kind of piece a window is, and the accented terms it may stand for."""
    strict = is_strict(query)
    folded = words.fold_words(window)
    tables = {
        "place": _places(snapshot),
        "term": snapshot.lexicon.terms,
        "phrase": _phrases(snapshot),
        "stop": _stops(),
    }
    for kind, table in tables.items():
        if kind == "place" and len(window) == 1:
            continue  # so short a name (So, Vòng) is also a word: it is looked up as both
        keys = tuple(key for key in table.get(folded, ()) if _may_be(snapshot, window, key, strict))
        if keys:
            return kind, keys
    return ("word" if len(window) == 1 else ""), ()


def _best_cut(snapshot: Snapshot, query: Words) -> list[tuple[Words, str]]:
    """Longest pieces first, by the sum of squared lengths."""
    best: list[tuple[float, list[tuple[Words, str]]]] = [(0.0, [])]
    for end in range(1, len(query) + 1):
        ways = []
        for start in range(max(0, end - _LONGEST), end):
            window = query[start:end]
            kind, _ = known_as(snapshot, query, window)
            if kind:
                score, before = best[start]
                ways.append((score + _weight(window, kind), [*before, (window, kind)]))
        best.append(max(ways, key=lambda way: way[0]))
    return best[-1][1]


def _weight(window: Words, kind: str) -> float:
    """Squared length; xã or huyện before a place says little, lest phung xa my duc be cut as xã Mỹ Đức."""
    if kind == "place" and len(window) > 2 and words.fold_word(window[0]) in ("xa", "phuong", "huyen", "quan"):
        return (len(window) - 1) ** 2 + 1.5
    return len(window) ** 2 + _KIND_BONUS[kind]


def _clause(snapshot: Snapshot, query: Words, window: Words, kind: str) -> Clause:
    _, keys = known_as(snapshot, query, window)
    form = "a" if all(_counts_accents(snapshot, word, is_strict(query)) for word in window) else "f"
    typed = window if form == "a" else words.fold_words(window)
    traps = snapshot.lexicon.traps
    found = {typed: Alternative(typed, form, not_in=traps.get(window, ()) if form == "a" else ())}
    for key in keys or (window,):
        found.setdefault(key, Alternative(key, "a"))
        for other, factor in _others(snapshot.lexicon, query, key):
            found.setdefault(other, Alternative(other, "a", factor, traps.get(other, ())))
    return Clause(window, kind, tuple(found.values()))


def _others(lexicon: Lexicon, query: Words, key: Words) -> Iterator[tuple[Words, float]]:
    """Synonyms of a term, except sets that hold elsewhere or that contain what it must not match."""
    traps = set(lexicon.traps.get(key, ()))
    synonyms = lexicon.synonyms.get(key, ())
    barred = {one.set_id for one in synonyms if one.words in traps}
    for one in synonyms:
        needed = _NEEDS.get(one.set_id)
        if one.set_id not in barred and (needed is None or needed & set(query)):
            is_english = all(word.isascii() for word in one.words)
            yield one.words, 0.6 if is_english else 0.8


def _counts_accents(snapshot: Snapshot, word: str, strict: bool) -> bool:
    """In a query with accents every word counts as typed, but for bare words that no goods are written with."""
    return strict and (words.is_marked(word) or word in snapshot.strict_vocabulary)


def _may_be(snapshot: Snapshot, window: Words, key: Words, strict: bool) -> bool:
    """Whether what was typed may mean the term: alike, but that bare words may stand for accented ones."""
    return all(
        typed == meant
        or (not words.is_marked(typed) and (len(key) > 1 or not _counts_accents(snapshot, typed, strict)))
        for typed, meant in zip(window, key, strict=True)
    )


@cache
def _stops() -> dict[Words, list[Words]]:
    return by_fold(words.stop_phrases())


def _places(snapshot: Snapshot) -> dict[Words, list[Words]]:
    return snapshot.memo("places", lambda: by_fold({*snapshot.places, *_EVERYWHERE}))


def _phrases(snapshot: Snapshot) -> dict[Words, list[Words]]:
    return snapshot.memo("phrases", lambda: by_fold(key for key in _all_phrases(snapshot) if len(key) > 1))


def _all_phrases(snapshot: Snapshot) -> Iterator[Words]:
    yield from snapshot.heads
    for group in taxonomy.browse_groups():
        yield from map(words.strict_words, f"{group.name_vi},{group.name_en}".split(","))
    for one in words.ambiguities().values():
        if one.kind != "place":
            yield from (words.strict_words(sense.query) for sense in one.senses)
    for phrases in snapshot.lexicon.traps.values():
        yield from phrases
