"""Letters about a request to join, in the transaction they tell of; who gave no address reads her page, and is rung."""

from typing import TYPE_CHECKING

from flask import current_app

from accounts import team
from core import mail
from programme.models import Facility

if TYPE_CHECKING:
    from programme.joining import JoinRequest


def lacking(request: "JoinRequest") -> None:
    _to(request, "Phiên Chợ cần bạn bổ sung", f"Người trực chợ nhắn: {request.words}\n\nTrả lời ở: {_page(request)}")


def refused(request: "JoinRequest") -> None:
    said = f"Chợ chưa mở gian cho {request.name} được. Lý do: {request.words}\n\nXem lại ở: {_page(request)}"
    _to(request, "Chợ chưa mở gian được", said)


def approved(request: "JoinRequest", facility: Facility) -> None:
    said = f"{facility.name} đã vào Phiên Chợ. Đăng nhập bằng số điện thoại đã ghi trong đơn và mật khẩu đã đặt:\n"
    _to(request, f"{facility.name} đã vào Phiên Chợ", f"{said}{_site()}/tai-khoan/dang-nhap")


def claimed(facility: Facility, request: "JoinRequest") -> None:
    """To those who have it now: a stranger's claim must not go unseen."""
    text = (
        f"{request.person} xin vào đội của {facility.name} ở Phiên Chợ, với tư cách chủ cơ sở. Người trực chợ gọi kiểm "
        "trước khi nhận. Nếu không phải người của cơ sở, xin báo ngay cho chợ."
    )
    for address in sorted(filter(None, {facility.email, *team.owners_addresses(facility.id)})):
        mail.send(address, f"Có người xin vào đội của {facility.name}", text)


def _to(request: "JoinRequest", subject: str, text: str) -> None:
    if request.email:
        mail.send(request.email, subject, text)


def _page(request: "JoinRequest") -> str:
    return f"{_site()}/mo-gian-hang/{request.token}"


def _site() -> str:
    return str(current_app.config["SITE_URL"])
