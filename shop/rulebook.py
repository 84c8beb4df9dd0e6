"""What makers and the market ask and give just now, read once: a bill is reckoned by it and its order frozen by it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from shop import fees, promotions, sending
from shop.models import FeeRule
from shop.promotions import Offered
from shop.sending import Book


@dataclass(frozen=True, slots=True)
class Rulebook:
    sending: Book = Book()
    fees: Sequence[FeeRule] = ()
    promotions: Offered = Offered()


def read(facilities: Iterable[int], commune_code: str = "") -> Rulebook:
    """Of these makers; where a commune is known with what their carriers ask. Nothing where there are none."""
    makers = sorted(set(facilities))
    if not makers:
        return Rulebook()
    return Rulebook(sending.book(makers, commune_code), fees.rules_for(makers), promotions.offered())
