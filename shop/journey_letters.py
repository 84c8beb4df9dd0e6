"""The letter to a buyer whose goods come in two journeys: what comes first, what later, what is paid at each."""

from flask import current_app
from flask_babel import gettext as _

from core import mail
from core.i18n import day
from core.money import vnd
from core.times import local
from shop.models import Parcel


def split(parcel: Parcel, rest: Parcel) -> None:
    order = parcel.order
    if not order.buyer_email or rest.pack_before is None:
        return
    link = f"{current_app.config['SITE_URL']}/don-hang/{order.token}"
    text = "\n\n".join(
        [
            _("%(who)s gửi hàng của bạn làm hai chuyến. Phí giao chỉ tính một lần.", who=parcel.facility.name),
            _("Chuyến 1: %(goods)s. %(money)s", goods=_goods(parcel), money=_money(parcel)),
            _(
                "Chuyến 2, gói trước %(day)s: %(goods)s. %(money)s",
                day=day(local(rest.pack_before).date()),
                goods=_goods(rest),
                money=_money(rest),
            ),
            _("Xem đơn: %(link)s", link=link),
        ]
    )
    mail.send(order.buyer_email, _("Đơn %(number)s đi hai chuyến", number=order.number), text)


def _goods(parcel: Parcel) -> str:
    return ", ".join(f"{line.quantity} × {line.name}" for line in parcel.lines if not line.dropped_at)


def _money(parcel: Parcel) -> str:
    if parcel.payment.state == "paid":
        return _("Đã trả tiền.")
    return _("Trả khi nhận %(sum)s.", sum=vnd(parcel.total))
