"""Mends a query that finds nothing sure: glued words, Telex and VNI left undone, plurals, regional sounds, slips.

Only words that no goods are written with are changed; a known word only where its sound-alike makes a known phrase
with its neighbour (mien rong: miến dong).
"""

from collections.abc import Iterator
from itertools import islice, product

from catalog.search import clauses, glued, keys, known, slips, spelling, words
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words

_MOST_OPTIONS, _MOST_LOOKED_AT = 6, 18  # of a word: tried, and looked through for those that fit its neighbours
MOST_WAYS, _MOST_WORK = 48, 240  # mended queries that are tried, and words in them all
_SOUNDS = (
    ("l", "n"), ("s", "x"), ("tr", "ch"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("v", "d"), ("c", "k"),
    ("z", "d"), ("z", "gi"), ("z", "r"), ("f", "ph"), ("j", "ch"), ("j", "gi"), ("w", "qu"), ("dz", "d"),
)  # fmt: skip
_ENDINGS = (("n", "ng"), ("c", "t"), ("ch", "t"), ("i", "y"))
_SAYS_MORE = ("term", "phrase", "place")


def ways(snapshot: Snapshot, query: Words) -> Iterator[Words]:
    """Mended queries, the likeliest first; nothing where every word is known and nothing sounds alike."""
    options = [_options(snapshot, query, place) for place in range(len(query))]
    if not any(options):
        return
    choices = [found or [(word,)] for word, found in zip(query, options, strict=True)]
    for way in product(*choices):
        mended = tuple(word for piece in way for word in piece)
        if mended != query:
            yield mended


def most_ways(query: Words) -> int:
    """How many mended queries may be tried: fewer of a long one, so that the work has a bound."""
    return min(MOST_WAYS, _MOST_WORK // max(1, len(query)))


def prepare(snapshot: Snapshot) -> None:
    """Work out before the first visitor what every query is cut and mended by."""
    clauses.prepare(snapshot)
    glued.prepare(snapshot)
    known.folded_terms(snapshot)
    known.by_shape(snapshot)
    spelling.prepare(snapshot)


def _options(snapshot: Snapshot, query: Words, place: int) -> list[Words]:
    word, strict = query[place], clauses.is_strict(query)
    if known.is_known(snapshot, word, strict):
        alike = [one for one in _sound_alikes(snapshot, word, strict) if _joins(snapshot, query, place, one)]
        both: list[Words] = [(one,) for one in (*alike, *([word] if alike else ()))]
        return both[:_MOST_OPTIONS]
    found = list(islice(dict.fromkeys(_repairs(snapshot, query, place)), _MOST_LOOKED_AT))
    if len(query) > 1:  # what makes a phrase with a neighbour is meant: mật oong is mật ong and not mật ông
        found.sort(key=lambda pieces: not (len(pieces) == 1 and _joins(snapshot, query, place, pieces[0])))
    return found[:_MOST_OPTIONS]


def _repairs(snapshot: Snapshot, query: Words, place: int) -> Iterator[Words]:
    word, strict = query[place], clauses.is_strict(query)
    for decoded in keys.decoded(word):
        yield from ((one,) for one in known.of_shape(snapshot, decoded))
    yield from glued.apart(snapshot, word)
    if word.isalpha():  # of numbers there is no end: each guess would have to be looked up
        yield from ((one,) for one in _otherwise(snapshot, word, strict))
        yield from ((one,) for one in _any_tone(snapshot, word) if _joins(snapshot, query, place, one))
        if _is_beside_a_name(snapshot, query, place):
            yield from ((one,) for one in slips.changed_short(snapshot, word))


def _otherwise(snapshot: Snapshot, word: str, strict: bool) -> Iterator[str]:
    """One word for one: another tone, a plural, a regional sound, a slip."""
    if words.is_marked(word) and word not in words.confusable():
        yield from _other_tones(snapshot, word)
    if word.endswith("s") and word.isascii():
        yield from (one for one in (word[:-1], word[:-2], word[:-3] + "y") if one in snapshot.folded_vocabulary)
    yield from _sound_alikes(snapshot, word, strict)
    yield from slips.off_by_one(snapshot, word)
    yield from slips.short(snapshot, word)


def _other_tones(snapshot: Snapshot, word: str) -> Iterator[str]:
    """Hỏi for ngã, ngã for hỏi, or a tone left out (gôm: gốm)."""
    tone, shape, table = words.tone_of(word), words.toneless(word), known.by_shape(snapshot)
    for other in {"r": "x", "x": "r", "": "sfrxj"}.get(tone, ""):
        yield from (one for one in table.get((shape, other), ()) if one not in words.confusable())


def _any_tone(snapshot: Snapshot, word: str) -> Iterator[str]:
    """The same letters in another tone or none (chè lạm: chè lam): so many that a neighbour has to tell which."""
    if words.is_marked(word):
        shape, table = words.toneless(word), known.by_shape(snapshot)
        yield from (one for tone in ("", *"sfrxj") for one in table.get((shape, tone), ()) if one != word)


def _sound_alikes(snapshot: Snapshot, word: str, strict: bool) -> Iterator[str]:
    """Known words that some regions say like this one."""
    marked = strict and words.is_marked(word)
    vocabulary = snapshot.strict_vocabulary if marked else snapshot.folded_vocabulary
    for pair in _SOUNDS:
        for said, meant in (pair, pair[::-1]):
            if word.startswith(said) and (other := meant + word[len(said) :]) in vocabulary and other != word:
                yield other
    for pair in _ENDINGS:
        for said, meant in (pair, pair[::-1]):
            if word.endswith(said) and (other := word[: -len(said)] + meant) in vocabulary and other != word:
                yield other


def _joins(snapshot: Snapshot, query: Words, place: int, other: str) -> bool:
    """Whether the other word makes a known phrase with a neighbour, which the word as typed does not."""
    for start in (place - 1, place):
        if start < 0 or start + 2 > len(query):
            continue
        pair = query[start : start + 2]
        mended = (other, pair[1]) if start == place else (pair[0], other)
        if clauses.known_as(snapshot, query, pair)[0]:
            return False
        if clauses.known_as(snapshot, mended, mended)[0] in _SAYS_MORE:
            return True
    return False


def _is_beside_a_name(snapshot: Snapshot, query: Words, place: int) -> bool:
    """Whether two of the other words are a place or a thing by name."""
    pairs = [(at, query[at : at + 2]) for at in range(len(query) - 1) if place not in (at, at + 1)]
    return any(clauses.known_as(snapshot, query, pair)[0] in _SAYS_MORE for _, pair in pairs)
