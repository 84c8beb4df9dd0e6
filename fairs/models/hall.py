"""Halls of a fair and the numbered stands in them."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, primary_key
from fairs.models.fair import Fair

if TYPE_CHECKING:
    from fairs.models.booth import Booth

FACINGS = ("up", "down", "left", "right")


class Hall(Model):
    """A hall drawn on a grid of cells; features are what is not a stand: aisles, entrances, zones, stage, desks."""

    __table_args__ = (UniqueConstraint("fair_id", "code"), UniqueConstraint("id", "fair_id"))

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    width: Mapped[int]
    height: Mapped[int]
    # [{"id","changed_in","kind","x","y","width","height","label","label_en","group"}], aisles as one walks them
    features: Mapped[list[Any]] = mapped_column(default=list)
    revision: Mapped[int] = mapped_column(default=0)  # grows with each change of the plan

    fair: Mapped[Fair] = relationship(back_populates="halls")
    stands: Mapped[list["Stand"]] = relationship(back_populates="hall", order_by="Stand.walk")


class Stand(Model):
    """A numbered place in a hall. `walk` is its turn when one strolls along the aisles.

    Prices are whole đồng: what the stand costs, and how much of it the programme bears.
    """

    __table_args__ = (
        ForeignKeyConstraint(["hall_id", "fair_id"], ["hall.id", "hall.fair_id"], "fk_stand_hall_of_the_fair"),
        UniqueConstraint("fair_id", "number"),
        CheckConstraint("width > 0 AND height > 0", "has_size"),
        CheckConstraint("x >= 0 AND y >= 0", "is_inside"),
        CheckConstraint(one_of("facing", FACINGS), "known_facing"),
        CheckConstraint("subsidised >= 0 AND subsidised <= list_price", "subsidy_within_its_price"),
    )

    id: Mapped[primary_key]
    hall_id: Mapped[int] = mapped_column(index=True)
    fair_id: Mapped[int]  # the hall's, so that a number is one stand's in the whole fair
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
    changed_in: Mapped[int] = mapped_column(default=0)  # the plan's revision that changed it last

    hall: Mapped[Hall] = relationship(back_populates="stands")
    booth: Mapped["Booth | None"] = relationship(back_populates="stand")

    @property
    def on_show(self) -> "Booth | None":
        """The booth that visitors find here; one not yet published leaves the stand free to their eyes."""
        return self.booth if self.booth and self.booth.published_at else None


class FormerNumber(Model):
    """A number that a stand with a booth bore before: it may be printed, so it leads to that stand and to no other."""

    __table_args__ = (UniqueConstraint("fair_id", "number"),)

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    number: Mapped[str]
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id"), index=True)
