"""How a parcel is paid."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, optional_dong, primary_key

if TYPE_CHECKING:
    from shop.models.order import Parcel

PAYMENT_METHODS = ("cod", "vietqr", "stripe", "gift")
PAYMENT_STATES = ("awaiting", "paid", "void", "refunding", "refunded")


class Payment(Model):
    """How one parcel is paid: to the maker, who alone receives it; by card to the platform, which owes it to her.

    What gift cards pay of it stands in `gifted`; where that is all that is awaited, the method is "gift".
    """

    __table_args__ = (
        CheckConstraint(one_of("method", PAYMENT_METHODS), "known_method"),
        CheckConstraint(one_of("state", PAYMENT_STATES), "known_state"),
        CheckConstraint("refunded BETWEEN 0 AND amount + rest + gifted", "refunded_within_amount"),
        CheckConstraint("received >= 0", "received_not_negative"),
        CheckConstraint(
            "collected IS NULL OR (collected > 0 AND (method = 'cod' OR rest_at IS NOT NULL))", "collected_on_delivery"
        ),
        CheckConstraint("amount >= 0", "amount_not_negative"),  # nothing: a voucher made it free
        CheckConstraint("amount > 0 OR state <> 'awaiting'", "nothing_is_not_awaited"),
        CheckConstraint("rest >= 0 AND (rest = 0 OR method <> 'cod')", "rest_of_a_deposit"),
        CheckConstraint("rest_at IS NULL OR state <> 'awaiting'", "deposit_before_the_rest"),
        CheckConstraint("gifted >= 0", "gifted_not_negative"),
        CheckConstraint("method <> 'gift' OR state <> 'awaiting'", "gift_is_not_awaited"),
        CheckConstraint("keeps >= 0 AND kept BETWEEN 0 AND keeps", "kept_as_was_said"),
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
    # Of what is made to order a part is paid ahead: `amount` is then the deposit (shop/deposits.py).
    rest: Mapped[dong] = mapped_column(default=0)  # paid when it is received
    rest_at: Mapped[datetime | None]
    keeps: Mapped[dong] = mapped_column(default=0)  # stays with its maker when the buyer gives up what was accepted
    kept: Mapped[dong] = mapped_column(default=0)  # and what did

    gifted: Mapped[dong] = mapped_column(default=0)  # beside `amount` and `rest`, by gift cards (shop/gifts.py)
    refunded: Mapped[dong] = mapped_column(default=0)  # agreed to be given back, of claims; never above what was paid

    parcel: Mapped["Parcel"] = relationship(back_populates="payment")

    @property
    def refundable(self) -> int:
        """What may still be given back of it."""
        return self.paid - self.refunded if self.state == "paid" else 0

    @property
    def paid(self) -> int:
        """What was paid of it once it is paid: by gift cards, the deposit, and the rest when that came too."""
        return self.gifted + self.amount + (self.rest if self.rest_at else 0)

    @property
    def whole(self) -> int:
        return self.amount + self.rest + self.gifted

    @property
    def at_the_door(self) -> int:
        """What is paid when it is received, where that is not done."""
        if self.method == "cod":
            return self.amount
        return 0 if self.rest_at else self.rest

    @property
    def to_collect(self) -> int:
        """What is still to be collected then."""
        return self.at_the_door if self.state == ("awaiting" if self.method == "cod" else "paid") else 0

    @property
    def goes_back(self) -> int:
        """Of what was paid ahead for something that came to nothing, beside what gift cards get back."""
        return max(self.amount - self.kept, 0)

    @property
    def missing(self) -> int:
        """What is still to be transferred."""
        return max(self.amount - self.received, 0)
