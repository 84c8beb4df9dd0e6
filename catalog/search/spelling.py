"""How a mended query is written: with its accents and with y where goods write y, never as a key that is looked up."""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from catalog import taxonomy
from catalog.search import clauses, known, words
from catalog.search.documents import Facts
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words
from core import text
from programme import places

_ENDS_IN_Y = re.compile(r"\w*[yýỳỷỹỵ]\b")
LOOKED_AT = 3  # goods whose names show how a word is written
Forms = dict[str, str]  # as it is looked up -> as it is written


def written(snapshot: Snapshot, way: Words, best: Sequence[int]) -> Words:
    """Each word of `way` as people write it; `best` are the goods that it finds."""
    seen = _Seen(snapshot.told(best[:LOOKED_AT]))
    found: list[str] = []
    for clause in clauses.cut(snapshot, way, keeps_stops=True):
        _, meant = clauses.known_as(snapshot, way, clause.written)
        found += (_word(snapshot, seen, word) for word in (meant[0] if meant else clause.written))
    return tuple(found)


def prepare(snapshot: Snapshot) -> None:
    """Work out before the first visitor how the words of names and terms are written."""
    _of_data(snapshot)
    known.accented(snapshot, "")


def typed(query: str) -> Forms:
    """The words of a query as they were typed, by what they are looked up by."""
    return _forms([query])


class _Seen:
    """How the names of some goods write their words."""

    def __init__(self, goods: Iterable[Facts]) -> None:
        told = list(goods)
        self.names = _forms(facts["name"] for facts in told)
        self.others = _forms(facts["name_en"] for facts in told) | _forms(_places_of(told))
        self.folded = {words.fold_word(key): word for key, word in (self.others | self.names).items()}


def _places_of(goods: Iterable[Facts]) -> Iterable[str]:
    for facts in goods:
        yield from (facts[where][1] for where in ("village", "commune", "facility") if facts[where])


def _word(snapshot: Snapshot, seen: _Seen, word: str) -> str:
    folded = "" if words.is_marked(word) else seen.folded.get(word, "")
    if as_named := seen.names.get(word) or folded or seen.others.get(word):
        return as_named
    if not words.is_marked(word) and word not in snapshot.strict_vocabulary:
        word = next(iter(known.accented(snapshot, word)), word)
    return _of_data(snapshot).get(word) or _with_its_y(snapshot, word)


def _with_its_y(snapshot: Snapshot, word: str) -> str:
    """English words hardly end in i after a consonant: potteri is pottery."""
    is_english = word not in snapshot.strict_vocabulary and word in snapshot.folded_vocabulary
    as_english = word.removesuffix("i") + "y"
    return as_english if is_english and words.strict_key(as_english) == word else word


def _of_data(snapshot: Snapshot) -> Forms:
    """Of synonyms and traps, and of what does not change while the market runs."""
    entries = snapshot.lexicon.entries.values()
    return snapshot.memo("written terms", lambda: _of_files() | _forms(term for one in entries for term in one.terms))


@cache
def _of_files() -> Forms:
    """Names of shelves and of communes with a word that ends in y: the others are written as they are looked up."""
    communes = (one.name for province in places.provinces() for one in places.communes_of(province.code))
    shelves = (name for group in taxonomy.browse_groups() for name in (group.name_vi, group.name_en))
    return _forms(_ENDS_IN_Y.findall(" ".join([*communes, *shelves])))


def _forms(passages: Iterable[str]) -> Forms:
    return {words.strict_key(word): word for one in passages for word in text.words(text.accented(one))}
