"""Letters to facilities about their stands, in Vietnamese, written in the transaction they tell of."""

from flask import current_app

from core import mail
from core.i18n import day
from fairs.models import Booth, Stand


def allotted(booth: Booth, stand: Stand) -> None:
    fair = stand.hall.fair
    _to_maker(
        booth,
        f"Gian {stand.number} ở {fair.name}",
        f"Trung tâm đã xếp cho cơ sở gian {stand.number}, {stand.hall.name}, {fair.name}, "
        f"từ {day(fair.opens_at)} đến {day(fair.closes_at)}.\n"
        f"Mời cơ sở treo ảnh, viết lời chào và xếp hàng ở gian: {_site(f'/quan-ly/gian/{booth.id}')}",
    )


def taken_back(booth: Booth, stand: Stand) -> None:
    _to_maker(
        booth,
        f"Thay đổi về gian {stand.number} ở {stand.hall.fair.name}",
        f"Trung tâm đã thu lại gian {stand.number}, {stand.hall.name}, để xếp lại. "
        "Trang của gian vẫn còn; khi có chỗ mới, cơ sở sẽ nhận thư.",
    )


def _to_maker(booth: Booth, subject: str, text: str) -> None:
    if booth.facility.email:
        mail.send(booth.facility.email, subject, f"Kính gửi {booth.facility.name},\n\n{text}\n\nPhiên Chợ")


def _site(path: str) -> str:
    return f"{current_app.config['SITE_URL']}{path}"
