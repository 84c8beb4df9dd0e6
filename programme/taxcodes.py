"""Tax codes (mã số thuế) of enterprises: ten digits, or thirteen for a branch."""

import re

_SHAPE = re.compile(r"([0-9]{9})([0-9])([0-9]{3})?")
_WEIGHTS = (31, 29, 23, 19, 17, 13, 7, 5, 3)
_SEPARATORS = str.maketrans("", "", " -.")


def compact(text: str) -> str:
    """Without the hyphen, dots and spaces people put in: 0100047516-001 is 0100047516001."""
    return text.translate(_SEPARATORS)


def is_valid(code: str) -> bool:
    """Whether a compact code has its length and its check digit.

    The tenth digit is 10 less the weighted sum of the first nine modulo 11; the ninth weight is 3, the first 31; a
    branch adds 001 to 999. Rule and weights as python-stdnum 2.2 gives them (stdnum.vn.mst).
    """
    found = _SHAPE.fullmatch(code)
    if found is None or code.startswith("00") or code[2:9] == "0000000" or found[3] == "000":
        return False
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, found[1], strict=True))
    return found[2] == str(10 - total % 11)
