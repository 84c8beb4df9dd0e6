"""A hall's stands as a sheet: taken in whole or not at all, each fault told at its row; and out in the same columns."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from flask_babel import gettext as _

from catalog import taxonomy
from catalog.sheets import Columns, Formula, SheetRow, UnreadableSheet, read
from catalog.sheets.grid import Cell, Value
from catalog.sheets.values import sku, stock, text_of
from core import workbooks
from core.text import clean_line, unmarked
from fairs.floor import drawing
from fairs.floor.faults import Unfit
from fairs.floor.rules import MOST_STANDS
from fairs.floor.shapes import STANDARD, Floor, Spot
from fairs.floor.steps import PutStand, RemoveStand, Step
from fairs.models import Hall

HEADINGS: dict[str, list[str]] = {
    "number": ["Số gian", "Gian", "Mã gian"],
    "group": ["Nhóm hàng", "Nhóm"],
    "x": ["Cột", "Từ cột"],
    "y": ["Hàng", "Từ hàng"],
    "width": ["Rộng", "Số ô ngang"],
    "height": ["Sâu", "Dài", "Số ô dọc"],
    "facing": ["Mặt quay", "Hướng"],
    "list_price": ["Giá niêm yết", "Giá gian"],
    "subsidised": ["Được hỗ trợ", "Phần hỗ trợ"],
}
FACINGS = {"up": "lên", "down": "xuống", "left": "trái", "right": "phải"}
MOST_DONG = 1_000_000_000
_COLUMNS = Columns(HEADINGS, frozenset({"number", "x", "y"}))


@dataclass(slots=True)
class Row:
    """A row of the sheet as it was understood, and what is wrong with it."""

    line: int
    number: str
    values: dict[str, Any]
    faults: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a sheet came to. With faults nothing was drawn, and each is at its row."""

    rows: list[Row]
    drawn: drawing.Drawn | None
    fault: str = ""  # of the whole

    @property
    def faulty(self) -> list[Row]:
        return [row for row in self.rows if row.faults]


def take_in(hall: Hall, stream: BinaryIO, *, others_go: bool = False) -> Taken:
    """Draw what the sheet says: a stand whose number is there changes, a new number is a new stand.

    Stands that the sheet does not name stay, or go with `others_go`. Raises UnreadableSheet for a file that is none.
    """
    rows = _rows(stream)
    floor = drawing.floor_of(hall)
    by_number = {spot.number: key for key, spot in floor.spots.items()}
    _tell_doubles(rows)
    if any(row.faults for row in rows) or not rows:
        return Taken(rows, None, "" if rows else _("Bảng chưa có gian nào dưới dòng tiêu đề."))
    keys = {by_number.get(row.number, -row.line): row for row in rows}
    steps: list[Step] = [PutStand(key, _complete(row, floor.spots.get(key))) for key, row in keys.items()]
    if others_go:
        named = {row.number for row in rows}
        steps = [*(RemoveStand(key) for number, key in by_number.items() if number not in named), *steps]
    try:
        return Taken(rows, drawing.change(hall, steps, revision=hall.revision))
    except Unfit as unfit:
        return Taken(rows, None, _tell(unfit, keys))


def write(floor: Floor) -> bytes:
    """The stands as a workbook that comes back unchanged."""
    return workbooks.write(_("Gian"), headings(), _lines(floor))


def write_csv(floor: Floor) -> bytes:
    return workbooks.as_csv(headings(), _lines(floor))


def headings() -> list[str]:
    """As a sheet should have them: in Vietnamese, whoever asks, since the importer reads these."""
    return [names[0] for names in HEADINGS.values()]


def _lines(floor: Floor) -> Iterator[Sequence[workbooks.Cell]]:
    for spot in sorted(floor.spots.values(), key=lambda one: one.number):
        group = taxonomy.browse_group(spot.group)
        name = group.name_vi if group else spot.group
        place = (spot.x + 1, spot.y + 1, spot.width, spot.height, FACINGS[spot.facing])
        yield (spot.number, name, *place, spot.list_price, spot.subsidised)


