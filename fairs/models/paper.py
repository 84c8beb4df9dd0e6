"""The papers of a fair that are set by the worker: asked for, waited for, fetched."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, one_of, primary_key

PAPER_KINDS = ("catalogue", "exhibitors", "placards", "signs")


class FairPaper(Model):
    """One of a kind: what is made anew takes the place of the earlier file, which can be fetched until then."""

    __table_args__ = (
        UniqueConstraint("fair_id", "kind"),
        CheckConstraint(one_of("kind", PAPER_KINDS), "known_kind"),
        CheckConstraint("(ready_at IS NULL) = (byte_count IS NULL)", "ready_when_written"),
        CheckConstraint("byte_count IS NULL OR byte_count > 0", "has_content"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    kind: Mapped[str]
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    byte_count: Mapped[int | None]

    @property
    def file_key(self) -> str:
        return f"papers/{self.fair_id}/{self.kind}.pdf"

    @property
    def is_waited_for(self) -> bool:
        return self.ready_at is None or self.ready_at < self.asked_at
