"""Letters to those who bought goods of a lot: that it is called back, or what else its maker has to say."""

from collections.abc import Sequence

from flask_babel import gettext as _

from catalog.models import Lot
from core import mail
from shop import letters
from shop.models import Parcel


def about_lot(lot: Lot, parcels: Sequence[Parcel], words: str) -> int:
    """To each buyer who got goods of a lot and left an address; returns how many."""
    sent = 0
    for parcel in parcels:
        if parcel.order.buyer_email:
            greeting = _("Chào %(name)s,", name=parcel.order.buyer_name)
            what = _(
                "Đơn %(number)s của bạn có %(product)s, lô %(lot)s.",
                number=parcel.order.number,
                product=lot.product.name,
                lot=lot.number,
            )
            subject = _("Về lô %(lot)s, %(product)s", lot=lot.number, product=lot.product.name)
            address = f"{letters.site()}/q/{lot.code}"
            mail.send(parcel.order.buyer_email, subject, "\n\n".join([greeting, what, words, address]))
            sent += 1
    return sent


def lot_recalled(lot: Lot, parcels: Sequence[Parcel]) -> int:
    words = [
        _("Lô này đang được thu hồi. Lý do: %(why)s", why=lot.recall_reason),
        _("Bạn nên làm: %(advice)s", advice=lot.recall_advice),
    ]
    return about_lot(lot, parcels, "\n\n".join(words))
