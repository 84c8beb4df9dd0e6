"""Pictures that wait for staff's word, of goods not yet on show or of an edit: whose they are while nobody else sees
them."""

from sqlalchemy import ColumnElement, String, cast, exists, or_, select, union

from catalog.models import Frame, MakingStep, Photo, Product, ProductRevision
from core.db import db
from core.pictures import Picture, removal

UNSEEN = ("draft", "submitted", "sent_back", "taken_down")  # staff have yet to say yes, or said no
_OF_GOODS = (Photo, Frame, MakingStep)


def waits_at(digest: str) -> frozenset[int]:
    """The facilities whose picture this is while it waits, or after it was refused; none: anybody may see it.

    One statement for a picture that is on show, by indexes alone.
    """
    if db.session.scalar(select(_is_on_show()).where(Picture.digest == digest)):
        return frozenset()
    goods = [
        select(Product.facility_id)
        .join(shows, shows.product_id == Product.id)
        .join(Picture, Picture.id == shows.picture_id)
        .where(Picture.digest == digest)
        for shows in _OF_GOODS
    ]
    named = cast(ProductRevision.changes, String).contains(digest)
    edits = select(Product.facility_id).join(ProductRevision, ProductRevision.product_id == Product.id).where(named)
    return frozenset(db.session.scalars(union(*goods, edits)))


def _is_on_show() -> ColumnElement[bool]:
    """Whether goods that were approved show it, or anything else at all: a booth, a village, what happened to a lot."""
    approved = [
        exists().where(shows.picture_id == Picture.id, Product.id == shows.product_id, Product.state.not_in(UNSEEN))
        for shows in _OF_GOODS
    ]
    of_lot = exists().where(MakingStep.picture_id == Picture.id, MakingStep.lot_id.is_not(None))
    goods = [shows.__table__ for shows in _OF_GOODS]
    others = [exists().where(key == Picture.id) for key in removal.columns() if key.table not in goods]
    return or_(*approved, of_lot, *others)
