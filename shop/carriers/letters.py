"""Letters to makers about what a carrier did not do. In Vietnamese."""

from flask import current_app

from core import mail
from shop.carriers import door
from shop.models import Shipment


def failed(row: Shipment) -> None:
    _send(row, "chưa nhận đơn", f"{row.error}\nGói vẫn ở chỗ bạn: gửi tay rồi ghi mã vận đơn, hoặc nhờ hãng lại.")


def not_cancelled(row: Shipment, why: str) -> None:
    _send(row, "không hủy được vận đơn", f"Vận đơn {row.code} đã tạo bên hãng nhưng không hủy được: {why}")


def cancelled(row: Shipment) -> None:
    _send(row, "đã hủy vận đơn", f"Vận đơn {row.code} bị hủy bên hãng. Gói vẫn ở chỗ bạn.")


def _send(row: Shipment, about: str, text: str) -> None:
    parcel = row.parcel
    if parcel.facility.email:
        link = f"{current_app.config['SITE_URL']}/quan-ly/don/{parcel.id}"
        subject = f"Đơn {parcel.order.number}: {door.name_of(row.account.carrier)} {about}"
        mail.send(parcel.facility.email, subject, f"{text}\n\nMở đơn: {link}")
