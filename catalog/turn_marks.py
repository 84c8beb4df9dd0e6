"""The facility's name on the views of its turntables, all or none: what marks.py does for photos."""

from sqlalchemy import select

from catalog import painting
from catalog.models import Frame, Product
from core import audit, pictures
from core.db import db
from core.pictures import Picture


def settle(frame_id: int) -> None:
    """Make one view as it should be. Slow; ends the transaction on its way; a second time changes nothing."""
    painting.settle(Frame, frame_id, _swap)


def _swap(frame_id: int, shown: Picture, source: str | None, words: str | None) -> None:
    """The view shows another picture; the old one is taken away. It is the same view: it goes by its original."""
    frame = db.session.get(Frame, frame_id)
    if frame is None or frame.picture_id == shown.id or _is_a_view(shown, frame.product_id):
        return
    old, product = frame.picture, db.session.get_one(Product, frame.product_id)
    frame.picture, frame.source, frame.mark = shown, source, words
    audit.record(product, "product.photo_marked" if words else "product.photo_unmarked")
    pictures.retire(old)


def _is_a_view(picture: Picture, product_id: int) -> bool:
    return db.session.scalar(select(Frame.id).filter_by(product_id=product_id, picture_id=picture.id)) is not None
