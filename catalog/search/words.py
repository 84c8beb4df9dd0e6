"""Keys of words, and the vocabularies that nobody edits while the market runs: ambiguous words, stop words."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from core import text

Words = tuple[str, ...]

_DATA = Path(__file__).parent.parent / "data"
_FINAL_Y = re.compile(r"(?:(?<=[b-dđf-hj-np-tv-xz])|(?<=\bqu))[yýỳỷỹỵ]\b")
_I_OF_Y = dict(zip("yýỳỷỹỵ", "iíìỉĩị", strict=True))
_PLAIN_OF_TONED = str.maketrans(
    "àảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
    "aaaaaăăăăăâââââeeeeeêêêêêiiiiioooooôôôôôơơơơơuuuuuưưưưưyyyyy",
)
_TONES = {
    letter: tone
    for tone, letters in {
        "f": "àằầèềìòồờùừỳ", "r": "ảẳẩẻểỉỏổởủửỷ", "x": "ãẵẫẽễĩõỗỡũữỹ", "s": "áắấéếíóốớúứý", "j": "ạặậẹệịọộợụựỵ",
    }.items()
    for letter in letters
}  # fmt: skip

# Dropped where other words remain. Short on purpose: a general list would eat lá (nón lá) and bộ (bộ ấm chén).
STOP_PHRASES = (
    "của", "và", "cho", "các", "những", "mua", "bán", "giá", "rẻ", "ở", "tại", "loại", "chỗ nào", "bao nhiêu", "đâu",
    "sản phẩm", "ở đâu", "nào", "chỗ", "tìm", "cần", "muốn", "mặt hàng", "giá bao nhiêu", "giá rẻ", "mua ở đâu",
    "bán ở đâu", "chỗ nào bán", "ở chỗ nào", "thì", "là gì", "hàng hóa", "tốt nhất", "đẹp", "ngon", "xịn", "uy tín",
    "chính gốc", "chính hiệu", "loại nào", "với", "được", "có", "bằng", "làm bằng", "làm từ", "chất liệu",
    "đồ", "shop", "cửa hàng", "đựng", "cho bé",
)  # fmt: skip
# The same in English: they ask for nothing by themselves, also beside a single other word.
ENGLISH_STOPS = (
    "buy", "the", "of", "from", "in", "and", "for", "a", "an", "with", "where", "to buy", "made in",
    "cheap", "cheapest", "best", "nice", "good", "beautiful", "some", "any", "for sale", "i want", "looking for",
    "where can i buy", "how much is",
)  # fmt: skip
# Words that English names carry and nobody looks for.
ENGLISH_FILLERS = frozenset(("the", "by", "and", "of", "on", "with", "in", "a", "an", "for", "s", "from"))


def strict_key(written: str) -> str:
    """The key that keeps accents; final i and y are one (mỹ, mĩ), as they are when accents are off."""
    return _FINAL_Y.sub(lambda match: _I_OF_Y[match[0]], text.accented(written))


def strict_words(written: str) -> Words:
    return tuple(text.words(strict_key(written)))


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    return text.fold(word)


def fold_words(words: Iterable[str]) -> Words:
    return tuple(fold_word(word) for word in words)


@lru_cache(maxsize=100_000)
def is_marked(word: str) -> bool:
    """Whether it carries a mark that folding takes off."""
    return text.unmarked(word) != word


@lru_cache(maxsize=100_000)
def tone_of(word: str) -> str:
    """Its tone as the Telex key (f r x s j), or nothing."""
    return next((_TONES[letter] for letter in word if letter in _TONES), "")


@lru_cache(maxsize=100_000)
def toneless(word: str) -> str:
    """The word with its tone off and its letters kept: lụa gives lua, gốm gives gôm."""
    return word.translate(_PLAIN_OF_TONED)


@dataclass(frozen=True, slots=True)
class Sense:
    """One meaning of an ambiguous word: how it is told apart, and the words that ask for it."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Ambiguity:
    folded: Words
    kind: str
    senses: tuple[Sense, ...]


@cache
def ambiguities() -> dict[Words, Ambiguity]:
    """By folded words. The column `queries` holds what each sense is asked by."""
    found = {}
    for row in rows("ambiguity.csv"):
        folded = fold_words(strict_words(row["folded"]))
        queries, labels = row["queries"].split("|"), row["labels"].split(" / ")
        labels = labels if len(labels) == len(queries) else row["senses"].split("|")
        senses = tuple(Sense(label, query) for label, query in zip(labels, queries, strict=True))
        found[folded] = Ambiguity(folded, row["kind"], senses)
    return found


@cache
def confusable() -> frozenset[str]:
    """Words known to be another word than those that differ in accents only (miền is not miến)."""
    return frozenset(
        word
        for one in ambiguities().values()
        if one.kind in ("accent", "homonym")
        for sense in one.senses
        for word in strict_words(sense.query)
    )


@cache
def stop_phrases() -> frozenset[Words]:
    return frozenset(strict_words(phrase) for phrase in STOP_PHRASES) | english_stops()


@cache
def english_stops() -> frozenset[Words]:
    return frozenset(strict_words(phrase) for phrase in (*ENGLISH_STOPS, *ENGLISH_FILLERS))


def rows(name: str) -> list[dict[str, str]]:
    """A file of catalog/data."""
    with (_DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
