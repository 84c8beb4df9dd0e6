"""Completions while one types: goods, villages, crafts, shelves and makers whose words begin so."""

from bisect import bisect_left
from dataclasses import dataclass

from catalog import taxonomy
from catalog.search import words
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words

LEAST_LETTERS = 2
_MOST = {"village": 2, "group": 2, "term": 2, "product": 5, "facility": 2}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`kind` is product, village, group, facility or term; `key` is its slug (the words themselves for a term)."""

    kind: str
    key: str
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class _Entry:
    suggestion: Suggestion
    strict: Words


def suggestions(snapshot: Snapshot, typed: str) -> list[Suggestion]:
    """Each kind's best few for what was typed, from two letters on; accents that were typed must fit."""
    key = words.strict_words(typed)[:8]
    prefix = " ".join(words.fold_words(key))
    if len(prefix.replace(" ", "")) < LEAST_LETTERS:
        return []
    entries = snapshot.memo("suggestions", lambda: _sorted_entries(snapshot))
    found: dict[str, dict[str, tuple[int, Suggestion]]] = {}
    for at in range(bisect_left(entries, (prefix,)), len(entries)):
        folded, skipped, _, entry = entries[at]
        if not folded.startswith(prefix):
            break
        if _fits(key, entry.strict[skipped:]):
            one = entry.suggestion
            rank = skipped * 1_000_000 - one.count
            of_kind = found.setdefault(one.kind, {})
            of_kind[one.key] = min(of_kind.get(one.key, (rank, one)), (rank, one), key=lambda pair: pair[0])
    return [one for kind, most in _MOST.items() for one in _best(found.get(kind, {}), most)]


def _best(found: dict[str, tuple[int, Suggestion]], most: int) -> list[Suggestion]:
    ranked = sorted(found.values(), key=lambda pair: (pair[0], pair[1].label))
    return [one for _, one in ranked[:most]]


def _fits(typed: Words, candidate: Words) -> bool:
    """Whole words as typed; of the last one its beginning. A bare word fits any accents."""
    for place, word in enumerate(typed[: len(candidate)]):
        meant = candidate[place]
        is_last = place == len(typed) - 1
        if words.is_marked(word) and not (meant.startswith(word) if is_last else meant == word):
            return False
    return True


def _sorted_entries(snapshot: Snapshot) -> list[tuple[str, int, int, _Entry]]:
    """Every label from each of its words on, folded, in order."""
    entries = []
    for number, one in enumerate(_all(snapshot)):
        strict = words.strict_words(one.label)
        folded = words.fold_words(strict)
        for skipped in range(min(len(folded), 8)):
            entries.append((" ".join(folded[skipped:]), skipped, number, _Entry(one, strict)))
    return sorted(entries, key=lambda entry: entry[:3])


def _all(snapshot: Snapshot) -> list[Suggestion]:
    facets, labels = snapshot.facets, snapshot.labels
    found = [
        Suggestion(kind, slug, labels[kind][slug], bits.bit_count())
        for kind in ("village", "facility")
        for slug, bits in facets[kind].items()
    ]
    for group in taxonomy.browse_groups():
        count = snapshot.facet("group", group.slug).bit_count()
        found += [Suggestion("group", group.slug, name, count) for name in (group.name_vi, group.name_en) if count]
    found += [Suggestion("product", facts["slug"], facts["name"], 1) for facts in snapshot.facts.values()]
    return found + _terms(snapshot)


def _terms(snapshot: Snapshot) -> list[Suggestion]:
    """What goods are called, where at least two names begin so."""
    found = []
    for head in (one for one in snapshot.heads if len(one) > 1):
        count = (snapshot.phrase("name_a", head) & snapshot.begins("name_a", head[0])).bit_count()
        if count > 1:
            found.append(Suggestion("term", " ".join(head), " ".join(head), count))
    return found
