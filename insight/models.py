"""The rows behind what promotion brought: visits, counted by day and by what was visited; and renewal packs."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, one_of, primary_key

VISIT_KINDS = ("product", "booth", "fair", "facility", "lot")


class VisitCount(Model):
    """How many times a thing was looked at on one day. No person, no address, no cookie is kept."""

    __table_args__ = (
        UniqueConstraint("day", "kind", "subject_id"),
        CheckConstraint(one_of("kind", VISIT_KINDS), "known_kind"),
        CheckConstraint("visits > 0", "visits_positive"),
        Index("ix_visit_count_subject", "kind", "subject_id", "day"),
    )

    id: Mapped[primary_key]
    day: Mapped[date]
    kind: Mapped[str]
    subject_id: Mapped[int]
    visits: Mapped[int]


class RenewalPack(Model):
    """The file that was made of a paper for its next assessment; one a day, the latest alone is kept."""

    __table_args__ = (
        UniqueConstraint("recognition_id", "as_of"),
        CheckConstraint("(ready_at IS NULL) = (byte_count IS NULL)", "ready_when_written"),
        CheckConstraint("byte_count IS NULL OR byte_count > 0", "has_content"),
    )

    id: Mapped[primary_key]
    recognition_id: Mapped[int] = mapped_column(ForeignKey("recognition.id"))
    as_of: Mapped[date]
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    byte_count: Mapped[int | None]

    @property
    def file_key(self) -> str:
        return f"packs/{self.recognition_id}/{self.as_of.isoformat()}.zip"
