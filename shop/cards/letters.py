"""Letters about money paid by card, written in the transaction they tell of."""

from collections.abc import Sequence

from flask_babel import gettext as _

from core.i18n import day_time
from core.money import vnd
from shop import letters
from shop.models import CardPayment, CardRefund, Order, Parcel


def paid(order: Order, amount: int, parcels: Sequence[Parcel]) -> None:
    """To the buyer; and to each maker, who hears of the order only now."""
    sentence = _("Đã nhận %(sum)s bạn trả bằng thẻ. Người bán bắt đầu chuẩn bị hàng.", sum=vnd(amount))
    letters.about_order(order, _("Đơn %(number)s đã trả tiền", number=order.number), sentence)
    letters.to_makers(order, parcels)


def paid_late(order: Order, amount: int) -> None:
    """To the buyer: her money came when there was nothing to pay any more."""
    sentence = _("Tiền thẻ %(sum)s tới khi phần hàng đã hủy, nên được hoàn lại vào thẻ đó.", sum=vnd(amount))
    letters.about_order(order, _("Đơn %(number)s: hoàn tiền vào thẻ", number=order.number), sentence)


def lapsed(card: CardPayment) -> None:
    sentence = _(
        "Đơn chưa được trả tiền trước %(when)s nên đã hủy, hàng được trả lại cho người bán. Thẻ không bị trừ tiền.",
        when=day_time(card.pay_before),
    )
    letters.about_order(card.order, _("Đơn %(number)s đã hủy", number=card.order.number), sentence)


def refunded(row: CardRefund) -> None:
    order = row.parcel.order if row.parcel else row.doubt.order if row.doubt else None
    if order is not None:
        sentence = _("Đã hoàn %(sum)s vào thẻ bạn đã trả. Ngân hàng của bạn ghi có sau vài ngày.", sum=vnd(row.amount))
        letters.about_order(order, _("Đơn %(number)s: đã hoàn tiền", number=order.number), sentence)
