"""Who waits for what is sold out, and where to write to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.variant import Variant
from core.db import Model, one_of, primary_key
from core.i18n import LOCALES


class Waiting(Model):
    """One address in line for one variant: asked, confirmed (at once where the account's own), told once, forgotten."""

    __table_args__ = (
        UniqueConstraint("variant_id", "email"),
        CheckConstraint("told_at IS NULL OR confirmed_at IS NOT NULL", "told_once_confirmed"),
        CheckConstraint(one_of("language", LOCALES), "known_language"),
        Index("ix_waiting_line", "variant_id", "told_at", "confirmed_at"),
    )

    id: Mapped[primary_key]
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id", ondelete="CASCADE"))
    email: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), index=True)
    language: Mapped[str]
    token: Mapped[str] = mapped_column(unique=True)  # the unguessable end of the address in each letter
    asked_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]  # her place in line
    told_at: Mapped[datetime | None]

    variant: Mapped[Variant] = relationship()

    @property
    def is_in_line(self) -> bool:
        return self.confirmed_at is not None and self.told_at is None
