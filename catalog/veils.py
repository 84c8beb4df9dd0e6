"""A photo that shall carry its facility's name is not to be seen before it does; the worker marks it (marks.py)."""

from sqlalchemy import and_, func, select

from catalog.models import Photo, Product
from core import pictures
from core.db import db
from core.pictures import Picture
from programme.models import Facility


def lay(product: Product, photo: Photo) -> None:
    """Hide a photo just hung, where it lacks its mark and nobody shows the same picture without one."""
    wanted = product.facility.marks_photos if photo.is_marked is None else photo.is_marked
    db.session.flush()
    if wanted and photo.mark is None and awaits_mark(photo.picture):
        pictures.withhold(photo.picture)


def awaits_mark(picture: Picture) -> bool:
    """Whether every photo that shows this picture shall carry a mark and has none yet."""
    wants = func.coalesce(Photo.is_marked, Facility.marks_photos)
    joined = select(and_(wants.is_(True), Photo.mark.is_(None))).select_from(Photo)
    joined = joined.join(Product, Product.id == Photo.product_id).join(Facility, Facility.id == Product.facility_id)
    told = list(db.session.scalars(joined.where(Photo.picture_id == picture.id)))
    return bool(told) and all(told)
