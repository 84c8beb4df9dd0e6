"""What a maker's sale costs her: commission rules as they were made, and the terms that each sale froze.

All three tables are sealed: a rule is replaced by a later one, and what a parcel was sold under is never touched.
Rates are in hundredths of one percent, so that 150 is 1.5 %.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, dong, primary_key, stamped
from core.sealed import seal

WHOLE = 10_000  # a rate of one hundred percent


@seal
class CommissionRule(Model):
    """From a day on, what the market takes: of one maker, of one shelf, of both together, or of everything."""

    __table_args__ = (
        CheckConstraint(f"rate BETWEEN 0 AND {WHOLE // 2}", "rate_in_range"),
        CheckConstraint("source <> ''", "says_its_source"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    category: Mapped[str | None]  # a browse category of catalog/taxonomy.py
    rate: Mapped[int]
    since: Mapped[date] = mapped_column(index=True)
    source: Mapped[str]
    made_by: Mapped[int | None]
    made_at: Mapped[stamped]


@seal
class ParcelTerms(Model):
    """What the parcel as a whole was sold under: the fee of paying by card, and the tax on its delivery."""

    __table_args__ = (
        CheckConstraint(f"fee_rate BETWEEN 0 AND {WHOLE // 2} AND fee_fixed >= 0", "fee_in_range"),
        CheckConstraint(f"vat BETWEEN 0 AND {WHOLE // 2} AND pit BETWEEN 0 AND {WHOLE // 2}", "tax_in_range"),
    )

    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), primary_key=True, autoincrement=False)
    fee_rate: Mapped[int]
    fee_fixed: Mapped[dong]
    vat: Mapped[int]
    pit: Mapped[int]
    tax_source: Mapped[str]  # empty: nothing is withheld
    frozen_at: Mapped[datetime]


@seal
class LineTerms(Model):
    """What one line was sold under: commission, by which rule (none: nothing is taken), and taxes."""

    __table_args__ = (
        CheckConstraint(f"commission BETWEEN 0 AND {WHOLE // 2}", "commission_in_range"),
        CheckConstraint(f"vat BETWEEN 0 AND {WHOLE // 2} AND pit BETWEEN 0 AND {WHOLE // 2}", "tax_in_range"),
        CheckConstraint("commission = 0 OR rule_id IS NOT NULL", "commission_by_a_rule"),
    )

    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), primary_key=True, autoincrement=False)
    commission: Mapped[int]
    rule_id: Mapped[int | None] = mapped_column(ForeignKey("commission_rule.id"), index=True)
    vat: Mapped[int]
    pit: Mapped[int]
