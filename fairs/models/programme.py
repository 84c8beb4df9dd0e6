"""The programme of a fair: talks, demonstrations, live sessions; and who sponsors it."""

from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, one_of, primary_key
from fairs.models.booth import Booth
from fairs.models.fair import Fair

SESSION_KINDS = ("ceremony", "talk", "demo", "live")
ROOM_OPENS_BEFORE = timedelta(minutes=15)
SPONSOR_LEVELS = ("diamond", "gold", "silver", "bronze", "companion")  # the highest first


class FairSession(Model):
    """One thing to come to. It is live by its hours, with no one having to start it."""

    __table_args__ = (
        UniqueConstraint("fair_id", "slug"),
        CheckConstraint(one_of("kind", SESSION_KINDS), "known_kind"),
        CheckConstraint("starts_at < ends_at", "starts_before_it_ends"),
        # A booth that holds a session is a booth of the same fair.
        ForeignKeyConstraint(
            ["booth_id", "fair_id"], ["booth.id", "booth.fair_id"], "fk_fair_session_booth_of_its_fair"
        ),
        Index("ix_fair_session_turn", "fair_id", "starts_at"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    slug: Mapped[str]
    kind: Mapped[str]
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    speaker: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")  # where in the fair: the craft stage
    booth_id: Mapped[int | None] = mapped_column(index=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    stream_url: Mapped[str] = mapped_column(default="")
    replay_url: Mapped[str] = mapped_column(default="")
    changed_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0, server_default="0")  # goes up by one each time it is saved

    fair: Mapped[Fair] = relationship(overlaps="booth")
    booth: Mapped[Booth | None] = relationship(overlaps="fair")

    @property
    def state(self) -> str:
        """cancelled, coming, live or over; at a fair that is called off nothing takes place."""
        now = times.now()
        if self.cancelled_at or (self.fair.called_off and now < self.ends_at):
            return "cancelled"
        if now < self.starts_at:
            return "coming"
        return "live" if now < self.ends_at else "over"

    @property
    def room_opens_at(self) -> datetime:
        """From when the way into the room is told: a quarter of an hour before, not to an empty room days ahead."""
        return self.starts_at - ROOM_OPENS_BEFORE

    @property
    def room(self) -> str:
        """The way into the room while it is open to visitors; else empty."""
        is_open = self.state == "live" or (self.state == "coming" and times.now() >= self.room_opens_at)
        return self.stream_url if is_open else ""

    @property
    def link(self) -> str:
        """Where to watch: the room from a quarter of an hour before until it ends, then the replay."""
        return self.replay_url if self.state == "over" else self.room


class FairSponsor(Model):
    """Who gives money or goods to a fair, and at which level."""

    __table_args__ = (
        UniqueConstraint("fair_id", "name"),
        CheckConstraint(one_of("level", SPONSOR_LEVELS), "known_level"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    level: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    gives: Mapped[str] = mapped_column(default="")  # what it gives, in a line
    gives_en: Mapped[str] = mapped_column(default="")
    url: Mapped[str] = mapped_column(default="")
