"""Sets of documents as whole numbers, a bit each: and, or and counting are single operations."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping

_DENSE = 16
_FILLED = re.compile(rb"[^\0]")
_OF_BYTE = [tuple(place for place in range(8) if byte >> place & 1) for byte in range(256)]


def bits_of(numbers: Iterable[int]) -> int:
    """The set that holds `numbers`."""
    held = list(numbers)
    if not held:
        return 0
    most = max(held)
    if len(held) * _DENSE > most:
        digits = bytearray(b"0") * (most + 1)
        for number in held:
            digits[number] = 49  # a one; quicker to set than a bit, where there are many
        digits.reverse()
        return int(digits, 2)
    room = bytearray((most >> 3) + 1)
    for number in held:
        room[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(room, "little")


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
