"""What kinds of activities are called, whom they count, and to which contents of schemes they belong."""

from flask_babel import lazy_gettext as _l

from programme.activities.models import OF_FACILITIES, OF_PEOPLE

NAMES = {
    "class": _l("Lớp truyền nghề"),
    "course": _l("Lớp tập huấn"),
    "assessment": _l("Đánh giá sản xuất sạch hơn"),
    "model": _l("Mô hình trình diễn"),
    "equipment": _l("Máy móc, thiết bị"),
    "fair_support": _l("Đưa đi hội chợ trong nước"),
    "information": _l("Thông tin, tuyên truyền"),
}
STATES = {
    "draft": _l("Chưa duyệt kết quả"),
    "approved": _l("Đã duyệt, tính vào số liệu"),
    "withdrawn": _l("Đã rút"),
    "cancelled": _l("Đã hủy"),
}
# The kind that a scheme's content usually does, to begin a form with.
OF_CONTENT = {
    "dao_tao_nghe": "class", "tap_huan": "course", "danh_gia_sxsh": "assessment", "mo_hinh_trinh_dien": "model",
    "may_moc_tien_tien": "equipment", "may_moc_day_chuyen": "equipment", "hoi_cho_trong_nuoc": "fair_support",
}  # fmt: skip


def counts_people(kind: str) -> bool:
    return kind in OF_PEOPLE


def counts_facilities(kind: str) -> bool:
    return kind in OF_FACILITIES


def has_roll(kind: str) -> bool:
    return kind in OF_PEOPLE or kind in OF_FACILITIES


def options() -> list[tuple[str, str]]:
    return [(kind, str(name)) for kind, name in NAMES.items()]
