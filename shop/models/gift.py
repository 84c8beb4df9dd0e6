"""Gift cards: money that was paid for ahead, what is left of it, and every đồng that came onto or went off a card."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, dong, primary_key
from core.sealed import seal
from programme.models import Scheme
from shop.models.ledger import LedgerEntry


class GiftCard(Model):
    """Whoever has its code pays with it. Of the code only a keyed digest is kept, and the last four letters to find it
    by; it has none until it is first printed or sent."""

    __table_args__ = (
        CheckConstraint("value > 0", "value_positive"),
        CheckConstraint("balance BETWEEN 0 AND value", "balance_within_value"),
        CheckConstraint("(digest IS NULL) = (last4 = '')", "code_is_whole"),
        CheckConstraint("(scheme_id IS NULL) = (funding_id IS NULL)", "scheme_by_a_line"),
        CheckConstraint("reference <> '' OR funding_id IS NOT NULL", "money_came_from_somewhere"),
        CheckConstraint("(blocked_at IS NULL) = (block_reason = '')", "blocked_with_reason"),
        CheckConstraint("deliver_on IS NULL OR email <> ''", "sent_to_somebody"),
    )

    id: Mapped[primary_key]
    digest: Mapped[str | None] = mapped_column(unique=True)
    last4: Mapped[str] = mapped_column(default="", index=True)
    value: Mapped[dong]
    balance: Mapped[dong]  # never read and then written: see shop/gifts.py
    until_at: Mapped[datetime]
    reference: Mapped[str] = mapped_column(default="")  # of the receipt or transfer that paid for it
    funding_id: Mapped[int | None] = mapped_column(ForeignKey("funding.id"), index=True)  # or the line that did
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)
    recipient: Mapped[str] = mapped_column(default="")
    phone: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="")
    greeting: Mapped[str] = mapped_column(default="")
    deliver_on: Mapped[date | None]
    delivered_at: Mapped[datetime | None]
    issued_at: Mapped[datetime]
    issued_by: Mapped[int | None]
    blocked_at: Mapped[datetime | None]
    block_reason: Mapped[str] = mapped_column(default="")

    scheme: Mapped[Scheme | None] = relationship()
    moves: Mapped[list["GiftMove"]] = relationship(order_by="GiftMove.id")

    @property
    def trouble(self) -> str:
        """Why nothing can be paid with it now, in a word: blocked, over, empty; empty where one can."""
        if self.blocked_at:
            return "blocked"
        if self.until_at <= times.now():
            return "over"
        return "" if self.balance else "empty"


@seal
class GiftMove(Model):
    """đồng onto a card (issued, given back) or off it (spent), by one entry of the ledger: their sum is its balance."""

    __table_args__ = (CheckConstraint("amount <> 0", "something_moved"),)

    id: Mapped[primary_key]
    card_id: Mapped[int] = mapped_column(ForeignKey("gift_card.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), unique=True)
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"), index=True)
    amount: Mapped[dong]

    entry: Mapped[LedgerEntry] = relationship()
