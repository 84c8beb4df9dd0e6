"""Placing orders: a cart becomes one order with a parcel a maker, all at once or not at all."""

import hashlib
import json
import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from catalog import stock
from core import audit, times
from core.db import db
from programme import places
from programme.models import Facility
from shop import cart as carts
from shop import codes, letters, parcels, payments, promotion, shipping
from shop.models import Cart, CartLine, Order, OrderLine, Parcel


class EmptyCart(Exception):
    """There is nothing to order: it was ordered or taken out elsewhere."""


class Unavailable(Exception):
    """Some lines cannot be had: `left` says by variant id how many there still are. Nothing was held."""

    def __init__(self, left: dict[int, int]) -> None:
        super().__init__(left)
        self.left = left


class TotalMoved(Exception):
    """The sum is no longer the one the buyer was shown."""


class OtherRequest(Exception):
    """This key has already placed an order that asked for something else."""


@dataclass(frozen=True, slots=True)
class Buyer:
    """Who orders, where to, and how it is paid."""

    name: str
    phone: str
    province_code: str
    commune_code: str
    street: str
    payment: str
    email: str = ""
    note: str = ""
    user_id: int | None = field(default=None, compare=False)


def place(cart: Cart, buyer: Buyer, *, key: str | None = None, shown_total: int | None = None) -> Order:
    """Turn a cart into an order that holds its stock and its prices, or raise and change nothing.

    The same key with the same request gives the same order again. Stock is taken in the order of variant ids,
    so two checkouts that share goods never wait on each other in a circle.
    """
    digest = _digest(cart, buyer)
    if earlier := _placed_with(key, digest):
        return earlier
    lines = sorted(carts.empty(cart), key=lambda line: line.variant_id)
    if not lines:  # emptied while this one waited, perhaps by its own twin
        if earlier := _placed_with(key, digest):
            return earlier
        raise EmptyCart
    _reserve(lines)
    order = _order(buyer, key, digest)
    for facility, goods in by_facility(lines):
        _add_parcel(order, facility, goods, buyer)
    if shown_total is not None and order.total != shown_total:
        raise TotalMoved
    db.session.add(order)
    db.session.flush()
    order.number = f"PC-{times.today():%y%m}-{order.id:04}"
    audit.record(order, "order.placed", total=order.total, parcels=len(order.parcels))
    letters.order_placed(order)
    return order


def by_facility(lines: Iterable[CartLine]) -> list[tuple[Facility, list[CartLine]]]:
    """The lines under their makers, in the order in which each maker first entered the cart."""
    first: dict[int, int] = {}
    for line in sorted(lines, key=lambda line: line.id):
        first.setdefault(line.product.facility_id, line.id)
    ordered = sorted(lines, key=lambda line: (first[line.product.facility_id], line.id))
    groups = groupby(ordered, key=lambda line: line.product.facility)
    return [(facility, list(group)) for facility, group in groups]


def _reserve(lines: list[CartLine]) -> None:
    """Hold everything, or raise Unavailable naming every line that falls short."""
    left: dict[int, int] = {}
    for line in lines:
        if not line.variant.can_be_bought or line.product.facility.refuses_orders:
            left[line.variant_id] = 0
            continue
        try:
            stock.reserve(line.variant_id, line.quantity)
        except stock.OutOfStock as short:
            left[line.variant_id] = short.left
    if left:
        raise Unavailable(left)


def _order(buyer: Buyer, key: str | None, digest: str) -> Order:
    token = secrets.token_urlsafe(24)
    return Order(
        token=token,
        number=token,  # until the row has its own number
        key=key,
        request_digest=digest,
        user_id=buyer.user_id,
        buyer_name=buyer.name,
        buyer_phone=buyer.phone,
        buyer_email=buyer.email or None,
        province_code=buyer.province_code,
        commune_code=buyer.commune_code,
        address=f"{buyer.street}, {places.full_name(buyer.commune_code)}",
        note=buyer.note,
        payment_method=buyer.payment,
        placed_at=times.now(),
    )


def _add_parcel(order: Order, facility: Facility, goods: list[CartLine], buyer: Buyer) -> None:
    lines = [_line(line) for line in goods]
    quote = shipping.quote(facility, [(line.variant, line.quantity) for line in goods], buyer.province_code)
    parcel = Parcel(
        facility=facility,
        code=codes.new_code(),
        state="placed",
        goods_total=sum(line.total for line in lines),
        shipping_fee=quote.fee,
        lines=lines,
    )
    order.parcels.append(parcel)
    payments.expect(parcel, facility, buyer.payment)
    parcels.begin(parcel)


def _line(line: CartLine) -> OrderLine:
    """Prices and promotion as they stand at this moment."""
    credit = promotion.credited(line.booth, line.feature)
    return OrderLine(
        product=line.product,
        variant=line.variant,
        sku=line.variant.sku,
        name=line.variant.full_name,
        unit=line.product.unit,
        unit_price=line.variant.price,
        quantity=line.quantity,
        fair_id=credit.fair_id,
        booth_id=credit.booth_id,
        feature_id=credit.feature_id,
        scheme_id=credit.scheme_id,
    )


def _digest(cart: Cart, buyer: Buyer) -> str:
    said = json.dumps([cart.token, asdict(buyer)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()


def _placed_with(key: str | None, digest: str) -> Order | None:
    """The order this key has placed; OtherRequest if that one asked for something else."""
    if not key:
        return None
    order = db.session.scalar(select(Order).where(Order.key == key).options(selectinload(Order.parcels)))
    if order is not None and order.request_digest != digest:
        raise OtherRequest
    return order
