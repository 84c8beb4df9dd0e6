"""From a file to named fields: which columns of which rows hold what, by the headings that people use."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO

from catalog.sheets import csvfile, xlsx
from catalog.sheets.grid import Cell, Grid, Line, Merge
from catalog.sheets.unreadable import MOST_HEADER_ROWS, MOST_ROWS, UnreadableSheet
from core.text import clean_line, unmarked

HEADINGS = {
    "sku": ["Mã SP", "Mã sản phẩm"],
    "name": ["Tên sản phẩm"],
    "name_en": ["Tên tiếng Anh"],
    "browse_category": ["Nhóm hàng"],
    "ocop_group": ["Nhóm OCOP"],
    "cnnttb_group": ["Nhóm CNNTTB", "Nhóm công nghiệp nông thôn"],
    "attributes": ["Đặc tính", "Thuộc tính"],
    "price_vnd": ["Giá bán", "Giá", "Giá bán (VNĐ)"],
    "unit": ["Đơn vị", "ĐVT", "Đơn vị tính"],
    "stock": ["Tồn kho", "SL tồn", "Số lượng tồn"],
    "weight_g": ["Khối lượng (g)", "Trọng lượng (g)"],
    "description": ["Mô tả"],
    "ocop_stars": ["Sao OCOP"],
    "decision_number": ["Số QĐ", "Số quyết định"],
    "issued_on": ["Ngày cấp"],
    "village": ["Làng nghề"],
    "images": ["Ảnh", "Hình ảnh"],
    "parent_sku": ["Mã chính"],
    "variant": ["Loại"],
    "retired": ["Thôi bán"],
    "sold_by_weight": ["Bán theo cân"],
    "gtin": ["Mã vạch", "GTIN", "Mã GTIN"],
    "tier_pairs": ["Giá theo số lượng", "Giá sỉ"],
}
NEEDED = frozenset({"sku", "name"})
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class Columns:
    """Which fields a sheet has, by the headings that people give them, and which of them make a row of headings."""

    def __init__(self, headings: Mapping[str, Sequence[str]], needed: frozenset[str]) -> None:
        self.needed = needed
        self._fields = {_heading(heading): field for field, names in headings.items() for heading in names}

    def found_in(self, line: Line) -> dict[int, str]:
        """Fields by column; the first of two columns with the same heading counts."""
        columns: dict[int, str] = {}
        for column, cell in sorted(line.cells.items()):
            field = self._fields.get(_heading(cell)) if isinstance(cell, str) else None
            if field and field not in columns.values():
                columns[column] = field
        return columns


@dataclass(slots=True)
class SheetRow:
    """A row that holds something: its number in the sheet and its filled fields by name."""

    number: int
    cells: dict[str, Cell]
    hidden: bool = False


def headings() -> list[str]:
    """The headings that are read, as a sheet should have them."""
    return [names[0] for names in HEADINGS.values()]


def read(stream: BinaryIO, columns: Columns | None = None) -> Iterator[SheetRow]:
    """The rows of a seekable .xlsx or .csv file, streamed; product rows where no other columns are given. What kind of
    file it is, its content tells, not its name.

    Raises UnreadableSheet: at once for a file of the wrong kind or without headings, later for one broken further on.
    """
    columns = columns or _PRODUCTS
    stream.seek(0)
    head = stream.read(8)
    if not head:
        raise UnreadableSheet("empty")
    if head.startswith(_OLE):
        raise UnreadableSheet("old_or_locked")
    if head.startswith(_ZIP):
        return _rows(*_with_columns(xlsx.open_grid(stream), columns))
    return _rows(*_delimited(stream, columns))


def _delimited(stream: BinaryIO, columns: Columns) -> tuple[Grid, dict[int, str], int]:
    """The delimiter is the one that lets the headings be found."""
    for delimiter in csvfile.DELIMITERS:
        try:
            return _with_columns(csvfile.open_grid(stream, delimiter), columns)
        except UnreadableSheet as unreadable:
            if unreadable.code != "no_header":
                raise
    stream.seek(0, io.SEEK_SET)
    raise UnreadableSheet("no_header")


def _with_columns(grid: Grid, known: Columns) -> tuple[Grid, dict[int, str], int]:
    """The grid read up to its headings, the field of each column, and the number of the heading row."""
    for line in grid.lines:
        if line.number > MOST_HEADER_ROWS:
            break
        columns = known.found_in(line)
        if known.needed <= set(columns.values()):
            return grid, columns, line.number
    raise UnreadableSheet("no_header")


def _heading(text: str) -> str:
    return re.sub(r"[\s*:]", "", unmarked(text))


_PRODUCTS = Columns(HEADINGS, NEEDED)


def _rows(grid: Grid, columns: dict[int, str], header: int) -> Iterator[SheetRow]:
    """Rows with something of their own in a known column; a merged value alone does not make a row."""
    merged = _Merged([merge for merge in grid.merges if merge.first > header and merge.column in columns])
    count = 0
    for line in grid.lines:
        own = {column: cell for column, cell in line.cells.items() if column in columns and not _is_blank(cell)}
        fill = merged.fill(line.number, own)
        if not own:
            continue
        count += 1
        if count > MOST_ROWS:
            raise UnreadableSheet("too_many_rows")
        yield SheetRow(line.number, {columns[column]: cell for column, cell in (fill | own).items()}, line.hidden)


def _is_blank(cell: Cell) -> bool:
    return isinstance(cell, str) and not cell[:1].isalnum() and not clean_line(cell)


class _Merged:
    """Carries the value of a merged cell down to the rows it covers, holding only the merges that are open."""

    def __init__(self, merges: list[Merge]) -> None:
        self._coming = merges[::-1]
        self._open: dict[int, tuple[int, Cell]] = {}

    def fill(self, number: int, own: dict[int, Cell]) -> dict[int, Cell]:
        """What merges give to this row; rows are asked for in order."""
        while self._coming and self._coming[-1].first <= number:
            merge = self._coming.pop()
            if merge.first == number and merge.column in own:
                self._open[merge.column] = (merge.last, own[merge.column])
        self._open = {column: (last, cell) for column, (last, cell) in self._open.items() if last >= number}
        return {column: cell for column, (_, cell) in self._open.items()}
