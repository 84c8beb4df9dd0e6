"""What the pages of shared orders show, fully loaded; and how a village's shares were given over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from catalog.models import Product, Variant
from core.access import area
from core.db import db
from programme.models import CraftVillage, Facility
from shop.models import Division, Enquiry, Parcel, Share

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Fair:
    """One maker's record: how often she was asked, took, declined or let lapse; what she took of accepted orders."""

    maker: Facility
    asked: int
    taken: int
    quantity: int
    goods: int
    last_at: datetime | None


def of_talk(token: str, division_id: int) -> Division | None:
    """At the buyer's unguessable address; only what was ever sent to her."""
    query = select(Division).join(Division.enquiry).where(Division.id == division_id, Enquiry.token == token)
    query = query.where(Enquiry.erased_at.is_(None), Division.valid_until.is_not(None))
    return db.session.scalar(query.options(*_whole()))


def sent_in(enquiry_id: int) -> Sequence[Division]:
    """Those of a talk that its buyer was sent, the latest first."""
    query = select(Division).where(Division.enquiry_id == enquiry_id, Division.valid_until.is_not(None))
    return db.session.scalars(query.options(*_whole()).order_by(Division.id.desc()).limit(MOST_SHOWN)).all()


def of_village(village_id: int | None, division_id: int) -> Division | None:
    query = select(Division).where(Division.id == division_id, Division.village_id == village_id)
    return db.session.scalar(query.options(*_whole()))


def in_village(village_id: int | None) -> Sequence[Division]:
    """What its makers were asked, the latest first."""
    query = select(Division).where(Division.village_id == village_id).order_by(Division.id.desc())
    return db.session.scalars(query.options(*_whole()).limit(MOST_SHOWN)).all()


def failed(enquiry_id: int, share_id: int) -> Share | None:
    """A share of an accepted order of this talk whose maker could not supply."""
    query = select(Share).join(Share.division).where(Share.id == share_id, Division.enquiry_id == enquiry_id)
    loads = (joinedload(Share.division), joinedload(Share.parcel), joinedload(Share.facility))
    found = db.session.scalar(query.options(*loads))
    return found if found and found.has_failed else None


def record_of(village_id: int | None) -> list[Fair]:
    """Who of a village got which share over time. One query."""
    kept = case((Division.state == "accepted", 1), else_=0) * case((Share.state == "taken", 1), else_=0)
    columns = (
        func.count(Share.id),
        func.coalesce(func.sum(case((Share.state == "taken", 1), else_=0)), 0),
        func.coalesce(func.sum(kept * Share.quantity), 0),
        func.coalesce(func.sum(kept * Share.quantity * Share.unit_price), 0),
        func.max(Share.asked_at),
    )
    query = select(Facility, *columns).outerjoin(Share, Share.facility_id == Facility.id)
    query = query.outerjoin(Division, Division.id == Share.division_id).where(Facility.village_id == village_id)
    rows = db.session.execute(query.group_by(Facility.id).order_by(Facility.name).limit(MOST_SHOWN))
    return [Fair(*row) for row in rows]


def for_staff() -> Sequence[Division]:
    """The latest within the area of whoever reads."""
    query = select(Division).join(CraftVillage, CraftVillage.id == Division.village_id)
    within = area()
    if within is not None:
        query = query.where(CraftVillage.commune_code.in_(within))
    return db.session.scalars(query.options(*_whole()).order_by(Division.id.desc()).limit(MOST_SHOWN)).all()


def whole(division_id: int) -> Division:
    query = select(Division).where(Division.id == division_id).execution_options(populate_existing=True)
    return db.session.scalars(query.options(*_whole())).one()


def _whole() -> tuple[LoaderOption, ...]:
    shares = selectinload(Division.shares)
    return (
        joinedload(Division.enquiry).joinedload(Enquiry.facility),
        joinedload(Division.order),
        joinedload(Division.instead_of).joinedload(Parcel.facility),
        shares.joinedload(Share.facility),
        shares.joinedload(Share.parcel),
        shares.joinedload(Share.variant).joinedload(Variant.product).joinedload(Product.facility),
    )
