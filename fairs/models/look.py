"""What a booth looks like: the one draft its maker works on, and every look that was ever published."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, primary_key, stamped
from core.pictures import Picture


class BoothLook(Model):
    """A draft holds only what it changes; a published look holds the whole, so that it can be taken again."""

    __table_args__ = (
        Index(
            "uq_booth_look_draft",
            "booth_id",
            unique=True,
            sqlite_where=text("published_at IS NULL"),
            postgresql_where=text("published_at IS NULL"),
        ),
        Index("ix_booth_look_history", "booth_id", "published_at"),
        CheckConstraint("published_by IS NULL OR published_at IS NOT NULL", "published_by_somebody_at_a_time"),
    )

    id: Mapped[primary_key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    values: Mapped[dict[str, Any]] = mapped_column(default=dict)  # by the names of fairs/looks.py
    made_at: Mapped[stamped]
    published_at: Mapped[datetime | None]
    published_by: Mapped[int | None]  # a plain number, as in the log

    pictures: Mapped[list["BoothLookPicture"]] = relationship(cascade="all, delete-orphan")


class BoothLookPicture(Model):
    """That a look shows a picture, so that nobody takes it away."""

    __table_args__ = (UniqueConstraint("look_id", "picture_id"),)

    id: Mapped[primary_key]
    look_id: Mapped[int] = mapped_column(ForeignKey("booth_look.id"))
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), index=True)

    picture: Mapped[Picture] = relationship()
