"""What visitors leave in a stand's guest book; read by others once staff have looked."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, one_of, primary_key
from fairs.models.booth import Booth

ENTRY_STATES = ("waiting", "shown", "hidden")


class GuestEntry(Model):
    __table_args__ = (
        CheckConstraint(one_of("state", ENTRY_STATES), "known_state"),
        CheckConstraint("text <> '' AND signed <> ''", "says_something"),
        CheckConstraint("(state = 'hidden') = (reason <> '')", "hidden_for_a_reason"),
        Index("ix_guest_entry_booth_state", "booth_id", "state"),
    )

    id: Mapped[primary_key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    text: Mapped[str]
    signed: Mapped[str]  # as the visitor wants to be read
    written_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(default="waiting")
    reason: Mapped[str] = mapped_column(default="")  # why staff keep it off the page
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]

    booth: Mapped[Booth] = relationship()
