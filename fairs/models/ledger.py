"""What stands cost, who bears it, and what was paid: an account a stand that a facility holds, with its entries."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, dong, one_of, primary_key
from fairs.models.fair import Fair
from fairs.models.hall import Stand
from programme.models import Facility, Funding

ENTRY_KINDS = ("charge", "subsidy", "payment")
_OPEN = text("closed_at IS NULL")


class StandAccount(Model):
    """The price of a stand as it was charged, how much of it which line of the fair's money bears, and the words by
    which the facility's transfer is known. A stand has one open account.
    """

    __table_args__ = (
        ForeignKeyConstraint(
            ["fair_id", "funding_id"], ["fair_funding.fair_id", "fair_funding.funding_id"], "fk_stand_account_line"
        ),
        Index("uq_stand_account_open", "stand_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        UniqueConstraint("code"),
        CheckConstraint("subsidised >= 0 AND subsidised <= list_price", "subsidy_within_its_price"),
        CheckConstraint("subsidised = 0 OR funding_id IS NOT NULL", "somebody_bears_the_subsidy"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    funding_id: Mapped[int | None] = mapped_column(ForeignKey("funding.id"), index=True)
    code: Mapped[str]
    list_price: Mapped[dong]
    subsidised: Mapped[dong]
    opened_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    fair: Mapped[Fair] = relationship()
    stand: Mapped[Stand] = relationship()
    facility: Mapped[Facility] = relationship()
    funding: Mapped[Funding | None] = relationship()
    entries: Mapped[list["StandEntry"]] = relationship(order_by="StandEntry.id", back_populates="account")

    def sum_of(self, kind: str) -> int:
        return sum(one.amount for one in self.entries if one.kind == kind)

    @property
    def owed(self) -> int:
        """What the facility still has to pay; below nothing, what it is to get back."""
        return self.sum_of("charge") - self.sum_of("subsidy") - self.sum_of("payment")


class StandEntry(Model):
    """One entry. Rows are added, never changed: a mistake is taken back by one counter-entry."""

    __table_args__ = (
        CheckConstraint(one_of("kind", ENTRY_KINDS), "known_kind"),
        CheckConstraint("(reverses_id IS NULL) = (amount > 0)", "counter_entries_are_negative"),
        CheckConstraint("amount <> 0", "moves_something"),
        CheckConstraint("reverses_id IS NULL OR note <> ''", "taken_back_for_a_reason"),
        UniqueConstraint("reverses_id"),
    )

    id: Mapped[primary_key]
    account_id: Mapped[int] = mapped_column(ForeignKey("stand_account.id"), index=True)
    kind: Mapped[str]
    amount: Mapped[dong]
    on: Mapped[date]
    reference: Mapped[str] = mapped_column(default="")  # of the transfer or the receipt
    note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by: Mapped[int | None]
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("stand_entry.id"))

    account: Mapped[StandAccount] = relationship(back_populates="entries")
