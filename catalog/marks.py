"""The facility's name on its photos, where it wants that: a marked photo is another picture, made from the original.

Whatever changes a product leads through jobs.update_search, and that asks here which photos are not as they should be:
uploads, approvals, switches and new names of a facility all end the same way.
"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement

from catalog import painting, products, revisions, veils
from catalog.models import Photo, Product
from core import audit, jobs, pictures
from core.db import db
from core.pictures import Picture, origins
from programme.models import Facility

pictures.hold_where(veils.awaits_mark)


def follow(product_ids: Sequence[int]) -> None:
    """Have the worker mend every photo and view of these products whose mark is not what it should be."""
    for shows in painting.WANTS:
        painting.mend(shows, shows.product_id.in_(product_ids))


def switch(facility: Facility, *, on: bool) -> None:
    """Put the facility's name on all its photos and views, or take it off; single photos may say otherwise.

    From here on what lacks its mark is seen by nobody until the worker has put it on.
    """
    if facility.marks_photos == on:
        return
    facility.marks_photos = on
    audit.record(facility, "facility.marks_photos", on=on, back={"marks_photos": [not on, on]})
    db.session.flush()
    for shows in painting.WANTS:
        _changed(shows, Product.facility_id == facility.id)


def choose(product: Product, photo: Photo, is_marked: bool | None) -> None:
    """For one photo; None: as the facility has it."""
    if photo.is_marked == is_marked:
        return
    back = {f"mark.{photo.original}": [photo.is_marked, is_marked]}
    photo.is_marked = is_marked
    audit.record(product, "product.photo_mark_chosen", is_marked=is_marked, back=back)
    db.session.flush()
    _changed(Photo, Photo.id == photo.id)


def settle(photo_id: int) -> None:
    """Make one photo as it should be. Slow; ends the transaction on its way; a second time changes nothing."""
    painting.settle(Photo, photo_id, _swap)


def _changed(shows: painting.Shows, which: ColumnElement[bool]) -> None:
    """Other marks are wanted of these than before."""
    for act in (painting.veil, painting.mend, painting.unveil):
        act(shows, which)


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
    if words:
        audit.record(product, veils.MARKED, digest=shown.digest, source=source, mark=words)
    else:
        audit.record(product, "product.photo_unmarked")
    products.touched(product)
    pictures.retire(old)
