"""What vouchers and promotion rules took off, frozen on the parcel and on each of its lines."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import dong


class DiscountedLine:
    """Its share of what the parcel's goods got, to the đồng. What is sold by weight gets none."""

    if TYPE_CHECKING:
        quantity: Mapped[int]

    discount: Mapped[dong] = mapped_column(default=0)

    def forfeit(self, left: int) -> int:
        """Đồng of its share that go with the pieces where only so many are left."""
        return self.discount - self.discount * left // self.quantity


class DiscountedParcel:
    """The sum over its lines, and what was taken off its delivery."""

    discount: Mapped[dong] = mapped_column(default=0)


def line_checks() -> tuple[CheckConstraint, ...]:
    within = "discount = 0 OR (price_per_kg IS NULL AND discount BETWEEN 0 AND unit_price * quantity)"
    return (CheckConstraint(within, "discount_within_price"),)


def parcel_checks() -> tuple[CheckConstraint, ...]:
    return (CheckConstraint("discount BETWEEN 0 AND goods_total + shipping_fee", "discount_within_total"),)
