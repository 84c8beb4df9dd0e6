"""Staff's lists of a fair as workbooks: its shelf, the stands of a hall, who asked for one."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from catalog import taxonomy
from core import times, workbooks
from core.workbooks import Cell
from fairs.calls.ranking import Ranked
from fairs.calls.reading import Line
from fairs.models import Criterion, Stand, StandAccount
from fairs.seating.proposing import Shown
from fairs.slots import Slot
from fairs.workspace import Applicant


def shelf(slots: Sequence[Slot]) -> bytes:
    """What stands on the shelf, in order, also what is not on yet or no more."""
    headings = [
        _("Thứ tự"), _("Mã hàng"), _("Tên hàng"), _("Cơ sở"), _("Nhóm hàng"), _("Lý do"), _("Lý do tiếng Anh"),
        _("Ký tên"), _("Từ"), _("Đến"), _("Đề án"),
    ]  # fmt: skip
    rows: list[list[Cell]] = [
        [
            place, slot.product.sku, slot.product.name, slot.product.facility.name,
            taxonomy.name_of(slot.product.browse_category), slot.feature.reason, slot.feature.reason_en,
            slot.feature.signed, slot.feature.starts_at, slot.feature.ends_at,
            slot.feature.scheme.code if slot.feature.scheme else "",
        ]
        for place, slot in enumerate(slots, 1)
    ]  # fmt: skip
    return workbooks.write(_("Kệ"), headings, rows)


def stands(places: Sequence[Stand]) -> bytes:
    """Along the walk, each with who holds it."""
    headings = [_("Gian"), _("Nhóm hàng"), _("Cơ sở"), _("Xã, phường"), _("Điện thoại"), _("Tên gian"), _("Mã gian")]
    rows: list[list[Cell]] = []
    for one in places:
        maker = one.booth.facility if one.booth else None
        held = [maker.name, maker.commune_name, maker.phone] if maker else ["", "", ""]
        booth = [one.booth.title, one.booth.code] if one.booth else ["", ""]
        rows.append([one.number, taxonomy.name_of(one.group), *held, *booth])
    return workbooks.write(_("Gian"), headings, rows)


def applications(applicants: Sequence[Applicant]) -> bytes:
    """The first to ask in front."""
    headings = [
        _("Gửi lúc"),
        _("Cơ sở"),
        _("Làng nghề"),
        _("Xã, phường"),
        _("Điện thoại"),
        _("Mong muốn"),
        _("Gian đã giao"),
    ]
    rows: list[list[Cell]] = []
    for one in applicants:
        asked, maker = one.application, one.application.facility
        village = maker.village.name if maker.village else ""
        rows.append([asked.made_at, maker.name, village, maker.commune_name, maker.phone, asked.wish, one.stands])
    return workbooks.write(_("Đơn xin gian"), headings, rows)


def call(lines: Sequence[Line]) -> bytes:
    """The applications to a fair with what they ask for, as staff judge them."""
    return workbooks.write(_("Đơn xin gian"), _call_headings(), [_call_row(one) for one in lines])


def call_csv(lines: Sequence[Line]) -> bytes:
    return workbooks.as_csv(_call_headings(), [_call_row(one) for one in lines])


def _call_headings() -> list[str]:
    return [
        _("Gửi lúc"), _("Cơ sở"), _("Làng nghề"), _("Xã, phường"), _("Điện thoại"), _("Nhóm hàng"), _("Số món"),
        _("Cỡ gian"), _("Điện"), _("Nước"), _("Góc"), _("Gian mong muốn"), _("Mong muốn"), _("Phiên đã dự"),
        _("Đủ hồ sơ"),
    ]  # fmt: skip


def _call_row(line: Line) -> list[Cell]:
    asked, maker = line.application, line.facility
    village = maker.village.name if maker.village else ""
    yes = {True: _("có"), False: ""}
    return [
        times.local(asked.made_at).strftime("%d/%m/%Y %H:%M"), maker.name, village, maker.commune_name, maker.phone,
        line.group_name, len(line.goods), asked.units, asked.power, yes[asked.needs_water], yes[asked.wants_corner],
        ", ".join(asked.wished_numbers), asked.wish, line.past, yes[line.is_complete],
    ]  # fmt: skip


def ranking(rows: Sequence[Ranked], criteria: Sequence[Criterion]) -> bytes:
    """In order, with the mean on each criterion and what was decided."""
    words = {"accepted": _("nhận"), "waiting": _("chờ"), "refused": _("không nhận")}
    headings = [_("Hạng"), _("Cơ sở"), _("Xã, phường"), _("Điểm"), _("Người chấm"), *(one.name for one in criteria)]
    cells: list[list[Cell]] = []
    for one in rows:
        made = one.decision
        told = [words[made.outcome], made.reason, made.turn] if made else ["", "", None]
        means = [round(float(mean), 2) for mean in one.means]
        maker = one.line.facility
        cells.append([one.place, maker.name, maker.commune_name, round(float(one.mean), 2), one.scorers, *means, *told])
    return workbooks.write(_("Xếp hạng"), [*headings, _("Quyết định"), _("Lý do"), _("Số chờ")], cells)


def seats(shown: Shown, rules: Mapping[str, Any]) -> bytes:
    """The proposal, with the rules that each seat breaks."""
    headings = [_("Hạng"), _("Cơ sở"), _("Làng nghề"), _("Xã, phường"), _("Nhóm hàng"), _("Gian"), _("Mất điểm vì")]
    cells: list[list[Cell]] = []
    for row in shown.rows:
        line, maker = row.ranked.line, row.ranked.line.facility
        village = maker.village.name if maker.village else ""
        number = row.stand.number if row.stand else ""
        broken = "; ".join(f"{rules[rule]}: {cost}" for rule, cost in row.costs.items())
        cells.append([row.ranked.place, maker.name, village, maker.commune_name, line.group_name, number, broken])
    return workbooks.write(_("Đề xuất chỗ đứng")[:31], headings, cells)


def ledger(accounts: Sequence[StandAccount]) -> bytes:
    """Every entry of every account, so that sums in the sheet give what the page says."""
    words = {"charge": _("giá niêm yết"), "subsidy": _("khuyến công chịu"), "payment": _("cơ sở trả")}
    headings = [
        _("Gian"), _("Cơ sở"), _("Mã chuyển tiền"), _("Ngày"), _("Khoản"), _("Số tiền"), _("Số giao dịch"),
        _("Ghi chú"), _("Ghi lúc"),
    ]  # fmt: skip
    cells: list[list[Cell]] = [
        [
            one.stand.number, one.facility.name, one.code, entry.on, words[entry.kind], entry.amount, entry.reference,
            entry.note, entry.recorded_at,
        ]
        for one in accounts
        for entry in one.entries
    ]  # fmt: skip
    return workbooks.write(_("Sổ tiền gian"), headings, cells)
