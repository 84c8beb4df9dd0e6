"""What one date of a standing order costs now: the bill of a cart that is never kept."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm.attributes import set_committed_value

from catalog.models import Variant
from shop import bills, standing
from shop.models import Cart, CartLine, StandingOrder


def of(order: StandingOrder) -> bills.Bill:
    """Of the date about which she is asked, if it can still be met; else of the next."""
    asked = order.asks
    goods = asked.goods if asked and standing.is_in_time(asked.due_on) else order.goods
    quantities = standing.quantities_in(goods)
    variants = [one.variant for one in order.lines if one.variant_id in quantities]
    return reckon(variants, quantities, order.province_code, order.commune_code, order.buyer_phone)


def reckon(
    variants: Sequence[Variant], quantities: Mapping[int, int], province: str, commune: str = "", phone: str = ""
) -> bills.Bill:
    cart = Cart(token="", voucher="")
    for n, variant in enumerate(variants):
        line = CartLine(id=n, variant_id=variant.id, quantity=quantities[variant.id])
        for name, value in {"variant": variant, "booth": None, "feature": None, "session": None}.items():
            set_committed_value(line, name, value)
        set_committed_value(line, "fair_price", None)
        set_committed_value(line, "cart", cart)
        cart.lines.append(line)
    set_committed_value(cart, "holds", [])
    return bills.bill(cart, province, commune, phone=phone)
