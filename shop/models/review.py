"""What buyers say of what they received, and who finds it wrong."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import times
from core.db import Model, one_of, primary_key

REVIEW_MENDING = timedelta(days=30)
REVIEW_STATES = ("pending", "shown", "hidden")


class Review(Model):
    """What a buyer says of what she bought; one an order line."""

    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", "stars_in_range"),
        CheckConstraint(one_of("state", REVIEW_STATES), "known_state"),
        CheckConstraint("state <> 'hidden' OR reason <> ''", "hidden_with_reason"),
        Index("ix_review_product_state", "product_id", "state"),
    )

    id: Mapped[primary_key]
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    stars: Mapped[int]
    text: Mapped[str]
    signed: Mapped[str]  # the buyer's name as shown, e.g. "Chị Ngân"
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="shown")
    reason: Mapped[str] = mapped_column(default="")  # why staff hid it
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]

    @property
    def can_be_mended(self) -> bool:
        """Whether its buyer may still think again."""
        return times.now() < self.written_at + REVIEW_MENDING


class ReviewReport(Model):
    """A visitor finds a review wrong. `key` is a keyed digest of where she asks from: once a review."""

    __table_args__ = (UniqueConstraint("review_id", "key"),)

    id: Mapped[primary_key]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    reason: Mapped[str]
    key: Mapped[str]
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
