"""Where a picture was taken: kept privately while its maker agrees, gone when they no longer do."""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select

from core import jobs, times
from core.db import db, release
from core.pictures import apart, shelf
from core.pictures.models import Picture, PictureOrigin


def of(picture: Picture) -> PictureOrigin | None:
    return db.session.scalar(select(PictureOrigin).where(PictureOrigin.picture_id == picture.id))


def forget(picture: Picture) -> None:
    """The maker agrees no longer."""
    db.session.execute(delete(PictureOrigin).where(PictureOrigin.picture_id == picture.id))


def note(picture: Picture, agreed_by: int | None) -> PictureOrigin | None:
    """Read the place from the original and keep it, as `agreed_by` agreed; None where the camera noted nothing."""
    picture_id, digest = picture.id, picture.digest
    release()
    content = shelf.original(digest)
    told = apart.notes(content) if content is not None else {}
    taken_at = datetime.fromisoformat(told["taken_at"]) if told.get("taken_at") else None
    if told.get("lat") is None and taken_at is None:
        return None
    origin = db.session.scalar(select(PictureOrigin).where(PictureOrigin.picture_id == picture_id))
    origin = origin or PictureOrigin(picture_id=picture_id)
    origin.lat, origin.lon, origin.taken_at = told.get("lat"), told.get("lon"), taken_at
    origin.agreed_by, origin.agreed_at = agreed_by, times.now()
    db.session.add(origin)
    return origin


@jobs.handles("picture.note_origin")
def note_origin(payload: dict[str, Any]) -> None:
    picture = db.session.get(Picture, payload["picture_id"])
    if picture is not None:
        note(picture, payload["agreed_by"])
