"""A photo or view that shall carry its facility's name is not to be seen before it does; marks.py puts it on."""

from sqlalchemy import Select, and_, func, select

from catalog.models import Frame, Photo, Product
from core import pictures
from core.audit import AuditEntry
from core.db import db
from core.pictures import Picture
from programme.models import Facility

MARKED = "product.photo_marked"


def lay(product: Product, photo: Photo) -> None:
    """Hide a photo just hung, where it lacks its mark and nobody shows the same picture without one."""
    wanted = product.facility.marks_photos if photo.is_marked is None else photo.is_marked
    db.session.flush()
    _recall(product, photo)
    if wanted and photo.mark is None and awaits_mark(photo.picture):
        pictures.withhold(photo.picture)


def _recall(product: Product, photo: Photo) -> None:
    """One that was taken off and hangs again knows what it was painted from: it is not painted twice."""
    acts = select(AuditEntry.detail).where(
        AuditEntry.subject_kind == Product.__tablename__,
        AuditEntry.subject_id == product.id,
        AuditEntry.action.in_((MARKED, "product.photo_removed")),
    )
    for detail in db.session.scalars(acts.order_by(AuditEntry.id)):
        if detail.get("digest") == photo.picture.digest and detail.get("source"):
            photo.source, photo.mark = detail["source"], detail["mark"]


def cover(picture_ids: Select[int]) -> None:
    """Hide these pictures, but those that somebody shows without a mark."""
    for picture in db.session.scalars(select(Picture).where(Picture.id.in_(picture_ids))).all():
        if awaits_mark(picture):
            pictures.withhold(picture)


def awaits_mark(picture: Picture) -> bool:
    """Whether every photo and view that shows this picture shall carry a mark and has none yet."""
    wants = func.coalesce(Photo.is_marked, Facility.marks_photos)
    photos = select(and_(wants.is_(True), Photo.mark.is_(None))).select_from(Photo)
    views = select(and_(Facility.marks_photos.is_(True), Frame.mark.is_(None))).select_from(Frame)
    told: list[bool] = []
    for asked, shows in ((photos, Photo), (views, Frame)):
        joined = asked.join(Product, Product.id == shows.product_id).join(Facility, Facility.id == Product.facility_id)
        told += db.session.scalars(joined.where(shows.picture_id == picture.id))
    return bool(told) and all(told)
