"""The pictures of a product: photos in their order, turntable frames, private designs, and what is still being sent."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, one_of, primary_key, stamped
from core.pictures import Picture

UPLOAD_STATES = ("open", "taken", "refused")
UPLOAD_USES = ("photo", "frame", "design")


class Photo(Model):
    """One photo on a product's page. With a mark, `picture` is the marked one and `source` names the plain original."""

    __table_args__ = (UniqueConstraint("product_id", "picture_id"),)

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(default="")
    alt_en: Mapped[str] = mapped_column(default="")
    is_marked: Mapped[bool | None]  # whether it shall carry the facility's name; None: as the facility has it
    source: Mapped[str | None]  # digest of the original without the mark
    mark: Mapped[str | None]  # the words on it now

    picture: Mapped[Picture] = relationship()

    @property
    def original(self) -> str:
        """The digest of what its maker put up: a mark makes another picture of it, and it stays the same photo."""
        return self.source or self.picture.digest


class Frame(Model):
    """One view of a product on a turntable; in their order they go once around it. Marked as a photo is."""

    __table_args__ = (UniqueConstraint("product_id", "picture_id"),)

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    source: Mapped[str | None]  # digest of the original without the mark
    mark: Mapped[str | None]  # the words on it now

    picture: Mapped[Picture] = relationship()

    @property
    def original(self) -> str:
        """As of a photo: by it an edit of the turn names the view, marked or not."""
        return self.source or self.picture.digest


class Design(Model):
    """A picture that only chosen buyers see. It is no row of `picture`, and its files lie apart: no public address
    leads to it."""

    __table_args__ = (
        UniqueConstraint("product_id", "source"),
        CheckConstraint("width > 0 AND height > 0", "has_size"),
    )

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(default="")
    source: Mapped[str]  # digest of the original
    width: Mapped[int]
    height: Mapped[int]
    ready_at: Mapped[datetime | None]

    @property
    def is_ready(self) -> bool:
        return self.ready_at is not None


class Upload(Model):
    """A file on its way, in parts; `received` bytes of `size` are here. `key` is chosen by the sender."""

    __table_args__ = (
        CheckConstraint(one_of("state", UPLOAD_STATES), "known_state"),
        CheckConstraint(one_of("use", UPLOAD_USES), "known_use"),
        CheckConstraint("received BETWEEN 0 AND size", "received_within_size"),
    )

    id: Mapped[primary_key]
    key: Mapped[str] = mapped_column(unique=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    use: Mapped[str]
    file_name: Mapped[str]
    size: Mapped[int]
    received: Mapped[int] = mapped_column(default=0)
    keeps_place: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default="open")
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[int | None]
    created_at: Mapped[stamped]
    updated_at: Mapped[stamped] = mapped_column(onupdate=times.now)

    @property
    def is_whole(self) -> bool:
        return self.received == self.size
