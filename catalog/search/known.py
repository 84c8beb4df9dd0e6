"""Which words are known: goods, places or synonyms are written with them. Only others are mended."""

from collections.abc import Iterable

from catalog.search import keys, words
from catalog.search.snapshots import Snapshot


def is_known(snapshot: Snapshot, word: str, strict: bool) -> bool:
    """Words that search passes over are known too: nobody means other words by them."""
    if strict and words.is_marked(word):
        return word in snapshot.strict_vocabulary or (word,) in snapshot.lexicon.synonyms or word in words.confusable()
    folded = words.fold_word(word)
    return is_folded(snapshot, folded) or (not strict and (word,) in words.stop_phrases())


def is_folded(snapshot: Snapshot, folded: str) -> bool:
    return folded in snapshot.folded_vocabulary or folded in folded_terms(snapshot)


def folded_terms(snapshot: Snapshot) -> frozenset[str]:
    """The words of every synonym: known even where no goods carry them."""
    return snapshot.memo(
        "folded terms", lambda: frozenset(words.fold_word(word) for key in snapshot.lexicon.synonyms for word in key)
    )


def by_shape(snapshot: Snapshot) -> dict[keys.Decoded, list[str]]:
    """Known words by their letters and tone apart."""

    def build() -> dict[keys.Decoded, list[str]]:
        found: dict[keys.Decoded, list[str]] = {}
        known = {*snapshot.strict_vocabulary, *(word for key in snapshot.lexicon.synonyms for word in key)}
        for word in sorted(filter(str.isalpha, known)):
            found.setdefault((words.toneless(word), words.tone_of(word)), []).append(word)
        return found

    return snapshot.memo("by shape", build)


def accented(snapshot: Snapshot, folded: str) -> list[str]:
    """Known words that fold to this one, the usual ones first."""

    def build() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for alike in by_shape(snapshot).values():
            for word in alike:
                if words.is_marked(word):
                    found.setdefault(words.fold_word(word), []).append(word)
        return found

    return usual_first(snapshot, snapshot.memo("by fold", build).get(folded, ()))


def of_shape(snapshot: Snapshot, decoded: keys.Decoded) -> list[str]:
    """Known words of these letters and this tone; of letters with marks but no tone (gôm) those of any tone."""
    shape, tone = decoded
    table = by_shape(snapshot)
    found = list(table.get(decoded, ()))
    if not tone:
        found += usual_first(snapshot, (one for other in "sfrxj" for one in table.get((shape, other), ())))
    elif not found and words.fold_word(shape) in snapshot.folded_vocabulary:
        found.append(words.fold_word(shape))
    return found


def usual_first(snapshot: Snapshot, found: Iterable[str]) -> list[str]:
    """Those that most goods are called by first."""

    def rank(word: str) -> tuple[int, str]:
        form = "a" if words.is_marked(word) else "f"
        return -snapshot.phrase(f"name_{form}", (word,)).bit_count(), word

    return sorted(set(found), key=rank)
