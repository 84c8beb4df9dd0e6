"""How much a workshop can make a week, and how much of each week is promised."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, primary_key


class Calendar(Model):
    """The weeks of one product, or of a craft whose products share hands and kiln."""

    __table_args__ = (
        UniqueConstraint("facility_id", "name"),
        CheckConstraint("week_units BETWEEN 0 AND 10000", "units_in_range"),
        CheckConstraint("(cut_off_on IS NULL) = (resumes_on IS NULL)", "pause_has_an_end"),
        CheckConstraint("resumes_on > cut_off_on", "pause_forwards"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), unique=True)  # None: a craft's
    name: Mapped[str]
    week_units: Mapped[int]
    cut_off_on: Mapped[date | None]  # the last day on which what is ready counts as before Tết
    resumes_on: Mapped[date | None]  # the first day of work after it

    weeks: Mapped[list["CalendarWeek"]] = relationship(order_by="CalendarWeek.week", back_populates="calendar")


class CalendarWeek(Model):
    """One ISO week by its Monday; there only once something was booked or changed in it."""

    __table_args__ = (
        UniqueConstraint("calendar_id", "week"),
        CheckConstraint("booked >= 0 AND booked <= capacity", "booked_within_capacity"),
    )

    id: Mapped[primary_key]
    calendar_id: Mapped[int] = mapped_column(ForeignKey("calendar.id"))
    week: Mapped[date]
    capacity: Mapped[int]
    booked: Mapped[int] = mapped_column(default=0)
    is_closed: Mapped[bool] = mapped_column(default=False)  # nothing more is taken; what is promised stays
    note: Mapped[str] = mapped_column(default="")

    calendar: Mapped[Calendar] = relationship(back_populates="weeks")
