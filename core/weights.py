"""Weights as a packer types them: 1250, 1,25, 1,2 kg + 900 g; whole grams, or a sentence's worth of why not."""

import re

MOST_G = 1_000_000_000
_ONE = re.compile(r"(\d{1,7}|\d{1,3}(?:\.\d{3})+|\d{1,4}[,.]\d{1,3})\s*(kg|g|gr|gam)?", re.IGNORECASE)


class WeightUnreadable(ValueError):
    """Not a weight, or not in whole grams."""


def parse_grams(typed: str) -> list[int]:
    """Grams of each piece that was typed, pieces being parted by +, ; or a new line.

    A whole number is grams, one with a comma (or a point) is kilograms: 1.250 and 1,250 are the same weight either way.
    """
    pieces = [_grams(part.strip()) for part in re.split(r"[+;\n]", typed[:500]) if part.strip()]
    if not pieces or sum(pieces) > MOST_G:
        raise WeightUnreadable(typed[:60])
    return pieces


def kilograms(grams: int) -> str:
    """1250 as 1,25 kg; under a kilogram in grams."""
    if grams < 1000:
        return f"{grams}\u00a0g"
    whole, rest = divmod(grams, 1000)
    decimals = f",{rest:03}".rstrip("0") if rest else ""
    return f"{whole:,}".replace(",", ".") + decimals + "\u00a0kg"


def _grams(text: str) -> int:
    match = _ONE.fullmatch(text)
    if not match:
        raise WeightUnreadable(text)
    number, unit = match[1], (match[2] or "").lower()
    whole, mark, decimals = number.replace(".", ",").partition(",")
    if unit in ("", "kg") and mark and "," not in decimals:
        return _positive(int(whole) * 1000 + int(decimals.ljust(3, "0")), text)
    if mark and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", number):
        raise WeightUnreadable(text)  # a part of a gram
    plain = int(re.sub("[.,]", "", number))
    return _positive(plain * 1000 if unit == "kg" else plain, text)


def _positive(grams: int, text: str) -> int:
    if grams <= 0:
        raise WeightUnreadable(text)
    return grams
