"""What facilities got from schemes."""

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, primary_key
from programme.models.facility import Facility
from programme.models.scheme import Scheme

BASES = ("xa", "lang_nghe_cong_nhan", "sxsh", "ha_tang_ccn", "nghe_nhan", "legacy_pre_2025")


class Support(Model):
    """What one facility got from one scheme."""

    __table_args__ = (
        CheckConstraint("national >= 0 AND local >= 0 AND counterpart >= 0", "amounts_not_negative"),
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint(f"eligibility_basis IS NULL OR {one_of('eligibility_basis', BASES)}", "known_basis"),
        CheckConstraint("(eligibility_basis IS NULL) = (eligibility_on IS NULL)", "whole_basis"),
    )

    id: Mapped[primary_key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    content: Mapped[str]
    quantity: Mapped[int] = mapped_column(default=1)
    unit: Mapped[str] = mapped_column(default="")
    national: Mapped[dong] = mapped_column(default=0)
    local: Mapped[dong] = mapped_column(default=0)
    counterpart: Mapped[dong] = mapped_column(default=0)
    decided_on: Mapped[date]
    accepted_on: Mapped[date | None]
    eligibility_basis: Mapped[str | None]  # on what ground the facility could be supported
    eligibility_on: Mapped[date | None]  # the day for which that was judged: the day of the decision
    repeats_id: Mapped[int | None] = mapped_column(ForeignKey("support.id"))  # the same content before (G6)
    result: Mapped[str] = mapped_column(default="")
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")

    scheme: Mapped[Scheme] = relationship(back_populates="supports")
    facility: Mapped[Facility] = relationship(back_populates="supports")

    @property
    def given(self) -> int:
        """State money, in đồng."""
        return self.national + self.local
