"""One letter wrong: changed, missing, too many, swapped with its neighbour or struck on the key beside."""

import re
from collections.abc import Iterator

from catalog.search import known, words
from catalog.search.keys import BESIDE
from catalog.search.snapshots import Snapshot

LONGEST_WORD = 24
_LETTERS = "abcdeghiklmnopqrstuvxy"
_MARKED_LETTERS = _LETTERS + "ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ"
_SYLLABLE = re.compile(
    r"(?:ngh|[ckpt]h|g[hi]|n[gh]|qu|tr|[bcdghklmnprstvx])?"
    r"(?:oa[ioy]|[iuy]e[u]?|ua[iy]?|uo[iu]?|uy[aeu]?|a[iouy]|e[ou]|i[aeu]|o[aei]|u[aeiu]|[aeiouy])"
    r"(?:ng|[nc]h|[cmnpt])?"
)


def off_by_one(snapshot: Snapshot, word: str) -> Iterator[str]:
    """From four letters and to four letters, but in no word that is longer than any; the likeliest first."""
    if not 4 <= len(word) <= LONGEST_WORD:
        return
    if words.is_marked(word):
        near = one_off(word, _MARKED_LETTERS)
        yield from (one for one in near if len(one) > 3 and one in snapshot.strict_vocabulary)
    else:
        near = one_off(words.fold_word(word), _LETTERS)
        yield from known.usual_first(
            snapshot, (one for one in near if len(one) > 3 and one in snapshot.folded_vocabulary)
        )


def short(snapshot: Snapshot, word: str) -> Iterator[str]:
    """Words of two and three letters out of such that cannot be said, or in which a key was struck twice.

    A shorter word has so many neighbours that only what a hand does explains one: two letters swapped (gmo), the key
    beside (omg), and a key too many (gomm, gotm).
    """
    vocabulary = snapshot.strict_vocabulary if words.is_marked(word) else snapshot.folded_vocabulary
    if len(word) == 4:
        yield from (one for one in _bounced(word) if one in vocabulary)
    if len(word) <= 4 and not _SYLLABLE.fullmatch(words.fold_word(word)):
        for tried in (_swapped(word), _beside(word), _dropped(word) if len(word) == 4 else ()):
            yield from known.usual_first(snapshot, (one for one in tried if one in vocabulary))


def changed_short(snapshot: Snapshot, word: str) -> list[str]:
    """Three letters of which one is another (lụt: lụa): too many to be tried where nothing beside them tells more."""
    if len(word) != 3:
        return []
    is_marked = words.is_marked(word)
    letters, vocabulary = (
        (_MARKED_LETTERS, snapshot.strict_vocabulary) if is_marked else (_LETTERS, snapshot.folded_vocabulary)
    )
    changed = (word[:at] + letter + word[at + 1 :] for at in range(3) for letter in letters)
    return known.usual_first(snapshot, (one for one in changed if one in vocabulary))


def one_off(word: str, letters: str = _LETTERS) -> Iterator[str]:
    """Everything that one letter makes of a word."""
    for at in range(len(word) + 1):
        head, tail = word[:at], word[at:]
        if tail:
            yield head + tail[1:]
            yield from (head + letter + tail[1:] for letter in letters)
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        yield from (head + letter + tail for letter in letters)


def _bounced(word: str) -> Iterator[str]:
    """Without a key that was struck twice or with the one beside it (gomm, gonm)."""
    doubled = [at for at in range(3) if word[at] == word[at + 1]]
    beside = [at for at in range(3) if words.fold_word(word[at : at + 2]) in BESIDE]
    yield from (word[:at] + word[at + 1 :] for at in (*doubled, *(one for at in beside for one in (at, at + 1))))


def _swapped(word: str) -> Iterator[str]:
    yield from (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))


def _beside(word: str) -> Iterator[str]:
    """With one key for the one beside it."""
    for at, letter in enumerate(word):
        yield from (word[:at] + pair[1] + word[at + 1 :] for pair in sorted(BESIDE) if pair[0] == letter)


def _dropped(word: str) -> Iterator[str]:
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))
