"""What the staff's shelf board needs: the shelf as it stands, and who might join it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, exists, select
from sqlalchemy.orm import joinedload, raiseload

import catalog.queries
from accounts.models import User
from catalog import stock
from catalog.models import Product, Recognition, Variant, in_force, on_show
from core import times
from core.db import db
from core.text import fold
from fairs.models import Booth, BoothProduct, Fair, Feature, Shelf
from fairs.shelves import FRONT
from programme import reach
from programme.models import APPROVED_STATES, Facility, Scheme

PAGE = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """How staff narrow the candidates."""

    text: str = ""
    group: str = ""
    newcomers_only: bool = False
    in_stock: bool = False
    with_paper: bool = False


@dataclass(frozen=True, slots=True)
class Slot:
    """A feature with its product, whatever state that is in by now."""

    feature: Feature
    product: Product


def fairs_to_curate() -> list[Fair]:
    """Those that have not closed, the one that opens first in front."""
    wanted = select(Fair).where(Fair.closes_at > times.now()).order_by(Fair.opens_at)
    return list(db.session.scalars(wanted.options(joinedload(Fair.scheme), raiseload("*"))))


def shelf_of(fair: Fair) -> Shelf:
    """The fair's front shelf; one that is not saved where none has been made yet."""
    wanted = select(Shelf).where(Shelf.fair_id == fair.id, Shelf.place == FRONT).options(joinedload(Shelf.fair))
    return db.session.scalar(wanted) or Shelf(fair_id=fair.id, place=FRONT, title="", revision=0)


def slots(shelf: Shelf) -> list[Slot]:
    """What stands on a shelf in order, also what is not on yet or no more."""
    return _slots(select(Feature).where(Feature.shelf_id == shelf.id, Feature.removed_at.is_(None)))


def removed_slots(shelf: Shelf, most: int = 8) -> list[Slot]:
    """What was taken off, the last first."""
    off = select(Feature).where(Feature.shelf_id == shelf.id, Feature.removed_at.is_not(None))
    return _slots(off.order_by(Feature.removed_at.desc()).limit(most))


def _slots(wanted: Select[Feature]) -> list[Slot]:
    rows = list(
        db.session.scalars(
            wanted.order_by(Feature.position, Feature.id).options(joinedload(Feature.scheme), raiseload("*"))
        )
    )
    ids = [row.product_id for row in rows]
    every = select(Product).where(Product.id.in_(ids)).options(*catalog.queries.card_options())
    products = {product.id: product for product in db.session.scalars(every).unique()}
    return [Slot(row, products[row.product_id]) for row in rows]


def slot(feature_id: int) -> Feature | None:
    """A feature to be changed, with its shelf, fair and product."""
    shelf = joinedload(Feature.shelf).joinedload(Shelf.fair)
    return db.session.scalar(
        select(Feature).where(Feature.id == feature_id).options(shelf, joinedload(Feature.product))
    )


def newcomers(shelf: Shelf, facility_ids: Sequence[int]) -> set[int]:
    """Those of the facilities that no other shelf has ever featured."""
    seen = (
        select(Product.facility_id)
        .join(Feature, Feature.product_id == Product.id)
        .where(Feature.shelf_id != shelf.id, Product.facility_id.in_(facility_ids))
    )
    return set(facility_ids) - set(db.session.scalars(seen))


def candidates(shelf: Shelf, wanted: Wanted) -> tuple[list[Product], int]:
    """Goods shown at the fair and not on its shelf, ready for cards: the first page, and how many there are."""
    rows = db.session.execute(_narrowed(_on_the_floor(shelf), shelf, wanted)).all()
    words = fold(wanted.text).split()
    ids = [row.id for row in rows if all(word in fold(f"{row.name} {row.maker}") for word in words)]
    return catalog.queries.products_by_ids(ids[:PAGE]), len(ids)


def _on_the_floor(shelf: Shelf) -> Select[int, str, str]:
    at_fair = exists().where(
        BoothProduct.product_id == Product.id,
        BoothProduct.booth_id == Booth.id,
        Booth.fair_id == shelf.fair_id,
        Booth.published_at.is_not(None),
    )
    on_shelf = exists().where(
        Feature.shelf_id == shelf.id, Feature.product_id == Product.id, Feature.removed_at.is_(None)
    )
    return (
        select(Product.id, Product.name, Facility.name.label("maker"))
        .join(Product.facility)
        .where(on_show(), at_fair, ~on_shelf, reach.within(Product.facility_id))
        .order_by(Product.published_at.desc(), Product.id)
    )


def _narrowed(query: Select[int, str, str], shelf: Shelf, wanted: Wanted) -> Select[int, str, str]:
    if wanted.group:
        query = query.where(Product.browse_category == wanted.group)
    if wanted.in_stock:
        query = query.where(Product.mode != "showcase", stock.is_left(Variant.price.is_not(None)))
    if wanted.with_paper:
        query = query.where(exists().where(Recognition.product_id == Product.id, in_force(times.today())))
    if wanted.newcomers_only:
        featured = select(Product.facility_id).join(Feature).where(Feature.shelf_id != shelf.id)
        query = query.where(Product.facility_id.not_in(featured))
    return query


def schemes_to_charge() -> list[Scheme]:
    """Approved schemes, the newest first."""
    wanted = select(Scheme).where(Scheme.state.in_(APPROVED_STATES)).order_by(Scheme.code.desc())
    return list(db.session.scalars(wanted.options(raiseload("*"))))


def names_of(user_ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.scalars(select(User).where(User.id.in_(user_ids)).options(raiseload("*")))
    return {user.id: user.name for user in rows}
