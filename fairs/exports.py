"""Staff's lists of a fair as workbooks: its shelf, the stands of a hall, who asked for one."""

from collections.abc import Sequence

from flask_babel import gettext as _

from catalog import taxonomy
from core import workbooks
from core.workbooks import Cell
from fairs.curation import Slot
from fairs.models import Stand
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
