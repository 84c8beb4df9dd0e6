"""Spans of time in which a maker delivers, or goods are fetched, each with so many places."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, primary_key
from fairs.models import Venue

MOST_PLACES = 500


class DeliverySlot(Model):
    """It is closed, never changed: parcels were promised it."""

    __table_args__ = (
        UniqueConstraint("facility_id", "place", "starts_at"),
        CheckConstraint(
            "(venue_id IS NULL AND place IN ('send', 'workshop')) OR place = 'diem-' || venue_id", "known_place"
        ),
        CheckConstraint("ends_at > starts_at", "ends_after_it_starts"),
        CheckConstraint(f"places BETWEEN 1 AND {MOST_PLACES}", "some_places"),
        CheckConstraint("taken BETWEEN 0 AND places", "taken_within_places"),
        Index("ix_delivery_slot_coming", "facility_id", "starts_at"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    place: Mapped[str]  # send: at the buyer's; workshop; or diem-<venue>, as forms name it
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]

    venue: Mapped[Venue | None] = relationship()

    @property
    def left(self) -> int:
        return 0 if self.closed_at else self.places - self.taken
