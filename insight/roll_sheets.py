"""A roll as a spreadsheet: read whole or not at all, each fault by its row; and the model to fill in.

It stands here because sheets are read a floor above the programme.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from flask_babel import gettext as _

from catalog.sheets import Columns, Formula, SheetRow, UnreadableSheet, read
from core import workbooks
from core.text import unmarked
from programme.activities import kinds, queries, roll
from programme.activities.forms import AttendeeForm
from programme.activities.models import Activity
from programme.activities.roll import Attendee

MOST_ROWS = 2000
_HEADINGS = {
    "name": ["Họ tên", "Họ và tên", "Tên người dự"],
    "birth_year": ["Năm sinh"],
    "is_woman": ["Nữ", "Giới tính"],
    "phone": ["Điện thoại", "Số điện thoại"],
    "facility": ["Cơ sở", "Tên cơ sở", "Mã số thuế", "Đơn vị"],
    "quantity": ["Số gian", "Số lượng"],
}
_WOMAN = {"nu": "1", "x": "1", "co": "1", "1": "1", "nam": "0", "khong": "0", "0": "0", "": ""}
_PEOPLE, _FACILITIES = Columns(_HEADINGS, frozenset({"name"})), Columns(_HEADINGS, frozenset({"facility"}))


@dataclass(frozen=True, slots=True)
class Fault:
    row: int
    sentence: str


class BadRows(Exception):
    """Rows that cannot be taken as they stand; nothing was taken."""

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(len(faults))
        self.faults = faults


def take_in(activity: Activity, stream: BinaryIO) -> tuple[int, int]:
    """Put a whole sheet on the roll: how many are new, how many stood there. Raises UnreadableSheet, BadRows and what
    roll.put_all raises."""
    of_people = kinds.counts_people(activity.kind)
    try:
        rows = list(read(stream, _PEOPLE if of_people else _FACILITIES))
    except UnreadableSheet as unreadable:
        raise BadRows([Fault(0, _unread(unreadable, of_people))]) from unreadable
    if len(rows) > MOST_ROWS:
        raise BadRows([Fault(0, _("Bảng có quá %(n)s dòng; tách thành nhiều tệp.", n=MOST_ROWS))])
    return roll.put_all(activity, _attendees(activity.kind, rows))


def model(kind: str) -> bytes:
    """The sheet to fill in, with one line that shows how."""
    if kinds.counts_people(kind):
        headings = [_HEADINGS[name][0] for name in ("name", "birth_year", "is_woman", "phone", "facility")]
        return workbooks.write(_("Danh sách"), headings, [["Nguyễn Thị Mẫu", 1990, "Nữ", "0912 000 000", ""]])
    return workbooks.write(_("Danh sách"), ["Cơ sở", "Số lượng"], [["Tên hoặc mã số thuế", 1]])


def _attendees(kind: str, rows: list[SheetRow]) -> list[Attendee]:
    faults: list[Fault] = []
    known = queries.facilities_called([str(row.cells.get("facility", "")).strip() for row in rows])
    found = [one for row in rows if (one := _attendee(kind, row, known, faults))]
    if faults:
        raise BadRows(faults)
    return found


def _attendee(kind: str, row: SheetRow, known: Mapping[str, Any], faults: list[Fault]) -> Attendee | None:
    if any(isinstance(cell, Formula) for cell in row.cells.values()):
        faults.append(Fault(row.number, _("có ô là công thức: dán lại thành trị.")))
        return None
    typed = {name: str(cell).strip() for name, cell in row.cells.items()}
    typed["phone"] = _with_its_zero(typed.get("phone", ""))
    said = typed.pop("facility", "")
    woman = _WOMAN.get(unmarked(typed.get("is_woman", "")).strip())
    form = _RowForm(typed | {"is_woman": woman if woman is not None else "?"}, kind=kind, facility=known.get(said))
    if said and said not in known:
        form.errors["facility"] = _("không thấy cơ sở “%(said)s”, hoặc có mấy cơ sở cùng tên", said=said)
    form.is_valid()
    faults += [Fault(row.number, sentence) for sentence in form.errors.values()]
    return None if form.errors else form.attendee


class _RowForm(AttendeeForm):
    """A row as the form of the page reads it; its facility was looked up with those of all rows."""

    def __init__(self, raw: Mapping[str, Any], *, kind: str, facility: Any) -> None:
        super().__init__(raw, kind=kind)
        self.facility = facility

    def named_facility(self) -> Any:
        return self.facility


def _with_its_zero(phone: str) -> str:
    """A number that the spreadsheet took for one lost the zero it begins with."""
    return f"0{phone}" if len(phone) == 9 and phone.isdigit() and not phone.startswith("0") else phone


def _unread(unreadable: UnreadableSheet, of_people: bool) -> str:
    if unreadable.code != "no_header":
        return str(unreadable)
    needed = "Họ tên" if of_people else "Cơ sở"
    return _("Không thấy dòng tiêu đề có cột “%(name)s”. Tải tệp mẫu ở trang này.", name=needed)


def lines(faults: list[Fault], at_most: int = 20) -> Iterator[str]:
    for fault in faults[:at_most]:
        yield _("Dòng %(n)s: %(what)s", n=fault.row, what=fault.sentence) if fault.row else fault.sentence
    if len(faults) > at_most:
        yield _("… và %(n)s lỗi nữa.", n=len(faults) - at_most)
