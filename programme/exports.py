"""Lists of schemes as a workbook, for the files that staff send on."""

import io
from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _

from core import workbooks
from programme import contents, schemes
from programme.queries import SchemeLine

KINDS = {"KQG_DIEM": "KCQG, điểm", "KQG_NHOM": "KCQG, nhóm", "KQG_DOITUONG": "KCQG, đối tượng", "KDP": "KCĐP"}


def workbook(lines: Iterable[SchemeLine], today: date) -> bytes:
    """Money in whole đồng. Text is never taken for a formula or an address."""
    out = io.BytesIO()
    book = workbooks.begin(out, in_memory=True)
    sheet = book.add_worksheet(_("Các đề án"))
    bold, money = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write_row(0, 0, [_("Sổ đề án khuyến công, tính đến %(day)s", day=f"{today:%d/%m/%Y}")], bold)
    sheet.write_row(2, 0, _headings(), bold)
    last = 2
    for last, line in enumerate(lines, 3):
        for column, value in enumerate(_cells(line)):
            if isinstance(value, date):
                sheet.write_datetime(last, column, value, day)
            else:
                sheet.write(last, column, value, money if isinstance(value, int) and column >= 8 else None)
    sheet.freeze_panes(3, 2)
    sheet.autofilter(2, 0, last, len(_headings()) - 1)
    sheet.set_column(0, 0, 14)
    sheet.set_column(1, 1, 48)
    sheet.set_column(2, len(_headings()) - 1, 16)
    book.close()
    return out.getvalue()


def _headings() -> list[str]:
    return [
        _("Mã"), _("Tên đề án"), _("Loại"), _("Năm"), _("Nội dung"), _("Trạng thái"), _("Số quyết định"),
        _("Ngày quyết định"), _("Quốc gia (đồng)"), _("Địa phương (đồng)"), _("Đối ứng (đồng)"),
        _("Đã giải ngân (đồng)"), _("Lượt hỗ trợ"), _("Cơ sở khác nhau"), _("Tính vào số công bố"),
    ]  # fmt: skip


def _cells(line: SchemeLine) -> list[str | int | date]:
    scheme = line.scheme
    return [
        scheme.code, scheme.name, KINDS[scheme.kind], scheme.plan.year, contents.name_of(scheme.content_code),
        schemes.name_of(scheme.state), scheme.decision_number, scheme.decided_on or "", scheme.planned("national"),
        scheme.planned("local"), scheme.planned("counterpart"), scheme.disbursed, line.turns, line.facilities,
        _("có") if scheme.is_approved else _("không, chưa phê duyệt"),
    ]  # fmt: skip
