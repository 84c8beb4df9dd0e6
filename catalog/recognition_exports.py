"""The register of papers as a workbook, for the files that staff send on."""

import io
from collections.abc import Iterable
from datetime import date

from flask_babel import gettext as _

from catalog import taxonomy
from catalog.models import Recognition
from catalog.recognition_facts import kinds, states
from core import workbooks


def workbook(papers: Iterable[Recognition], today: date) -> bytes:
    """Every paper a row. Text is never taken for a formula or an address."""
    out = io.BytesIO()
    book = workbooks.begin(out, in_memory=True)
    sheet = book.add_worksheet(_("Chứng nhận"))
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd/mm/yyyy"})
    sheet.write(0, 0, _("Sổ chứng nhận, tính đến %(day)s", day=f"{today:%d/%m/%Y}"), bold)
    sheet.write_row(2, 0, _headings(), bold)
    last, names = 2, (kinds(), states(), taxonomy.level_names())
    for last, paper in enumerate(papers, 3):
        for column, value in enumerate(_cells(paper, *names)):
            if isinstance(value, date):
                sheet.write_datetime(last, column, value, day)
            else:
                sheet.write(last, column, value)
    sheet.freeze_panes(3, 2)
    sheet.autofilter(2, 0, last, len(_headings()) - 1)
    sheet.set_column(0, len(_headings()) - 1, 18)
    book.close()
    return out.getvalue()


def _headings() -> list[str]:
    return [
        _("Mã tra"), _("Loại giấy"), _("Tình trạng"), _("Giấy của"), _("Cơ sở"), _("Xã, phường"), _("Sao, cấp"),
        _("Điểm"), _("Tên, danh hiệu"), _("Số giấy"), _("Nơi cấp"), _("Ngày cấp"), _("Năm"), _("Hạn đến"),
        _("Ngày thu hồi"), _("Lý do"),
    ]  # fmt: skip


def _cells(
    paper: Recognition, kind_names: dict[str, str], state_names: dict[str, str], levels: dict[str, str]
) -> list[str | int | float | date]:
    owner = paper.owner
    state = paper.verdict if paper.is_public else paper.state
    rank = paper.stars or levels.get(paper.level or "", "")
    return [
        paper.code, kind_names[paper.kind], state_names[state], paper.subject.name, owner.name if owner else "",
        owner.commune_name if owner else paper.subject.commune_name, rank, paper.points or "", paper.title,
        paper.decision_number, paper.issuer, paper.issued_on or "", paper.year or "", paper.expires_on or "",
        paper.revoked_on or "", paper.reason,
    ]  # fmt: skip
