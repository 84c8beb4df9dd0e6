"""A statement as a file: PDF, workbook, CSV. The same rows in each, in Vietnamese."""

from core import workbooks
from core.i18n import day
from core.money import vnd
from core.pdf import Flow
from programme.models import Facility
from shop.settling import words
from shop.settling.statements import Statement

HEADINGS = ("Ngày", "Nội dung", "Đơn", "Gói", "Bạn được", "Bị trừ", "Còn lại")


def csv(statement: Statement) -> bytes:
    return workbooks.as_csv(HEADINGS, rows(statement))


def xlsx(statement: Statement) -> bytes:
    return workbooks.write(f"{statement.month:%m-%Y}", HEADINGS, rows(statement))


def rows(statement: Statement) -> list[tuple[workbooks.Cell, ...]]:
    """From the opening balance to the closing one."""
    made: list[tuple[workbooks.Cell, ...]] = [("", "Số dư đầu tháng", "", "", None, None, statement.opening)]
    for line in statement.lines:
        came, went = max(line.amount, 0) or None, max(-line.amount, 0) or None
        made.append((day(line.at), words.of_line(line), line.number, line.parcel, came, went, line.balance))
    made.append(("", "Số dư cuối tháng", "", "", statement.came, statement.went, statement.closing))
    return made


def pdf(statement: Statement, facility: Facility) -> bytes:
    month = f"{statement.month:%m/%Y}"
    flow = Flow(f"Sao kê tháng {month}", foot=f"{facility.name}, sao kê {month}")
    flow.title(f"Sao kê tháng {month}")
    flow.paragraph(f"Tiền chợ giữ hộ {facility.name}")
    if not statement.is_closed:
        flow.paragraph("Tháng này chưa khóa sổ, còn có thể thêm khoản.", 10, "bold")
    flow.heading("Cộng theo loại")
    flow.table(("Loại", "Số tiền"), _sums(statement), (5, 2), 1)
    flow.heading("Từng khoản")
    flow.table(HEADINGS, [_told(row) for row in rows(statement)], (1.6, 4, 2, 2.1, 1.9, 1.9, 2), 3)
    flow.note("Số dương là chợ giữ hộ bạn; số âm là bạn còn nợ chợ, được trừ vào lần chi sau.")
    return flow.written()


def _sums(statement: Statement) -> list[tuple[str, str]]:
    kinds = [(words.of_kind(*kind), vnd(amount)) for kind, amount in statement.sums.items()]
    return [("Số dư đầu tháng", vnd(statement.opening)), *kinds, ("Số dư cuối tháng", vnd(statement.closing))]


def _told(row: tuple[workbooks.Cell, ...]) -> list[str]:
    return [vnd(one) if isinstance(one, int) else str(one or "") for one in row]
