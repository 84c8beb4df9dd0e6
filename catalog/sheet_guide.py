"""How the columns of a sheet are written: for the page that takes sheets, and for the model sheet to fill in."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from flask_babel import gettext as _

from catalog import attributes, export, taxonomy
from catalog.attributes import Known
from catalog.sheets.fields import REQUIRED
from catalog.sheets.table import HEADINGS
from catalog.sheets.traits import Traits
from core import workbooks

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.worksheet import Worksheet

_Line = tuple[str, ...]
_SHELF = "gom-su"  # of the examples
_TOLD: dict[str, str | int] = {
    "sku": "VI-DU-1",
    "name": "Ấm trà men lam vẽ trúc",
    "name_en": "Blue glazed teapot, bamboo",
    "browse_category": "Gốm sứ",
    "ocop_group": "IV.1",
    "cnnttb_group": "Thủ công mỹ nghệ",
    "price_vnd": 450_000,
    "unit": "chiếc",
    "stock": 20,
    "weight_g": 900,
    "description": "Chuốt tay, nung than, men lam; mỗi mẻ một màu.",
    "tier_pairs": "10: 420.000; 50: 400.000",
}
_FORM: dict[str, str | int] = {
    "sku": "VI-DU-1B",
    "parent_sku": "VI-DU-1",
    "variant": "Bộ một ấm sáu chén",
    "price_vnd": 900_000,
    "stock": 5,
    "weight_g": 2_400,
    "tier_pairs": "",
    "ocop_group": "",
    "cnnttb_group": "",
    "attributes": "",
    "description": "",
}
_ELSEWHERE = {  # examples that the filled rows leave empty
    "ocop_stars": "4 sao",
    "decision_number": "1201/QĐ-UBND",
    "issued_on": "15/03/2026",
    "village": "Bát Tràng",
    "images": "am-mat-truoc.jpg; am-quai.jpg",
    "parent_sku": "VI-DU-1",
    "variant": "Bộ một ấm sáu chén",
    "retired": "có",
    "sold_by_weight": "200000/kg; 1200 g; -10%; +15%; 900-1500 g",
    "gtin": "8938505974194",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A heading that is read, how its cells are written, and one such cell."""

    heading: str
    how: str
    example: str
    is_required: bool


def columns() -> list[Column]:
    """In the order of the model sheet."""
    how, examples = _how(), _example(_known()) | _ELSEWHERE
    return [
        Column(names[0], how[field], _shown(examples[field]), field in REQUIRED) for field, names in HEADINGS.items()
    ]


def write_model(file: BinaryIO) -> None:
    """A sheet with two rows to write over, and behind it one that tells how, with every group and attribute."""
    known = _known()
    book = workbooks.begin(file)
    goods = export.begin(book)
    example = _example(known)
    for number, told in ((1, example), (2, example | _FORM)):
        for place, field in enumerate(HEADINGS):
            export.put(goods, number, place, told.get(field))
    _tell(book.add_worksheet("Cách ghi"), book, known)
    book.close()


def left_out() -> list[str]:
    """What goods have and a sheet does not carry: it stays as it is when a sheet comes."""
    return [
        _("ảnh (chỉ mang tên tệp), video, xem quay quanh"),
        _("thông tin nhãn và lời kể cách làm"),
        _("bản tiếng Anh, trừ tên"),
        _("cách bán, số ngày làm, dung lượng của từng loại, ngày bày"),
        _("dễ vỡ, hợp làm quà, chỉ có một chiếc"),
        _("đợt giảm giá, vùng giao hàng, lịch và lô hàng, giỏ quà"),
        _("giấy chứng nhận, trừ giấy OCOP mới nhất còn hạn"),
        _("mô tả ngắn của món đã có chuyện, món lưu trữ"),
    ]


def _tell(sheet: "Worksheet", book: "Workbook", known: list[Known]) -> None:
    bold = book.add_format({"bold": True})
    for place, width in enumerate((26, 44, 60, 30)):
        sheet.set_column(place, place, width)
    row = 0
    for heading, lines in _parts(known):
        sheet.write_row(row, 0, heading, bold)
        for line in lines:
            row += 1
            sheet.write_row(row, 0, line)
        row += 2


