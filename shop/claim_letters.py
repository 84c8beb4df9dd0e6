"""Letters about goods that came back or should: to the maker what is asked, to the buyer what became of it."""

from flask import current_app
from flask_babel import gettext as _

from core import mail
from shop.claimed import ParcelClaim
from shop.letters import about_order
from shop.models import Parcel


def asked(parcel: Parcel) -> None:
    """To the maker."""
    if parcel.facility.email:
        number = parcel.order.number
        text = f"Người mua có yêu cầu đổi trả về đơn {number}.\nXem và trả lời: {_site()}/quan-ly/don/{parcel.id}"
        mail.send(parcel.facility.email, f"Đơn {number}: yêu cầu đổi trả", text)


def moved(claim: ParcelClaim) -> None:
    """To the buyer: her maker, or staff, have said or done something."""
    parcel = claim.parcel
    sentence = _("Yêu cầu đổi trả của bạn với %(who)s có điều mới. Mở đơn để xem.", who=parcel.facility.name)
    about_order(parcel.order, _("Đơn %(number)s: về yêu cầu đổi trả", number=parcel.order.number), sentence)


def decided(claim: ParcelClaim) -> None:
    """To the maker: what staff decided."""
    parcel = claim.parcel
    if parcel.facility.email:
        text = f"Người trực đã quyết về yêu cầu đổi trả của đơn {parcel.order.number}: {claim.decision}"
        text += f"\nMở đơn: {_site()}/quan-ly/don/{parcel.id}"
        mail.send(parcel.facility.email, f"Đơn {parcel.order.number}: người trực đã quyết", text)


def _site() -> str:
    return str(current_app.config["SITE_URL"])
