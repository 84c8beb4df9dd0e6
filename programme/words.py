"""What columns, kinds and grounds are called where people read them."""

from flask_babel import gettext as _


def field_name(name: str) -> str:
    """A column as its form calls it; the name itself where no form has it."""
    return _fields().get(name, name)


def _fields() -> dict[str, str]:
    return {
        "name": _("Tên"), "name_en": _("Tên tiếng Anh"), "summary": _("Một câu giới thiệu"), "story": _("Chuyện"),
        "summary_en": _("Câu giới thiệu tiếng Anh"), "story_en": _("Chuyện bằng tiếng Anh"), "price": _("Giá"),
        "phone": _("Điện thoại"), "email": _("Thư điện tử"), "address": _("Thôn, xóm, số nhà"),
        "former_address": _("Địa chỉ cũ"), "commune_code": _("Xã, phường"), "commune_name": _("Tên xã, phường"),
        "hours": _("Giờ mở xưởng"), "returns": _("Đổi trả"), "delivery_note": _("Gửi hàng"), "steps": _("Các bước làm"),
        "representative": _("Người đại diện"), "founded": _("Năm lập"), "title": _("Tên gian"),
        "closed_from": _("Nghỉ từ"), "closed_until": _("Nghỉ đến"), "closed_words": _("Lời báo nghỉ"),
        "takes_orders_closed": _("Nhận đơn khi nghỉ"), "pick_up": _("Khách tới lấy tại xưởng"),
        "qualities": _("Tính chất của cơ sở"),
    }  # fmt: skip


def scheme_field(name: str) -> str:
    """A column of a scheme, or a source of its money, in words."""
    names = {
        "name": _("Tên đề án"), "name_en": _("Tên tiếng Anh"), "objective": _("Mục tiêu"), "kind": _("Loại"),
        "content_code": _("Nội dung"), "content_head": _("Lĩnh vực"), "plan_id": _("Năm kế hoạch"),
        "targets": _("Chỉ tiêu"), "lead_unit": _("Đơn vị thực hiện"), "partner_unit": _("Phối hợp"),
        "place": _("Nơi làm"), "communes": _("Xã, phường"), "starts_on": _("Từ ngày"), "ends_on": _("Đến ngày"),
        "national": _("Khuyến công quốc gia"), "local": _("Ngân sách thành phố"), "counterpart": _("Cơ sở tự góp"),
        "other": _("Nguồn khác"),
    }  # fmt: skip
    return names.get(name, name)


def ground_name(basis: str | None) -> str:
    """A ground of eligibility in words; empty for none."""
    names = {
        "xa": _("nơi sản xuất"),
        "lang_nghe_cong_nhan": _("làng nghề được công nhận"),
        "sxsh": _("sản xuất sạch hơn"),
        "ha_tang_ccn": _("hạ tầng cụm công nghiệp"),
        "nghe_nhan": _("nghệ nhân"),
        "legacy_pre_2025": _("quy định trước 15/10/2025"),
    }
    return names.get(basis or "", "")


def kind_name(kind: str) -> str:
    names = {
        "doanh_nghiep": _("Doanh nghiệp"),
        "hop_tac_xa": _("Hợp tác xã"),
        "to_hop_tac": _("Tổ hợp tác"),
        "ho_kinh_doanh": _("Hộ kinh doanh"),
    }
    return names.get(kind, kind)


def answer_name(answer: str) -> str:
    return {"yes": _("Đủ điều kiện"), "no": _("Chưa đủ điều kiện"), "unsure": _("Chưa xác minh")}[answer]


def action_names() -> dict[str, str]:
    """What one may be let to do in a facility's place."""
    return {
        "goods": _("sửa hàng, ảnh, giấy tờ"), "prices": _("đặt giá, giảm giá"),
        "stock": _("giữ kho, lô hàng, lịch làm"),
        "answers": _("trả lời câu hỏi, báo giá"), "orders": _("nhận đơn, gói và gửi"), "booth": _("trông gian hội chợ"),
        "money": _("xem tiền và đối soát"),
    }  # fmt: skip
