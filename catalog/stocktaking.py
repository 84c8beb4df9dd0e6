"""A maker opens and closes places, carries goods between them and counts what lies there."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from catalog import kept, products, stock
from catalog.models import PlaceMove, PlaceStock, Product, StockPlace, Variant
from core import audit, times
from core.db import db

MOST_PLACES = 20
SHOWN = 50


class NameTaken(Exception):
    """She has a place of that name."""


class TooMany(Exception):
    """She has as many places as one may have."""


class NotEmpty(Exception):
    """Goods lie there: they are carried away first."""


class NotCounted(Exception):
    """How many there are of this variant is not counted at all: it cannot be shared out."""


class Kept(NamedTuple):
    """Of one variant: how many there are, and of these at the place and held there."""

    variant: Variant
    on_hand: int
    held: int


def places_of(facility_id: int) -> Sequence[StockPlace]:
    """The open ones, the oldest first: the order in which they are drawn on."""
    query = select(StockPlace).where(StockPlace.facility_id == facility_id, StockPlace.closed_at.is_(None))
    return db.session.scalars(query.order_by(StockPlace.id)).all()


def place_of(facility_id: int, place_id: int) -> StockPlace | None:
    return next((one for one in places_of(facility_id) if one.id == place_id), None)


def counts(facility_id: int, place_id: int) -> list[Kept]:
    """Every counted variant of the maker, with what lies at the place."""
    query = select(Variant, PlaceStock.on_hand, PlaceStock.held).join(Variant.product)
    here = (PlaceStock.variant_id == Variant.id) & (PlaceStock.place_id == place_id)
    query = query.outerjoin(PlaceStock, here).options(joinedload(Variant.product))
    query = query.where(Product.facility_id == facility_id, Product.mode == "sale", Variant.retired_at.is_(None))
    query = query.where(Variant.on_hand.is_not(None)).order_by(Product.name, Variant.position)
    return [Kept(variant, on_hand or 0, held or 0) for variant, on_hand, held in db.session.execute(query)]


def sums(facility_id: int) -> Mapping[int, int]:
    """By place, how many units lie there."""
    query = select(PlaceStock.place_id, PlaceStock.on_hand).join(PlaceStock.place)
    found: dict[int, int] = {}
    for place_id, units in db.session.execute(query.where(StockPlace.facility_id == facility_id)):
        found[place_id] = found.get(place_id, 0) + units
    return found


def moves_at(place_id: int) -> Sequence[PlaceMove]:
    """What was carried there and away, the latest first."""
    query = select(PlaceMove).where(or_(PlaceMove.from_id == place_id, PlaceMove.to_id == place_id))
    loads = joinedload(PlaceMove.variant).joinedload(Variant.product)
    return db.session.scalars(query.options(loads).order_by(PlaceMove.id.desc()).limit(SHOWN)).all()


def open_place(facility_id: int, name: str, venue_id: int | None = None) -> StockPlace:
    """Raises NameTaken, TooMany."""
    if len(places_of(facility_id)) >= MOST_PLACES:
        raise TooMany
    mine = select(StockPlace).where(StockPlace.facility_id == facility_id, StockPlace.name == name)
    place = db.session.scalar(mine)
    if place is not None and place.closed_at is None:
        raise NameTaken(name)
    if place is None:
        place = StockPlace(facility_id=facility_id, name=name)
        db.session.add(place)
    place.venue_id, place.closed_at = venue_id, None
    db.session.flush()
    audit.record(place, "stock_place.opened", name=name)
    return place


def close(place: StockPlace) -> None:
    """Raises NotEmpty."""
    rows = db.session.scalars(select(PlaceStock).where(PlaceStock.place_id == place.id)).all()
    kept.lock(row.variant_id for row in rows)
    for row in rows:
        db.session.refresh(row)
        if row.on_hand:
            raise NotEmpty(place.id)
    place.closed_at = times.now()
    audit.record(place, "stock_place.closed", name=place.name)


def carry(variant: Variant, units: int, reason: str = "", *, come_from: int | None, to: int | None) -> PlaceMove:
    """Carry so many that no order holds from one place to another; None is the workshop. Raises kept.TooFew,
    NotCounted."""
    kept.lock([variant.id])
    db.session.refresh(variant, ["on_hand", "held"])
    if variant.on_hand is None:
        raise NotCounted(variant.id)
    _take(variant.id, units, come_from)
    if to is not None:
        _bring(variant.id, units, to)
    move = PlaceMove(variant_id=variant.id, from_id=come_from, to_id=to, units=units, reason=reason)
    move.actor_id = audit.actor_id()
    db.session.add(move)
    db.session.flush()
    audit.record(variant.product, "stock.carried", sku=variant.sku, units=units, come_from=come_from, to=to)
    return move


def count(place: StockPlace, variant: Variant, found: int) -> None:
    """So many were counted at the place: the whole goes up or down by what differs. Raises stock.BelowHeld; the
    caller then rolls back."""
    kept.lock([variant.id])
    db.session.refresh(variant, ["on_hand", "held"])
    mine = (PlaceStock.place_id == place.id, PlaceStock.variant_id == variant.id)
    was, held = db.session.execute(select(PlaceStock.on_hand, PlaceStock.held).where(*mine)).one_or_none() or (0, 0)
    if found == was or variant.on_hand is None:
        return
    if found < held:
        raise stock.BelowHeld(held)
    if found > was:
        _bring(variant.id, found - was, place.id)
    else:
        _take(variant.id, was - found, place.id)
    if not stock.recount(variant.id, found - was):  # a cart holds it just now
        raise stock.BelowHeld(variant.held)
    products.settle(variant.product, ["on_hand"])
    audit.record(variant.product, "stock.counted_at", sku=variant.sku, place=place.id, found=found, was=was)


def _take(variant_id: int, units: int, place_id: int | None) -> None:
    free = PlaceStock.on_hand - PlaceStock.held
    if place_id is None:
        if (left := kept.workshop_left(variant_id)) < units:
            raise kept.TooFew(max(left, 0))
    elif not kept.change(place_id, variant_id, free >= units, on_hand=-units):
        row = (PlaceStock.place_id == place_id, PlaceStock.variant_id == variant_id)
        raise kept.TooFew(db.session.scalar(select(free).where(*row)) or 0)


def _bring(variant_id: int, units: int, place_id: int) -> None:
    if not kept.change(place_id, variant_id, PlaceStock.held >= 0, on_hand=units):
        db.session.add(PlaceStock(place_id=place_id, variant_id=variant_id, on_hand=units, held=0))
        db.session.flush()
