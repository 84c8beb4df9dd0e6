"""Letters to makers about money the market paid them, written in the transaction they tell of."""

from flask import current_app

from core import mail
from core.money import vnd
from programme import banks
from shop.models import PayoutLine


def sent(line: PayoutLine) -> None:
    text = (
        f"Phiên Chợ đã chuyển {vnd(line.amount)} về {banks.name_of(line.bank_bin)}, số đuôi {line.tail}, "
        f"nội dung {line.content}.\nTừng đơn trong khoản này: {_site()}/quan-ly/tien/chi/{line.id}"
    )
    _to(line, f"Phiên Chợ đã chuyển {vnd(line.amount)}", text)


def failed(line: PayoutLine) -> None:
    text = (
        f"Khoản {vnd(line.amount)} chuyển về {banks.name_of(line.bank_bin)}, số đuôi {line.tail} không tới: "
        f"{line.error}.\n"
        f"Tiền vẫn là của bạn và được chi lại ở đợt sau. Hãy xem lại tài khoản: {_site()}/quan-ly/co-so"
    )
    _to(line, "Khoản chuyển cho bạn không tới", text)


def _to(line: PayoutLine, subject: str, text: str) -> None:
    if line.facility.email:
        mail.send(line.facility.email, subject, text)


def _site() -> str:
    return str(current_app.config["SITE_URL"])
