"""The code that a buyer's bank transfer carries, made up for each payment and found again in what the bank reports."""

import re

from core.codes import ALPHABET, letters
from core.times import today

_RANDOM_LETTERS = 6
_LETTER, _GAP = f"[{ALPHABET}]", r"[\s._-]*"
_WHOLE = re.compile(rf"(?<![A-Z0-9])KC[0-9]{{2}}{_LETTER}{{{_RANDOM_LETTERS}}}(?![A-Z0-9])")
_SCATTERED = re.compile(_GAP.join(["K", "C", "[0-9]", "[0-9]", *[_LETTER] * _RANDOM_LETTERS]))


def new_code() -> str:
    """KC, the year and six random letters: KC26B7Q4X9. A billion a year, so the column's UNIQUE rarely objects."""
    return f"KC{today():%y}{letters(_RANDOM_LETTERS)}"


def find_code(text: str) -> str | None:
    """The one payment code in a bank's noisy line, in any case, glued or spaced out; None for none or several."""
    line = text.upper()
    found = _WHOLE.findall(line) or _SCATTERED.findall(line)
    codes = {re.sub(r"[\s._-]", "", code) for code in found}
    return codes.pop() if len(codes) == 1 else None
