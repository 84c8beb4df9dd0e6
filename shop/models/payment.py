"""How a parcel is paid."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, optional_dong, primary_key

if TYPE_CHECKING:
    from shop.models.order import Parcel

PAYMENT_METHODS = ("cod", "vietqr", "stripe")
PAYMENT_STATES = ("awaiting", "paid", "void", "refunding", "refunded")


class Payment(Model):
    """How one parcel is paid: to the maker, who alone receives it; by card to the platform, which owes it to her."""

    __table_args__ = (
        CheckConstraint(one_of("method", PAYMENT_METHODS), "known_method"),
        CheckConstraint(one_of("state", PAYMENT_STATES), "known_state"),
        CheckConstraint("refunded BETWEEN 0 AND amount", "refunded_within_amount"),
        CheckConstraint("received >= 0", "received_not_negative"),
        CheckConstraint("collected IS NULL OR (collected > 0 AND method = 'cod')", "collected_on_delivery"),
        CheckConstraint("amount >= 0", "amount_not_negative"),  # nothing: a voucher made it free
        CheckConstraint("amount > 0 OR state <> 'awaiting'", "nothing_is_not_awaited"),
    )

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), unique=True)
    method: Mapped[str]
    state: Mapped[str] = mapped_column(default="awaiting")
    amount: Mapped[dong]
    received: Mapped[dong] = mapped_column(default=0)  # of it, what the bank has told of
    bank_bin: Mapped[str | None]  # the account as it stood when ordered
    bank_account: Mapped[str | None]
    bank_holder: Mapped[str] = mapped_column(default="")
    content: Mapped[str | None]
    paid_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]  # until when a transfer is waited for; None: there is no clock
    collected: Mapped[optional_dong]  # on delivery, as its maker noted; a later settling leaves it
    collected_note: Mapped[str] = mapped_column(default="")  # why it is not the total

    refunded: Mapped[dong] = mapped_column(default=0)  # agreed to be given back, of claims; never above what was paid

    parcel: Mapped["Parcel"] = relationship(back_populates="payment")

    @property
    def refundable(self) -> int:
        """What may still be given back of it."""
        return self.amount - self.refunded if self.state == "paid" else 0

    @property
    def missing(self) -> int:
        """What is still to be transferred."""
        return max(self.amount - self.received, 0)
