"""What kinds of places to see and buy are called, and their week as people read it."""

from flask_babel import gettext as _

from fairs.models import Venue


def kinds() -> dict[str, str]:
    return {
        "design_centre": _("Trung tâm thiết kế sáng tạo"),
        "ocop_point": _("Điểm giới thiệu và bán hàng OCOP"),
        "workshop": _("Xưởng ở làng nghề"),
    }


def visit_kinds() -> dict[str, str]:
    return {"visit": _("Tham quan"), "workshop": _("Lớp làm thử")}


def weekdays() -> list[str]:
    return [
        _("Thứ hai"), _("Thứ ba"), _("Thứ tư"), _("Thứ năm"), _("Thứ sáu"), _("Thứ bảy"), _("Chủ nhật"),
    ]  # fmt: skip


def week(venue: Venue) -> list[tuple[str, str]]:
    """Every day of the week with its hours."""
    written = {one.weekday: one.written for one in venue.hours}
    return [(name, written.get(day, _("nghỉ"))) for day, name in enumerate(weekdays())]
