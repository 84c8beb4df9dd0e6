"""Amounts written in words (năm trăm nghìn, một triệu rưỡi), put into figures where they stand."""

import re
from itertools import takewhile

from core import text

_TOKEN = re.compile(r"\w+")
_SIGNS = {
    "một": "1", "mốt": "1", "hai": "2", "ba": "3", "bốn": "4", "tư": "4", "năm": "5", "lăm": "5", "nhăm": "5",
    "sáu": "6", "bảy": "7", "bẩy": "7", "tám": "8", "chín": "9", "mười": "M", "mươi": "M", "chục": "M", "trăm": "T",
    "nghìn": "N", "ngàn": "N", "triệu": "R", "tỷ": "Y", "tỉ": "Y", "rưỡi": "H", "rưởi": "H", "linh": "L", "lẻ": "L",
    "nửa": "W",
}  # fmt: skip
# Without accents, but for those that are more often another word (tu: từ, le: lễ).
_BARE = {text.unmarked(word): sign for word, sign in _SIGNS.items() if word not in ("tư", "lẻ", "linh", "lăm")}
_BELOW_THOUSAND = r"(?:[1-9]?T(?:L[1-9]|[1-9]?M[1-9]?|[1-9H])?|[1-9]?M[1-9]?|[1-9])"
_PARTS = re.compile(rf"({_BELOW_THOUSAND})?([NRY]|$)")
_NUMBER = re.compile(
    rf"W[RY]|(?:{_BELOW_THOUSAND}Y)?(?:{_BELOW_THOUSAND}R)?(?:{_BELOW_THOUSAND}N|[1-9]T(?:L[1-9]|[1-9]?M[1-9]?|[1-9H])?|TH)?"
)
# One word that ends an amount: the half or the tenth of its last unit (triệu rưỡi, một triệu hai).
_TAIL = re.compile(r"(?:[1-9]?|[1-9]?M[1-9]?)([NRY])([H1-9])")
_UNITS = {"N": 1_000, "R": 1_000_000, "Y": 1_000_000_000}
_BETWEEN = ("den", "toi")


def in_figures(written: str, plain: str) -> str:
    """`plain`, which is `written` with its marks off, with every amount in figures that fill the room of its words.

    So that the letters of both still stand under one another, figures have noughts before them.
    """
    tokens = [(one.start(), one.end(), one[0].lower()) for one in _TOKEN.finditer(written)]
    at = 0
    while at < len(tokens):
        signs = "" if _goes_on(tokens, at) else "".join(takewhile(bool, _signs(tokens[at : at + 15])))
        amount, length = _read(signs, is_last=at + len(signs) == len(tokens) or _ends(tokens[at + len(signs)][2]))
        if not length and signs and _opens_a_range(tokens, at):
            amount, length = signs[0], 1
        if length:
            start, end = tokens[at][0], tokens[at + length - 1][1]
            if len(amount) <= end - start:
                plain = plain[:start] + amount.rjust(end - start, "0") + plain[end:]
        at += length or 1
    return plain


def _signs(tokens: list[tuple[int, int, str]]) -> list[str]:
    """A figure counts among words where the hundred or ten it counts is a word: 5 trăm nghìn."""
    signs = [_sign(token) for _, _, token in tokens]
    for at, (_, _, token) in enumerate(tokens[:-1]):
        if len(token) == 1 and token in "123456789" and signs[at + 1] in ("T", "M"):
            signs[at] = token
    return signs


def _goes_on(tokens: list[tuple[int, int, str]], at: int) -> bool:
    """Whether the amount began before, in figures (1 triệu rưỡi, 2,5 trăm): those are read elsewhere."""
    return at > 0 and tokens[at - 1][2][-1].isdigit()


def _sign(token: str) -> str:
    return _SIGNS.get(token) or _BARE.get(token, "")


def _ends(token: str) -> bool:
    return text.unmarked(token) in (*_BETWEEN, "tro", "do", "dong", "vnd")


def _opens_a_range(tokens: list[tuple[int, int, str]], at: int) -> bool:
    """The first end of từ một đến hai triệu: a lone figure whose unit is said at the other end."""
    if not 0 < at < len(tokens) - 1 or not _sign(tokens[at][2]).isdigit():
        return False
    return text.unmarked(tokens[at - 1][2]) == "tu" and text.unmarked(tokens[at + 1][2]) in _BETWEEN


def _read(signs: str, *, is_last: bool) -> tuple[str, int]:
    """The amount that begins a row of signs, as figures with their unit, and how many of the signs say it."""
    tail = _TAIL.fullmatch(signs)
    if tail and (is_last or tail[2] == "H"):
        unit = _UNITS[tail[1]]
        before = _small(signs[: tail.start(1)]) if tail.start(1) else 1
        return _figures(before * unit + (unit // 2 if tail[2] == "H" else int(tail[2]) * unit // 10), len(signs))
    found = _NUMBER.match(signs)
    said = found[0] if found else ""
    if said in ("WR", "WY"):
        return _figures(_UNITS[said[1]] // 2, 2)
    if len(said) < 2 or said[0] in "NRY" or said == "T":
        return "", 0
    return _figures(_whole(said), len(said))


def _whole(said: str) -> int:
    """Hundreds that follow millions are of thousands: một triệu hai trăm."""
    total, is_above = 0, False
    for small, unit in _PARTS.findall(said):
        if small:
            total += _small(small) * (_UNITS[unit] if unit else 1_000 if is_above else 1)
        is_above |= unit in ("R", "Y")
    return total


def _small(said: str) -> int:
    """Up to 999; what follows a hundred without its own unit counts in tens (hai trăm rưỡi, trăm hai)."""
    hundreds, has_hundred, rest = said.rpartition("T")
    total = 100 * int(hundreds or 1) if has_hundred else 0
    tens, has_ten, ones = rest.rpartition("M")
    if has_ten:
        return total + 10 * int(tens or 1) + int(ones or 0)
    if rest == "H":
        return total + 50
    if rest.startswith("L"):
        return total + int(rest[1:])
    return total + (10 if has_hundred else 1) * int(rest or 0)


def _figures(amount: int, length: int) -> tuple[str, int]:
    """Below a thousand the unit stays unsaid; an amount that is no price is left as it is written."""
    if amount < 1_000:
        return str(amount), length
    if amount % 1_000 or amount < 10_000:
        return "", 0
    for unit, name in ((1_000_000_000, "ty"), (1_000_000, "tr")):
        if amount % unit == 0:
            return f"{amount // unit}{name}", length
    return f"{amount // 1_000}k", length
