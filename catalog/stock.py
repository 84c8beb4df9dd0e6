"""What is on hand and what is promised: taken, given back and sent by one conditional UPDATE each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, delete, exists, insert, or_, select, update
from sqlalchemy.orm import joinedload

from catalog import kept, search
from catalog.models import BundlePart, Hold, Product, Variant
from catalog.models.hold import lapsed_of
from core import jobs, times
from core.db import db

MOST = 1_000_000  # of one thing, wherever one says how many there are


class OutOfStock(Exception):
    """Fewer are left than were asked for; nothing was held."""

    def __init__(self, variant_id: int, left: int) -> None:
        super().__init__(variant_id)
        self.variant_id, self.left = variant_id, left


class NotHeld(Exception):
    """More would be given back or sent than was ever held: a fault in the caller."""


class BelowHeld(Exception):
    """On hand would fall below what is already promised to orders, and what lies free at places beside the workshop."""

    def __init__(self, held: int, away: int = 0) -> None:
        super().__init__(held, away)
        self.held, self.away = held, away


class UnknownSku(LookupError):
    """No product has this SKU."""


def reserve(variant_id: int, quantity: int) -> None:
    """Hold `quantity` units, or raise OutOfStock and hold none.

    One conditional UPDATE, not read-then-write: two buyers racing for the last unit cannot both get it.
    What is not counted (made to order, services) never runs out.
    """
    if not _swept(variant_id, _enough(quantity), held=Variant.held + quantity):
        raise OutOfStock(variant_id, _left(variant_id))


def hold(holder: str, wanted: Mapping[int, int], span: timedelta) -> None:
    """Hold exactly so many units by variant id for this holder, or raise OutOfStock; the caller then rolls back.

    What it held before is given up in the same transaction, and its clock goes on as it stood: moving on, reloading
    or changing the cart neither shortens nor lengthens it.
    """
    before = [until for whose, until in end(wanted, holder) if whose == holder and until > times.now()]
    until = min(before, default=times.now() + span)
    if short := set(wanted) - _move_held(wanted):
        raise OutOfStock(min(short), _left(min(short)))
    rows = [{"holder": holder, "variant_id": one, "units": units, "until": until} for one, units in wanted.items()]
    if rows:
        db.session.execute(insert(Hold), rows)
        _tell_later(wanted, until)


def end(variant_ids: Iterable[int], holder: str | None = None) -> list[tuple[str, datetime]]:
    """Give up what this holder holds, and sweep what has lapsed of these variants: (holder, until) of each.

    The variants' rows are locked first, in the order of their ids, so that each hold is given back once and two
    that share goods never wait on each other in a circle.
    """
    mine = Hold.holder == holder
    ids = {*variant_ids, *db.session.scalars(select(Hold.variant_id).where(mine))} if holder else {*variant_ids}
    db.session.execute(select(Variant.id).where(Variant.id.in_(ids)).order_by(Variant.id).with_for_update())
    over = or_(Hold.until <= times.now(), mine) if holder else Hold.until <= times.now()
    gone = db.session.execute(
        delete(Hold)
        .where(Hold.variant_id.in_(ids), over)
        .returning(Hold.variant_id, Hold.units, Hold.holder, Hold.until)
        .execution_options(synchronize_session=False)
    ).all()
    freed: Counter[int] = Counter()
    for variant_id, units, _, _ in gone:
        freed[variant_id] += units
    _move_held({variant_id: -units for variant_id, units in freed.items()})
    return [(whose, until) for _, _, whose, until in gone]


def release(variant_id: int, quantity: int) -> None:
    """Give back what an order held and will not take."""
    if not _changed(variant_id, Variant.held >= quantity, held=Variant.held - quantity):
        raise NotHeld(variant_id)


def ship(variant_id: int, quantity: int) -> None:
    """What was held has left the house."""
    gone = {"held": Variant.held - quantity, "on_hand": Variant.on_hand - quantity}
    if not _changed(variant_id, Variant.held >= quantity, **gone):
        raise NotHeld(variant_id)


def sell(variant_id: int, quantity: int) -> bool:
    """Sold and carried away at once, never held. False where too few are left, or none are counted: nothing changes."""
    free = Variant.on_hand - Variant.held >= quantity
    if not _swept(variant_id, free, on_hand=Variant.on_hand - quantity):
        return False
    kept.spend(variant_id)
    return True


def unsell(variant_id: int, quantity: int) -> None:
    """What `sell` took lies there again, where it is still counted."""
    _changed(variant_id, Variant.on_hand.is_not(None), on_hand=Variant.on_hand + quantity)


def recount(variant_id: int, by: int) -> bool:
    """So many more, or fewer, were found at one place. False where that is fewer than is promised."""
    return _swept(variant_id, Variant.on_hand + by >= Variant.held, on_hand=Variant.on_hand + by)


def set_on_hand(sku: str, on_hand: int | None) -> Variant:
    """Count what is there as a whole, or stop counting (None): never fewer than orders hold and lie at places beside
    the workshop. Raises UnknownSku, BelowHeld."""
    variant = db.session.scalar(select(Variant).where(Variant.sku == sku).options(joinedload(Variant.product)))
    if variant is None:
        raise UnknownSku(sku)
    fits = Variant.held + kept.elsewhere() <= on_hand if on_hand is not None else kept.elsewhere() == 0
    if not _swept(variant.id, fits, on_hand=on_hand):
        db.session.refresh(variant)
        raise BelowHeld(variant.held, kept.away([variant.id]).get(variant.id, 0))
    db.session.refresh(variant)
    return variant


def is_left(*further: ColumnElement[bool]) -> ColumnElement[bool]:
    """SQL: some variant of a product is offered and not sold out (or not counted), and `further` holds of it."""
    enough = Variant.on_hand.is_(None) | (Variant.on_hand > Variant.held - lapsed_of(Variant.__table__))
    enough &= Variant.parts_left.is_(None) | (Variant.parts_left > 0)
    offered = Variant.retired_at.is_(None)
    return exists().where(Variant.product_id == Product.id, offered, enough, *further).correlate(Product)


def _enough(quantity: int) -> ColumnElement[bool]:
    return or_(Variant.on_hand.is_(None), Variant.on_hand - Variant.held >= quantity)


def _move_held(units: Mapping[int, int]) -> set[int]:
    """Hold so many more of each, or fewer, where there are so many: the variants of which that could be done.

    One conditional UPDATE for all of them, whose rows `end` has locked in the order of their ids.
    """
    if not units:
        return set()
    more = case(dict(units), value=Variant.id)
    enough = or_(more < 0, Variant.on_hand.is_(None), Variant.on_hand - Variant.held >= more)
    moved = db.session.execute(
        update(Variant)
        .where(Variant.id.in_(list(units)), enough)
        .values(held=Variant.held + more)
        .returning(Variant.id)
        .execution_options(synchronize_session=False)
    )
    return set(moved.scalars())


def _swept(variant_id: int, condition: ColumnElement[bool], **values: Any) -> bool:
    """Change it; where the condition fails, once more without the holds that have lapsed."""
    if _changed(variant_id, condition, **values):
        return True
    return bool(end([variant_id])) and _changed(variant_id, condition, **values)


def _changed(variant_id: int, condition: ColumnElement[bool], **values: Any) -> bool:
    product_id = db.session.execute(
        update(Variant)
        .where(Variant.id == variant_id, condition)
        .values(**values)
        .returning(Variant.product_id)
        .execution_options(synchronize_session=False)
    ).scalar()
    if product_id is None:
        return False
    search.touch(product_id, *_hampers_with(variant_id))
    return True


def _tell_later(variant_ids: Iterable[int], until: datetime) -> None:
    """What is written into the index while something is held is written anew when that is over."""
    query = select(Variant.product_id).where(Variant.id.in_(list(variant_ids))).distinct()
    jobs.enqueue("search.update", run_at=until, product_ids=sorted(db.session.scalars(query)))


def _hampers_with(variant_id: int) -> Sequence[int]:
    """The hampers that draw on it: what is left of them has changed as well."""
    query = select(Variant.product_id).join(BundlePart, BundlePart.bundle_id == Variant.id)
    return db.session.scalars(query.where(BundlePart.part_id == variant_id)).all()


def _left(variant_id: int) -> int:
    left = db.session.scalar(select(Variant.on_hand - Variant.held).where(Variant.id == variant_id))
    return left or 0
