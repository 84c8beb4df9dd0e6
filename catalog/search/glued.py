"""Words run together (battrang), also where the hand slipped: a letter for two, one wrong, keys left undone."""

from collections.abc import Iterator
from itertools import product

from catalog.search import clauses, keys, known, slips, words
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words

_MOST_PIECES = 4
_LEAST_NAME = 6  # letters of a name run together in which one may be wrong
_MOST_BEFORE = 3  # words tried before such a name

Cut = tuple[bool, float, Words]  # whether a letter stands for two, how well the pieces stand together, the pieces


def apart(snapshot: Snapshot, word: str) -> Iterator[Words]:
    """The words of a word, cut where the pieces are known and stand side by side somewhere; the likeliest first."""
    folded = words.fold_word(word)
    if not 4 <= len(folded) <= slips.LONGEST_WORD:
        return
    cuts = _cuts(snapshot, folded) if folded.isalpha() else ()
    found = sorted((shared, -joined, len(pieces), pieces) for shared, joined, pieces in cuts if joined)
    yield from (pieces for *_, pieces in found[:3])
    if not found and word.isascii():
        yield from _slipped(snapshot, folded)
        yield from _undone(snapshot, word)


def prepare(snapshot: Snapshot) -> None:
    """Work out before the first visitor what names look like run together."""
    _names(snapshot)


def _slipped(snapshot: Snapshot, folded: str) -> Iterator[Words]:
    """A name of several words with one letter wrong (battrnag), or with a word before it that has (luacvanphuc)."""
    if len(folded) < _LEAST_NAME or not folded.isalpha():
        return
    names = _names(snapshot)
    yield from dict.fromkeys(names[one] for one in slips.one_off(folded) if one in names)
    for at in range(2, len(folded) - _LEAST_NAME + 1):
        if name := names.get(folded[at:]):
            before = (one for one in slips.one_off(folded[:at]) if len(one) > 1 and one in snapshot.folded_vocabulary)
            yield from ((one, *name) for one in known.usual_first(snapshot, before)[:_MOST_BEFORE])


def _names(snapshot: Snapshot) -> dict[str, Words]:
    """Every place, term and phrase of several words by its letters alone."""
    return snapshot.memo(
        "glued", lambda: {"".join(key): key for key in clauses.names(snapshot) if len("".join(key)) >= _LEAST_NAME}
    )


def _undone(snapshot: Snapshot, word: str) -> Iterator[Words]:
    """Two words run together with their keys undone (sownmaif: sơn mài), where they make a known phrase."""
    for at in range(2, len(word) - 1):
        for pair in product(_read(snapshot, word[:at]), _read(snapshot, word[at:])):
            if clauses.known_as(snapshot, pair, pair)[0]:
                yield pair


def _read(snapshot: Snapshot, word: str) -> list[str]:
    return [one for decoded in keys.decoded(word) for one in known.of_shape(snapshot, decoded)]


def _cuts(snapshot: Snapshot, rest: str, before: Words = (), *, shared: bool = False) -> Iterator[Cut]:
    """Every way to cut; once a letter may end one piece and begin the next (batrang)."""
    if known.is_folded(snapshot, rest):
        pieces = (*before, rest)
        pairs = list(zip(pieces, pieces[1:], strict=False))
        if pairs:
            yield shared, sum(_stand_together(snapshot, pair) for pair in pairs) / len(pairs), pieces
    for at in range(2, len(rest) - 1) if len(before) < _MOST_PIECES else ():
        if known.is_folded(snapshot, rest[:at]):
            yield from _cuts(snapshot, rest[at:], (*before, rest[:at]), shared=shared)
            if not shared and at > 2:
                yield from _cuts(snapshot, rest[at - 1 :], (*before, rest[:at]), shared=True)


def _stand_together(snapshot: Snapshot, pair: Words) -> bool:
    kind, _ = clauses.known_as(snapshot, pair, pair)
    return bool(kind) or any(snapshot.phrase(f"{name}_f", pair) for name in ("name", "text", "english"))
