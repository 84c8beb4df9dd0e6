"""Places beside the workshop at which a maker keeps goods, and how many of each variant lie there."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.variant import Variant
from core.db import Model, primary_key, stamped


class StockPlace(Model):
    """An OCOP point, a stand of a fair, a co-operative's store. It is closed, never removed: moves name it."""

    __table_args__ = (UniqueConstraint("facility_id", "name"), CheckConstraint("name <> ''", "says_what"))

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    venue_id: Mapped[int | None] = mapped_column(
        ForeignKey("venue.id"), index=True
    )  # whoever fetches there draws on it
    name: Mapped[str]
    closed_at: Mapped[datetime | None]


class PlaceStock(Model):
    """Of one variant at one place: part of Variant.on_hand and of Variant.held. What is nowhere is at the workshop."""

    __table_args__ = (
        UniqueConstraint("variant_id", "place_id"),
        CheckConstraint("on_hand >= 0", "on_hand_not_negative"),
        CheckConstraint("held >= 0 AND held <= on_hand", "held_within_on_hand"),
    )

    id: Mapped[primary_key]
    place_id: Mapped[int] = mapped_column(ForeignKey("stock_place.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    on_hand: Mapped[int] = mapped_column(default=0)
    held: Mapped[int] = mapped_column(default=0)  # promised to orders whose goods leave from here

    place: Mapped[StockPlace] = relationship()
    variant: Mapped[Variant] = relationship()


class PlaceMove(Model):
    """Carried from one place to another; no place: the workshop."""

    __table_args__ = (
        CheckConstraint("units > 0", "units_positive"),
        CheckConstraint("coalesce(from_id, 0) <> coalesce(to_id, 0)", "goes_somewhere"),
    )

    id: Mapped[primary_key]
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    from_id: Mapped[int | None] = mapped_column(ForeignKey("stock_place.id"), index=True)
    to_id: Mapped[int | None] = mapped_column(ForeignKey("stock_place.id"), index=True)
    units: Mapped[int]
    reason: Mapped[str] = mapped_column(default="")
    at: Mapped[stamped]
    actor_id: Mapped[int | None]

    variant: Mapped[Variant] = relationship()
