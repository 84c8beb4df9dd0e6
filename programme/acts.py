"""What acts on a facility's own facts are called where people read what was done."""

from flask_babel import lazy_gettext as _l

FACILITY = {
    "facility.joined": _l("Nhận cơ sở vào chợ"),
    "facility.revised": _l("Sửa thông tin cơ sở"),
    "facility.point_shown": _l("Đặt cơ sở lên bản đồ"),
    "facility.point_hidden": _l("Cất chỗ trên bản đồ"),
    "facility.help_begun": _l("Bắt đầu làm giúp"),
    "facility.fact_recorded": _l("Ghi điều đã xác minh"),
    "facility.identity_verified": _l("Ghi đã kiểm danh tính"),
    "facility.identity_withdrawn": _l("Rút lần kiểm danh tính"),
    "mandate.given": _l("Nhờ làm thay"),
    "mandate.taken": _l("Thôi nhờ một việc"),
    "mandate.ended": _l("Thôi nhờ"),
    "facility.quality_verified": _l("Ghi đã kiểm một tính chất"),
}
