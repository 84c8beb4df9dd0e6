"""What a maker tells of one product beyond its label: how pieces differ, who makes it and how, how far it goes."""

from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.calendar import Calendar
from core.db import Model, one_of, primary_key

if TYPE_CHECKING:
    from catalog.models.lot import MakingStep

REACHES = ("everywhere", "province", "communes", "same_day", "pick_up", "chilled", "quote")


class Promise(Model):
    """At most one a product. Texts left empty are not shown."""

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), unique=True)
    variance: Mapped[str] = mapped_column(default="")  # "mỗi chiếc một khác: …"
    variance_en: Mapped[str] = mapped_column(default="")
    artisan: Mapped[str] = mapped_column(default="")
    artisan_title: Mapped[str] = mapped_column(default="")
    artisan_title_en: Mapped[str] = mapped_column(default="")
    technique: Mapped[str] = mapped_column(default="")
    technique_en: Mapped[str] = mapped_column(default="")
    calendar_id: Mapped[int | None] = mapped_column(ForeignKey("calendar.id"))  # the craft's, shared with others

    calendar: Mapped[Calendar | None] = relationship()
    steps: Mapped[list["MakingStep"]] = relationship(
        primaryjoin="foreign(MakingStep.product_id) == Promise.product_id",
        order_by="MakingStep.position, MakingStep.id",
        viewonly=True,
    )


_WHOLE = text("product_id IS NULL")


class DeliveryRange(Model):
    """How far a product goes; without a product, how far everything of the facility goes."""

    __table_args__ = (
        CheckConstraint(one_of("reach", REACHES), "known_reach"),
        CheckConstraint("cut_off_hour BETWEEN 1 AND 23", "hour_of_the_day"),
        Index("uq_delivery_range_facility", "facility_id", unique=True, sqlite_where=_WHOLE, postgresql_where=_WHOLE),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), unique=True)
    reach: Mapped[str]
    communes: Mapped[list[Any]] = mapped_column(default=list)  # codes, where reach is "communes"
    cut_off_hour: Mapped[int] = mapped_column(default=10)  # ordered before it, it comes the same day
