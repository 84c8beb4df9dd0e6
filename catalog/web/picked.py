"""What staff picked for the page of a group of goods: another floor keeps the shelves and tells of them here."""

from collections.abc import Callable, Sequence
from typing import Any

_tellers: list[Callable[[str], Sequence[Any]]] = []


def tell(teller: Callable[[str], Sequence[Any]]) -> None:
    """`teller` gives the shelves of a group by its slug, as templates/macros/shelf.html shows them."""
    if teller not in _tellers:
        _tellers.append(teller)


def for_group(slug: str) -> list[Any]:
    return [shelf for teller in _tellers for shelf in teller(slug)]
