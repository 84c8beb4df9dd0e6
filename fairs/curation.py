"""What the staff's shelf board needs: the shelf as it stands, and who might join it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, case, exists, func, select
from sqlalchemy.orm import contains_eager, joinedload, raiseload

import catalog.queries
from accounts.models import User
from catalog import search, stock
from catalog.models import Product, Recognition, Variant, in_force, on_show
from core import times
from core.db import db
from core.text import fold
from fairs.models import Booth, BoothProduct, Feature, Shelf, Stand
from fairs.shelf_places import Place
from fairs.slots import Row, Slot, arrange
from programme import reach
from programme.models import APPROVED_STATES, Facility, Scheme

PAGE = 40
MOST_FOUND = 400  # goods that words find in the whole market
ROTATION = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Wanted:
    """How staff narrow the candidates."""

    text: str = ""
    group: str = ""
    newcomers_only: bool = False
    in_stock: bool = False
    with_paper: bool = False
    women_led: bool = False


@dataclass(frozen=True, slots=True)
class Turn:
    """How often a facility was featured on other shelves: ever, and in the last twelve months."""

    ever: int = 0
    of_late: int = 0


def shelf_at(place: Place) -> Shelf:
    """The shelf of a place; one that is not saved where none has been made yet."""
    return db.session.scalar(select(Shelf).where(Shelf.key == place.key)) or Shelf(
        key=place.key, place=place.kind, title=place.title, revision=0
    )


def rows_of(shelf: Shelf) -> list[Row]:
    """What stands on a shelf in order and what stands by, also what is not on yet or no more."""
    return _rows(select(Feature).where(Feature.shelf_id == shelf.id, Feature.removed_at.is_(None)))


def slots(shelf: Shelf) -> list[Slot]:
    """The chosen ones as they are at this moment."""
    return arrange(rows_of(shelf), times.now())


def removed_slots(shelf: Shelf, most: int = 8) -> list[Slot]:
    """What was taken off, the last first."""
    off = select(Feature).where(Feature.shelf_id == shelf.id, Feature.removed_at.is_not(None))
    return [Slot(*row) for row in _rows(off.order_by(Feature.removed_at.desc()).limit(most))]


def _rows(wanted: Select[Feature]) -> list[Row]:
    found = list(
        db.session.scalars(
            wanted.order_by(Feature.position, Feature.id).options(joinedload(Feature.scheme), raiseload("*"))
        )
    )
    ids = [row.product_id for row in found]
    every = select(Product).where(Product.id.in_(ids)).options(*catalog.queries.card_options())
    products = {product.id: product for product in db.session.scalars(every).unique()}
    return [(row, products[row.product_id]) for row in found]


def fallen() -> list[tuple[Shelf, Slot]]:
    """Slots in their days, on shelves that show, that fell out. Six queries."""
    now = times.now()
    shows = (Shelf.place != "season") | ((Shelf.starts_at <= now) & (Shelf.ends_at > now))
    on = (Feature.starts_at <= now) & (Feature.ends_at > now) & Feature.removed_at.is_(None)
    rows = _rows(select(Feature).join(Feature.shelf).where(on, shows))
    wanted = select(Shelf).where(Shelf.id.in_({feature.shelf_id for feature, _product in rows}))
    found = []
    for shelf in db.session.scalars(wanted.order_by(Shelf.id).options(raiseload("*"))):
        standing = arrange([row for row in rows if row[0].shelf_id == shelf.id], now)
        found += [(shelf, slot) for slot in standing if slot.fault]
    return found


def slot(feature_id: int) -> Feature | None:
    """A feature to be changed, with its shelf, fair and product."""
    shelf = joinedload(Feature.shelf).joinedload(Shelf.fair)
    return db.session.scalar(
        select(Feature).where(Feature.id == feature_id).options(shelf, joinedload(Feature.product))
    )


def turns(shelf: Shelf, facility_ids: Sequence[int]) -> dict[int, Turn]:
    """How often others have featured each of the facilities. One query; who was never featured has Turn()."""
    of_late = func.sum(_shown_since(times.now() - ROTATION))
    rows = db.session.execute(
        select(Product.facility_id, func.count(), of_late)
        .join(Feature, Feature.product_id == Product.id)
        .where(Feature.shelf_id != (shelf.id or 0), Product.facility_id.in_(facility_ids))
        .group_by(Product.facility_id)
    )
    found = {maker: Turn(ever, late or 0) for maker, ever, late in rows}
    return {maker: found.get(maker, Turn()) for maker in facility_ids}


def _shown_since(since: datetime) -> ColumnElement[int]:
    """1 where a feature was there for visitors since then, as a chosen one; else 0."""
    until = func.coalesce(Feature.removed_at, Feature.ends_at)
    was = (until > since) & (Feature.starts_at < func.coalesce(Feature.removed_at, times.now()))
    return case((was & Feature.is_reserve.is_(False), 1), else_=0)


def rotation(facility_id: int, most: int = 60) -> Sequence[Feature]:
    """Everything of a facility that was ever put on a shelf, the last first, with product, shelf and scheme."""
    wanted = (
        select(Feature)
        .join(Feature.product)
        .where(Product.facility_id == facility_id)
        .order_by(Feature.starts_at.desc(), Feature.id.desc())
        .limit(most)
        .options(contains_eager(Feature.product), joinedload(Feature.shelf), joinedload(Feature.scheme))
    )
    return db.session.scalars(wanted.options(raiseload("*"))).all()


def candidates(shelf: Shelf, place: Place, wanted: Wanted) -> tuple[list[Product], int]:
    """Goods that may join the shelf, ready for cards: the first page, and how many there are.

    Of a fair: what its booths show. Elsewhere: all that is on show, looked up by words in the index.
    """
    query = _narrowed(_open_to(place, shelf), shelf, wanted)
    if place.fair is None:
        return _of_the_market(query, wanted.text)
    words = fold(wanted.text).split()
    rows = db.session.execute(query).all()
    ids = [row.id for row in rows if all(word in fold(f"{row.name} {row.maker}") for word in words)]
    return catalog.queries.products_by_ids(ids[:PAGE]), len(ids)


def _of_the_market(query: Select[int, str, str], text: str) -> tuple[list[Product], int]:
    if text:
        query = query.where(Product.id.in_(list(search.find(text).ids[:MOST_FOUND])))
    total = db.session.scalar(select(func.count()).select_from(query.order_by(None).subquery())) or 0
    return catalog.queries.products_by_ids([row.id for row in db.session.execute(query.limit(PAGE))]), total


def _open_to(place: Place, shelf: Shelf) -> Select[int, str, str]:
    on_shelf = exists().where(
        Feature.shelf_id == (shelf.id or 0), Feature.product_id == Product.id, Feature.removed_at.is_(None)
    )
    query = (
        select(Product.id, Product.name, Facility.name.label("maker"))
        .join(Product.facility)
        .where(on_show(), ~on_shelf, reach.within(Product.facility_id))
        .order_by(Product.published_at.desc(), Product.id)
    )
    if place.fair:
        query = query.where(_at_fair(place.fair.id, place.hall_id))
    if place.venue and place.venue.facility_id:
        query = query.where(Product.facility_id == place.venue.facility_id)
    return query.where(Product.browse_category == place.group) if place.group else query


def _at_fair(fair_id: int, hall_id: int | None) -> ColumnElement[bool]:
    """Whether a booth of the fair, of that hall where one is named, shows the product."""
    there = exists().where(
        BoothProduct.product_id == Product.id,
        BoothProduct.booth_id == Booth.id,
        Booth.fair_id == fair_id,
        Booth.published_at.is_not(None),
    )
    return there.where(Booth.stand_id == Stand.id, Stand.hall_id == hall_id) if hall_id else there


def _narrowed(query: Select[int, str, str], shelf: Shelf, wanted: Wanted) -> Select[int, str, str]:
    if wanted.group:
        query = query.where(Product.browse_category == wanted.group)
    if wanted.in_stock:
        query = query.where(Product.mode != "showcase", stock.is_left(Variant.price.is_not(None)))
    if wanted.with_paper:
        query = query.where(exists().where(Recognition.product_id == Product.id, in_force(times.today())))
    if wanted.women_led:
        query = query.where(Facility.is_women_led)
    if wanted.newcomers_only:
        featured = select(Product.facility_id).join(Feature).where(Feature.shelf_id != (shelf.id or 0))
        query = query.where(Product.facility_id.not_in(featured))
    return query


def schemes_to_charge() -> list[Scheme]:
    """Approved schemes, the newest first."""
    wanted = select(Scheme).where(Scheme.state.in_(APPROVED_STATES)).order_by(Scheme.code.desc())
    return list(db.session.scalars(wanted.options(raiseload("*"))))


def names_of(user_ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.scalars(select(User).where(User.id.in_(user_ids)).options(raiseload("*")))
    return {user.id: user.name for user in rows}
