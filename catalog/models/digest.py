"""What makers are told of demand: the words that staff let go, the digests that were sent, and who wants none."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, one_of, primary_key
from programme.models import Facility

TERM_STATES = ("go", "held")


class DemandTerm(Model):
    """Words looked for in vain that staff have looked at: told to makers of a shelf, or held back."""

    __table_args__ = (
        CheckConstraint(one_of("state", TERM_STATES), "known_state"),
        CheckConstraint("state <> 'go' OR shelf <> ''", "goes_to_a_shelf"),
    )

    id: Mapped[primary_key]
    key: Mapped[str] = mapped_column(unique=True)
    written: Mapped[str]
    shelf: Mapped[str]  # of what shoppers browse
    state: Mapped[str]
    decided_at: Mapped[datetime]


class DemandDigest(Model):
    """What one maker was told in one period, as it was written; `parts` as of digests.Part."""

    __table_args__ = (UniqueConstraint("facility_id", "period"),)

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    period: Mapped[date] = mapped_column(index=True)  # its first day
    made_at: Mapped[datetime]
    parts: Mapped[list[Any]]

    facility: Mapped[Facility] = relationship()

    @property
    def word_count(self) -> int:
        return sum(len(part["words"]) for part in self.parts)

    @property
    def waiting_count(self) -> int:
        return sum(part["waiting"] for part in self.parts)


class DigestRefusal(Model):
    """That a maker wants no such letters; what there is to tell stays on its page."""

    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), primary_key=True)
    refused_at: Mapped[datetime]
