"""Places to see and buy: the creative design centre, OCOP points of sale, village workshops; and visits there."""

import secrets
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, one_of, primary_key, stamped
from programme import places
from programme.models import CraftVillage, Facility

VENUE_KINDS = ("design_centre", "ocop_point", "workshop")
VISIT_KINDS = ("visit", "workshop")
TELLINGS = ("letter", "call")
MOST_PLACES, MOST_PEOPLE = 200, 10


def _secret() -> str:
    return secrets.token_urlsafe(24)


class Venue(Model):
    """A place with hours of its own. `closed_at`: no longer shown; its visits and shelf keep their rows."""

    __table_args__ = (
        CheckConstraint(one_of("kind", VENUE_KINDS), "known_kind"),
        CheckConstraint("(lat IS NULL) = (lon IS NULL)", "whole_point"),
        CheckConstraint("lat BETWEEN 6 AND 24 AND lon BETWEEN 102 AND 118", "point_in_the_country"),
        CheckConstraint("kind <> 'workshop' OR facility_id IS NOT NULL", "workshop_is_a_makers"),
    )

    id: Mapped[primary_key]
    slug: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    intro: Mapped[str] = mapped_column(default="")
    intro_en: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    commune_code: Mapped[str] = mapped_column(index=True)  # key of programme/places.py
    phone: Mapped[str] = mapped_column(default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("craft_village.id"), index=True)
    is_sample: Mapped[bool] = mapped_column(default=False)  # invented for the demo, and says so
    closed_at: Mapped[datetime | None]
    created_at: Mapped[stamped]

    facility: Mapped[Facility | None] = relationship()
    village: Mapped[CraftVillage | None] = relationship()
    hours: Mapped[list["VenueHours"]] = relationship(order_by="VenueHours.weekday", cascade="all, delete-orphan")

    @property
    def where(self) -> str:
        return ", ".join(filter(None, (self.address, places.full_name(self.commune_code))))

    @property
    def is_open(self) -> bool:
        """Whether its doors are open at this minute."""
        now = times.local(times.now())
        minute = now.hour * 60 + now.minute
        return any(one.weekday == now.weekday() and one.opens <= minute < one.closes for one in self.hours)


class VenueHours(Model):
    """When a place opens on one day of the week, in minutes after midnight in Hanoi. No row: shut that day."""

    __table_args__ = (
        UniqueConstraint("venue_id", "weekday"),
        CheckConstraint("weekday BETWEEN 0 AND 6", "known_weekday"),
        CheckConstraint("opens >= 0 AND opens < closes AND closes <= 1440", "opens_first"),
    )

    id: Mapped[primary_key]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"))
    weekday: Mapped[int]  # Monday is 0
    opens: Mapped[int]
    closes: Mapped[int]

    @property
    def written(self) -> str:
        return f"{self.opens // 60}:{self.opens % 60:02} – {self.closes // 60}:{self.closes % 60:02}"


class VenueVisit(Model):
    """A guided visit or a workshop at a place, with so many places.

    `taken` never passes them: the database keeps that.
    """

    __table_args__ = (
        CheckConstraint(one_of("kind", VISIT_KINDS), "known_kind"),
        CheckConstraint("starts_at < ends_at", "starts_before_it_ends"),
        CheckConstraint(f"places BETWEEN 1 AND {MOST_PLACES}", "places_in_range"),
        CheckConstraint("taken >= 0 AND taken <= places", "taken_within_places"),
        CheckConstraint("price >= 0", "price_not_negative"),
        CheckConstraint("(cancelled_at IS NULL) = (cancelled_why = '')", "cancelled_for_a_reason"),
        Index("ix_venue_visit_turn", "venue_id", "starts_at"),
    )

    id: Mapped[primary_key]
    venue_id: Mapped[int] = mapped_column(ForeignKey("venue.id"))
    kind: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    price: Mapped[int] = mapped_column(default=0)  # đồng for one person, paid there
    cancelled_at: Mapped[datetime | None]
    cancelled_why: Mapped[str] = mapped_column(default="")

    venue: Mapped[Venue] = relationship()

    @property
    def left(self) -> int:
        return self.places - self.taken

    @property
    def can_be_booked(self) -> bool:
        return self.cancelled_at is None and self.starts_at > times.now() and self.left > 0


class VenueBooking(Model):
    """So many places of a visit for somebody; `token` is all that is needed to see it and give it back.

    `told_by`: where the visit was called off, a letter went out, or only a call can tell; nothing where it was not.
    """

    __table_args__ = (
        CheckConstraint(f"people BETWEEN 1 AND {MOST_PEOPLE}", "people_in_range"),
        CheckConstraint(one_of("told_by", ("", *TELLINGS)), "known_telling"),
        CheckConstraint("told_by = '' OR cancelled_at IS NOT NULL", "told_when_called_off"),
        CheckConstraint("rung_at IS NULL OR told_by = 'call'", "only_a_call_is_rung"),
        CheckConstraint("erased_at IS NULL OR (name = '' AND phone = '')", "erased_is_empty"),
    )

    id: Mapped[primary_key]
    visit_id: Mapped[int] = mapped_column(ForeignKey("venue_visit.id"), index=True)
    token: Mapped[str] = mapped_column(unique=True, default=_secret)
    name: Mapped[str]
    phone: Mapped[str]
    people: Mapped[int]
    made_at: Mapped[stamped]
    cancelled_at: Mapped[datetime | None]
    told_by: Mapped[str] = mapped_column(default="")
    rung_at: Mapped[datetime | None]
    rung_by: Mapped[int | None]  # a person's number
    erased_at: Mapped[datetime | None]  # who booked is forgotten; that so many came stays

    visit: Mapped[VenueVisit] = relationship()
