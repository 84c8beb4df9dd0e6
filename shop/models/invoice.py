"""To whom an invoice is made out, where the buyer asked for one when she ordered."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model


class InvoiceData(Model):
    """Of one order, as the buyer gave it: all that an invoice must say of her."""

    __table_args__ = (
        CheckConstraint("name <> '' AND address <> ''", "names_its_buyer"),
        CheckConstraint("tax_code = '' OR length(tax_code) IN (10, 12, 13)", "tax_code_has_its_length"),
    )

    order_id: Mapped[int] = mapped_column(ForeignKey("purchase.id"), primary_key=True, autoincrement=False)
    name: Mapped[str]
    tax_code: Mapped[str] = mapped_column(default="")  # digits only: of a company, a branch, or a person's number
    address: Mapped[str]
    email: Mapped[str] = mapped_column(default="")
