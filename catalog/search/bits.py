"""Sets of documents as whole numbers, a bit each: and, or and counting are single operations."""

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping

from pyroaring import BitMap

_FEW, _SECTION, _IN_NUMBERS = 100, 1 << 16, 4096
_WHOLE = (1 << _SECTION) - 1
_FILLED = re.compile(rb"[^\0]")
_OF_BYTE = [tuple(place for place in range(8) if byte >> place & 1) for byte in range(256)]


def bits_of(numbers: Iterable[int]) -> int:
    """The set that holds `numbers`."""
    held = array("I", numbers)
    if len(held) > _FEW:
        return packed(BitMap(held, optimize=False))
    if not held:
        return 0
    room = bytearray((max(held) >> 3) + 1)
    for number in held:
        room[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(room, "little")


def packed(held: BitMap) -> int:
    """The same by a compressed set, which packs 65,536 at once: its portable form has, from byte 16 on, a bit each
    where more than 4,096 of them are held. Where fewer are, those that are not held are packed."""
    found, most = 0, held.max() if held else -1
    for first in range(0, most + 1, _SECTION):
        count = held.range_cardinality(first, first + _SECTION)
        if count:
            part = held if most < _SECTION else held & BitMap(range(first, first + _SECTION))
            turned = _WHOLE if count <= _IN_NUMBERS else 0
            body = (part.flip(first, first + _SECTION) if turned else part).serialize()[16:]
            found |= (int.from_bytes(body, "little") ^ turned) << first
    return found


def numbers_in(bits: int) -> Iterator[int]:
    """The members of a set, rising."""
    return _places(bits) if isinstance(bits, int) else iter(bits)  # a WideSet


def _places(bits: int) -> Iterator[int]:
    """Empty stretches are passed over quickly."""
    for found in _FILLED.finditer(bits.to_bytes((bits.bit_length() + 7) >> 3, "little")):
        start = found.start()
        first = start << 3
        for place in _OF_BYTE[found[0][0]]:
            yield first + place


def membership(bits: int) -> Callable[[int], int]:
    """A quick test of one number after another."""
    if not isinstance(bits, int):
        return bits.held.__contains__
    room = bits.to_bytes((bits.bit_length() >> 3) + 1, "little")
    length = len(room)

    def is_in(number: int) -> int:
        return (number >> 3) < length and room[number >> 3] >> (number & 7) & 1

    return is_in


def tally(values: Mapping[str, int], base: int) -> dict[str, int]:
    """How many members of `base` have each value; values of nobody are left out."""
    return {value: count for value, bits in values.items() if (count := (base & bits).bit_count())}


def alike(bits: int, numbers: Iterable[int]) -> int:
    """The set that holds `numbers`, made as `bits` is."""
    return bits_of(numbers) if isinstance(bits, int) else type(bits).of(numbers)
