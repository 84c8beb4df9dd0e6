"""What acts on a booth are called where people read what was done."""

from flask_babel import lazy_gettext as _l

BOOTH = {
    "application.made": _l("Xin một gian"),
    "booth.begun": _l("Mở gian"),
    "booth.hung": _l("Đổi ảnh gian"),
    "booth.showed": _l("Đổi hàng ở gian"),
    "booth.told": _l("Sửa lời ở gian"),
}
