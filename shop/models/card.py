"""What is paid by card through Stripe: one payment an order, what goes back, the notices, and what is in doubt."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, dong, one_of, primary_key
from shop.models.order import Order, Parcel

CARD_STATES = ("awaiting", "paid", "void")
_WHOLE = text("claim_id IS NULL")
REFUND_STATES = ("queued", "sent", "done", "failed")


class CardPayment(Model):
    """The one card payment of an order. `page_*` is Stripe's own page that is open for it, or was last."""

    __table_args__ = (
        CheckConstraint(one_of("state", CARD_STATES), "known_state"),
        CheckConstraint("(state = 'paid') = (intent_id IS NOT NULL)", "paid_by_an_intent"),
        CheckConstraint("refunding >= 0 AND refunding <= received", "gives_back_at_most_what_came"),
        CheckConstraint("attempt >= 0", "attempt_not_negative"),
    )

    id: Mapped[primary_key]
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase.id"), unique=True)
    state: Mapped[str] = mapped_column(default="awaiting")
    pay_before: Mapped[datetime]
    attempt: Mapped[int] = mapped_column(default=0)  # pages asked for; part of the idempotency key
    amount: Mapped[dong] = mapped_column(default=0)  # what the last page asks for
    covers: Mapped[str] = mapped_column(default="")  # the parcels it pays, by id: "12,13"
    page_id: Mapped[str | None] = mapped_column(unique=True)
    page_until: Mapped[datetime | None]
    declined: Mapped[str] = mapped_column(default="")  # Stripe's word for why the last try failed
    intent_id: Mapped[str | None] = mapped_column(unique=True)
    received: Mapped[dong] = mapped_column(default=0)
    refunding: Mapped[dong] = mapped_column(default=0)  # asked to be given back, done or not
    fee: Mapped[int | None]  # what Stripe kept, where it says so in đồng
    paid_at: Mapped[datetime | None]

    order: Mapped[Order] = relationship(back_populates="card")

    @property
    def is_awaited(self) -> bool:
        return self.state == "awaiting" and self.pay_before > times.now()


class CardRefund(Model):
    """What goes back to a card, for a parcel that came to nothing or for money that nobody could place."""

    __table_args__ = (
        CheckConstraint(one_of("state", REFUND_STATES), "known_state"),
        CheckConstraint("amount > 0", "amount_positive"),
        CheckConstraint("(parcel_id IS NULL) <> (doubt_id IS NULL)", "of_one_thing"),
        CheckConstraint("state NOT IN ('sent', 'done') OR refund_id IS NOT NULL", "sent_has_a_name"),
        CheckConstraint("claim_id IS NULL OR parcel_id IS NOT NULL", "claim_of_a_parcel"),
        Index("ix_card_refund_state", "state"),
        Index("uq_card_refund_parcel", "parcel_id", unique=True, sqlite_where=_WHOLE, postgresql_where=_WHOLE),
    )

    id: Mapped[primary_key]
    intent_id: Mapped[str] = mapped_column(index=True)
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"))
    claim_id: Mapped[int | None] = mapped_column(ForeignKey("parcel_claim.id"), unique=True)  # a part of that parcel
    doubt_id: Mapped[int | None] = mapped_column(ForeignKey("card_doubt.id"), unique=True)
    amount: Mapped[dong]
    state: Mapped[str] = mapped_column(default="queued")
    tries: Mapped[int] = mapped_column(default=1)  # part of the idempotency key: a new one only after it failed
    refund_id: Mapped[str | None] = mapped_column(unique=True)
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    error: Mapped[str] = mapped_column(default="")

    parcel: Mapped[Parcel | None] = relationship()
    doubt: Mapped["CardDoubt | None"] = relationship()


class CardEvent(Model):
    """A notice of Stripe, kept in the transaction of its effect: the same notice again has none."""

    id: Mapped[primary_key]
    event_id: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    body: Mapped[dict[str, Any]]


class CardDoubt(Model):
    """Money that does not fit what was ordered: never guessed, a person looks at it."""

    __table_args__ = (
        CheckConstraint("amount >= 0", "amount_not_negative"),
        CheckConstraint("(settled_at IS NULL) = (settlement = '')", "settled_with_a_word"),
    )

    id: Mapped[primary_key]
    key: Mapped[str] = mapped_column(unique=True)  # one doubt a cause
    kind: Mapped[str]
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase.id"), index=True)
    intent_id: Mapped[str] = mapped_column(default="")
    amount: Mapped[dong]
    detail: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    settled_at: Mapped[datetime | None]
    settled_by: Mapped[int | None]
    settlement: Mapped[str] = mapped_column(default="")

    order: Mapped[Order | None] = relationship()
