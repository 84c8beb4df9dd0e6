"""Pictures that nothing shows any more: their row and their public files go, the private original stays."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Column, exists, select

from core import jobs, times
from core.db import db
from core.pictures import origins, shelf
from core.pictures.models import Picture, PictureOrigin

AGAIN_AFTER = timedelta(minutes=15)


def is_used(picture: Picture) -> bool:
    """Whether any row of any table shows it: every foreign key to `picture` is asked, whoever's table it is in."""
    return any(db.session.scalar(select(exists().where(column == picture.id))) for column in columns())


def columns() -> list[Column[Any]]:
    """The columns by which anything shows a picture."""
    return [
        key.parent
        for table in db.metadata.sorted_tables
        if table is not PictureOrigin.__table__
        for key in table.foreign_keys
        if key.column is Picture.__table__.c.id
    ]


def retire(picture: Picture) -> None:
    """Take a picture away when nothing shows it any more: its row now, its public files after the commit."""
    db.session.flush()
    if is_used(picture):
        return
    origins.forget(picture)
    # Twice: work that was under way when the row went may still write a file.
    for later in (timedelta(), AGAIN_AFTER):
        jobs.enqueue("picture.drop", run_at=times.now() + later, digest=picture.digest, widths=picture.widths)
    db.session.delete(picture)
    db.session.flush()


@jobs.handles("picture.drop")
def drop(payload: dict[str, Any]) -> None:
    """Remove the public files, unless the same picture has come in again meanwhile."""
    if db.session.scalar(select(Picture.id).where(Picture.digest == payload["digest"])) is None:
        shelf.drop_prints(payload["digest"], payload["widths"])
