"""Letters to makers: the buyer changed her order before it was packed. In Vietnamese."""

from flask import current_app

from core import mail
from core.i18n import day
from shop.models import OrderLine, Parcel


def changed(parcel: Parcel) -> None:
    """Where it goes is another place, or by another day: a slip that was printed before is wrong."""
    order = parcel.order
    by = f"\nCần tới trước ngày {day(order.deliver_before)}." if order.deliver_before else ""
    where = "Khách tới lấy, không gửi." if parcel.is_fetched else order.address
    _send(
        parcel,
        "người mua đổi nơi nhận",
        f"Người nhận: {order.buyer_name}\n{where}{by}\nPhiếu gói đã in thì in lại nhé.",
    )


def lessened(parcel: Parcel, line: OrderLine, quantity: int) -> None:
    said = f"lấy {quantity} {line.name}" if quantity else f"không lấy {line.name} nữa"
    _send(parcel, "người mua bớt món", f"Người mua {said}. Hàng thừa đã về lại kho.")


def _send(parcel: Parcel, about: str, text: str) -> None:
    if parcel.facility.email:
        link = f"{current_app.config['SITE_URL']}/quan-ly/don/{parcel.id}"
        mail.send(parcel.facility.email, f"Đơn {parcel.order.number}: {about}", f"{text}\n\nMở đơn: {link}")
