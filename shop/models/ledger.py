"""The double-entry ledger of the money that the platform holds: accounts, entries, and their movements.

A movement takes one amount from one account to another, so that whatever is written sums to zero by its very shape.
All three tables are sealed: the database refuses to change or delete a row, and what was wrong is put right by an entry
the other way.
"""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, primary_key
from core.sealed import seal

# What the platform has, by kind of account; and what it owes or has earned.
HAS = ("card", "bank", "card_fee", "promotion")
OWES = ("facility", "buyer", "gift_card", "commission", "tax", "subsidy", "transport", "payout")
ACCOUNT_KINDS = (*HAS, *OWES)


@seal
class Account(Model):
    """One account: of a kind, and of an owner where the kind has owners.

    card: at the card processor · bank: on the platform's own bank account · card_fee: what the processor kept ·
    promotion: what a fair or a scheme gave away by vouchers · facility: owed to a maker · buyer: owed back to buyers ·
    gift_card: sold and not yet spent · commission: earned · tax: withheld for the state (tax:vat, tax:pit) ·
    subsidy: public money given to be spent · transport: owed to carriers ·
    payout: approved for makers and not yet with their banks.
    """

    __tablename__ = "ledger_account"
    __table_args__ = (
        CheckConstraint(one_of("kind", ACCOUNT_KINDS), "known_kind"),
        CheckConstraint("kind <> 'facility' OR facility_id IS NOT NULL", "owed_to_somebody"),
    )

    id: Mapped[primary_key]
    code: Mapped[str] = mapped_column(unique=True)  # "card", "facility:12", "promotion:scheme:3"
    kind: Mapped[str]
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"), index=True)
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)

    @property
    def is_had(self) -> bool:
        """Whether a balance on its debit side is money there (else it is owed or earned)."""
        return self.kind in HAS


@seal
class LedgerEntry(Model):
    """One thing that happened to money, told once: `key` names its cause, so that what comes twice is written once."""

    __table_args__ = (
        CheckConstraint("key <> ''", "has_a_cause"),
        CheckConstraint("reverses_id IS NULL OR reverses_id <> id", "not_its_own_reverse"),
        Index("ix_ledger_entry_at", "at"),
    )

    id: Mapped[primary_key]
    key: Mapped[str] = mapped_column(unique=True)  # "card_paid:parcel:12"
    kind: Mapped[str]
    at: Mapped[datetime]
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"), index=True)
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase.id"), index=True)
    note: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)

    movements: Mapped[list["Movement"]] = relationship(order_by="Movement.id", back_populates="entry")


@seal
class Movement(Model):
    """So many đồng to the debit of one account and to the credit of another."""

    __tablename__ = "ledger_movement"
    __table_args__ = (
        CheckConstraint("amount > 0", "amount_positive"),
        CheckConstraint("debit_id <> credit_id", "between_two_accounts"),
    )

    id: Mapped[primary_key]
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    debit_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"), index=True)
    credit_id: Mapped[int] = mapped_column(ForeignKey("ledger_account.id"), index=True)
    amount: Mapped[dong]

    entry: Mapped[LedgerEntry] = relationship(back_populates="movements")
    debit: Mapped[Account] = relationship(foreign_keys=[debit_id])
    credit: Mapped[Account] = relationship(foreign_keys=[credit_id])
