"""Pages by cursor: a cursor names what was shown already, so that nothing comes twice and nothing is left out.

The next page is the first of today's order that is not among them. Goods that come, go, or change their price or their
rank between two pages move nothing else. A cursor says for which list it is, needs no memory in the server, and holds
public numbers only: it is checked, not signed.
"""

import base64
import binascii
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, islice

from catalog.search.bits import bits_of, numbers_in
from catalog.search.selection import Selection

LONGEST = 6_000  # characters: what an address may carry; some 30,000 goods read, in any order
_MOST_BYTES = 1 << 17  # of a cursor unpacked: ids up to a million
_SET, _PLACE = b"s", b"p"


class BadCursor(ValueError):
    """Not a cursor, or one of another list."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """What was read: the ids themselves, or beyond LONGEST the last id and how many came before it."""

    seen: frozenset[int] = frozenset()
    last: int = 0
    count: int = 0

    @classmethod
    def after(cls, ids: Sequence[int]) -> "Cursor":
        return cls(frozenset(ids), ids[-1] if ids else 0, len(ids))


@dataclass(frozen=True, slots=True)
class Page:
    """A stretch of a list. `before` and `after` are the cursors beside it; the first page has an empty one."""

    ids: list[int]
    read: int  # how many came before
    before: str | None
    after: str | None


def page(ids: Sequence[int], cursor: Cursor, size: int, of: str) -> Page:
    """The next `size` of `ids` for whoever has read what the cursor says. `of` names the list."""
    here = list(islice(_unread(ids, cursor), size + 1))
    more, here = len(here) > size, here[:size]
    after = _written(_advanced(cursor, here), of) if more else None
    return Page(here, cursor.count, _before(ids, cursor, size, of), after)


def opened(written: str, of: str) -> Cursor | None:
    """The cursor that an address holds, the beginning where it holds none; None: it is no cursor of this list."""
    try:
        return read(written, of) if written else Cursor()
    except BadCursor:
        return None


def name_of(query: str, chosen: Selection) -> str:
    """What tells one list from another: a cursor of one leads nowhere in the other."""
    return repr((query, chosen.key, chosen.sort))


def read(written: str, of: str) -> Cursor:
    """The cursor written down, if it is one of this list."""
    if len(written) > LONGEST or not written.isascii():
        raise BadCursor
    try:
        raw = base64.urlsafe_b64decode(written.encode() + b"=" * (-len(written) % 4))
    except (ValueError, binascii.Error):
        raise BadCursor from None
    kind, mark, packed = raw[:1], raw[1:5], raw[5:]
    if mark != _mark(kind + packed, of):
        raise BadCursor
    return _unpacked(kind, packed)


def _unread(ids: Sequence[int], cursor: Cursor) -> Iterator[int]:
    """Listed only as far as a page reads."""
    if cursor.seen:
        return (one for one in ids if one not in cursor.seen)
    if not cursor.last:
        return iter(ids)
    if cursor.last not in ids:
        return islice(ids, cursor.count, None)  # the last one read is gone: by its place
    return islice(dropwhile(lambda one: one != cursor.last, ids), 1, None)


def _advanced(cursor: Cursor, here: Sequence[int]) -> Cursor:
    by_place = bool(cursor.last) and not cursor.seen
    seen = frozenset() if by_place else cursor.seen | frozenset(here)
    return Cursor(seen, here[-1], cursor.count + len(here))


def _before(ids: Sequence[int], cursor: Cursor, size: int, of: str) -> str | None:
    """Where the page before began: without the last `size` of those read, in today's order."""
    if not cursor.count:
        return None
    if cursor.seen:
        in_order = list(islice((one for one in ids if one in cursor.seen), cursor.count))
        back = in_order[: max(0, cursor.count - size)] if len(in_order) == cursor.count else in_order[:-size]
    else:
        back = list(ids[: max(0, cursor.count - size)])
    return _written(Cursor.after(back), of) if back else ""


def _written(cursor: Cursor, of: str) -> str:
    if cursor.seen:
        packed = _packed(cursor.seen)
        written = _stamped(_SET, packed, of)
        if len(written) <= LONGEST:
            return written
    return _stamped(_PLACE, _numbers((cursor.last, cursor.count)), of)


def _stamped(kind: bytes, packed: bytes, of: str) -> str:
    raw = kind + _mark(kind + packed, of) + packed
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _mark(body: bytes, of: str) -> bytes:
    return zlib.crc32(of.encode() + b"\0" + body).to_bytes(4, "big")


def _packed(seen: Iterable[int]) -> bytes:
    """Steps between rising ids, or a bit an id where that is shorter."""
    rising = sorted(seen)
    steps = b"d" + zlib.compress(_numbers(b - a for a, b in zip([0, *rising], rising, strict=False)), 9)
    if len(rising) < 500:
        return steps
    bits = bits_of(rising)
    whole = b"b" + zlib.compress(bits.to_bytes((bits.bit_length() + 7) >> 3, "little"), 9)
    return min(steps, whole, key=len)


def _unpacked(kind: bytes, packed: bytes) -> Cursor:
    if kind == _PLACE:
        numbers = _numbers_of(packed)
        if len(numbers) != 2:
            raise BadCursor
        return Cursor(last=numbers[0], count=numbers[1])
    form, body = packed[:1], _inflated(packed[1:])
    if form == b"b":
        seen = frozenset(numbers_in(int.from_bytes(body, "little")))
    else:
        seen = frozenset(_sums(_numbers_of(body)))
    return Cursor(seen, 0, len(seen))


def _inflated(packed: bytes) -> bytes:
    unpack = zlib.decompressobj()
    try:
        body = unpack.decompress(packed, _MOST_BYTES)
    except zlib.error:
        raise BadCursor from None
    if unpack.unconsumed_tail:
        raise BadCursor
    return body


def _sums(steps: Iterable[int]) -> Iterable[int]:
    at = 0
    for step in steps:
        at += step
        yield at


def _numbers(values: Iterable[int]) -> bytes:
    """Seven bits a byte, the low ones first."""
    out = bytearray()
    for value in values:
        while value > 127:
            out.append(value & 127 | 128)
            value >>= 7
        out.append(value)
    return bytes(out)


def _numbers_of(body: bytes) -> list[int]:
    found, value, shift = [], 0, 0
    for byte in body:
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            found.append(value)
            value, shift = 0, 0
        elif shift > 63:
            raise BadCursor
    return found
