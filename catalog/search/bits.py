"""Sets of documents as whole numbers, a bit each: and, or and counting are single operations."""

from collections.abc import Iterable, Iterator


def bits_of(numbers: Iterable[int]) -> int:
    """The set that holds `numbers`."""
    held = list(numbers)
    if not held:
        return 0
    room = bytearray((max(held) >> 3) + 1)
    for number in held:
        room[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(room, "little")


def numbers_in(bits: int) -> Iterator[int]:
    """The members of a set, rising."""
    for place, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) >> 3, "little")):
        while byte:
            low = byte & -byte
            yield (place << 3) + low.bit_length() - 1
            byte ^= low
