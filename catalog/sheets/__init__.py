"""A facility's product sheet, .xlsx or .csv: read as a stream, and each row judged before anything is written."""

from catalog.sheets.grid import Formula
from catalog.sheets.judge import Verdict, judge
from catalog.sheets.lookup import Category, Village
from catalog.sheets.table import Columns, SheetRow, headings, read
from catalog.sheets.unreadable import UnreadableSheet

__all__ = [
    "Category", "Columns", "Formula", "SheetRow", "UnreadableSheet", "Verdict", "Village", "headings", "judge", "read",
]  # fmt: skip
