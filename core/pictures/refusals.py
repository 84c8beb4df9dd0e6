"""Why a file is not taken as a picture: codes that stay, and sentences for people."""

from flask_babel import lazy_gettext as _l

REASONS = {
    "no_file": _l("Không đọc được tệp này. Xem lại tên và quyền đọc."),
    "too_many": _l("Mỗi món nhiều nhất 12 ảnh."),
    "empty": _l("Tệp rỗng, chưa có gì bên trong."),
    "too_big": _l("Ảnh nặng quá 20 MB."),
    "not_a_picture": _l("Tệp này không phải ảnh. Chợ nhận JPEG, PNG, WebP, HEIC, AVIF, GIF, TIFF, BMP."),
    "unreadable": _l("Ảnh hỏng hoặc tải lên chưa trọn, không mở được. Gửi lại, hoặc chụp ảnh khác."),
    "too_many_pixels": _l("Ảnh có hơn 50 triệu điểm ảnh. Lưu lại nhỏ hơn rồi gửi."),
    "too_heavy": _l(
        "Ảnh cần quá nhiều bộ nhớ hoặc thời gian để mở. Lưu lại thành JPEG thường (baseline) hoặc nhỏ hơn, rồi gửi."
    ),
    "too_small": _l("Ảnh nhỏ quá, mỗi cạnh cần từ 200 điểm ảnh."),
    "too_narrow": _l("Ảnh dài quá: cạnh dài nhiều nhất gấp 6 lần cạnh ngắn."),
}


class RefusedPicture(Exception):
    """A file that cannot be taken in; `code` is stable, the message is for people."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(REASONS[self.code])
