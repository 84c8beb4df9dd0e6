"""What people call the fields of a product: in forms, remarks and reports."""

from typing import Any

from flask_babel import gettext as _

from catalog import attributes, gtin, labels, taxonomy, values
from catalog.models import Product
from core.db import db
from core.i18n import in_locale
from core.money import number, vnd
from programme.models import CraftVillage


def names() -> dict[str, str]:
    """Fields by the step of the editor in which they stand, in order."""
    return {name: text for step in steps().values() for name, text in step.items()}


def steps() -> dict[int, dict[str, str]]:
    return {
        1: {
            "photos": _("Ảnh"),
            "name": _("Tên hàng"),
            "name_en": _("Tên tiếng Anh"),
            "browse_category": _("Nhóm hàng"),
            "ocop_group": _("Nhóm OCOP"),
            "cnnttb_group": _("Nhóm công nghiệp nông thôn"),
            "video_url": _("Video"),
        },
        2: {
            "mode": _("Cách bán"),
            "price": _("Giá bán"),
            "unit": _("Đơn vị"),
            "sold_by_weight": _("Bán theo cân"),
            "on_hand": _("Số đang có"),
            "weight_g": _("Khối lượng cả gói"),
            "lead_days": _("Số ngày làm"),
            "summary": _("Mô tả ngắn"),
            "story": _("Chuyện của món hàng"),
        },
    }


def label_of(name: str, product: Product) -> str:
    """The name of a column, of a label fact (`label.<field>`), or of the whole product."""
    if name == f"label.{labels.KINDS}":
        return _("Món này là")
    if name.startswith("label_en."):
        return _("%(what)s, tiếng Anh", what=label_of(f"label.{name.removeprefix('label_en.')}", product))
    if name.startswith("attr."):
        one = attributes.known().get(name.removeprefix("attr."))
        return one.name if one else _("Đặc tính")
    if name.startswith("label."):
        fields = {one.field: one.name for one in labels.fields_of(product.browse_category)}
        return fields.get(name.removeprefix("label."), _("Nhãn hàng hóa"))
    return (names() | more() | told_of_making()).get(name, _("Cả món hàng"))


def more() -> dict[str, str]:
    """Fields that have no remark of their own in the editor, but a place in differences and history."""
    return {
        "summary_en": _("Mô tả ngắn tiếng Anh"),
        "story_en": _("Chuyện tiếng Anh"),
        "gtin": _("Mã vạch"),
        "tier_pairs": _("Giá theo số lượng"),
        "is_fragile": _("Dễ vỡ"),
        "is_gift": _("Hợp làm quà"),
        "one_of_a_kind": _("Chỉ có một chiếc"),
        "village_id": _("Làng nghề"),
        "show_from": _("Bày từ ngày"),
        "show_until": _("Đến hết ngày"),
        "video_url": _("Đường dẫn video"),
        "frames": _("Xem quay quanh"),
        "steps": _("Từng bước làm"),
    }


def told_of_making() -> dict[str, str]:
    return {
        "making.variance": _("Mỗi chiếc một khác thế nào"),
        "making.variance_en": _("Tiếng Anh: mỗi chiếc một khác"),
        "making.technique": _("Kỹ thuật"),
        "making.technique_en": _("Tiếng Anh: kỹ thuật"),
        "making.artisan": _("Tên người làm"),
        "making.artisan_title": _("Danh hiệu"),
        "making.artisan_title_en": _("Tiếng Anh: danh hiệu"),
    }


def step_of(name: str) -> int:
    """The step of the editor where a field stands; what is on the whole product is seen at the end."""
    return next((number for number, fields in steps().items() if name in fields), 3)


def state_names() -> dict[str, str]:
    return {
        "draft": _("Nháp"),
        "submitted": _("Chờ duyệt"),
        "published": _("Đang bày"),
        "sent_back": _("Cần sửa"),
        "withdrawn": _("Đã cất"),
        "taken_down": _("Bị gỡ"),
        "archived": _("Lưu trữ"),
    }


def modes() -> dict[str, str]:
    return {
        "sale": _("Bán sẵn"),
        "made_to_order": _("Làm theo đặt"),
        "showcase": _("Chỉ trưng bày"),
        "service": _("Dịch vụ, trải nghiệm"),
    }


def shown(product: Product, name: str) -> str:
    """What stands in a column, as people read it."""
    value = values.of(product, name)
    return _("%(n)s ảnh", n=len(value)) if name == "photos" else told(name, value)


def told(name: str, value: Any) -> str:
    """A value of a column or of a label fact, as people read it."""
    if name == "price":
        return vnd(value) if value is not None else _("Hỏi giá")
    if name == "tier_pairs":
        return "; ".join(_("từ %(n)s: %(price)s", n=least, price=vnd(price)) for least, price in value or [])
    if name == "gtin" and value:
        return gtin.shown(value)
    if name == "mode":
        return modes().get(value, value)
    if name in ("browse_category", "ocop_group", "cnnttb_group"):
        return taxonomy.name_of(value) if value else ""
    if name == "weight_g" and value is not None:
        return _("%(n)s g", n=number(value))
    if name == "village_id" and value is not None:
        return _village(value)
    if name.startswith("attr.") and (one := attributes.known().get(name.removeprefix("attr."))):
        return ", ".join(map(one.say, value))
    if name == "steps":
        return ", ".join(one["name"] for one in value or [])
    if name == "frames":
        return _("%(n)s ảnh", n=len(value)) if value else ""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)


def _village(village_id: int) -> str:
    village = db.session.get(CraftVillage, village_id)
    return in_locale(village, "name") if village else ""
