"""The way in: a file is weighed, told by its content and measured by its header here; the worker decodes it."""

import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core import jobs, times
from core.darkroom import sizes
from core.darkroom.sizes import Developed
from core.db import db, release
from core.pictures import apart, shelf
from core.pictures.models import Picture
from core.pictures.refusals import RefusedPicture

UNSEEN = "#d8cfbd"  # paper in the shade, until the worker has seen the picture
BLOCK = 64 * 1024
_HOLDS: list[Callable[[Picture], bool]] = []  # who may say that a picture shall not be seen as it is
LARGE, LATE = 960, timedelta(minutes=10)  # a maker who sends many waits for no AVIF of the first


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that may be developed; its original is stored, its row is not written."""

    digest: str
    width: int  # of its largest rendition to be
    height: int


def examine(stream: BinaryIO) -> Upload:
    """Read, measure and store an upload; raise RefusedPicture. Slow, and touches no row: no transaction needed."""
    return examined(capped(stream))


def examined(content: bytes) -> Upload:
    header = _header(content)
    digest = digest_of(content)
    shelf.keep_original(digest, content)
    return Upload(digest, *sizes.fitted(header.width, header.height))


def accept(upload: Upload, agreed_by: int | None = None) -> Picture:
    """The row of an upload, and the worker's order to develop it. The same file has one row.

    `agreed_by`: who agreed to have the place of taking kept, privately. Raises RefusedPicture for a file that was
    taken once and could not be decoded.
    """
    picture = known(upload.digest) or _row(upload)
    if picture.refused:
        raise RefusedPicture(picture.refused)
    if not picture.is_ready:
        jobs.enqueue("picture.develop", picture_id=picture.id)
    if agreed_by is not None:
        jobs.enqueue("picture.note_origin", picture_id=picture.id, agreed_by=agreed_by)
    return picture


def receive(stream: BinaryIO, agreed_by: int | None = None) -> Picture:
    """examine() and accept() in one."""
    return accept(examine(stream), agreed_by)


def take_in(content: bytes) -> Picture:
    """The whole way at once, for commands, the demo and tests: stored, developed, its row ready."""
    digest = digest_of(content)
    picture = known(digest)
    if picture is not None and picture.is_ready:
        return picture
    developed = developed_of(digest, content)
    picture = picture or Picture(digest=digest)
    settle(picture, developed.facts)
    db.session.add(picture)
    db.session.flush()
    queue_finer(picture)
    return picture


def developed_of(digest: str, content: bytes) -> Developed:
    """Store the original and every rendition that is made at once; raise RefusedPicture and store nothing."""
    _header(content)
    developed = apart.develop(content)
    shelf.keep_original(digest, content)
    shelf.keep(digest, developed.prints)
    return developed


def settle(picture: Picture, facts: dict[str, Any]) -> None:
    """What the darkroom saw, into the row: from now on its renditions are there."""
    picture.width, picture.height, picture.colour = facts["width"], facts["height"], facts["colour"]
    picture.found_x, picture.found_y = facts["found"]
    picture.fingerprint, picture.hints = facts["fingerprint"], facts["hints"]
    picture.ready_at, picture.refused = times.now(), None


def queue_finer(picture: Picture) -> None:
    """AVIF when nothing else waits. The sizes of the pages first; the largest takes a second, and comes much later."""
    widths = sizes.widths_of(picture.width)
    soon, late = [w for w in widths if w <= LARGE], [w for w in widths if w > LARGE]
    for these, at in ((soon, times.now()), (late, times.now() + LATE)):
        if these:
            jobs.enqueue("picture.finer", idle=True, run_at=at, picture_id=picture.id, widths=these)


def capped(stream: BinaryIO) -> bytes:
    """The content, read no further than the limit; raise RefusedPicture beyond it."""
    out = io.BytesIO()
    while block := stream.read(BLOCK):
        if out.tell() + len(block) > sizes.MOST_BYTES:
            raise RefusedPicture("too_big")
        out.write(block)
    return out.getvalue()


def digest_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


def known(digest: str) -> Picture | None:
    return db.session.scalar(select(Picture).where(Picture.digest == digest))


def revived(digest: str) -> Picture | None:
    """The picture, or, where nothing showed it any more and its row went, a new row of its original."""
    content = None if (picture := known(digest)) else shelf.original(digest)
    if content is None:
        return picture
    try:
        return accept(examined(content))
    except RefusedPicture:
        return None


def is_coming(digest: str) -> bool:
    """Whether a picture is taken in and not developed yet."""
    picture = known(digest)
    return picture is not None and not picture.is_ready and not picture.refused


@jobs.handles("picture.develop")
def develop(payload: dict[str, Any]) -> None:
    """Make the renditions of a picture that has come in. A file that cannot be decoded is told so in its row."""
    picture = db.session.get(Picture, payload["picture_id"])
    if picture is None or picture.is_ready or picture.refused or any(holds(picture) for holds in _HOLDS):
        return
    digest = picture.digest
    release()
    content = shelf.original(digest)
    try:
        if content is None:
            raise RefusedPicture("unreadable")
        developed = apart.develop(content)
    except RefusedPicture as refused:
        refuse(payload["picture_id"], refused.code)
        return
    shelf.keep(digest, developed.prints)
    picture = db.session.get_one(Picture, payload["picture_id"])
    settle(picture, developed.facts)
    queue_finer(picture)
    jobs.enqueue("picture.settled", picture_id=picture.id)


def hold_where(question: Callable[[Picture], bool]) -> None:
    """A picture for which this is true gets no renditions: something else will be shown in its place."""
    _HOLDS.append(question)


def withhold(picture: Picture) -> None:
    """No page shows it from this commit on, and its public files go right after."""
    if picture.is_ready:
        picture.ready_at = None
        jobs.enqueue("picture.hide", digest=picture.digest, widths=picture.widths)


@jobs.handles("picture.hide")
def hide(payload: dict[str, Any]) -> None:
    """Remove the public files of a picture that is withheld still."""
    picture = known(payload["digest"])
    if picture is not None and not picture.is_ready:
        shelf.drop_prints(payload["digest"], payload["widths"])


def refuse(picture_id: int, code: str) -> None:
    """A picture that turned out to be none: its row says why."""
    picture = db.session.get_one(Picture, picture_id)
    picture.refused = code
    shelf.drop_original(picture.digest)
    jobs.enqueue("picture.settled", picture_id=picture.id)


def _header(content: bytes) -> sizes.Header:
    from core.darkroom import kinds  # with Pillow, for processes that are sent pictures

    try:
        return kinds.examine(content)
    except sizes.Refused as refused:
        raise RefusedPicture(refused.code) from refused


def _row(upload: Upload) -> Picture:
    """A new row, or the one that somebody else wrote a moment ago."""
    picture = Picture(digest=upload.digest, width=upload.width, height=upload.height, colour=UNSEEN)
    try:
        with db.session.begin_nested():
            db.session.add(picture)
    except IntegrityError:
        return db.session.scalars(select(Picture).where(Picture.digest == upload.digest)).one()
    return picture
