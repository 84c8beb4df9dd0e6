"""What an order line costs: by the piece, or by what the packer weighed; and what the database holds of a weight."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

from sqlalchemy import BigInteger, CheckConstraint, ColumnElement, case, func
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column

from catalog.models.by_weight import ByWeight
from core import money

optional_grams = Annotated[int | None, mapped_column(BigInteger)]


def weighing_checks() -> tuple[CheckConstraint, ...]:
    """A weight is of weighed goods, can be, and is within the tolerance or agreed to."""
    asked = "asked_g IS NULL OR (price_per_kg IS NOT NULL AND weighed_g IS NULL AND dropped_at IS NULL AND asked_g > 0)"
    tolerated = "weighed_g * 100 BETWEEN piece_g * quantity * (100 - under_percent)"
    tolerated += " AND piece_g * quantity * (100 + over_percent)"
    possible = "price_per_kg IS NOT NULL AND dropped_at IS NULL"
    possible += " AND weighed_g BETWEEN least_g * quantity AND most_g * quantity"
    return (
        CheckConstraint(asked, "asked_before_weighed"),
        CheckConstraint(f"weighed_g IS NULL OR ({possible})", "weight_possible"),
        CheckConstraint(f"weighed_g IS NULL OR weighed_g = COALESCE(agreed_g, 0) OR {tolerated}", "weight_agreed"),
        CheckConstraint("weighings >= 0", "weighings_not_negative"),
    )


class WeighedLine(ByWeight):
    """The columns that weighing fills, and the one price of a line."""

    if TYPE_CHECKING:
        unit_price: Mapped[int]
        quantity: Mapped[int]

    weighed_g: Mapped[optional_grams]  # of the whole line, as packed; None: not weighed, or not agreed to yet
    asked_g: Mapped[optional_grams]  # outside the tolerance: waits for the buyer's word
    agreed_g: Mapped[optional_grams]  # to which she said yes
    weighings: Mapped[int] = mapped_column(default=0)  # how often its weight was written: what a packer saw last
    dropped_at: Mapped[datetime | None]  # the buyer would rather not have it: it costs nothing and takes no stock

    @hybrid_property
    def total(self) -> int:
        """What it costs: by its weight once weighed and an estimate before, nothing where the buyer dropped it."""
        if self.dropped_at:
            return 0
        if self.price_per_kg is None:
            return self.unit_price * self.quantity
        return money.by_weight(self.price_per_kg, self.weighed_g or self.typical_g(self.quantity))

    @total.inplace.expression
    @classmethod
    def _total_in_sql(cls) -> ColumnElement[int]:
        grams = func.coalesce(cls.weighed_g, cls.piece_g * cls.quantity)
        by_weight = (cls.price_per_kg * grams + 500) // 1000
        return case(
            (cls.dropped_at.is_not(None), 0),
            (cls.price_per_kg.is_not(None), by_weight),
            else_=cls.unit_price * cls.quantity,
        )

    @property
    def most(self) -> int:
        """What it never exceeds without the buyer's word."""
        is_open = self.is_weighed and self.weighed_g is None and self.dropped_at is None
        return self.at_most(self.quantity) if is_open else self.total

    @property
    def asked_total(self) -> int:
        """What it would cost at the weight the buyer is asked about."""
        return money.by_weight(self.price_per_kg or 0, self.asked_g or 0)

    @property
    def waits_for_scales(self) -> bool:
        return self.is_weighed and self.weighed_g is None and self.dropped_at is None
