"""Places as they were called until 30 June 2025, and what each has become; it tells all candidates and never picks.

The file beside it (tools/build_places.py) holds the 63 former provinces, their 696 districts and 10,040 communes with
the present communes each went into. It is read once, at the first question.
"""

import csv
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from core.text import accented, fold
from programme import places
from programme.places import Commune, Province

UNTIL = "30/06/2025"
PROVINCE, DISTRICT, COMMUNE = "province", "district", "commune"
LEVELS = (PROVINCE, DISTRICT, COMMUNE)
_FILE = Path(__file__).parent / "data" / "former_places.csv"
_FINAL_Y = re.compile(r"(?<=[bcdđghklmnpqrstvx])[yỳýỷỹỵ]$|(?<=^qu)[yỳýỷỹỵ]$")
_AS_I = dict(zip("yỳýỷỹỵ", "iìíỉĩị", strict=True))


@dataclass(frozen=True, slots=True)
class FormerPlace:
    """`codes` are the present communes of a former commune, or the present province of a former province."""

    code: str
    kind: str
    name: str
    codes: tuple[str, ...]
    earlier: tuple[str, ...]  # names of what it was put together from before 2025, glued and without accents

    @property
    def level(self) -> str:
        return LEVELS[self.code.count("/")]

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"

    @property
    def inside(self) -> tuple["FormerPlace", ...]:
        """Its district and province, the nearer first."""
        pieces = self.code.split("/")[:-1]
        return tuple(by_code()["/".join(pieces[:n])] for n in range(len(pieces), 0, -1))

    @property
    def address(self) -> str:
        """Xã Bát Tràng, Huyện Gia Lâm, Thành phố Hà Nội."""
        return ", ".join(place.full_name for place in (self, *self.inside))

    @property
    def present(self) -> tuple[Commune | Province, ...]:
        """What it is now: a province gives a province, a district or commune the communes it went into."""
        if self.level == PROVINCE:
            return tuple(one for code in self.codes if (one := places.province(code)))
        codes = self.codes or _index().districts[self.code]
        return tuple(found for code in codes if (found := places.commune(code)))

    @property
    def is_split(self) -> bool:
        """Whether a former commune went into several present ones: then somebody must say which."""
        return self.level == COMMUNE and len(self.codes) > 1


def by_code() -> dict[str, FormerPlace]:
    return _index().places


def former_place(code: str) -> FormerPlace | None:
    return by_code().get(code)


def became(code: str) -> tuple[tuple[FormerPlace, bool], ...]:
    """The former communes that a present one is made of, each with whether the whole of it went there."""
    return _became().get(code, ())


@cache
def _became() -> dict[str, tuple[tuple[FormerPlace, bool], ...]]:
    found: dict[str, list[tuple[FormerPlace, bool]]] = defaultdict(list)
    for place in by_code().values():
        if place.level == COMMUNE:
            for code in place.codes:
                found[code].append((place, not place.is_split))
    return {code: tuple(sorted(parts, key=lambda part: not part[1])) for code, parts in found.items()}


@dataclass(frozen=True, slots=True)
class Index:
    """Everything a look-up needs. Names stand by level, once with accents and once folded."""

    places: dict[str, FormerPlace]
    accented: dict[tuple[str, str], tuple[FormerPlace, ...]]
    folded: dict[tuple[str, str], tuple[FormerPlace, ...]]
    earlier: dict[tuple[str, str], tuple[FormerPlace, ...]]
    present: dict[str, tuple[Commune, ...]]  # communes of today by accented name and by folded name
    provinces: dict[str, tuple[str, ...]]  # codes of former provinces by the present one they went into
    districts: dict[str, tuple[str, ...]]  # codes of present communes by former district, most of it first
    known: frozenset[str]  # every key there is, of any level


@cache
def _index() -> Index:
    with _FILE.open(encoding="utf-8", newline="") as file:
        found = {row["code"]: _place(row) for row in csv.DictReader(file)}
    names, folded, earlier = (defaultdict(list) for _ in range(3))
    became: dict[str, list[str]] = defaultdict(list)
    for place in found.values():
        names[place.level, key_of(place.name)].append(place)
        folded[place.level, fold_of(key_of(place.name))].append(place)
        for name in place.earlier:
            earlier[place.level, _folded(name)].append(place)
        if place.level == PROVINCE:
            became[place.codes[0]].append(place.code)
    provinces = {code: tuple(formers) for code, formers in became.items()}
    by_name = (_settled(names), _settled(folded), _settled(earlier))
    present = _present_names()
    known = frozenset([*present, *(name for _, name in folded), *(name for _, name in names)])
    return Index(found, *by_name, present, provinces, _districts(found), known)


def _districts(found: dict[str, FormerPlace]) -> dict[str, tuple[str, ...]]:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for place in found.values():
        if place.level == COMMUNE:
            counted[place.code.rpartition("/")[0]].update(place.codes)
    return {code: tuple(one for one, _ in counts.most_common()) for code, counts in counted.items()}


def _place(row: dict[str, str]) -> FormerPlace:
    codes, earlier = (tuple(row[name].split("; ")) if row[name] else () for name in ("present", "earlier"))
    return FormerPlace(row["code"], row["kind"], row["name"], codes, earlier)


def _settled(lists: dict[tuple[str, str], list[FormerPlace]]) -> dict[tuple[str, str], tuple[FormerPlace, ...]]:
    return {key: tuple(values) for key, values in lists.items()}


def _present_names() -> dict[str, tuple[Commune, ...]]:
    found: dict[str, list[Commune]] = defaultdict(list)
    for province in places.provinces():
        for commune in places.communes_of(province.code):
            named = key_of(commune.short_name)
            for key in {named, fold_of(named)}:
                found[key].append(commune)
    return {key: tuple(communes) for key, communes in found.items()}


def key_of(name: str) -> str:
    """A name with its accents, mĩ and mỹ as one, its numbers without a leading nought and its hyphens as spaces."""
    return " ".join(map(_word, accented(name).replace("-", " ").split()))


def fold_of(key: str) -> str:
    """The same without accents, from what key_of() gave."""
    return " ".join(map(_folded, key.split()))


@lru_cache(maxsize=20_000)
def _word(word: str) -> str:
    return _FINAL_Y.sub(lambda match: _AS_I[match[0]], word).lstrip("0") or word


@lru_cache(maxsize=20_000)
def _folded(word: str) -> str:
    return fold(word)


def is_known(key: str, folded: str) -> bool:
    """Whether any place, of then or now, bears the name."""
    return key in _index().known or folded in _index().known


def of_present_province(code: str) -> tuple[str, ...]:
    """The former provinces that a present one is made of."""
    return _index().provinces.get(code, ())


def present_named(key: str, folded: str) -> tuple[tuple[Commune, ...], bool]:
    """Communes of today by name, and whether the accents are right."""
    exact = _index().present.get(key)
    return (exact, True) if exact else (_index().present.get(folded, ()), False)


def named(level: str, key: str, folded: str) -> tuple[tuple[FormerPlace, ...], bool]:
    """Former places of a level by name, and whether the accents are right; without any accents all count as right."""
    exact = _index().accented.get((level, key)) if key != folded else None  # Long An without accents is Long Ẩn too
    return (exact, True) if exact else (_index().folded.get((level, folded), ()), key == folded)


def earlier_named(level: str, name: str) -> tuple[FormerPlace, ...]:
    """What an even older place of this name was made a part of."""
    return _index().earlier.get((level, name), ())
