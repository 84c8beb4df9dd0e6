"""Vietnamese text: one clean written form, and the keys by which it is matched, ordered and addressed."""

import re
import unicodedata
from collections.abc import Container
from itertools import count

_SPACES = dict.fromkeys(
    map(
        ord,
        "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000",
    ),
    " ",
)
_UNSEEN = dict.fromkeys([0xAD, 0x180E, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2070)])
_CONTROLS = dict.fromkeys([*(c for c in range(0x20) if c not in (0x09, 0x0A, 0x0D)), *range(0x7F, 0xA0)])
_CLEAN = _SPACES | _UNSEEN | _CONTROLS
_UNCLEAN = re.compile(f"[{re.escape(''.join(map(chr, _CLEAN)))}]")  # most lines have nothing to clean: found in C
_STRAIGHT = dict.fromkeys(map(ord, "‘’ʼ`´′"), "'") | dict.fromkeys(map(ord, "“”„«»″"), '"')
_UNMARK = _CLEAN | _STRAIGHT | dict.fromkeys(range(0x300, 0x370)) | {ord("đ"): "d"}

_TONED = {
    "oa": ("oà oá oả oã oạ", "òa óa ỏa õa ọa"),
    "oe": ("oè oé oẻ oẽ oẹ", "òe óe ỏe õe ọe"),
    "uy": ("uỳ uý uỷ uỹ uỵ", "ùy úy ủy ũy ụy"),
}
_SETTLED = {old: new for olds, news in _TONED.values() for old, new in zip(olds.split(), news.split(), strict=True)}
_UNSETTLED = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])\b", re.IGNORECASE)

_SPELT_D = re.compile(r"\b(?:dz|z)+")
_SPELT_PH = re.compile(r"\bf+")
_FINAL_Y = re.compile(r"(?:(?<=[b-df-hj-np-tv-xz])|(?<=\bqu))y\b")
_ALPHABET = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_RANK = {letter: chr(0x100 + rank) for rank, letter in enumerate(_ALPHABET)}
_TONES = {mark: str(rank) for rank, mark in enumerate("\u0300\u0309\u0303\u0301\u0323", start=1)}
_WORD = re.compile(r"[^\W_]+")
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_BLANK_LINES = re.compile(r"\n{3,}")


def nfc(text: str) -> str:
    """The composed form (NFC), which is the only one that is stored."""
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """One line as a person meant it: NFC, plain single spaces, nothing that cannot be seen."""
    line = nfc(text)
    return " ".join((line.translate(_CLEAN) if _UNCLEAN.search(line) else line).split())


def clean_block(text: str) -> str:
    """Several lines, each clean, keeping line breaks and at most one empty line between paragraphs."""
    lines = nfc(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return _BLANK_LINES.sub("\n\n", "\n".join(clean_line(line) for line in lines)).strip()


def settle_tones(text: str) -> str:
    """Tone marks in one place, case kept: hoà, khoẻ, thuý become hòa, khỏe, thúy; hoàn and quý stay."""
    return _UNSETTLED.sub(_settled, nfc(text))


def _settled(match: re.Match[str]) -> str:
    pair = match[0]
    settled = _SETTLED[pair.lower()]
    return "".join(new.upper() if old.isupper() else new for old, new in zip(pair, settled, strict=True))


def accented(text: str) -> str:
    """The key that tells tương from tượng: lower case, tones settled, quotes straight, spaces clean."""
    return settle_tones(clean_line(text).lower().translate(_STRAIGHT))


def unmarked(text: str) -> str:
    """Case and marks off, đ to d, spaces clean; spelling untouched (mỹ gives my), as addresses want it."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFD", plain)
    return " ".join(plain.translate(_UNMARK).split())


def fold(text: str) -> str:
    """The search key: unmarked, and spellings that sound alike made one (mỹ/mĩ, z/dz/d, f/ph).

    Final y after a consonant becomes i (lý, quý), ay and uy stay. Folding twice changes nothing.
    """
    plain = unmarked(text)
    if "z" in plain:
        plain = _SPELT_D.sub("d", plain)
    if "f" in plain:
        plain = _SPELT_PH.sub("ph", plain)
    return _FINAL_Y.sub("i", plain) if "y" in plain else plain


def sort_key(text: str) -> tuple[str, str]:
    """Dictionary order: a before ă before â; tones (ngang huyền hỏi ngã sắc nặng) only break ties."""
    letters, tones = [], []
    for letter in accented(text):
        parts = unicodedata.normalize("NFD", letter)
        base = nfc("".join(mark for mark in parts if mark not in _TONES))
        letters.append(_RANK.get(base, base))
        tones.append(next((_TONES[mark] for mark in parts if mark in _TONES), "0"))
    return "".join(letters), "".join(tones)


def words(text: str) -> list[str]:
    """Runs of letters and digits in the text as given; a folded or accented key gives its terms."""
    return _WORD.findall(text)


def numbered(base: str, taken: Container[str]) -> str:
    """`base`, or with the first number from 2 on that makes it nobody's."""
    every = (base if n == 1 else f"{base}-{n}" for n in count(1))
    return next(one for one in every if one not in taken)


def slugify(text: str, longest: int = 80) -> str:
    """An ASCII piece of an address (bat-trang), cut at a hyphen when longer; empty when nothing is left."""
    slug = _NOT_SLUG.sub("-", unmarked(text)).strip("-")
    if len(slug) <= longest:
        return slug
    whole = slug[: longest + 1].rpartition("-")[0]
    return whole or slug[:longest]
