"""What a sheet is once its file format is forgotten: numbered lines of cells, and blocks merged downwards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Formula:
    """A cell that is computed: what it shows was not typed by anybody, so it is never taken as a value."""


Value = str | int | Decimal | date
Cell = Value | Formula


@dataclass(slots=True)
class Line:
    """One row of the sheet, its cells by column from 0; `number` counts from 1 as the spreadsheet shows it."""

    number: int
    cells: dict[int, Cell]
    hidden: bool = False


@dataclass(frozen=True, slots=True, order=True)
class Merge:
    """A cell that covers `first` to `last` of a column."""

    first: int
    last: int
    column: int


@dataclass(slots=True)
class Grid:
    """The lines in order, to be read once, and the merges of the whole sheet."""

    lines: Iterator[Line]
    merges: list[Merge] = field(default_factory=list)
