"""The facility's name on its photos, where it wants that: a marked photo is another picture, made from the original.

Whatever changes a product leads through jobs.update_search, and that asks here which photos are not as they should be:
uploads, approvals, switches and new names of a facility all end the same way.
"""

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont
from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from catalog import products, revisions, veils
from catalog.models import Photo, Product
from core import audit, fonts, jobs, pictures
from core.db import db, release
from core.pictures import Picture, RefusedPicture, apart, origins, shelf
from programme.models import Facility

FACE = "SourceSansPro-Semibold"
SHARE = 0.03  # of the width: the height of the letters
LEAST = 14  # pixels
LIGHT, DARK = (255, 248, 236, 215), (33, 27, 23, 140)  # letters, and the line around them that a light ground needs


pictures.hold_where(veils.awaits_mark)


def follow(product_ids: Sequence[int]) -> None:
    """Have the worker mend every photo of these products whose mark is not what it should be."""
    _mend(Photo.product_id.in_(product_ids))


def switch(facility: Facility, *, on: bool) -> None:
    """Put the facility's name on all its photos, or take it off; single photos may say otherwise."""
    if facility.marks_photos == on:
        return
    facility.marks_photos = on
    audit.record(facility, "facility.marks_photos", on=on, back={"marks_photos": [not on, on]})
    db.session.flush()
    _mend(Product.facility_id == facility.id)
    _unveil(Product.facility_id == facility.id)


def choose(product: Product, photo: Photo, is_marked: bool | None) -> None:
    """For one photo; None: as the facility has it."""
    if photo.is_marked == is_marked:
        return
    back = {f"mark.{photo.original}": [photo.is_marked, is_marked]}
    photo.is_marked = is_marked
    audit.record(product, "product.photo_mark_chosen", is_marked=is_marked, back=back)
    db.session.flush()
    _mend(Photo.id == photo.id)
    _unveil(Photo.id == photo.id)


def settle(photo_id: int) -> None:
    """Make one photo as it should be. Slow; ends the transaction on its way; a second time changes nothing."""
    photo = db.session.scalar(select(Photo).where(Photo.id == photo_id, Photo.id.in_(_behind())))
    if photo is None or not photo.picture.is_ready and photo.picture.refused:
        return
    product = db.session.get_one(Product, photo.product_id)
    source, words = photo.source or photo.picture.digest, _words(photo, product.facility)
    release()
    original = shelf.original(source)
    if original is None:
        return
    try:
        shown = pictures.take_in(marked(original, words) if words else original)
    except RefusedPicture as refused:
        _tell_refused(photo_id, refused)
        return
    _swap(photo_id, shown, source if words else None, words)


def marked(original: bytes, words: str) -> bytes:
    """The picture with a line of words in its lower corner. Decoded in the darkroom."""
    developed = apart.develop(original)
    _width, _ending, largest = max((one for one in developed.prints if one[1] == "jpg"), key=lambda one: one[0])
    image = Image.open(io.BytesIO(largest), formats=("JPEG",)).convert("RGB")
    size = max(LEAST, round(image.width * SHARE))
    font = ImageFont.truetype(str(fonts.ttf(FACE)), size)
    while font.getlength(words) > image.width * 0.9 and size > LEAST:
        size -= 1
        font = ImageFont.truetype(str(fonts.ttf(FACE)), size)
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    place = (image.width - size * 0.6, image.height - size * 0.5)
    ImageDraw.Draw(layer).text(
        place, words, LIGHT, font, anchor="rs", stroke_width=max(1, size // 12), stroke_fill=DARK
    )  # fmt: skip
    out = io.BytesIO()
    Image.alpha_composite(image.convert("RGBA"), layer).convert("RGB").save(out, "JPEG", quality=92)
    return out.getvalue()


def _mend(which: ColumnElement[bool]) -> None:
    for photo_id in db.session.scalars(_behind().where(which)):
        jobs.enqueue("catalog.mark_photo", photo_id=photo_id)


def _unveil(which: ColumnElement[bool]) -> None:
    """Photos that waited for a mark and shall have none after all are shown as they are."""
    joined = select(Photo.picture_id).join(Product, Product.id == Photo.product_id).join(Photo.picture)
    unseen = joined.where(which, Picture.ready_at.is_(None), Picture.refused.is_(None))
    for picture_id in db.session.scalars(unseen.distinct()):
        jobs.enqueue("picture.develop", picture_id=picture_id)


def _tell_refused(photo_id: int, refused: RefusedPicture) -> None:
    photo = db.session.get(Photo, photo_id)
    if photo is not None and not photo.picture.is_ready:
        pictures.refuse(photo.picture_id, refused.code)


def _behind() -> Select[int]:
    """Ids of photos that carry a mark and should not, lack one, or carry an old name."""
    wants = func.coalesce(Photo.is_marked, Facility.marks_photos)
    wrong = or_(
        and_(wants.is_(True), or_(Photo.mark.is_(None), Photo.mark != Facility.name)),
        and_(wants.is_(False), Photo.mark.is_not(None)),
    )
    joined = select(Photo.id).join(Product, Product.id == Photo.product_id)
    return joined.join(Facility, Facility.id == Product.facility_id).where(wrong)


def _words(photo: Photo, facility: Facility) -> str | None:
    wanted = facility.marks_photos if photo.is_marked is None else photo.is_marked
    return facility.name if wanted else None


def _swap(photo_id: int, shown: Picture, source: str | None, words: str | None) -> None:
    """The photo shows another picture; what was chosen and noted goes along, and the old one is taken away."""
    photo = db.session.get(Photo, photo_id)
    if photo is None or photo.picture_id == shown.id:
        return
    old, product = photo.picture, db.session.get_one(Product, photo.product_id)
    if any(other.picture_id == shown.id for other in product.photos):
        return
    if photo.picture.digest not in revisions.digests(product):
        return  # it is about to go: staff have yet to say so
    shown.focus_x, shown.focus_y = old.focus_x, old.focus_y
    if old.is_ready:
        shown.hints = list(old.hints)
    else:
        jobs.enqueue("picture.settled", picture_id=shown.id)
    if (origin := origins.of(old)) and origins.of(shown) is None:
        origin.picture_id = shown.id
    photo.picture, photo.source, photo.mark = shown, source, words
    audit.record(product, "product.photo_marked" if words else "product.photo_unmarked")
    products.touched(product)
    pictures.retire(old)
