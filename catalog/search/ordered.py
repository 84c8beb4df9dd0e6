"""Numbers in an order, listed only as far as somebody reads: a page needs two dozen of many thousands."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import overload

from catalog.search.bits import membership, numbers_in

Segment = tuple[int, Sequence[int] | None]  # a set, and the order of its members where that is not their rising one


class Ordered(Sequence[int]):
    """Sets one after another, no number in two of them."""

    __slots__ = ("_segments", "bits")

    def __init__(self, segments: Iterable[Segment] = ()) -> None:
        self._segments = [segment for segment in segments if segment[0]]
        self.bits = 0
        for bits, _ in self._segments:
            self.bits |= bits

    def __len__(self) -> int:
        return self.bits.bit_count()

    def __iter__(self) -> Iterator[int]:
        for bits, order in self._segments:
            yield from numbers_in(bits) if order is None else filter(membership(bits), order)

    @overload
    def __getitem__(self, place: int) -> int: ...
    @overload
    def __getitem__(self, place: slice) -> list[int]: ...
    def __getitem__(self, place: int | slice) -> int | list[int]:
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            return list(islice(self, start, stop, step)) if step > 0 else list(self)[place]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return next(islice(self, place % len(self), None))

    def __contains__(self, number: object) -> bool:
        return isinstance(number, int) and bool(membership(self.bits)(number))

    def __add__(self, other: "Ordered") -> "Ordered":
        return Ordered([*self._segments, *other._segments])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"Ordered({list(self)!r})"

    def within(self, bits: int) -> "Ordered":
        return Ordered((members & bits, order) for members, order in self._segments)
