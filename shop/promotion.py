"""The promotion a visitor came through: a booth of an open fair or a slot on a shelf, and the scheme that paid."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from catalog.models import Product
from core import times
from core.db import db
from fairs.models import Booth, Fair, Feature, Shelf, open_at, presents


@dataclass(frozen=True, slots=True)
class Promotion:
    """What an order line or an enquiry is credited to."""

    fair_id: int | None = None
    booth_id: int | None = None
    stand_id: int | None = None
    feature_id: int | None = None
    scheme_id: int | None = None


def booth_named(name: str, facility_id: int) -> Booth | None:
    """The booth with this printed code, or this piece of address, that shows the facility's goods, while its fair is
    open: its own, or one of several makers that it agreed to.
    """
    if not name:
        return None
    query = (
        select(Booth)
        .join(Booth.fair)
        .where(or_(Booth.code == name, Booth.slug == name), presents(facility_id))
        .where(Booth.published_at.is_not(None), open_at(times.now()))
        .order_by(case((Booth.code == name, 0), else_=1), Fair.closes_at)
        .limit(1)
    )
    return db.session.scalar(query.options(contains_eager(Booth.fair)))


def is_shown_at(booth: Booth, facility_id: int) -> bool:
    """Whether a booth is the facility's, or shows its goods by its leave."""
    return db.session.scalar(select(Booth.id).where(Booth.id == booth.id, presents(facility_id))) is not None


def is_known_booth(name: str) -> bool:
    """Whether any booth ever had this printed code or piece of address."""
    return db.session.scalar(select(Booth.id).where(or_(Booth.code == name, Booth.slug == name)).limit(1)) is not None


def feature_with_id(feature_id: str, product: Product) -> Feature | None:
    """The shelf slot of this product with this number, while it is on."""
    if not (feature_id.isascii() and feature_id.isdigit() and len(feature_id) < 10):
        return None
    query = (
        select(Feature)
        .where(Feature.id == int(feature_id), Feature.product_id == product.id)
        .options(joinedload(Feature.shelf).joinedload(Shelf.fair))
    )
    feature = db.session.scalar(query)
    return feature if feature and feature.is_on else None


def credited(booth: Booth | None, feature: Feature | None, *, at: datetime | None = None) -> Promotion:
    """What holds at this moment: a fair that has closed or a slot that has ended brings nothing any more.

    `at`: what held then, of a note that reaches us later.
    """
    if booth is not None and not (booth.fair.was_open(at) if at else booth.fair.is_open):
        booth = None
    if feature is not None and not feature.is_on:
        feature = None
    fair: Fair | None = booth.fair if booth else feature.shelf.fair if feature else None
    return Promotion(
        fair_id=fair.id if fair else None,
        booth_id=booth.id if booth else None,
        stand_id=booth.stand_id if booth else None,
        feature_id=feature.id if feature else None,
        scheme_id=(booth.scheme_id if booth else None) or (feature.scheme_id if feature else None),
    )
