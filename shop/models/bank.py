"""What a maker's bank reports of her account: the money that came, and what each transfer was taken for."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, primary_key, stamped

if TYPE_CHECKING:
    from shop.models.order import Parcel

BANK_SOURCES = ("notice", "statement")
BANK_DIRECTIONS = ("in", "out")
# matched, short, over, twice: taken for a parcel. unknown, doubtful: a person must say. settled: given back by hand.
BANK_STATES = ("new", "matched", "short", "over", "twice", "unknown", "doubtful", "ignored", "settled")
FOR_A_PARCEL = ("matched", "short", "over", "twice", "settled")
UNREAD = ("unknown", "doubtful")


class BankFeed(Model):
    """An account whose bank notices come to us signed. The secret itself is nowhere kept: it follows from the salt."""

    __table_args__ = (UniqueConstraint("facility_id", "account"),)

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    account: Mapped[str] = mapped_column(index=True)
    salt: Mapped[str]
    created_at: Mapped[stamped]


class BankTransaction(Model):
    """One transfer as the bank told it, and what became of it. Its key tells a repeat from a new one."""

    __table_args__ = (
        UniqueConstraint("facility_id", "account", "key"),
        CheckConstraint(one_of("source", BANK_SOURCES), "known_source"),
        CheckConstraint(one_of("direction", BANK_DIRECTIONS), "known_direction"),
        CheckConstraint(one_of("state", BANK_STATES), "known_state"),
        CheckConstraint("amount > 0", "amount_positive"),
        CheckConstraint("owed_back >= 0 AND owed_back <= amount", "owed_back_within_amount"),
        CheckConstraint(
            "state NOT IN ('matched', 'short', 'over', 'twice', 'settled') OR parcel_id IS NOT NULL", "of_a_parcel"
        ),
        CheckConstraint("state <> 'ignored' OR why <> ''", "ignored_for_a_reason"),
        CheckConstraint("(given_back_at IS NOT NULL) = (state = 'settled')", "settled_when_given_back"),
        Index("ix_bank_transaction_facility_id_state", "facility_id", "state"),
    )

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    source: Mapped[str]
    account: Mapped[str]
    key: Mapped[str]  # the provider's id of it, or what a statement's line is told by
    reference: Mapped[str] = mapped_column(default="")  # the bank's own, where it is told
    amount: Mapped[dong]
    content: Mapped[str]
    direction: Mapped[str]
    at: Mapped[datetime]
    raw: Mapped[str]  # as it came
    taken_at: Mapped[stamped]
    state: Mapped[str] = mapped_column(default="new")
    why: Mapped[str] = mapped_column(default="")  # a word of shop.bank.matching, or what a person wrote
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"), index=True)
    owed_back: Mapped[dong] = mapped_column(default=0)  # of it, what the maker has to give back
    given_back_at: Mapped[datetime | None]
    twin_id: Mapped[int | None] = mapped_column(ForeignKey("bank_transaction.id"), unique=True)

    parcel: Mapped["Parcel | None"] = relationship()

    @property
    def waits(self) -> bool:
        """Whether a person has something to say or to do about it."""
        return self.state in UNREAD or (self.owed_back > 0 and self.state != "settled")
