"""Prices by quantity: from so many pieces on, each costs less. In one cell of a sheet: “10: 45.000; 50: 42.000”."""

import re
from collections.abc import Iterable, Sequence

from core.money import PriceError, parse_price

MOST = 5  # of one variant: more is a list nobody reads
LEAST, GREATEST = 2, 999
Pairs = list[list[int]]


class BadTiers(ValueError):
    """They cannot be read, or do not fall as the quantity rises: `code` is one of tiers_invalid, tiers_not_falling."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read(cell: str) -> Pairs:
    """Raises BadTiers."""
    parts = [part.partition(":") for part in re.split(r"[;\n]", cell) if part.strip()]
    try:
        return ordered((int(least.strip()), parse_price(price.strip())) for least, _colon, price in parts)
    except (ValueError, PriceError) as wrong:
        raise wrong if isinstance(wrong, BadTiers) else BadTiers("tiers_invalid") from wrong


def written(pairs: Iterable[Sequence[int]]) -> str:
    return "; ".join(f"{least}: {price}" for least, price in pairs)


def ordered(pairs: Iterable[tuple[int, int | None]]) -> Pairs:
    """The fewest pieces first. Raises BadTiers where two speak of one number, or more pieces cost no less each."""
    found: Pairs = []
    for least, price in sorted(pairs, key=lambda pair: pair[0]):
        if price is None or price <= 0 or not LEAST <= least <= GREATEST:
            raise BadTiers("tiers_invalid")
        if found and (found[-1][0] == least or found[-1][1] <= price):
            raise BadTiers("tiers_not_falling")
        found.append([least, price])
    if len(found) > MOST:
        raise BadTiers("tiers_invalid")
    return found


def fit(pairs: Pairs, price: int | None) -> bool:
    """Whether the first of them is lower than the price of one."""
    return not pairs or (price is not None and pairs[0][1] < price)
