"""The code that a buyer's bank transfer carries, made up for each payment and found again in what the bank reports."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.codes import ALPHABET, letters
from core.times import today

_RANDOM_LETTERS = 6
_LENGTH = 4 + _RANDOM_LETTERS
_GAP = re.compile(r"[\s._-]*")
_START = re.compile(r"K[\s._-]*C[\s._-]*[0-9][\s._-]*[0-9]")
_ALONE = re.compile(r"[A-Z0-9]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says: one code (`found`), nothing like one (`none`), or something that a person must read."""

    state: str
    code: str | None = None


NONE, DOUBTFUL = Reading("none"), Reading("doubtful")


def new_code() -> str:
    """KC, the year and six random letters: KC26B7Q4X9. A billion a year, so the column's UNIQUE rarely objects.

    No second KC within it, where another code could seem to begin.
    """
    while "KC" in (drawn := letters(_RANDOM_LETTERS)):
        pass
    return f"KC{today():%y}{drawn}"


def find_code(text: str) -> Reading:
    """The one payment code in a bank's noisy line, in any case, glued into words or spaced out; never a guess.

    Spaced out it must end where a word ends, or its last letters may be another word's. Two codes, half a code, or
    one that runs into the next word leave it to a person, unless what is cut short only repeats the one found.
    """
    line = text.upper()
    whole, cut, unclear = set[str](), set[str](), False
    inside = 0
    for start in _START.finditer(line):
        code, end, is_glued = _read(line, start.start())
        if len(code) < _LENGTH or (start.start() < inside and not is_glued):
            cut.add(_as_it_stands(line, start.start()) if start.start() >= inside else "")
        elif is_glued or not _ALONE.match(line, end):
            whole.add(code)
            inside = max(inside, end if is_glued else 0)
        else:
            unclear = True
    if not whole and not unclear and not cut:
        return NONE
    if unclear or len(whole) != 1:
        return DOUBTFUL
    [code] = whole
    return Reading("found", code) if all(code.startswith(part) for part in cut) else DOUBTFUL


def _read(line: str, at: int) -> tuple[str, int, bool]:
    """As many letters of a code as there are from here, where they end, and whether no gap parts them."""
    code, is_glued = "", True
    for place, end in _letters_from(line, at):
        is_glued = is_glued and place + 1 == end
        code += line[end - 1]
        at = end
        if len(code) == _LENGTH:
            break
    return code, at, is_glued


def _letters_from(line: str, at: int) -> Iterator[tuple[int, int]]:
    """(where its gap begins, where it ends) of each letter that may stand in a code."""
    for known in ("K", "C", "0123456789", "0123456789"):
        place, at = at, _past_gap(line, at)
        if at >= len(line) or line[at] not in known:
            return
        at += 1
        yield place, at
    while True:
        place, at = at, _past_gap(line, at)
        if at >= len(line) or line[at] not in ALPHABET:
            return
        at += 1
        yield place, at


def _past_gap(line: str, at: int) -> int:
    gap = _GAP.match(line, at)
    return gap.end() if gap else at


def _as_it_stands(line: str, at: int) -> str:
    """What stands glued together from here."""
    alone = _ALONE.match(line, at)
    return alone[0] if alone else ""
