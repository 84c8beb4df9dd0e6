"""What a place written by somebody may mean today: every reading with its present communes, and whether to ask.

"Cự Khê, Thanh Oai", "xa Cu Khe H. Thanh Oai", "TX. Sơn Tây" and "Bát Tràng" are all read. Nothing is ever picked where
a former unit was split, where several places bear the name, or where the accents are not those of the name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from core.text import accented, clean_line, unmarked
from programme import former_places, places
from programme.former_places import COMMUNE, DISTRICT, PROVINCE, FormerPlace
from programme.places import Commune, Province

LONGEST = 200
_MOST_WORDS = 14
_LONGEST_NAME = 6  # words; longer ones (Văn Miếu Quốc Tử Giám has five) are found between commas only
_KINDS = {
    "thành phố": "Thành phố", "thanh pho": "Thành phố", "tp": "Thành phố", "tp.": "Thành phố", "thị xã": "Thị xã",
    "thi xa": "Thị xã", "tx": "Thị xã", "tx.": "Thị xã", "thị trấn": "Thị trấn", "thi tran": "Thị trấn",
    "tt": "Thị trấn", "tt.": "Thị trấn", "quận": "Quận", "quan": "Quận", "q": "Quận", "q.": "Quận", "huyện": "Huyện",
    "huyen": "Huyện", "h": "Huyện", "h.": "Huyện", "phường": "Phường", "phuong": "Phường", "p": "Phường",
    "p.": "Phường", "xã": "Xã", "xa": "Xã", "x": "Xã", "x.": "Xã", "tỉnh": "Tỉnh", "tinh": "Tỉnh", "t.": "Tỉnh",
    "đặc khu": "Đặc khu", "dac khu": "Đặc khu", "đk.": "Đặc khu",
}  # fmt: skip
_OF_LEVEL = {
    PROVINCE: ("Tỉnh", "Thành phố"), DISTRICT: ("Thành phố", "Thị xã", "Quận", "Huyện"),
    COMMUNE: ("Thị trấn", "Phường", "Xã"),
}  # fmt: skip
_ALSO = {"hn": "hà nội", "tphcm": "hồ chí minh", "hcm": "hồ chí minh", "sài gòn": "hồ chí minh"}
_COUNTRY = {"viet nam", "vietnam", "vn"}
_SHORT = re.compile(r"\b(tp|tx|tt|đk|[hqpxt])\.\s*")
_NUMBERED = re.compile(r"\b([qp])\.?\s?(?=\d)")
_BEFORE_KIND = re.compile(
    r"(?:(?<!thị)\s+(?=xã )|\s+(?=(?:thành phố|thị xã|thị trấn|quận|huyện|phường|tỉnh|(?:tp|tx|tt|[hqpx])\.) ))"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing the words may mean: a former place, or a commune or province of today."""

    former: FormerPlace | None
    present: tuple[Commune | Province, ...]
    is_earlier: bool = False  # the name is even older: of what was made part of `former` before 2025
    is_exact: bool = True  # the accents and the kind are those of the name

    @property
    def level(self) -> str:
        if self.former:
            return self.former.level
        return COMMUNE if isinstance(self.present[0], Commune) else PROVINCE

    @property
    def is_split(self) -> bool:
        return len(self.present) > 1

    @property
    def is_recycled(self) -> bool:
        """Whether a commune of today bears the name of this former one, and means another, bigger area."""
        names = {place.short_name for place in self.present if isinstance(place, Commune)}
        return self.former is not None and self.former.level == COMMUNE and self.former.name in names


