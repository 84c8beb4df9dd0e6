"""Letters about what the market asks of makers, written in the transaction they tell of."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from flask import current_app

from accounts import team
from catalog.models import Proof
from core import mail
from programme.models import Facility

if TYPE_CHECKING:
    from catalog.standing import Item

_STOPS = {"sell": "hàng ngừng bán", "show": "hàng ẩn khỏi chợ", "advice": "nên có"}


def accepted(proof: Proof) -> None:
    until = f" Giấy có hạn đến hết {proof.valid_until:%d/%m/%Y}; chợ nhắc trước." if proof.valid_until else ""
    _send(proof.facility, f"Đã nhận giấy: {proof.requirement.title}", f"Giấy số {proof.number} đã được nhận.{until}")


def refused(proof: Proof) -> None:
    text = f"Giấy số {proof.number} chưa được nhận. Lý do: {proof.reason}\n\nGửi lại ở: {_page()}"
    _send(proof.facility, f"Chưa nhận giấy: {proof.requirement.title}", text)


def stopping(facility: Facility, items: "Sequence[Item]") -> None:
    """One letter a maker for all that stops within days, or that staff ask her to see to."""
    lines = "\n".join(f"- {one.requirement.title}: {_when(one)}" for one in items)
    subject = items[0].requirement.title if len(items) == 1 else f"{len(items)} việc cần làm xong với chợ"
    _send(facility, f"Nhắc: {subject}", f"Còn những việc này:\n\n{lines}\n\nTừng việc làm ở đâu, xem ở: {_page()}")


def _when(one: "Item") -> str:
    if one.bites_on is None:
        return _STOPS["advice"]
    return f"từ ngày {one.bites_on:%d/%m/%Y} {_STOPS[one.requirement.effect]} nếu chưa xong"


def _send(facility: Facility, subject: str, text: str) -> None:
    for address in sorted(filter(None, {facility.email, *team.owners_addresses(facility.id)})):
        mail.send(address, subject, text)


def _page() -> str:
    return f"{current_app.config['SITE_URL']}/quan-ly/yeu-cau"
