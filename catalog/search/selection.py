"""What somebody chose beside the words: facet values, price, order. The same for pages and API."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Protocol

from catalog.search.snapshots import FACETS, Snapshot
from programme.points import Point

SORTS = ("relevance", "price_up", "price_down", "newest", "recognition")
NEAR = "near"  # an order too, where somebody said from where


class Faceted(Protocol):
    """What can be narrowed: a set of numbers, and of each value of each facet the set of those that have it."""

    everything: int
    facets: dict[str, dict[str, int]]

    def facet(self, name: str, value: str) -> int: ...

    def priced(self, least: int | None, most: int | None) -> int: ...

    def counted(self, facet: str, base: int) -> dict[str, int]: ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Values of one facet widen the choice, different facets narrow it; flags narrow each by itself."""

    chosen: dict[str, tuple[str, ...]] = field(default_factory=dict)
    price_min: int | None = None
    price_max: int | None = None
    sort: str = "relevance"
    as_typed: bool = False  # the words as they stand, mended by nobody
    plain: tuple[str, ...] = ()  # names and numbers in the words that are to be read as words
    near: Point | None = None  # from where distances count, for the order "near"

    def values(self, facet: str) -> tuple[str, ...]:
        return self.chosen.get(facet, ())

    def has(self, facet: str, value: str) -> bool:
        return value in self.values(facet)

    def toggled(self, facet: str, value: str) -> "Selection":
        kept = tuple(one for one in self.values(facet) if one != value)
        chosen = self.chosen | {facet: kept if self.has(facet, value) else (*kept, value)}
        return replace(self, chosen={name: values for name, values in chosen.items() if values})

    @property
    def has_price(self) -> bool:
        return self.price_min is not None or self.price_max is not None

    @property
    def count(self) -> int:
        return sum(map(len, self.chosen.values())) + self.has_price

    @property
    def key(self) -> tuple[object, ...]:
        return tuple(sorted(self.chosen.items())), self.price_min, self.price_max, self.as_typed, self.plain, self.near

    def bits(self, snapshot: Faceted, without: str = "") -> int:
        """Those that fit, as if nothing were chosen in the facet `without`."""
        found = snapshot.everything
        for facet in dict.fromkeys((*FACETS, *self.chosen)):
            if facet != without:
                for part in self._parts(snapshot, facet):
                    found &= part
        if self.has_price and without != "price":
            found &= snapshot.priced(self.price_min, self.price_max)
        return found

    def _parts(self, snapshot: Faceted, facet: str) -> Iterator[int]:
        values = self.values(facet)
        if facet == "flag":
            yield from (snapshot.facet(facet, value) for value in values)
        elif values:
            either = 0
            for value in values:
                either |= snapshot.facet(facet, value)
            yield either


def counts(snapshot: Faceted, selection: Selection, matched: int) -> dict[str, dict[str, int]]:
    """How many there are of each value of each facet, counted as if that facet were not chosen."""
    within = matched & selection.bits(snapshot)
    found = {}
    for facet in snapshot.facets:
        is_alone = facet != "flag" and bool(selection.values(facet))
        base = matched & selection.bits(snapshot, without=facet) if is_alone else within
        found[facet] = snapshot.counted(facet, base)
    return found


def histogram(snapshot: Snapshot, selection: Selection, matched: int) -> list[tuple[int, bool]]:
    """Per price band: how many, and whether the chosen price takes some of them in."""
    base = matched & selection.bits(snapshot, without="price")
    taken = snapshot.priced(selection.price_min, selection.price_max) if selection.has_price else base
    return [((base & band).bit_count(), bool(base & band & taken)) for band in snapshot.price_bands]
