"""Which browse category, official group or craft village a person meant by what was typed."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from catalog.taxonomy import Group
from core.text import accented, unmarked, words

_GUESS_WITHIN = 2
_GUESS_FROM = 5
_TAKEN_AWAY = ("khong", "bo")
_GROUP_PREFIX = re.compile(r"^(?:nhom )?(?:ocop |cnnttb )?")
_VILLAGE_PREFIX = re.compile(r"^(?:làng nghề|lang nghe|làng|lang) ")


@dataclass(frozen=True, slots=True)
class Category:
    """A browse category; each part of its name between commas stands for it too."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class Village:
    """A craft village with the other names it goes by. Names repeat, the slug does not."""

    slug: str
    name: str
    aliases: tuple[str, ...] = ()


class Categories:
    """Finds a category by its name, slug or a part of its name, marks and punctuation aside."""

    def __init__(self, categories: Iterable[Category]) -> None:
        self._slugs: dict[str, set[str]] = defaultdict(set)
        for category in categories:
            for name in (category.name, category.slug, *category.name.split(",")):
                self._slugs[plain(name)].add(category.slug)
        self._guesses: dict[str, str | None] = {}

    def find(self, text: str) -> str | None:
        """The slug, when the text names one category and no other."""
        return _only(self._slugs.get(plain(text), set()))

    def guess(self, text: str) -> str | None:
        """The slug, when exactly one category has a name within two edits; short names are not guessed at."""
        name = plain(text)
        if name not in self._guesses:
            self._guesses[name] = self._nearest(name) if len(name) >= _GUESS_FROM else None
        return self._guesses[name]

    def _nearest(self, wanted: str) -> str | None:
        near = [
            slugs
            for name, slugs in self._slugs.items()
            if len(name) >= _GUESS_FROM and within(wanted, name, _GUESS_WITHIN)
        ]
        return _only(set().union(*near))


class Groups:
    """Finds an entry of an official classification by its code, its name, or both (IV.1 Thủ công mỹ nghệ …)."""

    def __init__(self, groups: Iterable[Group]) -> None:
        self._codes: dict[str, set[str]] = defaultdict(set)
        for group in groups:
            for name in (group.code, group.name_vi, f"{group.code} {group.name_vi}"):
                self._codes[plain(name)].update(group.codes)

    def find(self, text: str) -> set[str]:
        """Codes of every entry that the text may mean, “Nhóm” before it or not."""
        name = plain(text)
        return self._codes.get(name) or self._codes.get(_GROUP_PREFIX.sub("", name), set())


class Villages:
    """Finds craft villages by name, alias or slug: with right accents first, then with any."""

    def __init__(self, villages: Iterable[Village]) -> None:
        self._slugs: dict[str, set[str]] = defaultdict(set)
        for village in villages:
            for name in _names_of(village):
                for key in (_accented(name), plain(name)):
                    self._slugs[key].add(village.slug)

    def find(self, text: str) -> set[str]:
        """Slugs of every village that the text may mean, “Làng” before it or not."""
        for name in (_accented(text), _VILLAGE_PREFIX.sub("", _accented(text))):
            found = self._slugs.get(name) or self._slugs.get(plain(name))
            if found:
                return found
        return set()


def _names_of(village: Village) -> list[str]:
    """Phùng Xá (Mỹ Đức) is also Phùng Xá; Chung Chản, Vân Từ is each of the two."""
    whole = [village.name, village.slug, *village.aliases]
    return whole + [part for name in whole for part in (name.partition("(")[0], *name.split(",")) if part.strip()]


@lru_cache(4096)
def plain(text: str) -> str:
    """Words without marks or punctuation: what two ways of writing one name have in common."""
    return " ".join(words(unmarked(text)))


def is_taken_away(text: str) -> bool:
    """Whether a cell says that there shall be none: không, bỏ."""
    return plain(text) in _TAKEN_AWAY


def _accented(text: str) -> str:
    return " ".join(words(accented(text)))


def _only(slugs: set[str]) -> str | None:
    return next(iter(slugs)) if len(slugs) == 1 else None


def within(one: str, other: str, limit: int) -> bool:
    """Whether so many single-letter edits at most (added, dropped, changed) turn one text into the other."""
    if abs(len(one) - len(other)) > limit:
        return False
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one, start=1):
        above, row = row, [at]
        for column, wanted in enumerate(other, start=1):
            row.append(min(above[column] + 1, row[-1] + 1, above[column - 1] + (letter != wanted)))
        if min(row) > limit:
            return False
    return row[-1] <= limit
