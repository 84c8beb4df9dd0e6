"""The first sheet of an .xlsx workbook as a grid, in one pass of bounded memory over a file that may be hostile."""

import posixpath
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import BinaryIO
from xml.parsers import expat

from catalog.sheets.grid import Cell, Formula, Grid, Line, Merge
from catalog.sheets.unreadable import UnreadableSheet

MOST_BYTES = 128 * 1024 * 1024
MOST_STRING_BYTES = 64 * 1024 * 1024
_MOST_MERGES = 100_000
_MOST_COLUMNS = 256
_CHUNK = 1 << 16
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_NOT_FORMAT = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_ESCAPED_BREAK = re.compile(r"_x000[9AD]_")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, KeyError, IndexError, ValueError, NotImplementedError, RuntimeError,
    expat.ExpatError,
)  # fmt: skip
Attributes = dict[str, str]


def open_grid(stream: BinaryIO) -> Grid:
    """The first sheet. Raises UnreadableSheet, here or while the lines are read."""
    with _refusing():
        book = zipfile.ZipFile(stream)
        _refuse_macros(book)
        parts = _parts(book)
        merges = _merges(book, parts.sheet)
        lines = _Lines(_shared_strings(book, parts.strings), _date_styles(book, parts.styles), parts.epoch)
    return Grid(_read_lines(book, parts.sheet, lines), merges)


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except _BROKEN as broken:
        raise UnreadableSheet("broken") from broken


def _refuse_macros(book: zipfile.ZipFile) -> None:
    names = book.namelist()
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise UnreadableSheet("macro")
    if "[Content_Types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise UnreadableSheet("not_a_sheet")
    found: list[str] = []
    _walk(book, "[Content_Types].xml", _Ears(lambda _, attributes: found.append(attributes.get("ContentType", ""))))
    if any("macroenabled" in kind.lower() for kind in found):
        raise UnreadableSheet("macro")


@dataclass(frozen=True, slots=True)
class _Parts:
    """Where the first sheet and what it refers to lie in the archive, and the day from which dates are counted."""

    sheet: str
    strings: str | None
    styles: str | None
    epoch: date


def _parts(book: zipfile.ZipFile) -> _Parts:
    sheets: list[str] = []
    epoch = date(1899, 12, 30)

    def start(name: str, attributes: Attributes) -> None:
        nonlocal epoch
        if name == "sheet":
            sheets.append(next(value for key, value in attributes.items() if key.endswith(":id")))
        elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
            epoch = date(1904, 1, 1)

    workbook = next(iter(_relations(book, "", "/officeDocument").values()), "")
    _walk(book, workbook, _Ears(start))
    strings, styles = (
        next(iter(_relations(book, workbook, kind).values()), None) for kind in ("/sharedStrings", "/styles")
    )
    return _Parts(_relations(book, workbook, "")[sheets[0]], strings, styles, epoch)