def _parts(known: list[Known]) -> list[tuple[_Line, list[_Line]]]:
    """Headings and lines of each table; what a sheet may say stands in the words that are read."""
    shelves = {group.slug: group.name_vi for group in taxonomy.browse_groups()}
    needed = {True: _("cần có"), False: ""}
    written: list[_Line] = [(one.heading, one.example, one.how, needed[one.is_required]) for one in columns()]
    asked: list[_Line] = [
        (one.names[0], shelves.get(one.shelf, _("mọi nhóm hàng")), _values(one), one.code) for one in known
    ]
    parts: list[tuple[_Line, list[_Line]]] = [
        ((_("Cột"), _("Ví dụ"), _("Cách ghi")), written),
        (("Nhóm hàng",), [(name,) for name in shelves.values()]),
        (("Nhóm OCOP", _("Tên nhóm")), [(one.code, one.name_vi) for one in taxonomy.ocop_groups()]),
        (("Nhóm CNNTTB",), [(one.name_vi,) for one in taxonomy.cnnttb_groups()]),
        (("Đặc tính", _("Nhóm hàng"), _("Giá trị"), _("Mã")), asked),
    ]
    return parts


def _values(one: Known) -> str:
    if one.kind == "number":
        return _("một số, %(unit)s", unit=one.unit) if one.unit else _("một số")
    if one.kind == "flag":
        return "có / không"
    names = " + ".join(pair[0] for pair in one.choices.values())
    return _("một trong: %(names)s", names=names.replace(" + ", " / ")) if one.kind == "one" else names


def _known() -> list[Known]:
    """As a sheet may say them: choices that are offered no more are left to the goods that have them."""
    return list(attributes.offered().values())


def _example(known: list[Known]) -> dict[str, str | int]:
    asked = [one for one in known if one.shelf in ("", _SHELF)][:3]
    usual: dict[str, list[str]] = {"number": ["25"], "flag": ["yes"]}
    told = {one.code: usual.get(one.kind) or [*one.choices][:1] for one in asked}
    return _TOLD | {"attributes": Traits(asked).written(told)}


def _shown(example: str | int) -> str:
    return f"{example:,}".replace(",", ".") if isinstance(example, int) else example


def _how() -> dict[str, str]:
    return {
        "sku": _("Mỗi món một mã, không dấu. Món đang có thì giữ đúng mã của nó."),
        "name": _("Như khách sẽ thấy."),
        "name_en": _("Cho khách nước ngoài."),
        "browse_category": _("Một nhóm của chợ; viết thiếu dấu chợ vẫn hiểu."),
        "ocop_group": _("Mã hoặc đúng tên nhóm theo Quyết định 148/QĐ-TTg; ghi “không” để bỏ."),
        "cnnttb_group": _("Tên nhóm công nghiệp nông thôn tiêu biểu; ghi “không” để bỏ."),
        "attributes": _(
            "Tên, dấu hai chấm, giá trị. Nhiều đặc tính cách nhau bằng dấu chấm phẩy, nhiều giá trị bằng dấu cộng. "
            "Đặc tính không nhắc tới thì giữ nguyên; ghi “không” hoặc “bỏ” để bỏ."
        ),
        "price_vnd": _("Đồng: 450.000, 450k hay 1tr2 đều được. Ghi “Liên hệ” nếu chưa có giá."),
        "unit": _("Chiếc, bộ, hộp, kg."),
        "stock": _("Số đang có."),
        "weight_g": _("Cả gói, bằng gam; 1,2kg cũng được."),
        "description": _("Ngắn là mô tả; dài hoặc nhiều dòng là chuyện của món hàng."),
        "ocop_stars": _("3, 4 hoặc 5, cùng số quyết định và ngày cấp; cán bộ xem rồi mới hiện."),
        "decision_number": _("Số quyết định cấp sao OCOP."),
        "issued_on": _("Ngày/tháng/năm."),
        "village": _("Tên làng nghề; trùng tên thì thêm nơi trong ngoặc."),
        "images": _("Tên tệp, cách nhau bằng dấu chấm phẩy; ảnh gửi sau ở trang này."),
        "parent_sku": _("Để trống. Nếu dòng là một loại nữa của món khác thì ghi mã món đó."),
        "variant": _("Tên của loại: cỡ, màu, hộp bao nhiêu."),
        "retired": _("Ghi “có” nếu loại này thôi bán, “không” nếu bán lại; để trống thì giữ nguyên."),
        "sold_by_weight": _("Giá mỗi kg; một cái thường nặng; nhẹ hơn, nặng hơn tối đa; khoảng nặng nhẹ."),
        "gtin": _("8, 12, 13 hoặc 14 chữ số trên nhãn."),
        "tier_pairs": _("Từ mấy cái, hai chấm, giá mỗi cái; các mức cách nhau bằng dấu chấm phẩy."),
    }
