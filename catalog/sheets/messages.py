"""Every reason that a row can be given: what it does to the row, and the sentence that the facility reads."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

REJECTED, DUPLICATE, WARNING, ACCEPTED = "rejected", "duplicate", "warning", "accepted"

_REJECTING = {
    "missing_required": _l("Còn thiếu, cần điền."),
    "sku_invalid": _l("Mã chỉ gồm chữ không dấu, số và . _ / -, bắt đầu bằng chữ hoặc số, dài nhất 32 ký tự."),
    "too_long": _l("Quá dài. Tên tối đa 200 ký tự, đơn vị 30, mô tả 5.000."),
    "formula_cell": _l("Ô này là công thức. Hãy gõ giá trị vào."),
    "formula_like_text": _l("Không được bắt đầu bằng = + - hoặc @."),
    "unknown_category": _l("Không nhận ra nhóm hàng này."),
    "price_invalid": _l("Không đọc được giá."),
    "price_not_positive": _l("Giá phải lớn hơn 0."),
    "price_range": _l("Đây là khoảng giá. Hãy ghi một giá."),
    "price_not_integer": _l("Giá phải là số đồng nguyên."),
    "price_out_of_range": _l("Giá cao quá 10.000.000.000 đồng."),
    "stock_negative": _l("Tồn kho không thể âm."),
    "stock_invalid": _l("Tồn kho phải là số nguyên."),
    "weight_invalid": _l("Không đọc được khối lượng, hoặc khối lượng không lớn hơn 0."),
    "ocop_stars_invalid": _l("Sao OCOP chỉ có 3, 4 hoặc 5."),
    "date_invalid": _l("Không có ngày này, hoặc không đọc được. Hãy ghi ngày/tháng/năm."),
    "date_future": _l("Ngày cấp ở sau hôm nay."),
    "hidden_row": _l("Dòng này đang ẩn trong bảng tính nên không nhận. Hãy bỏ ẩn nếu muốn nhập."),
}
_DUPLICATING = {
    "duplicate_sku": _l("Mã này đã có ở một dòng phía trên."),
}
_WARNING = {
    "duplicate_name": _l("Trùng tên và đơn vị với một dòng phía trên."),
    "name_cleaned": _l("Đã bỏ biểu tượng cảm xúc trong tên."),
    "html_removed": _l("Đã bỏ thẻ HTML."),
    "formula_like_kept": _l("Bắt đầu bằng = + - hoặc @, được giữ như chữ thường."),
    "formula_ignored": _l("Ô này là công thức nên bỏ qua, để trống."),
    "category_guessed": _l("Đã đoán nhóm hàng theo chữ gần đúng. Hãy xem lại."),
    "price_suspicious_low": _l("Giá dưới 1.000 đồng. Hãy xem lại."),
    "ocop_incomplete": _l("Có sao OCOP mà thiếu số quyết định hoặc ngày cấp nên chưa hiện sao."),
    "ocop_expired": _l("Chứng nhận OCOP đã quá 36 tháng nên không hiện sao."),
    "village_unknown": _l("Không nhận ra làng nghề này nên để trống."),
    "village_ambiguous": _l("Có nhiều làng nghề cùng tên. Hãy chọn đúng làng."),
    "image_name_unsafe": _l("Đã bỏ ảnh có tên chứa đường dẫn, địa chỉ mạng hoặc đuôi tệp lạ."),
}

# Of columns of our own, and what only the records can tell once a row is held against them; each refuses the row.
AGAINST_RECORDS: dict[str, LazyString] = {
    "gtin_invalid": _l("Mã vạch có 8, 12, 13 hay 14 chữ số; chữ số cuối phải khớp. Xin xem lại số in trên nhãn."),
    "tiers_invalid": _l("Không đọc được. Ghi như 10: 45.000; 50: 42.000, nhiều nhất năm mức, từ 2 đến 999 cái."),
    "tiers_not_falling": _l("Mua nhiều hơn phải rẻ hơn: mỗi mức thấp hơn giá bán và thấp hơn mức trước."),
    "sku_taken": _l("Mã này là của cơ sở khác. Hãy đặt mã khác."),
    "parent_unknown": _l("Không có món nào của cơ sở mang mã chính này, ở chợ hay ở dòng phía trên."),
    "not_of_parent": _l("Mã này đang là của món khác, không phải một loại của mã chính."),
    "variant_taken": _l("Món này đã có một loại mang tên đó."),
    "by_weight_invalid": _l("Bán theo cân ghi như 200000/kg; 1200 g; -10%; +15%; 900-1500 g, hoặc “không”."),
    "cannot_be_weighed": _l("Món là giỏ quà, nằm trong giỏ quà, hoặc là dịch vụ thì không bán theo cân."),
    "group_unknown": _l("Không nhận ra nhóm này. Ghi mã như IV.1, hoặc đúng tên nhóm; ghi “không” để bỏ nhóm."),
    "group_ambiguous": _l("Nhiều nhóm mang tên này. Hãy ghi mã, ví dụ II.2 hoặc II.2.b."),
    "attribute_unclear": _l("Ghi tên, dấu hai chấm, rồi giá trị; nhiều đặc tính cách nhau bằng dấu chấm phẩy."),
    "attribute_unknown": _l("Chợ không có đặc tính này. Tên các đặc tính ở trang tính “Cách ghi” của bảng mẫu."),
    "attribute_ambiguous": _l("Nhiều đặc tính mang tên này. Hãy ghi mã ở trang tính “Cách ghi” của bảng mẫu."),
    "attribute_elsewhere": _l("Nhóm hàng này không có đặc tính đó."),
    "attribute_value": _l("Không có lựa chọn này. Các lựa chọn ở trang tính “Cách ghi” của bảng mẫu."),
    "attribute_number": _l("Cần một số lớn hơn 0, ví dụ 25 hoặc 12,5."),
    "attribute_one": _l("Đặc tính này chỉ chọn một."),
    "attribute_twice": _l("Đặc tính này được ghi hai lần."),
    "gtin_taken": _l("Cơ sở đã có một loại khác mang mã vạch này."),
    "price_needed": _l("Hàng đang bày bán phải có giá. Muốn để “Liên hệ” thì cất món đi hoặc đổi cách bán trước."),
    "retired_unclear": _l("Ghi “có” nếu loại này thôi bán, “không” nếu bán lại; để trống thì giữ nguyên."),
    "last_offered": _l("Món phải còn một loại đang bán. Muốn thôi bán cả món thì cất món đi."),
    "stock_below_held": _l("Tồn kho ít hơn số đang giữ cho các đơn chưa gửi hoặc để ở nơi khác."),
}
MESSAGES: dict[str, LazyString] = _REJECTING | _DUPLICATING | _WARNING
OUTCOMES: dict[str, str] = (
    dict.fromkeys(_REJECTING, REJECTED) | dict.fromkeys(_DUPLICATING, DUPLICATE) | dict.fromkeys(_WARNING, WARNING)
)
