"""The trade item number under a barcode (GTIN): read in any of its four lengths, kept as fourteen digits."""

import re

LENGTHS = (8, 12, 13, 14)


class BadGtin(Exception):
    """Not 8, 12, 13 or 14 digits, or the last one does not check."""


def read(typed: str) -> str | None:
    """Fourteen digits, as GS1 compares numbers of different lengths; None for nothing. Raises BadGtin."""
    from stdnum import ean  # three megabytes that few processes need

    digits = re.sub(r"[\s.-]", "", typed)
    if not digits:
        return None
    if len(digits) not in LENGTHS or not ean.is_valid(digits) or not digits.strip("0"):
        raise BadGtin(typed)
    return digits.zfill(14)


def shown(kept: str) -> str:
    """As printed under the bars: eight, thirteen or fourteen digits."""
    if kept.startswith("000000"):
        return kept[6:]
    return kept[1:] if kept.startswith("0") else kept
