"""Fees beside goods and delivery, each of a kind that its buyer reads: rules, and what a sale froze."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, primary_key, stamped
from programme.models import Facility
from shop.models.terms import WHOLE

FEE_KINDS = ("packing", "transport", "admin", "fundraising")
FEE_BASES = ("parcel", "line", "percent")


class FeeRule(Model):
    """What a maker asks on her own parcels, or the market (no maker) on all. Never edited: stopped, and made anew."""

    __table_args__ = (
        CheckConstraint(one_of("kind", FEE_KINDS), "known_kind"),
        CheckConstraint(one_of("basis", FEE_BASES), "known_basis"),
        CheckConstraint(f"rate > 0 AND (basis <> 'percent' OR rate <= {WHOLE // 2})", "rate_in_range"),
        CheckConstraint("facility_id IS NOT NULL OR source <> ''", "market_says_its_source"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    kind: Mapped[str]
    title: Mapped[str]
    basis: Mapped[str]
    rate: Mapped[dong]  # đồng a parcel or a line; of a percentage hundredths of one percent
    source: Mapped[str] = mapped_column(default="")  # by which paper the market asks it
    made_at: Mapped[stamped]
    stopped_at: Mapped[datetime | None]

    facility: Mapped[Facility | None] = relationship()

    def of(self, goods: int, lines: int) -> int:
        """đồng on a parcel of so many lines whose goods cost so much, vouchers not taken off; floored."""
        return fee_of(self.basis, self.rate, goods, lines)


class ParcelFee(Model):
    """A fee as it stood when the parcel was ordered. It falls with what the parcel holds, and never rises."""

    __table_args__ = (
        CheckConstraint(one_of("kind", FEE_KINDS), "known_kind"),
        CheckConstraint(one_of("basis", FEE_BASES), "known_basis"),
        CheckConstraint("amount >= 0", "amount_not_negative"),
    )

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("fee_rule.id"), index=True)
    is_market: Mapped[bool]  # the market's; else its maker's
    kind: Mapped[str]
    title: Mapped[str]
    basis: Mapped[str]
    rate: Mapped[dong]
    amount: Mapped[dong]

    def of(self, goods: int, lines: int) -> int:
        return fee_of(self.basis, self.rate, goods, lines)


def fee_of(basis: str, rate: int, goods: int, lines: int) -> int:
    if not lines:
        return 0
    return {"parcel": rate, "line": rate * lines, "percent": goods * rate // WHOLE}[basis]
