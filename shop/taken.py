"""What an order line has taken beyond its own stock: parts of hampers, weeks of making, and the lots that went in."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Variant
from core.db import Model, primary_key


class OrderLinePart(Model):
    """What one hamper of a line was made of when it was sold; later edits of the hamper change nothing here."""

    __table_args__ = (
        UniqueConstraint("line_id", "variant_id"),
        CheckConstraint("count > 0", "count_positive"),
    )

    id: Mapped[primary_key]
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    count: Mapped[int]
    sku: Mapped[str]
    name: Mapped[str]

    variant: Mapped[Variant] = relationship()


class OrderLineWeek(Model):
    """Units of a line booked in one week of a workshop, to be given back if the line comes to nothing."""

    __table_args__ = (CheckConstraint("units > 0", "units_positive"),)

    id: Mapped[primary_key]
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), index=True)
    week_id: Mapped[int] = mapped_column(ForeignKey("calendar_week.id"), index=True)
    units: Mapped[int]


class OrderLineLot(Model):
    """That goods of a lot went into a line, as its packer noted."""

    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), primary_key=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), primary_key=True, index=True)
