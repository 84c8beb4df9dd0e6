"""Other makers whose goods a booth presents: a stall of a cooperative, or of a village."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, UniqueConstraint, and_, exists, or_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, primary_key
from fairs.models.booth import Booth
from programme.models import Facility


class BoothGuest(Model):
    """That a maker was asked to let a booth show its goods. It does once agreed to, until one of them ends it."""

    __table_args__ = (
        UniqueConstraint("booth_id", "facility_id"),
        CheckConstraint("accepted_at >= invited_at", "accepted_after_invited"),
        CheckConstraint("ended_at >= invited_at", "ended_after_invited"),
        CheckConstraint("ended_at >= accepted_at", "ended_after_accepted"),
        CheckConstraint("(accepted_by IS NULL) = (accepted_at IS NULL)", "accepted_by_somebody"),
    )

    id: Mapped[primary_key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    invited_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    accepted_by: Mapped[int | None]  # the owner who agreed; a plain number, as in the log
    ended_at: Mapped[datetime | None]  # declined, left, or asked to leave

    booth: Mapped[Booth] = relationship()
    facility: Mapped[Facility] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether the maker has still to answer."""
        return self.accepted_at is None and self.ended_at is None

    @property
    def takes_part(self) -> bool:
        return self.accepted_at is not None and self.ended_at is None


def presents(facility_id: int) -> ColumnElement[bool]:
    """SQL: a booth of the maker, or one that shows its goods by its leave."""
    guest = exists().where(BoothGuest.booth_id == Booth.id, BoothGuest.facility_id == facility_id, takes_part())
    return or_(Booth.facility_id == facility_id, guest)


def takes_part() -> ColumnElement[bool]:
    """The same as BoothGuest.takes_part, for a query."""
    return and_(BoothGuest.accepted_at.is_not(None), BoothGuest.ended_at.is_(None))
