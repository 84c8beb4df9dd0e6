"""A fair: its names, its window and hours, who pays, and what state its dates put it in."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, one_of, primary_key, stamped
from core.pictures import Picture
from programme import places
from programme.models import Funding, Scheme

if TYPE_CHECKING:
    from fairs.models.hall import Hall

FAIR_KINDS = ("physical", "virtual", "both")
CALLED_OFF = ("cancelled", "postponed")
# In the order in which a fair goes through them; then what staff may say of it at any time.
FAIR_STATES = ("planned", "applications", "allotment", "setup", "open", "closed", "reported", *CALLED_OFF)
BEFORE_OPENING = ("planned", "applications", "allotment", "setup", "postponed")


def open_at(moment: datetime) -> ColumnElement[bool]:
    """Whether visitors find a fair open at that moment: the same as Fair.is_open, for a query."""
    return and_(Fair.opens_at <= moment, Fair.closes_at > moment, Fair.called_off == "")


class Fair(Model):
    """A fair. What state it is in follows from its dates alone, so it opens and closes itself.

    `opens_at` and `closes_at` are the first and the last of its hours in `days`; fairs kept before there were days
    have only those two.
    """

    __table_args__ = (
        CheckConstraint(one_of("kind", FAIR_KINDS), "known_kind"),
        CheckConstraint(one_of("called_off", ("", *CALLED_OFF)), "known_calling_off"),
        CheckConstraint("(called_off = '') = (called_off_reason = '')", "called_off_for_a_reason"),
        CheckConstraint("opens_at < closes_at", "opens_before_it_closes"),
        CheckConstraint("applications_open_at < applications_close_at", "call_runs_forwards"),
        CheckConstraint("applications_close_at <= opens_at", "call_ends_before_it_opens"),
        CheckConstraint("setup_at < setup_until", "setup_runs_forwards"),
        CheckConstraint("setup_at < opens_at AND setup_until <= opens_at", "set_up_before_it_opens"),
        CheckConstraint("reported_at >= closes_at", "reported_after_it_closed"),
        CheckConstraint("(reported_at IS NULL) = (report_number = '')", "report_has_a_number"),
        Index("ix_fair_window", "opens_at", "closes_at"),
    )

    id: Mapped[primary_key]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="both")
    place: Mapped[str] = mapped_column(default="")  # what the venue is called
    address: Mapped[str] = mapped_column(default="")  # its street and number
    commune_code: Mapped[str | None]  # key of programme/places.py
    organiser: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")  # `days` in a line; for fairs without, as somebody wrote it
    intro: Mapped[str] = mapped_column(default="")
    intro_en: Mapped[str] = mapped_column(default="")
    results: Mapped[str] = mapped_column(default="")
    applications_open_at: Mapped[datetime | None]
    applications_close_at: Mapped[datetime | None]
    setup_at: Mapped[datetime | None]  # makers may bring their goods in from here
    setup_until: Mapped[datetime | None]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    called_off: Mapped[str] = mapped_column(default="")
    called_off_reason: Mapped[str] = mapped_column(default="")  # visitors read it
    called_off_reason_en: Mapped[str] = mapped_column(default="")
    called_off_at: Mapped[datetime | None]
    reported_at: Mapped[datetime | None]  # when its report was accepted
    report_number: Mapped[str] = mapped_column(default="")  # of the paper that accepted it
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"))
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))
    revision: Mapped[int] = mapped_column(default=0, server_default="0")  # goes up by one each time it is saved

    scheme: Mapped[Scheme | None] = relationship()
    picture: Mapped[Picture | None] = relationship()
    halls: Mapped[list["Hall"]] = relationship(back_populates="fair", order_by="Hall.position")
    days: Mapped[list["FairDay"]] = relationship(order_by="FairDay.day", cascade="all, delete-orphan")
    paid_by: Mapped[list["FairFunding"]] = relationship(cascade="all, delete-orphan")

    @property
    def state(self) -> str:
        """One of FAIR_STATES."""
        now = times.now()
        if self.called_off:
            return self.called_off
        if now >= self.closes_at:
            return "reported" if self.reported_at else "closed"
        if now >= self.opens_at:
            return "open"
        if self.setup_at and now >= self.setup_at:
            return "setup"
        if self.applications_open_at and now >= self.applications_open_at:
            closed = self.applications_close_at is not None and now >= self.applications_close_at
            return "allotment" if closed else "applications"
        return "planned"

    @property
    def where(self) -> str:
        """The venue with its address and commune, for who goes there."""
        commune = places.full_name(self.commune_code) if self.commune_code else ""
        return ", ".join(filter(None, (self.place, self.address, commune)))

    @property
    def is_open(self) -> bool:
        return self.state == "open"

    def was_open(self, at: datetime) -> bool:
        """Whether it was open at a moment of the past, for what was noted then and is told only now."""
        called_off = self.called_off and (self.called_off_at is None or self.called_off_at <= at)
        return self.opens_at <= at < self.closes_at and not called_off

    @property
    def is_over(self) -> bool:
        """Closed for good: nothing of it changes any more but its report."""
        return self.state in ("closed", "reported")

    @property
    def is_to_come(self) -> bool:
        return self.state in BEFORE_OPENING


class FairDay(Model):
    """The hours of one day. A day without a row is a day on which the fair stays shut."""

    __table_args__ = (UniqueConstraint("fair_id", "day"), CheckConstraint("opens_at < closes_at", "opens_first"))

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    day: Mapped[date]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]


class FairFunding(Model):
    """A line of the scheme's money that pays for the fair."""

    __table_args__ = (UniqueConstraint("fair_id", "funding_id"),)

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    funding_id: Mapped[int] = mapped_column(ForeignKey("funding.id"), index=True)
    chosen_at: Mapped[stamped]

    funding: Mapped[Funding] = relationship()