@dataclass(frozen=True, slots=True)
class Resolution:
    """Every reading, those of Hà Nội first, and all that is left of them today."""

    readings: tuple[Reading, ...] = ()
    candidates: tuple[Commune | Province, ...] = field(default=())

    @property
    def must_ask(self) -> bool:
        """Whether a person has to say which: true wherever more than one place is left, or the spelling is off."""
        return len(self.candidates) != 1 or not all(reading.is_exact for reading in self.readings)

    @property
    def settled(self) -> Commune | None:
        """The one commune it is now; None whenever somebody must be asked."""
        only = self.candidates[0] if not self.must_ask else None
        return only if isinstance(only, Commune) else None

    @property
    def former(self) -> FormerPlace | None:
        """The one former commune that is meant; None where the words fit several, or none."""
        communes = [one.former for one in self.readings if one.former and one.former.level == COMMUNE]
        return communes[0] if len(communes) == 1 and self.readings[0].is_exact else None


def resolve(text: str = "", *, commune: str = "", district: str = "", province: str = "") -> Resolution:
    """What `text`, or the three names, may mean. Under a millisecond once the file is read."""
    given = text or ", ".join(one for one in (commune, district, province) if one)
    return _resolve(clean_line(given)[:LONGEST])


def forget() -> None:
    """Remember no answer given before; for measuring."""
    for remembered in (_resolve, _is_a_name, _variants):
        remembered.cache_clear()


@lru_cache(maxsize=512)
def _resolve(text: str) -> Resolution:
    pieces = _pieces(text)
    readings, used = _read(pieces)
    if used < 2 and (len(pieces) > 1 or not readings):
        by_words, names = _read_words(" ".join(pieces).split()[-_MOST_WORDS:])
        readings = by_words if names > used else readings
    exact = [reading for reading in readings if reading.is_exact]
    kept = tuple(sorted(exact or readings, key=_home_first))
    present = {place.code: place for reading in kept for place in reading.present}
    return Resolution(kept, tuple(present.values()))


def _home_first(reading: Reading) -> tuple[bool, bool]:
    code = reading.former.code if reading.former else reading.present[0].code
    return reading.is_earlier, code.partition("/")[0] != places.HANOI


def _pieces(text: str) -> list[str]:
    """The parts between commas, and before a kind that begins another place; the country is left out."""
    spelt = _NUMBERED.sub(r"\1. ", _SHORT.sub(r"\1. ", accented(text)))
    spelt = _BEFORE_KIND.sub(", ", spelt.replace(";", ",").replace("(", ",").replace(")", ","))
    pieces = [piece.strip(" .-") for piece in spelt.split(",")]
    return [piece for piece in pieces if piece and unmarked(piece) not in _COUNTRY]


def _read(pieces: list[str]) -> tuple[list[Reading], int]:
    """The readings of the last three, two or one pieces, and how many were used."""
    for used in range(min(3, len(pieces)), 0, -1):
        if found := _as_levels(tuple(pieces[-used:])):
            return found, used
    return [], 0


def _read_words(words: list[str]) -> tuple[list[Reading], int]:
    """The same where nothing parts the names: the most names that end the text, then the most words."""
    for names in (3, 2, 1):
        splits = sorted(_splits(words, names), key=lambda split: -sum(piece.count(" ") for piece in split))
        for split in splits:
            if found := _as_levels(split):
                return found, names
    return [], 0


def _splits(words: list[str], names: int) -> Iterator[tuple[str, ...]]:
    """Every way to part the end of `words` into so many names that exist."""
    if names == 0:
        yield ()
        return
    for length in range(min(_LONGEST_NAME, len(words)), 0, -1):
        last = " ".join(words[-length:])
        if _is_a_name(last):
            for before in _splits(words[:-length], names - 1):
                yield (*before, last)


@lru_cache(maxsize=4096)
def _is_a_name(piece: str) -> bool:
    return any(former_places.is_known(key, folded) for _kind, key, folded, _glued in _variants(piece))


def _as_levels(pieces: tuple[str, ...]) -> list[Reading]:
    """The pieces as commune, district and province, in every order that fits, each inside the next."""
    if len(pieces) == 3:
        return _communes(pieces[0], _inside(pieces[1], pieces[2]))
    if len(pieces) == 2:
        small, big = pieces
        districts = [place.code for place, *_ in _named(DISTRICT, big)]
        found = _communes(small, districts)
        for provinces in _provinces(big):
            found = found or _communes(small, provinces) + _districts(small, provinces)
        return found + _present_readings(small, [code for group in _provinces(big)[:1] for code in group])
    return [*_communes(pieces[0], None), *_districts(pieces[0], None), *_of_provinces(pieces[0])] + _present_readings(
        pieces[0], None
    )


