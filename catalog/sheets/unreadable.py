"""Why a whole file cannot be read, in a sentence for the person who sent it."""

from flask_babel import lazy_gettext as _l

MOST_ROWS = 50_000
MOST_HEADER_ROWS = 15

SENTENCES = {
    "empty": _l("Tệp trống, chưa có dòng nào."),
    "not_a_sheet": _l("Tệp này không phải bảng tính .xlsx hay .csv."),
    "old_or_locked": _l("Tệp là dạng .xls cũ hoặc có mật khẩu. Hãy lưu lại thành .xlsx không mật khẩu."),
    "macro": _l("Tệp có macro nên không nhận. Hãy lưu lại thành .xlsx thường."),
    "broken": _l("Tệp bị hỏng hoặc không đúng dạng .xlsx. Hãy mở ra, lưu lại rồi gửi lần nữa."),
    "too_big": _l("Tệp quá lớn. Hãy bỏ ảnh và trang không cần, hoặc tách thành nhiều tệp."),
    "declarations": _l("Tệp chứa khai báo XML mà bảng tính thường không có, nên không nhận."),
    "encoding": _l("Không đọc được chữ trong tệp .csv. Hãy lưu lại dạng CSV UTF-8."),
    "no_header": _l(
        "Không thấy dòng tiêu đề có “Mã SP” và “Tên sản phẩm” trong %(n)s dòng đầu của trang tính đầu tiên.",
        n=MOST_HEADER_ROWS,
    ),
    "too_many_rows": _l("Bảng tính có quá %(n)s dòng. Hãy tách thành nhiều tệp.", n="50.000"),
}


class UnreadableSheet(Exception):
    """The file as a whole is refused; `code` is a key of SENTENCES and str() gives the sentence."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    def __str__(self) -> str:
        return str(SENTENCES[self.code])
