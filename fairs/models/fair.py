"""A fair: its names, its window, who pays, and what state its dates put it in."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, one_of, primary_key
from core.pictures import Picture
from programme.models import Scheme

if TYPE_CHECKING:
    from fairs.models.hall import Hall

FAIR_KINDS = ("physical", "virtual", "both")


class Fair(Model):
    """A fair. What state it is in follows from its dates alone, so it opens and closes itself."""

    __table_args__ = (
        CheckConstraint(one_of("kind", FAIR_KINDS), "known_kind"),
        CheckConstraint("opens_at < closes_at", "opens_before_it_closes"),
        Index("ix_fair_window", "opens_at", "closes_at"),
    )

    id: Mapped[primary_key]
    slug: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[str] = mapped_column(default="both")
    place: Mapped[str] = mapped_column(default="")
    organiser: Mapped[str] = mapped_column(default="")
    hours: Mapped[str] = mapped_column(default="")
    intro: Mapped[str] = mapped_column(default="")
    intro_en: Mapped[str] = mapped_column(default="")
    results: Mapped[str] = mapped_column(default="")
    applications_open_at: Mapped[datetime | None]
    applications_close_at: Mapped[datetime | None]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"))
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"))

    scheme: Mapped[Scheme | None] = relationship()
    picture: Mapped[Picture | None] = relationship()
    halls: Mapped[list["Hall"]] = relationship(back_populates="fair", order_by="Hall.position")

    @property
    def state(self) -> str:
        """planned, applications, setup, open or closed."""
        now = times.now()
        if now >= self.closes_at:
            return "closed"
        if now >= self.opens_at:
            return "open"
        if self.applications_open_at and now >= self.applications_open_at:
            closed = self.applications_close_at is not None and now >= self.applications_close_at
            return "setup" if closed else "applications"
        return "planned"

    @property
    def is_open(self) -> bool:
        return self.state == "open"
