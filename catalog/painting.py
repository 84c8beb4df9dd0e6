"""What photos and turntable views share of carrying their facility's name: which are behind, and how one is mended."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select

from catalog import lettering, veils
from catalog.models import Frame, Photo, Product
from core import jobs, pictures
from core.db import db, release
from core.pictures import Picture, RefusedPicture
from programme.models import Facility

Shows = type[Photo] | type[Frame]
WANTS: dict[Shows, ColumnElement[bool]] = {  # a single photo may say otherwise than its facility; views go together
    Photo: func.coalesce(Photo.is_marked, Facility.marks_photos),
    Frame: Facility.marks_photos.expression,
}
_JOBS: dict[Shows, tuple[str, str]] = {
    Photo: ("catalog.mark_photo", "photo_id"),
    Frame: ("catalog.mark_frame", "frame_id"),
}


def mend(shows: Shows, which: ColumnElement[bool]) -> None:
    """Have the worker mend each of them whose mark is not what it should be; `which` may ask of products."""
    kind, named = _JOBS[shows]
    for row_id in db.session.scalars(behind(shows).where(which)):
        asked: dict[str, Any] = {named: row_id}
        jobs.enqueue(kind, **asked)


def veil(shows: Shows, which: ColumnElement[bool]) -> None:
    """Pictures that were seen plain and shall be no longer, at no address that anybody kept either."""
    lacking = behind(shows).where(which, shows.mark.is_(None))
    veils.cover(select(shows.picture_id).where(shows.id.in_(lacking)))


def unveil(shows: Shows, which: ColumnElement[bool]) -> None:
    """Those that waited for a mark and shall have none after all are shown as they are."""
    joined = select(shows.picture_id).join(Product, Product.id == shows.product_id).join(shows.picture)
    unseen = joined.where(which, Picture.ready_at.is_(None), Picture.refused.is_(None))
    for picture_id in db.session.scalars(unseen.distinct()):
        jobs.enqueue("picture.develop", picture_id=picture_id)


def behind(shows: Shows) -> Select[int]:
    """Ids of those that carry a mark and should not, lack one, or carry an old name."""
    wrong = or_(
        and_(WANTS[shows].is_(True), or_(shows.mark.is_(None), shows.mark != Facility.name)),
        and_(WANTS[shows].is_(False), shows.mark.is_not(None)),
    )
    joined = select(shows.id).join(Product, Product.id == shows.product_id)
    return joined.join(Facility, Facility.id == Product.facility_id).where(wrong)


def settle(shows: Shows, row_id: int, swap: Callable[[int, Picture, str | None, str | None], None]) -> None:
    """Make one as it should be: `swap` it for the picture with the wanted words, of that source, or the plain one.

    Slow; ends the transaction on its way; a second time changes nothing.
    """
    words_of = case((WANTS[shows].is_(True), Facility.name))
    wanted = behind(shows).with_only_columns(shows, words_of).where(shows.id == row_id)
    found = db.session.execute(wanted).first()
    if found is None or found[0].picture.refused:
        return
    one, words = found
    source = one.original
    release()
    try:
        shown = lettering.shown_of(source, words)
    except RefusedPicture as refused:
        _tell_refused(shows, row_id, refused)
        return
    if shown is not None:
        swap(row_id, shown, source if words else None, words)


def _tell_refused(shows: Shows, row_id: int, refused: RefusedPicture) -> None:
    shown = select(Picture).join(shows, shows.picture_id == Picture.id).where(shows.id == row_id)
    picture = db.session.scalar(shown)
    if picture is not None and not picture.is_ready:
        pictures.refuse(picture.id, refused.code)
