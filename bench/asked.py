"""What buyers type, for whoever measures."""

import itertools
from collections.abc import Iterator

from catalog.search import words
from tests import market_data


def typed() -> Iterator[str]:
    """One to four words as buyers type them over this market: half of them without accents."""
    for n in itertools.count():
        kind = market_data.GOODS[n * 7 % len(market_data.GOODS)][0].lower()
        manner = market_data.MANNERS[n * 5 % len(market_data.MANNERS)]
        query = (kind, f"{kind} {manner}", manner, f"{kind} {manner.split()[0]}")[n % 4]
        yield query if n % 2 else " ".join(words.fold_words(words.strict_words(query)))
