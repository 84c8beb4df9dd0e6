"""Taxes withheld for the state, sale by sale: what a monthly declaration is made of."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, dong
from core.sealed import seal

_ONE_WAY = "(revenue >= 0 AND vat >= 0 AND pit >= 0) OR (revenue <= 0 AND vat <= 0 AND pit <= 0)"


@seal
class WithheldTax(Model):
    """Of one entry of the ledger: the revenue it was reckoned on, and both taxes; negative where a refund offsets."""

    __table_args__ = (
        CheckConstraint("vat <> 0 OR pit <> 0", "something_withheld"),
        CheckConstraint(_ONE_WAY, "one_way"),
    )

    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), primary_key=True, autoincrement=False)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    revenue: Mapped[dong]
    vat: Mapped[dong]
    pit: Mapped[dong]
