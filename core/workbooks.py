"""A list as a workbook that staff send on: one sheet, a heading, whole text that no program takes for a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import TYPE_CHECKING, BinaryIO

from flask import Response, stream_with_context

from core import times

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Cell = str | int | float | date | datetime | None
_WIDEST, _NARROWEST = 48, 10


def begin(out: BinaryIO, **options: bool) -> "Workbook":
    """A workbook in which text is never taken for a formula or an address; `options` are XlsxWriter's own."""
    from xlsxwriter import Workbook  # two megabytes that few processes need

    return Workbook(out, options | {"strings_to_formulas": False, "strings_to_urls": False})


def write(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Moments are written in Hanoi time. A text that begins as a formula stays a text."""
    out = io.BytesIO()
    book = begin(out, in_memory=True)
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True})
    formats = {
        date: book.add_format({"num_format": "dd/mm/yyyy"}),
        datetime: book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        int: book.add_format({"num_format": "#,##0"}),
    }
    sheet.write_row(0, 0, headings, bold)
    widths = [len(heading) for heading in headings]
    last = 0
    for last, row in enumerate(rows, 1):
        for column, value in enumerate(row):
            _put(sheet, last, column, value, formats)
            widths[column] = max(widths[column], len(str(value if value is not None else "")))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, min(max(width + 2, _NARROWEST), _WIDEST))
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, last, len(headings) - 1)
    book.close()
    return out.getvalue()


def as_csv(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """With the mark by which spreadsheets know UTF-8. A text that begins as a formula gets a quote before it."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headings)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def streamed(name: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Response:
    """The same, row by row as it is read: a file of any length in flat memory. Saved as <name>-<today>.csv."""
    said = stream_with_context(_lines(headings, rows))
    response = Response(said, mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{times.today():%Y%m%d}.csv"'
    return response


def _lines(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    out, codec = io.StringIO(), "utf-8-sig"  # with the mark before the first line only
    writer = csv.writer(out)
    for row in chain([headings], rows):
        writer.writerow([_harmless(cell) for cell in row])
        yield out.getvalue().encode(codec)
        codec = "utf-8"
        out.seek(0)
        out.truncate()


def answer(name: str, content: bytes) -> Response:
    """To be saved as <name>-<today>.xlsx."""
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}-{times.today():%Y%m%d}.xlsx"'
    return response


def _harmless(cell: Cell) -> Cell:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _put(sheet: "Worksheet", row: int, column: int, value: Cell, formats: dict) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, times.local(value).replace(tzinfo=None), formats[datetime])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats[date])
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value, formats.get(type(value)))
