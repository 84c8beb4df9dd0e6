"""What facilities send in when a fair takes applications, and by what each is judged."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, one_of, primary_key
from fairs.models.fair import Fair
from fairs.models.hall import Stand
from programme.models import Facility

POWERS = ("", "220", "380")  # volts; none needed
MOST_UNITS = 4  # stands of the usual size that one may ask for, side by side


class Criterion(Model):
    """One thing by which the applications to a fair are judged, and how many points it is worth."""

    __table_args__ = (
        UniqueConstraint("fair_id", "name"),
        CheckConstraint("points BETWEEN 1 AND 100", "points_in_range"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    measures: Mapped[str] = mapped_column(default="")  # what earns the points, for makers and scorers
    measures_en: Mapped[str] = mapped_column(default="")
    points: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)


class Application(Model):
    """A facility's request for a stand at a fair that takes applications."""

    __table_args__ = (
        UniqueConstraint("fair_id", "facility_id"),
        CheckConstraint(one_of("power", POWERS), "known_power"),
        CheckConstraint(f"units BETWEEN 1 AND {MOST_UNITS}", "units_in_range"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    wish: Mapped[str] = mapped_column(default="")
    product_ids: Mapped[list[Any]] = mapped_column(default=list)
    power: Mapped[str] = mapped_column(default="")
    needs_water: Mapped[bool] = mapped_column(default=False)
    wants_corner: Mapped[bool] = mapped_column(default=False)
    units: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]

    fair: Mapped[Fair] = relationship()
    facility: Mapped[Facility] = relationship()
    stand_wishes: Mapped[list["StandWish"]] = relationship(order_by="StandWish.turn", cascade="all, delete-orphan")

    @property
    def wished_numbers(self) -> list[str]:
        return [one.stand.number for one in self.stand_wishes]


class StandWish(Model):
    """A stand that an application asks for, the first by turn preferred. It goes when the stand is drawn away."""

    __table_args__ = (UniqueConstraint("application_id", "turn"), UniqueConstraint("application_id", "stand_id"))

    id: Mapped[primary_key]
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id", ondelete="CASCADE"), index=True)
    turn: Mapped[int]

    stand: Mapped[Stand] = relationship()
