"""The facility's name on the views of its turntables, all or none: what marks.py does for photos."""

from sqlalchemy import ColumnElement, Select, and_, or_, select

from catalog import frames, lettering, veils
from catalog.models import Frame, Product
from core import audit, jobs, pictures
from core.db import db, release
from core.pictures import Picture, RefusedPicture
from programme.models import Facility


def mend(which: ColumnElement[bool]) -> None:
    """Have the worker mend every view whose mark is not what it should be; `which` asks of products."""
    for frame_id in db.session.scalars(_behind().where(which)):
        jobs.enqueue("catalog.mark_frame", frame_id=frame_id)


def veil(which: ColumnElement[bool]) -> None:
    """Views that were seen plain and shall be no longer."""
    veils.cover(select(Frame.picture_id).where(Frame.id.in_(_behind().where(which)), Frame.mark.is_(None)))


def unveil(which: ColumnElement[bool]) -> None:
    """Views that waited for a mark and shall have none after all are shown as they are."""
    joined = select(Frame.picture_id).join(Product, Product.id == Frame.product_id).join(Frame.picture)
    unseen = joined.where(which, Picture.ready_at.is_(None), Picture.refused.is_(None))
    for picture_id in db.session.scalars(unseen.distinct()):
        jobs.enqueue("picture.develop", picture_id=picture_id)


def settle(frame_id: int) -> None:
    """Make one view as it should be. Slow; ends the transaction on its way; a second time changes nothing."""
    frame = db.session.scalar(select(Frame).where(Frame.id == frame_id, Frame.id.in_(_behind())))
    if frame is None or frame.picture.refused:
        return
    facility = db.session.get_one(Product, frame.product_id).facility
    source, words = frame.source or frame.picture.digest, facility.name if facility.marks_photos else None
    release()
    try:
        shown = lettering.shown_of(source, words)
    except RefusedPicture as refused:
        _tell_refused(frame_id, refused)
        return
    if shown is not None:
        _swap(frame_id, shown, source if words else None, words)


def _behind() -> Select[int]:
    """Ids of views that carry a mark and should not, lack one, or carry an old name."""
    wrong = or_(
        and_(Facility.marks_photos.is_(True), or_(Frame.mark.is_(None), Frame.mark != Facility.name)),
        and_(Facility.marks_photos.is_(False), Frame.mark.is_not(None)),
    )
    joined = select(Frame.id).join(Product, Product.id == Frame.product_id)
    return joined.join(Facility, Facility.id == Product.facility_id).where(wrong)


def _tell_refused(frame_id: int, refused: RefusedPicture) -> None:
    frame = db.session.get(Frame, frame_id)
    if frame is not None and not frame.picture.is_ready:
        pictures.refuse(frame.picture_id, refused.code)


def _swap(frame_id: int, shown: Picture, source: str | None, words: str | None) -> None:
    """The view shows another picture, in an edit that waits too; the old one is taken away."""
    frame = db.session.get(Frame, frame_id)
    if frame is None or frame.picture_id == shown.id or _is_a_view(shown, frame.product_id):
        return
    old, product = frame.picture, db.session.get_one(Product, frame.product_id)
    frame.picture, frame.source, frame.mark = shown, source, words
    frames.rename(product, old.digest, shown.digest)
    audit.record(product, "product.photo_marked" if words else "product.photo_unmarked")
    pictures.retire(old)


def _is_a_view(picture: Picture, product_id: int) -> bool:
    return db.session.scalar(select(Frame.id).filter_by(product_id=product_id, picture_id=picture.id)) is not None
