"""What the pages of quotes show, fully loaded."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, raiseload, selectinload
from sqlalchemy.orm.interfaces import LoaderOption

from catalog.models import Product, Variant
from core.db import db
from shop.models import Enquiry, FreightLine, FreightRequest, Quote, QuoteLine


def of_talk(token: str) -> Enquiry | None:
    """The talk of an unguessable address with its quotes; none where its buyer wished to be forgotten."""
    query = select(Enquiry).where(Enquiry.token == token, Enquiry.erased_at.is_(None))
    return db.session.scalar(query.options(*_whole()))


def of_maker(facility_id: int, enquiry_id: int) -> Enquiry | None:
    query = select(Enquiry).where(Enquiry.id == enquiry_id, Enquiry.facility_id == facility_id)
    return db.session.scalar(query.options(*_whole()))


def offers(facility_id: int) -> dict[str, Variant]:
    """What a maker can quote as it stands in her list, by SKU, in the order of names."""
    query = (
        select(Variant)
        .join(Variant.product)
        .where(Product.facility_id == facility_id, Product.state == "published", Variant.retired_at.is_(None))
        .order_by(Product.name, Variant.position, Variant.id)
        .limit(500)
    )
    found = db.session.scalars(query.options(joinedload(Variant.product), raiseload("*", sql_only=True)))
    return {one.sku: one for one in found}


def _whole() -> tuple[LoaderOption, ...]:
    lines = selectinload(Enquiry.quotes).selectinload(Quote.lines)
    return (
        joinedload(Enquiry.product),
        joinedload(Enquiry.facility),
        selectinload(Enquiry.messages),
        joinedload(Enquiry.freight).selectinload(FreightRequest.lines).joinedload(FreightLine.variant),
        selectinload(Enquiry.quotes).joinedload(Quote.order),
        selectinload(Enquiry.quotes).selectinload(Quote.fees),
        lines.joinedload(QuoteLine.variant).joinedload(Variant.product),
        lines.joinedload(QuoteLine.product),
    )
