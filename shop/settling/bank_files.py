"""The list of transfers as a bank takes it: workbook and CSV, names and contents without marks, in capitals.

The columns are those that bulk transfers of Vietnamese banks share; each bank has a form of its own, and no file was
tried with one (chưa xác minh).
"""

from core import workbooks
from core.text import unmarked
from programme import banks
from shop.models import PayoutBatch, PayoutLine

HEADINGS = (
    "STT",
    "Số tài khoản",
    "Tên người thụ hưởng",
    "Mã ngân hàng (BIN)",
    "Ngân hàng",
    "Số tiền",
    "Nội dung",
)


def rows(batch: PayoutBatch) -> list[tuple[workbooks.Cell, ...]]:
    """What is still to be sent: a line that was sent or failed is left out, so that nothing is paid twice."""
    return [_row(number, line) for number, line in enumerate(to_send(batch), 1)]


def to_send(batch: PayoutBatch) -> list[PayoutLine]:
    return [line for line in batch.lines if line.state == "approved"]


def csv(batch: PayoutBatch) -> bytes:
    return workbooks.as_csv(HEADINGS, rows(batch))


def xlsx(batch: PayoutBatch) -> bytes:
    return workbooks.write(f"Chi dot {batch.id}", HEADINGS, rows(batch))


def _row(number: int, line: PayoutLine) -> tuple[workbooks.Cell, ...]:
    holder = unmarked(line.bank_holder).upper()
    bank = banks.name_of(line.bank_bin)
    return number, line.bank_account, holder, line.bank_bin, bank, line.amount, line.content
