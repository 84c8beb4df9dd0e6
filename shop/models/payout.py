"""Payouts: batches of what is due to makers, made by one person and approved by another; their lines, and what each
line pays for."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, primary_key
from core.sealed import seal
from programme.models import Facility
from shop.models.order import Parcel

BATCH_STATES = ("waiting", "approved", "cancelled")
LINE_STATES = ("waiting", "approved", "sent", "failed", "dropped")
PAID = ("approved", "sent")  # posted, and not taken back
_WAITING = text("state = 'waiting'")


class PayoutBatch(Model):
    """One list of transfers for the bank. At most one waits for its second person at a time."""

    __table_args__ = (
        CheckConstraint(one_of("state", BATCH_STATES), "known_state"),
        CheckConstraint("(state = 'waiting') = (decided_by IS NULL)", "decided_by_somebody"),
        CheckConstraint("(decided_by IS NULL) = (decided_at IS NULL)", "whole_decision"),
        CheckConstraint("state <> 'approved' OR decided_by <> made_by", "approved_by_another"),
        CheckConstraint("state <> 'cancelled' OR reason <> ''", "cancelled_with_reason"),
        Index("uq_payout_batch_waiting", "state", unique=True, sqlite_where=_WAITING, postgresql_where=_WAITING),
    )

    id: Mapped[primary_key]
    state: Mapped[str] = mapped_column(default="waiting")
    made_by: Mapped[int]
    made_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")

    lines: Mapped[list["PayoutLine"]] = relationship(order_by="PayoutLine.id", back_populates="batch")

    @property
    def total(self) -> int:
        return sum(line.amount for line in self.lines)


class PayoutLine(Model):
    """One transfer to one maker, to the account that she had when the batch was made."""

    __table_args__ = (
        UniqueConstraint("batch_id", "facility_id"),
        CheckConstraint(one_of("state", LINE_STATES), "known_state"),
        CheckConstraint("amount > 0", "amount_positive"),
        CheckConstraint("state <> 'sent' OR reference <> ''", "sent_with_reference"),
        CheckConstraint("state <> 'failed' OR error <> ''", "failed_with_reason"),
        CheckConstraint("bank_bin <> '' AND bank_account <> '' AND bank_holder <> ''", "whole_account"),
    )

    id: Mapped[primary_key]
    batch_id: Mapped[int] = mapped_column(ForeignKey("payout_batch.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    amount: Mapped[dong]
    bank_bin: Mapped[str]
    bank_account: Mapped[str]
    bank_holder: Mapped[str]
    content: Mapped[str] = mapped_column(unique=True)  # of the transfer
    state: Mapped[str] = mapped_column(default="waiting")
    reference: Mapped[str] = mapped_column(default="")  # the bank's number of the transfer
    error: Mapped[str] = mapped_column(default="")
    ended_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]

    batch: Mapped[PayoutBatch] = relationship(back_populates="lines")
    facility: Mapped[Facility] = relationship()
    items: Mapped[list["PayoutItem"]] = relationship(order_by="PayoutItem.id")

    @property
    def tail(self) -> str:
        return self.bank_account[-4:]


@seal
class PayoutItem(Model):
    """What a line pays for: what was left of one parcel, or (without one) of all else on the maker's account."""

    __table_args__ = (
        UniqueConstraint("line_id", "parcel_id"),
        CheckConstraint("amount <> 0", "amount_is_something"),
    )

    id: Mapped[primary_key]
    line_id: Mapped[int] = mapped_column(ForeignKey("payout_line.id"))
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"), index=True)
    amount: Mapped[dong]

    parcel: Mapped[Parcel | None] = relationship()