def _rows(stream: BinaryIO) -> list[Row]:
    found: list[Row] = []
    for row in read(stream, _COLUMNS):
        if len(found) == MOST_STANDS:
            raise UnreadableSheet("too_many_rows")
        found.append(_understood(row))
    return found


def _understood(row: SheetRow) -> Row:
    number = row.cells.get("number", "")
    found = Row(row.number, "" if isinstance(number, Formula) else sku(number), {})
    if row.hidden:
        found.faults.append(_("Dòng này bị ẩn trong bảng. Bỏ ẩn, hoặc xóa hẳn."))
    for name, cell in row.cells.items():
        try:
            found.values[name] = _value(name, cell)
        except ValueError:
            found.faults.append(_fault(name, cell))
    if not found.number:
        found.faults.append(_("Thiếu số gian."))
    for name in ("x", "y"):
        if name not in row.cells:
            found.faults.append(_("Thiếu “%(heading)s”: ô đầu tiên của gian, đếm từ 1.", heading=HEADINGS[name][0]))
    return found


def _value(name: str, cell: Cell) -> Any:
    """Raises ValueError. Places count from 1 in the sheet, from 0 on the plan."""
    if isinstance(cell, Formula):
        raise ValueError(name)
    if name == "number":
        return sku(cell)
    if name == "group":
        return _one_of(_groups(), cell)
    if name == "facing":
        return _one_of(_sides(), cell)
    number = stock(cell)
    least, most = (0, MOST_DONG) if name in ("list_price", "subsidised") else (1, 1_000)
    if not least <= number <= most:
        raise ValueError(name)
    return number - 1 if name in ("x", "y") else number


def _one_of(known: Mapping[str, str], cell: Value) -> str:
    word = unmarked(clean_line(text_of(cell)))
    if word not in known:
        raise ValueError(word)
    return known[word]


def _sides() -> dict[str, str]:
    return {unmarked(word): side for side, word in FACINGS.items()} | {side: side for side in FACINGS}


def _groups() -> dict[str, str]:
    """Groups by name in either language, and by slug, without marks."""
    groups = taxonomy.browse_groups()
    return {unmarked(name): one.slug for one in groups for name in (one.name_vi, one.name_en)} | {
        one.slug: one.slug for one in groups
    }


def _fault(name: str, cell: Cell) -> str:
    heading = HEADINGS[name][0]
    if isinstance(cell, Formula):
        return _("“%(heading)s” là công thức. Ghi thẳng giá trị vào ô.", heading=heading)
    wanted = {
        "group": _("ghi tên nhóm như ở trang hàng, ví dụ Gốm sứ"),
        "facing": _("ghi lên, xuống, trái hoặc phải"),
        "list_price": _("ghi số đồng, ví dụ 9.000.000"),
        "subsidised": _("ghi số đồng, ví dụ 7.200.000"),
    }.get(name, _("ghi số ô, đếm từ 1"))
    return _("“%(heading)s” đang là “%(text)s”: %(wanted)s.", heading=heading, text=text_of(cell)[:40], wanted=wanted)


def _tell_doubles(rows: Sequence[Row]) -> None:
    first: dict[str, int] = {}
    for row in rows:
        line = first.setdefault(row.number, row.line)
        if row.number and line != row.line:
            row.faults.append(_("Số %(n)s đã có ở dòng %(line)s.", n=row.number, line=line))


def _complete(row: Row, now: Spot | None) -> dict[str, Any]:
    """What the row says; a new stand of which it says no more is of the usual size."""
    return row.values if now is not None else {"width": STANDARD, "height": STANDARD} | row.values


def _tell(unfit: Unfit, keys: Mapping[int, Row]) -> str:
    """Put each fault at its row; what belongs to none is the answer."""
    rest: list[str] = []
    for fault in unfit.faults:
        if fault.at in keys:
            keys[fault.at].faults.append(str(fault))
        else:
            rest.append(str(fault))
    return " ".join(rest)
