"""Pictures of what is wrong with received goods: seen by buyer, maker and staff, and by no public address.

They lie apart from all public pictures, as private designs do: no row of `picture` is made of them.
"""

from collections.abc import Sequence
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from catalog.photos import Batch
from core import jobs, times
from core.db import Model, db, primary_key
from core.pictures import RefusedPicture, apart, shelf
from core.storage import files

MOST = 5  # of a claim
WIDTHS = (320, 960)


class ClaimPicture(Model):
    """One picture of a claim; shown once the worker has developed it."""

    __table_args__ = (
        UniqueConstraint("claim_id", "source"),
        CheckConstraint("width > 0 AND height > 0", "has_size"),
    )

    id: Mapped[primary_key]
    claim_id: Mapped[int] = mapped_column(ForeignKey("parcel_claim.id"))
    source: Mapped[str]  # digest of the original
    width: Mapped[int]
    height: Mapped[int]
    ready_at: Mapped[datetime | None]

    @property
    def widths(self) -> list[int]:
        """The widths there are of it, narrowest first."""
        return sorted({width for width in WIDTHS if width < self.width} | {min(self.width, WIDTHS[-1])})


def add(claim_id: int, batch: Batch) -> None:
    """Keep what was rendered; the same picture twice is one, and what is too many joins the refused."""
    here: set[str] = set()
    for one in batch.rendered:
        if one.upload.digest in here:
            continue
        if len(here) >= MOST:
            batch.refused.append((one.file_name, _("Mỗi yêu cầu nhiều nhất %(n)s ảnh.", n=MOST)))
            continue
        here.add(one.upload.digest)
        picture = ClaimPicture(
            claim_id=claim_id, source=one.upload.digest, width=one.upload.width, height=one.upload.height
        )
        db.session.add(picture)
        db.session.flush()
        jobs.enqueue("claim.develop", picture_id=picture.id)


def develop(picture_id: int) -> None:
    """Make its renditions, apart from all public ones. Ends the transaction on its way."""
    picture = db.session.get(ClaimPicture, picture_id)
    if picture is None or picture.ready_at:
        return
    source = picture.source
    db.session.rollback()
    try:
        developed = apart.develop(shelf.original(source) or b"")
    except RefusedPicture:
        db.session.delete(db.session.get_one(ClaimPicture, picture_id))
        return
    widest = min(developed.facts["width"], WIDTHS[-1])
    for width, ending, content in developed.prints:
        if ending == "jpg" and (width in WIDTHS or width == developed.facts["width"]):
            files().put(_key(picture_id, source, width), content)
    picture = db.session.get_one(ClaimPicture, picture_id)
    picture.width, picture.height = widest, developed.facts["height"] * widest // developed.facts["width"]
    picture.ready_at = times.now()


def of_claim(claim_id: int) -> Sequence[ClaimPicture]:
    return db.session.scalars(
        select(ClaimPicture).where(ClaimPicture.claim_id == claim_id).order_by(ClaimPicture.id)
    ).all()


def one_of(claim_id: int, picture_id: int) -> ClaimPicture | None:
    return db.session.scalar(
        select(ClaimPicture).where(ClaimPicture.id == picture_id, ClaimPicture.claim_id == claim_id)
    )


def rendition(picture: ClaimPicture, width: int) -> bytes | None:
    """JPEG for those who may see it; the caller has asked whether they may."""
    if picture.ready_at is None or width not in picture.widths:
        return None
    return files().get(_key(picture.id, picture.source, width))


def _key(picture_id: int, source: str, width: int) -> str:
    return f"claims/{picture_id}-{source}/{width}.jpg"
