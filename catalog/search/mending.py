"""Mends a query that finds nothing sure: glued words, Telex and VNI left undone, plurals, regional sounds, slips.

Only words that no goods are written with are changed; a known word only where its sound-alike makes a known phrase
with its neighbour (mien rong: miến dong).
"""

import re
from collections.abc import Iterator
from itertools import product

from catalog.search import clauses, words
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words

_MOST_OPTIONS, _LONGEST_WORD = 6, 24
MOST_WAYS, _MOST_WORK = 48, 240  # mended queries that are tried, and words in them all
_SOUNDS = (
    ("l", "n"), ("s", "x"), ("tr", "ch"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("v", "d"), ("c", "k"),
    ("z", "d"), ("z", "gi"), ("z", "r"), ("f", "ph"), ("j", "ch"), ("j", "gi"), ("w", "qu"), ("dz", "d"),
)  # fmt: skip
_ENDINGS = (("n", "ng"), ("c", "t"), ("ch", "t"), ("i", "y"))
_LETTERS = "abcdeghiklmnopqrstuvxy"
_MARKED_LETTERS = _LETTERS + "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_SHAPES = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "aw": "ă", "ow": "ơ", "uw": "ư"}
_VNI_SHAPES = {"6": ("aeo", "âêô"), "7": ("uo", "ươ"), "8": ("a", "ă"), "9": ("d", "đ")}
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_BESIDE = frozenset(
    pair for row in _ROWS for one, other in zip(row, row[1:], strict=False) for pair in (one + other, other + one)
)
_VNI_TONES = {"1": "s", "2": "f", "3": "r", "4": "x", "5": "j"}


def ways(snapshot: Snapshot, query: Words) -> Iterator[Words]:
    """Mended queries, the likeliest first; nothing where every word is known and nothing sounds alike."""
    options = [list(_options(snapshot, query, place))[:_MOST_OPTIONS] for place in range(len(query))]
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
    _folded_terms(snapshot)
    _by_shape(snapshot)


def _options(snapshot: Snapshot, query: Words, place: int) -> Iterator[Words]:
    word, strict = query[place], clauses.is_strict(query)
    if _is_known(snapshot, word, strict):
        alike = [one for one in _sound_alikes(snapshot, word, strict) if _joins(snapshot, query, place, one)]
        yield from ((one,) for one in [*alike, *([word] if alike else [])])
    else:
        yield from dict.fromkeys(_repairs(snapshot, word, strict))


def _repairs(snapshot: Snapshot, word: str, strict: bool) -> Iterator[Words]:
    yield from ((one,) for one in _typed_keys(snapshot, word))
    yield from _unglued(snapshot, word)
    if not word.isalpha():  # of numbers there is no end: each guess would have to be looked up
        return
    if words.is_marked(word) and word not in words.confusable():
        yield from ((one,) for one in _other_tones(snapshot, word))
    if word.endswith("s") and word.isascii():
        yield from ((one,) for one in (word[:-1], word[:-2], word[:-3] + "y") if one in snapshot.folded_vocabulary)
    yield from ((one,) for one in _sound_alikes(snapshot, word, strict))
    yield from ((one,) for one in _slips(snapshot, word))
    yield from ((one,) for one in _bounced(snapshot, word))


def _is_known(snapshot: Snapshot, word: str, strict: bool) -> bool:
    if strict and words.is_marked(word):
        return word in snapshot.strict_vocabulary or (word,) in snapshot.lexicon.synonyms or word in words.confusable()
    folded = words.fold_word(word)
    return folded in snapshot.folded_vocabulary or folded in _folded_terms(snapshot)


def _folded_terms(snapshot: Snapshot) -> frozenset[str]:
    """The words of every synonym: known even where no goods carry them."""
    return snapshot.memo(
        "folded terms", lambda: frozenset(words.fold_word(word) for key in snapshot.lexicon.synonyms for word in key)
    )


def _typed_keys(snapshot: Snapshot, word: str) -> Iterator[str]:
    """Telex or VNI keys that were not turned into marks: gooms, go61m."""
    for decoded in (_from_telex(word), _from_vni(word)):
        if decoded:
            shape, tone = decoded
            table = _by_shape(snapshot)
            yield from table.get((shape, tone), ())
            folded = words.fold_word(shape)
            if tone and (shape, tone) not in table and folded in snapshot.folded_vocabulary:
                yield folded


def _by_shape(snapshot: Snapshot) -> dict[tuple[str, str], list[str]]:
    """Known words by their letters and tone apart."""

    def build() -> dict[tuple[str, str], list[str]]:
        found: dict[tuple[str, str], list[str]] = {}
        known = {*snapshot.strict_vocabulary, *(word for key in snapshot.lexicon.synonyms for word in key)}
        for word in sorted(filter(str.isalpha, known)):
            found.setdefault((words.toneless(word), words.tone_of(word)), []).append(word)
        return found

    return snapshot.memo("by shape", build)


def _from_telex(word: str) -> tuple[str, str] | None:
    if not word.isascii() or not word.isalpha():
        return None
    vowel = re.search(r"[aeiouyw]", word)
    if not vowel:
        return None
    before, after = word[: vowel.start()], word[vowel.start() :]
    tones = re.findall(r"[sfrxj]", after)
    if len(tones) > 1:
        return None
    letters = before + re.sub(r"[sfrxj]", "", after)
    shape = _shaped(letters)
    return (shape, tones[0] if tones else "") if tones or shape != word else None


def _shaped(letters: str) -> str:
    if "w" in letters and re.search(r"uo", letters):
        letters = letters.replace("uo", "ươ").replace("w", "")
    for keys, letter in _SHAPES.items():
        letters = letters.replace(keys, letter)
    doubled = re.fullmatch(r"(.*?)([aeod])(.+)\2(.*)", letters)  # the second key typed at the end: gomo, dand
    if doubled and doubled[2] * 2 in _SHAPES:
        letters = doubled[1] + _SHAPES[doubled[2] * 2] + doubled[3] + doubled[4]
    if letters.endswith("w"):
        letters = re.sub(r"[aou](?=[^aou]*w$)", lambda match: _SHAPES[match[0] + "w"], letters)[:-1]
    return letters


def _from_vni(word: str) -> tuple[str, str] | None:
    if not re.fullmatch(r"(?=.*[1-9])[a-z][a-z1-9]*", word):
        return None
    letters, tone = "", ""
    for letter in word:
        if letter in _VNI_TONES:
            tone = _VNI_TONES[letter]
        elif letter in _VNI_SHAPES:
            plain, shaped = _VNI_SHAPES[letter]
            last = max((letters.rfind(one) for one in plain), default=-1)
            if last < 0:
                return None
            letters = letters[:last] + shaped[plain.index(letters[last])] + letters[last + 1 :]
        else:
            letters += letter
    return letters.replace("uơ", "ươ"), tone


def _unglued(snapshot: Snapshot, word: str) -> Iterator[Words]:
    """Words run together (battrang), cut where the pieces are known and stand side by side somewhere."""
    folded = words.fold_word(word)
    if not 4 <= len(folded) <= _LONGEST_WORD:
        return
    cuts = _cuts(snapshot, folded) if folded.isalpha() else ()
    found = sorted((-joined, len(pieces), pieces) for joined, pieces in cuts if joined)
    yield from (pieces for _, _, pieces in found[:3])
    if not found and word.isascii():
        yield from _undone_and_glued(snapshot, word)


def _undone_and_glued(snapshot: Snapshot, word: str) -> Iterator[Words]:
    """Two words run together with their keys undone (sownmaif: sơn mài), where they make a known phrase."""
    for at in range(2, len(word) - 1):
        for pair in product(_typed_keys(snapshot, word[:at]), _typed_keys(snapshot, word[at:])):
            if clauses.known_as(snapshot, pair, pair)[0]:
                yield pair


def _cuts(snapshot: Snapshot, rest: str, before: Words = ()) -> Iterator[tuple[float, Words]]:
    if rest in snapshot.folded_vocabulary or rest in _folded_terms(snapshot):
        pieces = (*before, rest)
        pairs = list(zip(pieces, pieces[1:], strict=False))
        if pairs:
            yield sum(_stand_together(snapshot, pair) for pair in pairs) / len(pairs), pieces
    for at in range(2, len(rest) - 1) if len(before) < 4 else ():
        if rest[:at] in snapshot.folded_vocabulary or rest[:at] in _folded_terms(snapshot):
            yield from _cuts(snapshot, rest[at:], (*before, rest[:at]))


def _stand_together(snapshot: Snapshot, pair: Words) -> bool:
    kind, _ = clauses.known_as(snapshot, pair, pair)
    return bool(kind) or any(snapshot.phrase(f"{name}_f", pair) for name in ("name", "text", "english"))


def _other_tones(snapshot: Snapshot, word: str) -> Iterator[str]:
    """Hỏi for ngã, ngã for hỏi, or a tone left out (gôm: gốm)."""
    tone, shape, table = words.tone_of(word), words.toneless(word), _by_shape(snapshot)
    for other in {"r": "x", "x": "r", "": "sfrxj"}.get(tone, ""):
        yield from (one for one in table.get((shape, other), ()) if one not in words.confusable())


def _sound_alikes(snapshot: Snapshot, word: str, strict: bool) -> Iterator[str]:
    """Known words that some regions say like this one."""
    marked = strict and words.is_marked(word)
    known = snapshot.strict_vocabulary if marked else snapshot.folded_vocabulary
    for pair in _SOUNDS:
        for said, meant in (pair, pair[::-1]):
            if word.startswith(said) and (other := meant + word[len(said) :]) in known and other != word:
                yield other
    for pair in _ENDINGS:
        for said, meant in (pair, pair[::-1]):
            if word.endswith(said) and (other := word[: -len(said)] + meant) in known and other != word:
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
        if clauses.known_as(snapshot, mended, mended)[0] in ("term", "phrase", "place"):
            return True
    return False


def _slips(snapshot: Snapshot, word: str) -> Iterator[str]:
    """One letter wrong, missing, too many or swapped; from four letters and to four letters, but in no word that is
    longer than any."""
    if not 4 <= len(word) <= _LONGEST_WORD:
        return
    if words.is_marked(word):
        yield from (
            one for one in _one_off(word, _MARKED_LETTERS) if len(one) > 3 and one in snapshot.strict_vocabulary
        )
    else:
        near = _one_off(words.fold_word(word), _LETTERS)
        known = {one for one in near if len(one) > 3 and one in snapshot.folded_vocabulary}
        yield from sorted(known, key=lambda one: (-snapshot.phrase("name_f", (one,)).bit_count(), one))


def _bounced(snapshot: Snapshot, word: str) -> Iterator[str]:
    """A key that was struck twice or with the one beside it (gomm, gonm): the one slip that is taken back to three
    letters."""
    known = snapshot.strict_vocabulary if words.is_marked(word) else snapshot.folded_vocabulary
    if len(word) == 4:
        doubled = [at for at in range(3) if word[at] == word[at + 1]]
        beside = [at for at in range(3) if words.fold_word(word[at : at + 2]) in _BESIDE]
        dropped = [*doubled, *(one for at in beside for one in (at, at + 1))]
        yield from (one for at in dropped if (one := word[:at] + word[at + 1 :]) in known)


def _one_off(word: str, letters: str) -> Iterator[str]:
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in letters)
