"""Sets of very many products, compressed. They answer the operators of whole numbers (see bits), so that ranking,
selection and the page read a thousand products and a million by the same lines.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from pyroaring import BitMap

from catalog.search.bits import packed

_NOBODY = 0
_EVERYBODY = -1  # what ~0 is


class WideSet:
    """A set of products' ids; 0 stands for the empty one, as with whole numbers."""

    __slots__ = ("held",)

    def __init__(self, held: BitMap) -> None:
        self.held = held

    @classmethod
    def of(cls, numbers: Iterable[int]) -> "WideSet":
        return cls(BitMap(numbers))

    @classmethod
    def read(cls, pieces: Iterable[bytes]) -> "WideSet":
        """What `written` gave, section by section."""
        sets = [BitMap.deserialize(bytes(piece)) for piece in pieces]
        return cls(sets[0] if len(sets) == 1 else BitMap.union(*sets) if sets else BitMap())

    def __and__(self, other: Any) -> Any:
        if isinstance(other, WideSet):
            return WideSet(self.held & other.held) if self.held.intersect(other.held) else _NOBODY
        if isinstance(other, _Without):
            return WideSet(self.held - other.held) if self.held.intersect(other.held) else self
        return self if other == _EVERYBODY else _NOBODY

    def __or__(self, other: Any) -> "WideSet":
        return WideSet(self.held | other.held) if isinstance(other, WideSet) else self

    def __xor__(self, other: Any) -> "WideSet":
        return WideSet(self.held ^ other.held) if isinstance(other, WideSet) else self

    __rand__, __ror__, __rxor__ = __and__, __or__, __xor__

    def __invert__(self) -> "_Without":
        return _Without(self.held)

    def __rshift__(self, number: int) -> int:
        """Only for `bits >> number & 1`."""
        return int(number in self.held)

    def __contains__(self, number: int) -> bool:
        return number in self.held

    def __iter__(self) -> Iterator[int]:
        return iter(self.held)

    def __bool__(self) -> bool:
        return bool(self.held)

    def __eq__(self, other: object) -> bool:
        return self.held == other.held if isinstance(other, WideSet) else not other and not self.held

    __hash__ = None  # type: ignore[assignment]

    def bit_count(self) -> int:
        return len(self.held)

    def shared(self, other: Any) -> int:
        """How many are in both, without making the set."""
        return self.held.intersection_cardinality(other.held) if isinstance(other, WideSet) else 0

    @property
    def size(self) -> int:
        """About how many bytes it takes."""
        spread = len(self.held) and (self.held.max() - self.held.min() >> 3)
        return 200 + min(2 * len(self.held), spread)


class _Without:
    """What `~` gives: only ever taken from a set."""

    __slots__ = ("held",)

    def __init__(self, held: BitMap) -> None:
        self.held = held

    def __rand__(self, other: Any) -> Any:
        return _NOBODY


def written(numbers: Iterable[int]) -> bytes:
    return BitMap(numbers, optimize=False).serialize()  # which would store runs: see bits_in


def bits_in(pieces: Iterable[bytes]) -> int:
    """What `written` gave, section by section, as a whole number."""
    return packed(WideSet.read(pieces).held)
