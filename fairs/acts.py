"""What acts on a fair or a booth are called where people read what was done."""

from flask_babel import lazy_gettext as _l

FAIR = {
    "fair.made": _l("Lập"),
    "fair.copied": _l("Chép từ phiên trước"),
    "fair.changed": _l("Sửa"),
    "fair.called_off": _l("Hoãn, hủy"),
    "fair.taken_up": _l("Họp lại"),
    "fair.paper_asked": _l("Đặt in"),
    "fair.reported": _l("Nhận báo cáo"),
    "fair.report_withdrawn": _l("Rút báo cáo"),
    "fair.scored": _l("Đóng chấm điểm"),
    "fair.drafted": _l("Lập bản nháp quyết định"),
    "fair.ruled": _l("Công bố kết quả xét đơn"),
    "seats.proposed": _l("Đề xuất chỗ đứng"),
    "seats.changed": _l("Đổi chỗ trong đề xuất"),
    "seats.fixed": _l("Chốt chỗ đứng"),
    "stands.charged": _l("Ghi sổ tiền gian"),
    "fair_contract.noted": _l("Ghi hợp đồng ký ở hội chợ"),
    "fair_contract.cancelled": _l("Bỏ hợp đồng đã ghi"),
    "fair_complaint.made": _l("Khách khiếu nại"),
    "fair_complaint.closed": _l("Trả lời khiếu nại"),
    "fair.judge_named": _l("Thêm người chấm"),
    "fair.judge_dropped": _l("Bỏ người chấm"),
    "criterion.added": _l("Thêm tiêu chí"),
    "criterion.changed": _l("Sửa tiêu chí"),
    "criterion.moved": _l("Xếp lại tiêu chí"),
    "criterion.removed": _l("Bỏ tiêu chí"),
}

BOOTH = {
    "application.made": _l("Xin một gian"),
    "application.scored": _l("Chấm điểm đơn"),
    "application.interest_declared": _l("Khai xung đột lợi ích"),
    "application.decided": _l("Ghi quyết định về đơn"),
    "application.told": _l("Báo kết quả xét đơn"),
    "application.objected": _l("Khiếu nại"),
    "application.objection_answered": _l("Trả lời khiếu nại"),
    "application.given_up": _l("Không dự nữa"),
    "application.moved_up": _l("Lên từ danh sách chờ"),
    "stand.paid": _l("Nhận tiền gian"),
    "stand.entry_taken_back": _l("Ghi bút toán đảo"),
    "stand.account_closed": _l("Đóng sổ gian"),
    "stand.given_back": _l("Trả gian"),
    "application.withdrawn": _l("Rút đơn xin gian"),
    "booth.begun": _l("Lập gian"),
    "booth.draft_dropped": _l("Bỏ bản nháp của gian"),
    "booth.drafted": _l("Sửa bản nháp của gian"),
    "booth.published": _l("Công bố gian"),
    "booth.guest_agreed": _l("Nhận lời bày chung"),
    "booth.guest_invited": _l("Mời bày chung"),
    "booth.guest_left": _l("Thôi bày chung"),
    "booth.hung": _l("Đổi ảnh gian"),
    "booth.priced": _l("Đổi giá riêng ở hội chợ"),
    "booth.lead_noted": _l("Ghi khách đã gặp"),
    "booth.opened": _l("Mở gian cho khách"),
    "booth.reminded": _l("Nhắc gian còn thiếu"),
    "booth.shut": _l("Tạm đóng gian"),
    "booth.showed": _l("Đổi hàng ở gian"),
    "booth.sale_noted": _l("Ghi bán tại gian"),
    "booth.sale_cancelled": _l("Bỏ một lần bán tại gian"),
    "booth.told": _l("Sửa lời ở gian"),
}

SHELF = {
    "shelf.featured": _l("Đặt lên kệ"),
    "shelf.revised": _l("Sửa"),
    "shelf.removed": _l("Gỡ khỏi kệ"),
    "shelf.restored": _l("Đặt lại"),
    "shelf.moved": _l("Đổi thứ tự"),
    "shelf.season_opened": _l("Mở kệ theo mùa"),
    "shelf.season_changed": _l("Sửa kệ theo mùa"),
    "feature.fell": _l("Báo chỗ trên kệ bị rơi"),
    "feature.stood_again": _l("Chỗ trên kệ lại đủ"),
}

GUEST = {
    "guest_entry.written": _l("Khách ghi sổ"),
    "guest_entry.shown": _l("Cho hiện"),
    "guest_entry.hidden": _l("Không cho hiện"),
}

TICKET = {
    "ticket.made": _l("Lấy vé"),
    "ticket.let_in": _l("Cho vào cửa"),
    "ticket.unshared": _l("Thôi chia sẻ liên lạc"),
    "ticket.erased": _l("Bỏ vé"),
}

VENUE = {
    "venue.opened": _l("Thêm nơi xem và mua"),
    "venue.changed": _l("Sửa nơi xem và mua"),
    "venue.closed": _l("Thôi bày nơi này"),
    "venue.reopened": _l("Mở lại nơi này"),
    "venue.visit_offered": _l("Mở buổi tham quan, lớp làm thử"),
    "venue.visit_called_off": _l("Hủy buổi"),
    "venue.booked": _l("Đặt chỗ"),
    "venue.given_back": _l("Trả chỗ"),
    "venue.rung": _l("Đã gọi báo buổi hủy"),
    "venue.not_rung": _l("Bỏ đánh dấu đã gọi"),
}
