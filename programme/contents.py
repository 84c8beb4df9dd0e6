"""What support is given for, in the groups by which people look: training, machines, fairs and so on."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask_babel import gettext as _

from core.i18n import current_locale

_FILE = Path(__file__).parent / "data" / "contents.csv"


@dataclass(frozen=True, slots=True)
class Content:
    """`slug` is its piece of an address, `codes` the content codes of schemes that belong to it."""

    slug: str
    name_vi: str
    name_en: str
    codes: tuple[str, ...]

    @property
    def label(self) -> str:
        return self.name_en if current_locale() == "en" else self.name_vi


def contents() -> tuple[Content, ...]:
    return tuple(_by_slug().values())


def content(slug: str) -> Content | None:
    return _by_slug().get(slug)


def content_of(code: str) -> Content | None:
    """The group that a scheme's content code belongs to."""
    return next((group for group in contents() if code in group.codes), None)


def name_of(code: str) -> str:
    """The label for a scheme's content code; the code itself where it is unknown."""
    group = content_of(code)
    return group.label if group else code


def code_label(code: str) -> str:
    """What one content code is called beside the others of its group."""
    names = {
        "mo_hinh_trinh_dien": _("Mô hình trình diễn công nghệ, sản phẩm mới"),
        "may_moc_tien_tien": _("Ứng dụng máy móc tiên tiến, chuyển giao công nghệ"),
        "may_moc_day_chuyen": _("Dây chuyền công nghệ"),
        "binh_chon_khu_vuc": _("Bình chọn sản phẩm cấp khu vực"),
        "binh_chon_quoc_gia": _("Bình chọn sản phẩm cấp quốc gia"),
        "dang_ky_nhan_hieu": _("Đăng ký nhãn hiệu"),
        "thiet_ke_bao_bi": _("Thiết kế mẫu mã, bao bì"),
    }
    return names.get(code) or name_of(code)


def heads() -> list[tuple[int, str]]:
    """The nine heads of activity, Decree 45/2012 art. 4 (their wording is not yet verified), by number."""
    names = (
        _("Đào tạo nghề, truyền nghề, nhân cấy nghề"),
        _("Nâng cao năng lực quản lý, sản xuất sạch hơn, tập huấn"),
        _("Mô hình trình diễn, chuyển giao công nghệ, máy móc"),
        _("Phát triển sản phẩm tiêu biểu, hội chợ, thương hiệu"),
        _("Tư vấn, trợ giúp: thiết kế, bao bì, tiếp thị"),
        _("Thông tin, tuyên truyền, trang điện tử"),
        _("Liên kết, cụm công nghiệp, xử lý môi trường"),
        _("Hợp tác quốc tế"),
        _("Nâng cao năng lực tổ chức thực hiện"),
    )
    return list(enumerate(names, 1))


@cache
def _by_slug() -> dict[str, Content]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        row["group"]: Content(row["group"], row["name_vi"], row["name_en"], tuple(row["codes"].split("; ")))
        for row in rows
    }