def _relations(book: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """The parts that a part refers to, by id, those whose kind ends so."""
    folder, name = posixpath.split(part)
    found: dict[str, str] = {}

    def start(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes["Type"].endswith(kind):
            path = posixpath.join("/", folder, attributes["Target"])
            found[attributes["Id"]] = posixpath.normpath(path).lstrip("/")

    _walk(book, posixpath.join(folder, "_rels", f"{name}.rels"), _Ears(start))
    return found


def _merges(book: zipfile.ZipFile, path: str) -> list[Merge]:
    """Blocks merged over several rows, in order. They stand behind the rows in the file, so this reads it once more."""
    found: list[Merge] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "mergeCell":
            first, _, last = attributes["ref"].partition(":")
            (column, top), (_, bottom) = _position(first), _position(last or first)
            if bottom > top and column < _MOST_COLUMNS:
                found.append(Merge(top, bottom, column))
            if len(found) > _MOST_MERGES:
                raise UnreadableSheet("too_big")

    _walk(book, path, _Ears(start))
    return sorted(found)


def _position(reference: str) -> tuple[int, int]:
    """Column from 0 and row from 1 of a reference such as B12."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise ValueError(reference)
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(match[2])


def _shared_strings(book: zipfile.ZipFile, path: str | None) -> list[str]:
    if not path:
        return []
    reader = _Strings()
    _walk(book, path, _Ears(reader.start, reader.end, reader.text), MOST_STRING_BYTES)
    return reader.strings


def _date_styles(book: zipfile.ZipFile, path: str | None) -> set[int]:
    """Numbers of the cell styles that show a number as a date."""
    if not path:
        return set()
    dates, styles = set(_BUILT_IN_DATES), list[int]()
    inside = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal inside
        if name in ("cellXfs", "cellStyleXfs"):
            inside = name
        elif name == "numFmt" and re.search("[dmy]", _NOT_FORMAT.sub("", attributes["formatCode"]), re.IGNORECASE):
            dates.add(int(attributes["numFmtId"]))
        elif name == "xf" and inside == "cellXfs":
            styles.append(int(attributes.get("numFmtId", 0)))

    _walk(book, path, _Ears(start))
    return {number for number, style in enumerate(styles) if style in dates}


def _read_lines(book: zipfile.ZipFile, path: str, lines: "_Lines") -> Iterator[Line]:
    with _refusing():
        for _ in _feed(book, path, _Ears(lines.start, lines.end, lines.text)):
            yield from lines.finished
            lines.finished.clear()


@dataclass(frozen=True, slots=True)
class _Ears:
    """What is called as a part is parsed: at each element's start, its end, and for text."""

    start: Callable[[str, Attributes], object]
    end: Callable[[str], object] | None = None
    text: Callable[[str], object] | None = None


def _walk(book: zipfile.ZipFile, path: str, ears: _Ears, most: int = MOST_BYTES) -> None:
    for _ in _feed(book, path, ears, most):
        pass


def _feed(book: zipfile.ZipFile, path: str, ears: _Ears, most: int = MOST_BYTES) -> Iterator[None]:
    """Parse one part piece by piece, pausing after each, so that its rows can be taken before the next are read."""
    part = book.getinfo(path)
    if part.file_size > most:
        raise UnreadableSheet("too_big")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise UnreadableSheet("broken")
    parser = _parser(ears)
    with book.open(part) as file:
        while chunk := file.read(_CHUNK):
            parser.Parse(chunk)
            yield
        parser.Parse(b"", True)
    yield


def _parser(ears: _Ears) -> expat.XMLParserType:
    """A parser that cuts prefixes off names, since programs choose their own, and takes no declarations."""
    start, end = ears.start, ears.end
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_declarations
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if ears.text:
        parser.CharacterDataHandler = ears.text
    return parser


def _refuse_declarations(*_: object) -> None:
    raise UnreadableSheet("declarations")


class _Strings:
    """Gathers the shared strings, leaving out the phonetic hints that may hang on them."""

    def __init__(self) -> None:
        self.strings: list[str] = []
        self._pieces: list[str] = []
        self._inside: str = ""

    def start(self, name: str, _: Attributes) -> None:
        if name == "si":
            self._pieces = []
        elif name in ("t", "rPh"):
            self._inside = name if self._inside != "rPh" else "rPh"

    def text(self, text: str) -> None:
        if self._inside == "t":
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name == "si":
            self.strings.append("".join(self._pieces))
        elif name == "rPh" or (name == "t" and self._inside == "t"):
            self._inside = ""


class _Lines:
    """Gathers the rows of a sheet; `finished` holds those whose end was seen and that are not yet taken."""

    def __init__(self, strings: list[str], date_styles: set[int], epoch: date) -> None:
        self.finished: list[Line] = []
        self._strings, self._date_styles, self._epoch = strings, date_styles, epoch
        self._line = Line(0, {})
        self._column = -1
        self._kind = self._style = ""
        self._pieces: list[str] = []
        self._listening = self._computed = False

    def start(self, name: str, attributes: Attributes) -> None:
        if name == "c":
            reference = attributes.get("r")
            self._column = _position(reference)[0] if reference else self._column + 1
            self._kind, self._style = attributes.get("t", "n"), attributes.get("s", "0")
            self._pieces, self._computed = [], False
        elif name in ("v", "t"):
            self._listening = True
        elif name == "f":
            self._computed = True
        elif name == "row":
            number = int(attributes.get("r", self._line.number + 1))
            self._line = Line(number, {}, hidden=attributes.get("hidden") in ("1", "true"))
            self._column = -1

    def text(self, text: str) -> None:
        if self._listening:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name in ("v", "t"):
            self._listening = False
        elif name == "c" and self._column < _MOST_COLUMNS:
            cell = Formula() if self._computed else self._cell("".join(self._pieces))
            if cell != "":
                self._line.cells[self._column] = cell
        elif name == "row" and self._line.cells:
            self.finished.append(self._line)

    def _cell(self, raw: str) -> Cell:
        if self._kind == "s":
            return _ESCAPED_BREAK.sub("\n", self._strings[int(raw)]) if raw else ""
        if self._kind == "b":
            return "TRUE" if raw == "1" else "FALSE"
        if self._kind == "d":
            return date.fromisoformat(raw[:10])
        if self._kind == "n" and raw:
            number = _number(raw)
            return self._dated(number) if int(self._style) in self._date_styles else number
        return _ESCAPED_BREAK.sub("\n", raw)

    def _dated(self, number: int | Decimal) -> Cell:
        try:
            return self._epoch + timedelta(days=int(number))
        except OverflowError:
            return number


def _number(raw: str) -> int | Decimal:
    """As a spreadsheet holds it, a binary fraction: 12.0 is 12, and 0.1 is a tenth again."""
    value = float(raw)
    return int(value) if value.is_integer() else Decimal(repr(value))
