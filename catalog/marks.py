"""The facility's name on its photos, where it wants that: a marked photo is another picture, made from the original.

Whatever changes a product leads through jobs.update_search, and that asks here which photos are not as they should be:
uploads, approvals, switches and new names of a facility all end the same way.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, and_, func, or_, select

from catalog import lettering, products, revisions, turn_marks, veils
from catalog.models import Photo, Product
from core import audit, jobs, pictures
from core.db import db, release
from core.pictures import Picture, RefusedPicture, origins
from programme.models import Facility

pictures.hold_where(veils.awaits_mark)


def follow(product_ids: Sequence[int]) -> None:
    """Have the worker mend every photo and view of these products whose mark is not what it should be."""
    _mend(Photo.product_id.in_(product_ids))
    turn_marks.mend(Product.id.in_(product_ids))


def switch(facility: Facility, *, on: bool) -> None:
    """Put the facility's name on all its photos and views, or take it off; single photos may say otherwise.

    From here on what lacks its mark is seen by nobody until the worker has put it on.
    """
    if facility.marks_photos == on:
        return
    facility.marks_photos = on
    audit.record(facility, "facility.marks_photos", on=on, back={"marks_photos": [not on, on]})
    db.session.flush()
    mine = Product.facility_id == facility.id
    _veil(mine)
    _mend(mine)
    _unveil(mine)
    for view_work in (turn_marks.veil, turn_marks.mend, turn_marks.unveil):
        view_work(mine)


def choose(product: Product, photo: Photo, is_marked: bool | None) -> None:
    """For one photo; None: as the facility has it."""
    if photo.is_marked == is_marked:
        return
    back = {f"mark.{photo.original}": [photo.is_marked, is_marked]}
    photo.is_marked = is_marked
    audit.record(product, "product.photo_mark_chosen", is_marked=is_marked, back=back)
    db.session.flush()
    _veil(Photo.id == photo.id)
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
    try:
        shown = lettering.shown_of(source, words)
    except RefusedPicture as refused:
        _tell_refused(photo_id, refused)
        return
    if shown is not None:
        _swap(photo_id, shown, source if words else None, words)


def _mend(which: ColumnElement[bool]) -> None:
    for photo_id in db.session.scalars(_behind().where(which)):
        jobs.enqueue("catalog.mark_photo", photo_id=photo_id)


def _veil(which: ColumnElement[bool]) -> None:
    """Pictures that were seen plain and shall be no longer, at no address that anybody kept either."""
    lacking = select(Photo.picture_id).where(Photo.id.in_(_behind().where(which)), Photo.mark.is_(None))
    veils.cover(lacking)


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
