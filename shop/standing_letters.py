"""Letters of a standing order, in its buyer's language: before each date, and when she is asked about one."""

from datetime import date

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from core import mail
from core.i18n import day
from core.money import number, vnd
from shop.models import StandingOrder


def coming(standing: StandingOrder, due_on: date) -> None:
    """Before it is ordered: what, at which sum, and where to leave it out or change it."""
    with force_locale(standing.language):
        seen = standing.seen
        parts = [
            _("Đơn định kỳ của bạn sắp được đặt, để giao ngày %(day)s:", day=day(due_on)),
            _goods(standing),
            _("Tổng bạn đã đồng ý: %(sum)s.", sum=vnd(seen.total)) if seen else _("Bạn chưa xem giá của kỳ này."),
            _("Nếu giá khác hoặc hết hàng, chợ hỏi lại bạn chứ không đặt."),
            _("Bỏ kỳ này, đổi số lượng, tạm dừng: %(url)s", url=_url(standing)),
        ]
        subject = _("Sắp đặt đơn định kỳ giao ngày %(day)s", day=day(due_on))
        mail.send(standing.buyer_email, subject, "\n\n".join(parts))


def asks(standing: StandingOrder, due_on: date, why: str) -> None:
    """Nothing was ordered: she looks at what it is now, and decides."""
    with force_locale(standing.language):
        parts = [
            _("Kỳ giao ngày %(day)s chưa được đặt: %(why)s", day=day(due_on), why=words(why)),
            _("Xem và quyết: %(url)s", url=_url(standing)),
        ]
        subject = _("Đơn định kỳ ngày %(day)s cần bạn xem", day=day(due_on))
        mail.send(standing.buyer_email, subject, "\n\n".join(parts))


def words(why: str) -> str:
    return {
        "price": _("tổng tiền không còn như bạn đã thấy."),
        "unseen": _("bạn chưa xem giá của số lượng này."),
        "out": _("có món không còn đủ."),
        "range": _("có món không giao tới nơi của bạn."),
        "cash": _("lúc này chưa gửi hàng thu tiền khi giao tới số điện thoại này."),
        "transfer": _("người bán hiện không nhận chuyển khoản."),
        "not_offered": _("người bán không còn nhận đặt định kỳ món này."),
    }[why]


def _goods(standing: StandingOrder) -> str:
    return "\n".join(
        f"- {one.variant.full_name}: {number(one.wanted)} {one.variant.product.unit}"
        for one in standing.lines
        if one.wanted
    )


def _url(standing: StandingOrder) -> str:
    return f"{current_app.config['SITE_URL']}/dat-dinh-ky/{standing.token}"
