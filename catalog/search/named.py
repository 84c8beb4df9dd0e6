"""What can be found by its name beside products: facilities, villages, and what other floors add (fairs).

A kind says how its things are read, in a bounded number of queries; they are read once a snapshot. Matching is by whole
words: all that was typed stands in the name, or the whole name stands in what was typed (gốm bát tràng: Bát Tràng).
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from catalog.search import words
from catalog.search.snapshots import Snapshot
from catalog.search.words import Words

LONGEST_TYPED = 14  # words


@dataclass(frozen=True, slots=True)
class Named:
    """`path` in Vietnamese; `count` is what one finds there, `note` says where or when it is."""

    path: str
    name: str
    name_en: str = ""
    also: tuple[str, ...] = ()  # other names it answers to
    count: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """`code` for programs, `slug` in addresses; `source` reads all there are."""

    code: str
    slug: str
    source: Callable[[Snapshot], Iterable[Named]]


# In the order in which they are shown. Other floors add theirs.
kinds: list[Kind] = []

# Said before a name, and left out by whoever asks for it.
_TITLES = tuple(
    words.strict_words(title)
    for title in (
        "làng nghề truyền thống", "làng nghề", "làng", "hợp tác xã", "htx", "công ty tnhh", "công ty cổ phần",
        "công ty", "hộ kinh doanh", "cơ sở", "tổ hợp tác", "hội chợ", "đề án",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Known:
    """A thing with the keys of all its names."""

    named: Named
    keys: tuple[Words, ...]
    folded: tuple[Words, ...] = field(default=())


def register(kind: Kind) -> None:
    """Add a kind, once however often it is asked."""
    if kind.code not in [one.code for one in kinds]:
        kinds.append(kind)


def with_slug(slug: str) -> Kind | None:
    return next((kind for kind in kinds if kind.slug == slug), None)


def all_of(snapshot: Snapshot, kind: Kind) -> list[Known]:
    return snapshot.memo(("named", kind.code), lambda: [_known(one) for one in kind.source(snapshot)])


def names_of(snapshot: Snapshot, code: str, *, english: bool = False) -> dict[str, str]:
    """What the things of a kind are called, by the last part of their path."""
    kind = next((one for one in kinds if one.code == code), None)
    things = [one.named for one in all_of(snapshot, kind)] if kind else []
    return {one.path.rpartition("/")[2]: (english and one.name_en) or one.name for one in things}


def matching(snapshot: Snapshot, kind: Kind, typed: str) -> list[Named]:
    """Those of a kind that the words name: as typed before folded, whole names before parts, then the fullest."""
    key = words.strict_words(typed)[:LONGEST_TYPED]
    if not key:
        return []
    return snapshot.memo(("matching", kind.code, key), lambda: _matching(all_of(snapshot, kind), key))


def _matching(known: list[Known], key: Words) -> list[Named]:
    folded, bare = words.fold_words(key), _untitled(key)
    found = []
    for one in known:
        worth = max((_worth(name, plain, key, folded, bare) for name, plain in zip(one.keys, one.folded, strict=True)))
        if worth:
            found.append((-worth, -one.named.count, one.named.name, one.named))
    return [entry[-1] for entry in sorted(found, key=lambda entry: entry[:3])]


def _worth(name: Words, plain: Words, key: Words, folded: Words, bare: Words) -> int:
    """How well a name answers: 0 not at all. Accents that were typed must be those of the name."""
    core, plain_core = _untitled(name), words.fold_words(_untitled(name))
    if _holds(plain_core, folded) and (len(core) > 1 or len(bare) == 1):
        if not _agrees(key, core, plain_core):
            return 0
        whole = plain_core == words.fold_words(bare)
        return 4 + 2 * whole + (_as_typed(core, key) or core == bare)
    if set(folded) <= set(plain):
        by_folded = dict(zip(plain, name, strict=True))
        fits = all(not words.is_marked(word) or by_folded[words.fold_word(word)] == word for word in key)
        return (2 + all(word in name for word in key)) * fits
    return 0


def _holds(part: Words, whole: Words) -> bool:
    return bool(part) and any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _as_typed(core: Words, key: Words) -> bool:
    return _holds(core, key)


def _agrees(key: Words, core: Words, plain: Words) -> bool:
    """Whether some stretch of what was typed is the name, bare words standing for any accents."""
    for at in range(len(key) - len(core) + 1):
        typed = key[at : at + len(core)]
        if words.fold_words(typed) == plain and all(
            not words.is_marked(word) or word == meant for word, meant in zip(typed, core, strict=True)
        ):
            return True
    return False


def _untitled(key: Words) -> Words:
    for title in _TITLES:
        if len(key) > len(title) and words.fold_words(key[: len(title)]) == words.fold_words(title):
            return key[len(title) :]
    return key


def _known(one: Named) -> Known:
    names = dict.fromkeys(words.strict_words(name) for name in (one.name, one.name_en, *one.also) if name)
    keys = tuple(key for key in names if key)
    return Known(one, keys or ((),), tuple(words.fold_words(key) for key in keys) or ((),))
