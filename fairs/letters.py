"""Letters to facilities about their stands, in Vietnamese, written in the transaction they tell of."""

from collections.abc import Sequence

from flask import current_app

from core import mail
from core.i18n import day
from fairs.models import Booth, Stand
from programme.models import Facility


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


def not_ready(booth: Booth, lacks: Sequence[str]) -> None:
    """What keeps a booth shut, one line each, and where it is mended."""
    fair = booth.fair
    listed = "\n".join(f"- {one}" for one in lacks)
    state = "Gian đang mở nhưng còn thiếu" if booth.published_at else "Gian chưa mở được vì còn thiếu"
    _to_maker(
        booth,
        f"Gian ở {fair.name} còn thiếu {len(lacks)} điều",
        f"{state}:\n{listed}\n\nHội chợ mở {day(fair.opens_at)}. Bấm vào đây, mỗi điều có nút Sửa dẫn tới chỗ cần sửa: "
        f"{_site(f'/quan-ly/gian/{booth.id}#mo-gian')}",
    )


def invited(booth: Booth, maker: Facility) -> None:
    """To the maker whose goods another's stall would show."""
    if maker.email:
        fair = booth.fair
        mail.send(
            maker.email,
            f"{booth.title} mời bày chung ở {fair.name}",
            f"Kính gửi {maker.name},\n\n{booth.title} mời cơ sở bày hàng chung một gian ở {fair.name}, từ "
            f"{day(fair.opens_at)} đến {day(fair.closes_at)}. Đơn của món nào vẫn về thẳng nhà làm ra món ấy.\n"
            f"Chủ cơ sở nhận lời hoặc từ chối ở đây: {_site('/quan-ly/gian')}\n\nPhiên Chợ",
        )


def _to_maker(booth: Booth, subject: str, text: str) -> None:
    if booth.facility.email:
        mail.send(booth.facility.email, subject, f"Kính gửi {booth.facility.name},\n\n{text}\n\nPhiên Chợ")


def _site(path: str) -> str:
    return f"{current_app.config['SITE_URL']}{path}"