def _inside(district: str, province: str) -> list[str]:
    for provinces in _provinces(province):
        within = [place.code for place, *_ in _named(DISTRICT, district) if place.code.partition("/")[0] in provinces]
        if within:
            return within
    return []


def _communes(piece: str, inside: list[str] | None) -> list[Reading]:
    """Former communes of the name, in one of the districts or provinces given."""
    return [
        Reading(place, place.present, earlier, exact)
        for place, exact, earlier in _named(COMMUNE, piece)
        if inside is None or _lies_in(place.code, inside)
    ]


def _districts(piece: str, inside: list[str] | None) -> list[Reading]:
    return [
        Reading(place, place.present, earlier, exact)
        for place, exact, earlier in _named(DISTRICT, piece)
        if inside is None or _lies_in(place.code, inside)
    ]


def _of_provinces(piece: str) -> list[Reading]:
    return [Reading(place, place.present, earlier, exact) for place, exact, earlier in _named(PROVINCE, piece)]


def _present_readings(piece: str, provinces: list[str] | None) -> list[Reading]:
    """Communes of today of the name; `provinces` are former ones."""
    known = former_places.by_code()
    now = None if provinces is None else {code for one in provinces for code in known[one].codes}
    return [
        Reading(None, (place,), False, exact)
        for place, exact in _present(piece)
        if now is None or place.province_code in now
    ]


def _lies_in(code: str, inside: list[str]) -> bool:
    return any(code.startswith(f"{one}/") for one in inside)


def _provinces(piece: str) -> list[list[str]]:
    """Codes of the former provinces a name may mean: that of the name first, then all that are in the present one."""
    former = [place.code for place, *_ in _named(PROVINCE, piece)]
    return [former, [one for code in former for one in former_places.of_present_province(code)]] if former else []


def _named(level: str, piece: str) -> list[tuple[FormerPlace, bool, bool]]:
    """(place, is exact, is an earlier name) of a level by a name with or without its kind."""
    found: dict[str, tuple[FormerPlace, bool, bool]] = {}
    for kind, key, folded, glued in _variants(piece):
        named, exact = former_places.named(level, key, folded)
        right = [place for place in named if not kind or place.kind == kind]
        for place in right or (named if kind in _OF_LEVEL[level] else ()):
            found.setdefault(place.code, (place, exact and bool(right), False))
        for place in former_places.earlier_named(level, glued):
            found.setdefault(place.code, (place, True, True))
    return list(found.values())


def _present(piece: str) -> list[tuple[Commune, bool]]:
    found: dict[str, tuple[Commune, bool]] = {}
    for kind, key, folded, _glued in _variants(piece):
        named, exact = former_places.present_named(key, folded)
        for place in [one for one in named if not kind or one.kind == kind]:
            found.setdefault(place.code, (place, exact))
    return list(found.values())


@lru_cache(maxsize=4096)
def _variants(piece: str) -> list[tuple[str, str, str, str]]:
    """(kind or "", name, folded, glued): as it stands, and with its first words taken for the kind.

    A bare number names nothing.
    """
    words = _ALSO.get(piece, piece).split()
    kinds = [(kind, n) for n in (2, 1) if len(words) > n and (kind := _KINDS.get(" ".join(words[:n])))]
    found = [] if len(words) == 1 and words[0].isdigit() else [("", 0)]
    keys = [(kind, former_places.key_of(_ALSO.get(name := " ".join(words[n:]), name))) for kind, n in found + kinds]
    return [(kind, key, (folded := former_places.fold_of(key)), folded.replace(" ", "")) for kind, key in keys]
