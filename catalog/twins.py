"""Photos of one maker that show the same: found when a picture is developed, told to the maker as a hint."""

from sqlalchemy import Select, select

from catalog.models import Photo, Product
from core.db import db
from core.pictures import Picture, alike

HINT = "same_as_another"
MOST_COMPARED = 5_000  # the newest photos of a maker


def compare(picture: Picture) -> None:
    """Hint at the picture where a photo of the same maker shows the same. The older of two keeps its peace."""
    older = (
        select(Picture.id, Picture.fingerprint)
        .join(Photo, Photo.picture_id == Picture.id)
        .join(Product, Product.id == Photo.product_id)
        .where(Product.facility_id.in_(_makers_of(picture.id)), Picture.id < picture.id)
        .order_by(Picture.id.desc())
        .limit(MOST_COMPARED)
    )
    rows = [(number, told) for number, told in db.session.execute(older)]
    others = [hint for hint in picture.hints if hint != HINT]
    picture.hints = [*others, HINT] if alike.nearest(picture.fingerprint, rows) else others


def products_with(picture_id: int) -> list[int]:
    """The ids of products that show a picture."""
    return list(db.session.scalars(select(Photo.product_id).where(Photo.picture_id == picture_id).limit(500)))


def _makers_of(picture_id: int) -> Select[int]:
    return select(Product.facility_id).join(Photo, Photo.product_id == Product.id).where(Photo.picture_id == picture_id)
