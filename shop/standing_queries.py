"""What the pages of standing orders show, fully loaded."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from catalog.models import Product, Variant, on_show
from core import times
from core.db import db
from programme.models import Facility
from shop import rhythm
from shop.models import StandingDate, StandingLine, StandingOffer, StandingOrder

MOST_SHOWN = 200
LOOKS_AHEAD = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Expected:
    """So many of one thing on a day, of so many standing orders."""

    day: date
    variant: Variant
    quantity: int
    orders: int


def whole(standing_id: int) -> StandingOrder:
    query = select(StandingOrder).where(StandingOrder.id == standing_id).execution_options(populate_existing=True)
    return db.session.scalars(query.options(*_whole())).one()


def at(token: str) -> StandingOrder | None:
    query = select(StandingOrder).where(StandingOrder.token == token).options(*_whole())
    return db.session.scalar(query.execution_options(populate_existing=True))


def of_person(user_id: int) -> Sequence[StandingOrder]:
    query = select(StandingOrder).where(StandingOrder.user_id == user_id).order_by(StandingOrder.id.desc())
    return db.session.scalars(query.options(*_whole()).limit(20)).all()


def variants(ids: Iterable[int]) -> Sequence[Variant]:
    query = select(Variant).where(Variant.id.in_(list(ids))).order_by(Variant.id)
    return db.session.scalars(query.options(*_goods())).all()


def with_skus(skus: Iterable[str]) -> list[tuple[Variant, StandingOffer]]:
    """What of these is offered for standing orders, in the order of ids."""
    query = select(Variant, StandingOffer).join(StandingOffer, StandingOffer.product_id == Variant.product_id)
    query = query.where(Variant.sku.in_(list(skus))).order_by(Variant.id).options(*_goods())
    return [(one, offer) for one, offer in db.session.execute(query)]


def on_offer() -> list[tuple[Variant, StandingOffer]]:
    """What is on show and offered so, its makers in the order of their names."""
    query = select(Variant, StandingOffer).join(StandingOffer, StandingOffer.product_id == Variant.product_id)
    query = query.join(Variant.product).join(Product.facility).where(on_show(), Variant.retired_at.is_(None))
    query = query.order_by(Facility.name, Product.name, Variant.position, Variant.id).limit(MOST_SHOWN)
    return [(one, offer) for one, offer in db.session.execute(query.options(*_goods())) if one.can_be_bought]


def offer_of(product_id: int) -> StandingOffer | None:
    return db.session.scalar(select(StandingOffer).where(StandingOffer.product_id == product_id))


def offers_by(facility_id: int) -> Sequence[StandingOffer]:
    query = select(StandingOffer).join(StandingOffer.product).where(Product.facility_id == facility_id)
    return db.session.scalars(query.options(joinedload(StandingOffer.product)).order_by(Product.name)).all()


def may_be_offered(facility_id: int) -> Sequence[Product]:
    """What a maker sells by the piece."""
    kinds = Product.mode.in_(("sale", "made_to_order"))
    query = select(Product).where(Product.facility_id == facility_id, Product.state == "published", kinds)
    return db.session.scalars(query.order_by(Product.name).limit(500)).all()


def expected(facility_id: int) -> list[Expected]:
    """What standing orders will ask of a maker in the next four weeks, dates already ordered left out."""
    query = select(StandingLine, StandingOrder).join(StandingOrder, StandingOrder.id == StandingLine.standing_id)
    query = query.join(StandingLine.variant).join(Variant.product).where(Product.facility_id == facility_id)
    query = query.where(StandingOrder.next_on.is_not(None), StandingOrder.paused_at.is_(None))
    loads = joinedload(StandingLine.variant).joinedload(Variant.product)
    many: Counter[tuple[date, Variant]] = Counter()
    of: Counter[tuple[date, Variant]] = Counter()
    for line, standing in db.session.execute(query.options(loads).order_by(StandingOrder.id).limit(2_000)):
        for day in _coming(standing):
            wanted = line.wanted if day == standing.next_on else line.quantity
            many[day, line.variant] += wanted
            of[day, line.variant] += bool(wanted)
    pairs = sorted(many, key=lambda pair: (pair[0], pair[1].id))
    return [Expected(day, one, many[day, one], of[day, one]) for day, one in pairs if many[day, one]]


def _coming(standing: StandingOrder) -> list[date]:
    last = times.today() + LOOKS_AHEAD
    found: list[date] = []
    for day in rhythm.days(standing.every, standing.starts_on):
        if day > last or (standing.ends_on and day > standing.ends_on):
            return found
        if standing.next_on and day >= standing.next_on:
            found.append(day)
    return found


def _goods() -> tuple[LoaderOption, ...]:
    product = joinedload(Variant.product)
    ranges = (product.joinedload(Product.own_range), product.joinedload(Product.usual_range))
    places = (product.joinedload(Product.facility), product.joinedload(Product.village))
    return *places, *ranges, selectinload(Variant.tiers)


def _whole() -> tuple[LoaderOption, ...]:
    variant = selectinload(StandingOrder.lines).joinedload(StandingLine.variant)
    product = variant.joinedload(Variant.product)
    return (
        product.joinedload(Product.facility),
        product.joinedload(Product.village),
        product.joinedload(Product.own_range),
        product.joinedload(Product.usual_range),
        variant.selectinload(Variant.tiers),
        selectinload(StandingOrder.prices),
        selectinload(StandingOrder.dates).joinedload(StandingDate.order),
    )
