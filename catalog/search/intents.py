"""What a query says beside naming goods: a price, stars, a title's level, a present. Each is taken out of the words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from catalog.search import spelled, words
from catalog.search.selection import Selection
from core import text
from core.money import PriceError, parse_price

_AMOUNT = (
    r"[0-9][0-9.,]*(?:\s*(?:ty|ti|trieu|tr|nghin|ngan|k|dong|vnd|d)(?![a-z]))*"
    r"(?:\s*ruoi\b|(?<=[a-z])\s*[0-9]{1,3}(?:\s*(?:k|nghin))?\b)?"
)
_LESS = r"(?:gia\s+)?(?:duoi|khong qua|toi da|nho hon|it hon|re hon|thap hon|under|below|less than|max|<=?)"
_MORE = r"(?:gia\s+)?(?:tren|hon|tu|toi thieu|it nhat|over|above|more than|from|min|>=?)"
_ABOUT = r"(?:gia\s+)?(?:khoang|tam|around|about)"
_RANGE = re.compile(rf"\b(?:gia\s+)?(?:tu\s+|from\s+|khoang\s+)?({_AMOUNT})\s*(?:-|–|den|toi|to)\s*({_AMOUNT})")
_BELOW = re.compile(rf"(?:\b|(?<=\s)|^){_LESS}\s*({_AMOUNT})|({_AMOUNT})\s*(?:tro xuong|do lai)\b")
_ABOVE = re.compile(rf"(?:\b|(?<=\s)|^){_MORE}\s*({_AMOUNT})|({_AMOUNT})\s*tro len\b")
_NEAR = re.compile(rf"\b{_ABOUT}\s*({_AMOUNT})")
# An amount by itself (500 nghìn, 1tr2) is meant roughly; gold is told by its carats (24k).
_BARE = re.compile(
    r"(?<![0-9.,/])([0-9][0-9.,]*\s*(?:trieu|tr|nghin|ngan|k)(?![a-z])(?:\s*ruoi\b|\s*[0-9]{1,3}\b)?"
    r"|[0-9][0-9.,]{3,}\s*(?:dong|vnd|d)(?![a-z]))"
)
_CARATS = ("10k", "14k", "18k", "22k", "24k")
_STARS = re.compile(
    r"\b(?:(tu)\s+)?(?:(?:ocop|hang|dat)\s+)*([1-5]|mot|hai|ba|bon|nam)\s*(?:sao\b|\*|stars?\b)"
    r"(\s+tro len)?(?:\s+ocop\b)?"
)
_STAR_WORDS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5}
_LEVELS = {
    "quoc_gia": ("cap quoc gia", "quoc gia", "national level", "national"),
    "khu_vuc": ("cap khu vuc", "khu vuc phia bac", "regional level"),
    "tinh": ("cap tinh", "cap thanh pho", "cap tp", "province level", "provincial"),
    "huyen": ("cap huyen", "cap quan", "district level"),
    "xa": ("cap xa", "cap phuong", "commune level"),
}
_FLAGS = {
    "gift": tuple(row["phrase"] for row in words.rows("gift_words.csv")),
    "in_fair": ("dang o hoi cho", "o hoi cho", "tai hoi cho", "hoi cho", "phien cho nay"),
    "supported": ("khuyen cong ho tro", "duoc khuyen cong ho tro", "duoc ho tro"),
    "in_stock": ("con hang", "san hang", "in stock"),
    "cnnttb": (
        "cong nghiep nong thon tieu bieu", "cnnttb", "cnnt tieu bieu", "san pham tieu bieu", "tieu bieu",
    ),
}  # fmt: skip
# What else a gift's words ask for: goods that mention it come first.
_KEEPS = {row["phrase"]: row["mentions"] for row in words.rows("gift_words.csv") if row["mentions"]}
_NOT_A_GIFT = ("qua luu niem", "qua cau", "hoa qua", "qua xanh", "quang phu")


@dataclass(slots=True)
class Intents:
    """The words that remain, what they were narrowed to, and in which words each narrowing was said."""

    rest: str
    selection: Selection
    said: list[str] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)  # words that lift what mentions them and exclude nothing
    kept: list[str] = field(default_factory=list)  # what would say something, and is to be read as words

    @property
    def without_kept(self) -> "Intents":
        """The same without those words: they say nothing where no goods are written with them."""
        rest = self.rest
        for one in self.kept:
            rest = rest.replace(one, " ", 1)
        return replace(self, rest=text.clean_line(rest), kept=[])


def read(query: str, plain: Iterable[str] = ()) -> Intents:
    """Take the intents out of a query, but for those written in `plain`. Accents do not matter here: nothing else is
    written like them."""
    reader = _Reader(query)
    kept = reader.keep(plain)
    reader.stars()
    reader.prices()
    reader.levels()
    reader.flags()
    return Intents(reader.rest(), reader.selection(), reader.said, reader.hints, kept)


class _Reader:
    def __init__(self, query: str) -> None:
        self.written = text.clean_line(query)
        self.plain = _aligned(self.written)
        self.chosen: dict[str, tuple[str, ...]] = {}
        self.bounds: dict[str, int] = {}
        self.said: list[str] = []
        self.hints: list[str] = []

    def keep(self, plain: Iterable[str]) -> list[str]:
        """Hide from the rest what is an intent and nothing else, and leave its words; gives them as they stand."""
        kept = []
        for said in plain:
            at = self.written.find(said) if said else -1
            if at >= 0 and not read(said).rest:
                self.plain = self.plain[:at] + " " * len(said) + self.plain[at + len(said) :]
                kept.append(said)
        return kept

    def prices(self) -> None:
        self.plain = spelled.in_figures(self.written, self.plain)
        if found := _RANGE.search(self.plain):
            low, high = _two_amounts(found[1], found[2])
            if low and high and low <= high:
                self._bound(found, price_min=low, price_max=high)
        if found := _BELOW.search(self.plain):
            self._bound(found, price_max=_amount(found[1] or found[2]))
        if found := _NEAR.search(self.plain):
            amount = _amount(found[1])
            self._bound(found, price_min=amount and amount * 8 // 10, price_max=amount and amount * 12 // 10)
        if found := _ABOVE.search(self.plain):
            self._bound(found, price_min=_amount(found[1] or found[2]))
        if not self.bounds and (found := _BARE.search(self.plain)) and found[1].strip() not in _CARATS:
            amount = _amount(found[1])
            self._bound(found, price_min=amount and amount * 8 // 10, price_max=amount and amount * 12 // 10)

    def stars(self) -> None:
        if found := _STARS.search(self.plain):
            least = _STAR_WORDS.get(found[2]) or int(found[2])
            is_open = found[1] or found[3]
            self._choose("stars", *(str(n) for n in range(least, 6 if is_open else least + 1)))
            self._take(found.start(), found.end())
        elif found := re.search(r"\bocop\b", self.plain):
            self._choose("flag", "ocop")
            self._take(found.start(), found.end())

    def levels(self) -> None:
        for level, phrases in _LEVELS.items():
            for phrase in phrases:
                if found := self._phrase(phrase):
                    self._choose("level", level)
                    self._take(found.start(), found.end())
                    return

    def flags(self) -> None:
        for flag, phrases in _FLAGS.items():
            for phrase in phrases:
                found = self._phrase(phrase)
                if found and self._means(flag, found):
                    self._choose("flag", flag)
                    self._take(found.start(), found.end())
                    if phrase in _KEEPS:
                        self.hints.append(_KEEPS[phrase])
                    break

    def _phrase(self, phrase: str) -> re.Match[str] | None:
        """Where it stands as whole words; most do not stand there at all."""
        return re.search(rf"\b{phrase}\b", self.plain) if phrase in self.plain else None

    def _means(self, flag: str, found: re.Match[str]) -> bool:
        """Quà and not quả; a souvenir is a kind of goods, not a present."""
        if flag != "gift":
            return True
        written = self.written[found.start() : found.end()].lower()
        around = self.plain[max(0, found.start() - 5) : found.end() + 9]
        return "quả" not in written and not any(phrase in around for phrase in _NOT_A_GIFT)

    def _bound(self, found: re.Match[str], **bounds: int | None) -> None:
        if None in bounds.values():
            return
        self.bounds |= {name: amount for name, amount in bounds.items() if amount is not None}
        self._take(found.start(), found.end())

    def _choose(self, facet: str, *values: str) -> None:
        self.chosen[facet] = (*self.chosen.get(facet, ()), *values)

    def _take(self, start: int, end: int) -> None:
        """Blank out what was understood, so that nothing reads it twice."""
        self.said.append(self.written[start:end].strip())
        blank = " " * (end - start)
        self.plain = self.plain[:start] + blank + self.plain[end:]
        self.written = self.written[:start] + blank + self.written[end:]

    def rest(self) -> str:
        return text.clean_line(self.written)

    def selection(self) -> Selection:
        return Selection(self.chosen, self.bounds.get("price_min"), self.bounds.get("price_max"))


def _aligned(written: str) -> str:
    """The query with marks off, letter under letter."""
    return "".join((text.unmarked(letter) or " ")[0] for letter in written)


def _amount(typed: str) -> int | None:
    """Whole đồng; a bare number under 10.000 is meant in thousands."""
    typed = typed.strip().lstrip("0")
    try:
        amount = parse_price(typed)
    except PriceError:
        return None
    if amount and amount < 10_000 and typed.isdigit():
        return amount * 1000
    return amount


def _two_amounts(low: str, high: str) -> tuple[int | None, int | None]:
    """Both ends of a range; the lower takes the unit of the upper (200-400k, từ 1 đến 2 triệu)."""
    top = _amount(high)
    if low.strip().isdigit() and top:
        unit = re.sub(r"^[0-9.,\s]+", "", high).strip()
        return _amount(f"{low.strip()} {unit}" if unit else low), top
    return _amount(low), top
