"""Where goods lie: what each place holds for orders, within what the variant holds as a whole.

`Variant.on_hand` and `.held` stay the whole, and their one conditional UPDATE stays the wall of every sale. Places
share the whole out; what no place has is at the workshop. Every function here is called after that UPDATE, or after
`lock`: the variant's row is then held, so that no two share the same goods out.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import ColumnElement, ScalarSelect, func, select, update

from catalog.models import PlaceStock, StockPlace, Variant
from core.db import db


class TooFew(Exception):
    """Fewer are free at that place; nothing changed."""

    def __init__(self, left: int) -> None:
        super().__init__(left)
        self.left = left


class NotHeld(Exception):
    """More would be given back or carried away than a place ever held: a fault in the caller."""


class Drawn(NamedTuple):
    """So many of a variant from one place."""

    place_id: int
    variant_id: int
    units: int


class _Shelf(NamedTuple):
    place_id: int | None  # None: the workshop
    venue_id: int | None
    free: int


def elsewhere() -> ScalarSelect[int]:
    """SQL: units of a variant that lie at places, and that no order holds there."""
    free = func.coalesce(func.sum(PlaceStock.on_hand - PlaceStock.held), 0)
    return select(free).where(PlaceStock.variant_id == Variant.id).correlate(Variant).scalar_subquery()


def away(variant_ids: Iterable[int]) -> dict[int, int]:
    """By variant that lies at places, what `elsewhere` says of it. One query."""
    free = func.sum(PlaceStock.on_hand - PlaceStock.held).label("free")
    query = select(PlaceStock.variant_id, free).where(PlaceStock.variant_id.in_(list(variant_ids)))
    return {one.variant_id: one.free for one in db.session.execute(query.group_by(PlaceStock.variant_id))}


def lock(variant_ids: Iterable[int]) -> None:
    """Hold these rows until the commit, in the order of their ids."""
    for variant_id in sorted({*variant_ids}):
        mine = update(Variant).where(Variant.id == variant_id).values(held=Variant.held)
        db.session.execute(mine.execution_options(synchronize_session=False))


def draw(wanted: Mapping[int, int], venues: Mapping[int, int | None]) -> list[Drawn]:
    """Share out what was just reserved: at the venue where the buyer fetches it, else the first place that has all of
    it, the workshop before the others; else of several. What the workshop gives is not in the answer. One query where
    nothing lies elsewhere.
    """
    drawn = []
    for variant_id, shelves in sorted(_shelves(wanted).items()):
        there = {one.place_id: one.free for one in shelves}
        there[None] += wanted[variant_id]  # what was reserved counts as held already
        chosen = [one.place_id for one in shelves if one.venue_id and one.venue_id == venues.get(variant_id)]
        order = [*chosen, None, *(one for one in there if one is not None and one not in chosen)]
        for place_id, units in _shared(wanted[variant_id], [(one, there[one]) for one in order]):
            if place_id is not None:
                if not change(place_id, variant_id, PlaceStock.on_hand - PlaceStock.held >= units, held=units):
                    raise TooFew(there[place_id])
                drawn.append(Drawn(place_id, variant_id, units))
    return drawn


def give_back(drawn: Drawn) -> None:
    """The order does not take it: it is free again where it lies."""
    _end(drawn, held=-drawn.units)


def leave(drawn: Drawn) -> None:
    """It was carried away from there."""
    _end(drawn, held=-drawn.units, on_hand=-drawn.units)


def spend(variant_id: int) -> None:
    """More was sold over the counter than the workshop had: the places give the rest."""
    for shelves in _shelves([variant_id]).values():
        short = -next(one.free for one in shelves if one.place_id is None)
        for one in shelves:
            taken = min(short, one.free) if one.place_id is not None else 0
            if one.place_id is not None and taken > 0:
                change(one.place_id, variant_id, PlaceStock.on_hand - PlaceStock.held >= taken, on_hand=-taken)
                short -= taken


def change(place_id: int, variant_id: int, condition: ColumnElement[bool], **more: int) -> bool:
    """Add so many to columns of one row where the condition holds: one conditional UPDATE."""
    values = {name: getattr(PlaceStock, name) + units for name, units in more.items()}
    row = (PlaceStock.place_id == place_id) & (PlaceStock.variant_id == variant_id)
    done = update(PlaceStock).where(row, condition).values(values).returning(PlaceStock.id)
    return db.session.execute(done.execution_options(synchronize_session=False)).first() is not None


def workshop_left(variant_id: int) -> int:
    """Free at the workshop itself; what carts hold for a while counts as held there."""
    left = Variant.on_hand - Variant.held - elsewhere()
    return db.session.scalar(select(left).where(Variant.id == variant_id)) or 0


def _end(drawn: Drawn, **more: int) -> None:
    if not change(drawn.place_id, drawn.variant_id, PlaceStock.held >= drawn.units, **more):
        raise NotHeld(drawn)


def _shelves(variant_ids: Iterable[int]) -> dict[int, list[_Shelf]]:
    """By variant that lies at places, the workshop and then those, the oldest first, with what is free at each."""
    query = select(
        PlaceStock.variant_id,
        PlaceStock.place_id,
        StockPlace.venue_id,
        PlaceStock.on_hand - PlaceStock.held,
        Variant.on_hand - Variant.held,
    )
    query = query.join(StockPlace, StockPlace.id == PlaceStock.place_id)
    query = query.join(Variant, Variant.id == PlaceStock.variant_id).where(Variant.on_hand.is_not(None))
    query = query.where(PlaceStock.variant_id.in_(list(variant_ids))).order_by(PlaceStock.place_id)
    found: dict[int, list[_Shelf]] = {}
    for variant_id, place_id, venue_id, free, whole in db.session.execute(query):
        of = found.setdefault(variant_id, [_Shelf(None, None, whole or 0)])
        of[0] = of[0]._replace(free=of[0].free - free)
        of.append(_Shelf(place_id, venue_id, free))
    return found


def _shared(units: int, places: Sequence[tuple[int | None, int]]) -> list[tuple[int | None, int]]:
    """All from the first that has enough, else some from each in turn."""
    if whole := next(((place, units) for place, free in places if free >= units), None):
        return [whole]
    parts = []
    for place, free in places:
        if taken := min(max(free, 0), units):
            parts.append((place, taken))
            units -= taken
    return parts
