"""What lowers a bill: vouchers with a code and rules without one, who pays for them, and what a parcel got."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product
from core import times
from core.db import Model, dong, one_of, optional_dong, primary_key, stamped
from fairs.models import Fair
from programme.models import Facility, Scheme

VOUCHER_EFFECTS = ("amount", "percent", "delivery", "second")
PAYERS = ("maker", "fair", "scheme")


def _said(column: str) -> str:
    return f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END"


class Voucher(Model):
    """So much off for whoever names its code or, where it has none, for every cart that fits.

    A maker's lowers what her own parcel costs. What a fair's or a scheme's lowers, the platform owes the maker.
    """

    __table_args__ = (
        CheckConstraint(f"{_said('facility_id')} + {_said('fair_id')} + {_said('scheme_id')} = 1", "one_pays"),
        CheckConstraint(one_of("effect", VOUCHER_EFFECTS), "known_effect"),
        CheckConstraint("(effect = 'amount') = (amount IS NOT NULL)", "amount_where_asked"),
        CheckConstraint("(effect IN ('percent', 'second')) = (percent IS NOT NULL)", "percent_where_asked"),
        CheckConstraint("amount > 0", "amount_positive"),
        CheckConstraint("percent BETWEEN 1 AND 100", "percent_in_range"),
        CheckConstraint("ceiling > 0", "ceiling_positive"),
        CheckConstraint("least >= 0 AND stands_least >= 0", "least_not_negative"),
        CheckConstraint("from_at < until_at", "ends_after_it_begins"),
        CheckConstraint("used >= 0 AND (uses_most IS NULL OR used <= uses_most)", "used_within_most"),
        CheckConstraint("spent >= 0 AND (budget IS NULL OR spent <= budget)", "spent_within_budget"),
        CheckConstraint("scheme_id IS NULL OR (funding_id IS NOT NULL AND budget IS NOT NULL)", "scheme_has_budget"),
        CheckConstraint("per_phone > 0", "per_phone_positive"),
    )

    id: Mapped[primary_key]
    code: Mapped[str | None] = mapped_column(unique=True)  # None: applies by itself
    title: Mapped[str]
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"), index=True)
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)
    funding_id: Mapped[int | None] = mapped_column(ForeignKey("funding.id"), index=True)
    effect: Mapped[str]
    amount: Mapped[optional_dong]
    percent: Mapped[int | None]
    ceiling: Mapped[optional_dong]  # never more than this off one order
    least: Mapped[dong] = mapped_column(default=0)  # of goods within its reach
    stands_least: Mapped[int] = mapped_column(default=0)  # from so many stands of its fair
    from_at: Mapped[datetime]
    until_at: Mapped[datetime] = mapped_column(index=True)
    uses_most: Mapped[int | None]
    used: Mapped[int] = mapped_column(default=0)
    per_phone: Mapped[int | None]
    budget: Mapped[optional_dong]
    spent: Mapped[dong] = mapped_column(default=0)
    is_of_some: Mapped[bool] = mapped_column(default=False)  # only for the products that are named
    stopped_at: Mapped[datetime | None]
    made_at: Mapped[stamped]
    made_by: Mapped[int | None]

    facility: Mapped[Facility | None] = relationship()
    fair: Mapped[Fair | None] = relationship()
    scheme: Mapped[Scheme | None] = relationship()
    products: Mapped[list[Product]] = relationship(secondary="voucher_product", order_by=Product.id, viewonly=True)

    @property
    def payer(self) -> str:
        return "maker" if self.facility_id else "fair" if self.fair_id else "scheme"

    @property
    def trouble(self) -> str:
        """Why nobody can use it now, in a word; empty where one can."""
        now = times.now()
        if self.stopped_at or now >= self.until_at:
            return "over"
        if now < self.from_at:
            return "early"
        return "used_up" if self.uses_most is not None and self.used >= self.uses_most else ""


class VoucherProduct(Model):
    """One of the products that a voucher or a rule is for."""

    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"), primary_key=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), primary_key=True, index=True)


class VoucherPhone(Model):
    """How often one buyer used one voucher, by a keyed digest of her number."""

    __table_args__ = (UniqueConstraint("voucher_id", "phone"), CheckConstraint("used >= 0", "used_not_negative"))

    id: Mapped[primary_key]
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"))
    phone: Mapped[str]
    used: Mapped[int]


class ParcelDiscount(Model):
    """What one voucher took off one parcel, as it was when ordered: its words, who pays, how much."""

    __table_args__ = (
        UniqueConstraint("parcel_id", "voucher_id"),
        CheckConstraint("amount > 0", "amount_positive"),
        CheckConstraint("off_delivery BETWEEN 0 AND amount", "delivery_is_part_of_it"),
        CheckConstraint(one_of("payer", PAYERS), "known_payer"),
        CheckConstraint("(payer = 'fair') = (fair_id IS NOT NULL)", "fair_pays"),
        CheckConstraint("(payer = 'scheme') = (scheme_id IS NOT NULL)", "scheme_pays"),
    )

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"))
    voucher_id: Mapped[int] = mapped_column(ForeignKey("voucher.id"), index=True)
    title: Mapped[str]
    code: Mapped[str] = mapped_column(default="")
    payer: Mapped[str]
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"), index=True)
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)
    amount: Mapped[dong]
    off_delivery: Mapped[dong] = mapped_column(default=0)
    given_back_at: Mapped[datetime | None]
