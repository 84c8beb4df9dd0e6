"""AVIF, after the others and only when nothing else waits; kept at the sizes where it saves bytes."""

from typing import Any

from core import jobs
from core.db import db, release
from core.pictures import apart, shelf
from core.pictures.models import Picture
from core.pictures.refusals import RefusedPicture

LEAST_SAVING = 0.95  # of the WebP's bytes; less is not worth a third file


@jobs.handles("picture.finer")
def make_finer(payload: dict[str, Any]) -> None:
    """The smallest size still to make; the others wait behind whatever came in meanwhile."""
    picture = db.session.get(Picture, payload["picture_id"])
    widths = sorted(payload["widths"])
    if picture is None or not picture.is_ready or not widths:
        return
    digest = picture.digest
    release()
    kept = _kept(digest, widths[:1])
    picture = db.session.get_one(Picture, payload["picture_id"])
    picture.avif_widths = sorted({*picture.avif_widths, *kept})
    if widths[1:]:
        jobs.enqueue("picture.finer", idle=True, picture_id=picture.id, widths=widths[1:])


def _kept(digest: str, widths: list[int]) -> list[int]:
    """Sizes whose AVIF is small enough to be worth keeping; they are stored."""
    content = shelf.original(digest)
    if content is None:
        return []
    try:
        prints = apart.finer(content, widths)
    except RefusedPicture:
        return []
    worthy = [
        one for one in prints if len(one[2]) <= LEAST_SAVING * len(shelf.rendition(digest, one[0], "webp") or b"")
    ]
    shelf.keep(digest, worthy)
    return [width for width, _, _ in worthy]
