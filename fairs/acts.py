"""What acts on a fair or a booth are called where people read what was done."""

from flask_babel import lazy_gettext as _l

FAIR = {
    "fair.made": _l("Lập"),
    "fair.copied": _l("Chép từ phiên trước"),
    "fair.changed": _l("Sửa"),
    "fair.called_off": _l("Hoãn, hủy"),
    "fair.taken_up": _l("Họp lại"),
    "fair.reported": _l("Nhận báo cáo"),
    "fair.report_withdrawn": _l("Rút báo cáo"),
    "criterion.added": _l("Thêm tiêu chí"),
    "criterion.changed": _l("Sửa tiêu chí"),
    "criterion.moved": _l("Xếp lại tiêu chí"),
    "criterion.removed": _l("Bỏ tiêu chí"),
}

BOOTH = {
    "application.made": _l("Xin một gian"),
    "application.withdrawn": _l("Rút đơn xin gian"),
    "booth.begun": _l("Lập gian"),
    "booth.hung": _l("Đổi ảnh gian"),
    "booth.priced": _l("Đổi giá riêng ở hội chợ"),
    "booth.opened": _l("Mở gian cho khách"),
    "booth.reminded": _l("Nhắc gian còn thiếu"),
    "booth.shut": _l("Tạm đóng gian"),
    "booth.showed": _l("Đổi hàng ở gian"),
    "booth.told": _l("Sửa lời ở gian"),
}
