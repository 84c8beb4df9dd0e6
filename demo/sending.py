"""Invented ways of sending, times of delivery, a parcel in two journeys and a delivery to be quoted, of the demo."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from catalog import delivery, kept, stocktaking
from catalog.models import Product
from core import times
from core.db import db
from programme.models import Facility
from shop import cart as carts
from shop import freight, journeys, queries, slots
from shop.models import OrderLine, Parcel, SendingRate, SendingWay

# Zone, days, fees by step of weight, and what fragile goods add.
OWN = (
    ("noi_tinh", 1, (20_000, 35_000), 5_000),
    ("gan", 2, (30_000, 55_000), 10_000),
    ("xa", 4, (38_000, 80_000), 15_000),
)
SAME_DAY = (("noi_thanh", 0, (45_000, 70_000), 10_000),)
STEPS_G = (2_000, 10_000)


def keep(makers: dict[str, Facility]) -> None:
    """Of the first two who have a commune."""
    for maker in [one for one in makers.values() if one.commune_code][:2]:
        db.session.add(_way(maker, "Nhà gửi xe khách (mẫu)", OWN, free_from=1_000_000))
        db.session.add(_way(maker, "Xe ôm trong ngày (mẫu)", SAME_DAY))
        for hours in ((8, 10), (14, 16)):
            slots.offer(maker.id, "send", times.today() + timedelta(days=2), 7, hours, 10)
    db.session.flush()


def share_out(maker: Facility) -> None:
    """Half of what she counts of three kinds of goods lies at a co-operative's store."""
    place = stocktaking.open_place(maker.id, "Kho hợp tác xã (mẫu)")
    for one in stocktaking.counts(maker.id, place.id)[:3]:
        if units := kept.workshop_left(one.variant.id) // 2:
            stocktaking.carry(one.variant, units, "Gửi bán cùng (mẫu)", come_from=None, to=place.id)


def divide() -> None:
    """A parcel of somebody's goes in two journeys."""
    lines = selectinload(Parcel.lines).joinedload(OrderLine.product)
    loads = (joinedload(Parcel.payment), joinedload(Parcel.order), lines)
    mine = select(Parcel).where(Parcel.state.in_(journeys.OPEN)).order_by(Parcel.id)
    parcel = next((one for one in db.session.scalars(mine.options(*loads)) if journeys.may_split(one)), None)
    if parcel is not None:
        journeys.split(parcel, {parcel.lines[0].id}, times.today() + timedelta(days=10))


def ask_about(products: Iterable[Product], favourite: Facility) -> None:
    """The heaviest thing that another maker sells is bulky, and somebody asks what its delivery costs."""
    sold = [one for one in products if one.main.price_now and one.main.can_be_bought and one.mode == "sale"]
    bulky = max((one for one in sold if one.facility_id != favourite.id), key=lambda one: one.main.weight_g or 0)
    delivery.set_range(bulky.facility_id, bulky, "quote")
    db.session.flush()
    cart = carts.begin()
    carts.put(cart, bulky.main, 1)
    read = queries.cart_for_order(cart.token)
    assert read is not None  # begun above
    freight.ask(read, "Khách mẫu", "0900000009", "ha-noi/phuong-ba-dinh", "Số 1 phố mẫu")


def _way(maker: Facility, name: str, zones: tuple, free_from: int | None = None) -> SendingWay:
    rates = [
        SendingRate(zone=zone, up_to_g=grams, fee=fee, fee_per_extra_kg=6_000, fragile_fee=fragile, days=days)
        for zone, days, fees, fragile in zones
        for grams, fee in zip(STEPS_G, fees, strict=True)
    ]
    return SendingWay(facility_id=maker.id, name=name, free_from=free_from, rates=rates)
