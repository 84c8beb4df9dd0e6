"""Halls of a fair and the numbered stands in them."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, primary_key
from fairs.models.fair import Fair

if TYPE_CHECKING:
    from fairs.models.booth import Booth

FACINGS = ("up", "down", "left", "right")


class Hall(Model):
    """A hall drawn on a grid of cells; features are what is not a stand: stage, desks, entrances."""

    __table_args__ = (UniqueConstraint("fair_id", "code"),)

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    width: Mapped[int]
    height: Mapped[int]
    features: Mapped[list[Any]] = mapped_column(default=list)  # [{"kind","x","y","width","height","label","label_en"}]

    fair: Mapped[Fair] = relationship(back_populates="halls")
    stands: Mapped[list["Stand"]] = relationship(back_populates="hall", order_by="Stand.walk")


class Stand(Model):
    """A numbered place in a hall. `walk` is its turn when one strolls along the aisles."""

    __table_args__ = (
        UniqueConstraint("hall_id", "number"),
        CheckConstraint("width > 0 AND height > 0", "has_size"),
        CheckConstraint(one_of("facing", FACINGS), "known_facing"),
    )

    id: Mapped[primary_key]
    hall_id: Mapped[int] = mapped_column(ForeignKey("hall.id"))
    number: Mapped[str]
    group: Mapped[str]  # browse category it is meant for
    letter: Mapped[str]
    x: Mapped[int]
    y: Mapped[int]
    width: Mapped[int] = mapped_column(default=1)
    height: Mapped[int] = mapped_column(default=1)
    facing: Mapped[str] = mapped_column(default="down")  # where its aisle lies
    walk: Mapped[int] = mapped_column(default=0)
    list_price: Mapped[dong] = mapped_column(default=0)
    subsidised: Mapped[dong] = mapped_column(default=0)

    hall: Mapped[Hall] = relationship(back_populates="stands")
    booth: Mapped["Booth | None"] = relationship(back_populates="stand")

    @property
    def on_show(self) -> "Booth | None":
        """The booth that visitors find here; one not yet published leaves the stand free to their eyes."""
        return self.booth if self.booth and self.booth.published_at else None
