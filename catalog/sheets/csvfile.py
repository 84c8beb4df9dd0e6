"""A .csv file as a grid: its encoding and its delimiter found out, its records streamed."""

import codecs
import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from catalog.sheets.grid import Cell, Grid, Line
from catalog.sheets.unreadable import UnreadableSheet

DELIMITERS = ",;\t|"
MOST_BYTES = 64 * 1024 * 1024
_CHUNK = 1 << 16
_LONGEST_LINE = 1 << 20
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


def open_grid(stream: BinaryIO, delimiter: str) -> Grid:
    """The records, every cell as text. Raises UnreadableSheet, here or while the lines are read."""
    return Grid(_read_lines(stream, encoding_of(stream), delimiter))


def encoding_of(stream: BinaryIO) -> str:
    """By its byte order mark, else UTF-8 if all of it is, else Windows-1258 as old Vietnamese programs wrote."""
    if stream.seek(0, io.SEEK_END) > MOST_BYTES:
        raise UnreadableSheet("too_big")
    stream.seek(0)
    head = stream.read(_CHUNK)
    for mark, encoding in _MARKS.items():
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return _unmarked_utf16(head)
    for encoding in ("utf-8", "cp1258"):
        if _decodes(stream, encoding):
            return encoding
    raise UnreadableSheet("encoding")


def _unmarked_utf16(head: bytes) -> str:
    """UTF-16 without a mark has its zeros at every other byte; zeros anywhere else are no text."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if min(even, odd) * 20 > max(even, odd) or max(even, odd) * 10 < len(head):
        raise UnreadableSheet("not_a_sheet")
    return "utf-16-le" if odd > even else "utf-16-be"


def _decodes(stream: BinaryIO, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    try:
        while chunk := stream.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _read_lines(stream: BinaryIO, encoding: str, delimiter: str) -> Iterator[Line]:
    try:
        for number, record in enumerate(csv.reader(_text(stream, encoding), delimiter=delimiter), start=1):
            cells: dict[int, Cell] = {column: cell for column, cell in enumerate(record) if cell}
            if cells:
                yield Line(number, cells)
    except (csv.Error, UnicodeError) as broken:
        raise UnreadableSheet("encoding") from broken


def _text(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Decoded lines with their ends; the stream stays the caller's, to be read again or closed."""
    decoder = codecs.getincrementaldecoder(encoding)()
    stream.seek(0)
    rest = ""
    while chunk := stream.read(_CHUNK):
        *lines, rest = (rest + decoder.decode(chunk)).split("\n")
        yield from (f"{line}\n" for line in lines)
        if len(rest) > _LONGEST_LINE:
            raise UnreadableSheet("not_a_sheet")
    yield rest + decoder.decode(b"", final=True)
