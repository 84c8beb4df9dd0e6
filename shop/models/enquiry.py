"""A question to a maker, what was written after it, and the private designs it opened."""

import secrets
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product
from core import times
from core.db import Model, one_of, primary_key
from programme.models import Facility

if TYPE_CHECKING:
    from shop.models.freight import FreightRequest
    from shop.models.quote import Quote

ENQUIRY_SIDES = ("buyer", "maker")


def _new_token() -> str:
    return secrets.token_urlsafe(24)


class Asking(Model):
    """One request that went to several makers; each answers in a talk of its own."""

    id: Mapped[primary_key]
    token: Mapped[str] = mapped_column(unique=True, default=_new_token)  # where its quotes lie side by side
    asked_at: Mapped[datetime]

    enquiries: Mapped[list["Enquiry"]] = relationship(back_populates="asking", order_by="Enquiry.id")


class Enquiry(Model):
    """A question to a maker, from a product or a stand; counted as something the promotion brought."""

    __table_args__ = (
        Index("ix_enquiry_facility_answered", "facility_id", "answered_at"),
        UniqueConstraint("booth_id", "note_key"),
        UniqueConstraint("asking_id", "facility_id"),
        CheckConstraint("NOT is_quotation OR quantity <> '' OR erased_at IS NOT NULL", "quotation_says_how_many"),
    )

    id: Mapped[primary_key]
    token: Mapped[str] = mapped_column(unique=True, default=_new_token)  # its unguessable address, /hoi/<token>
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("booth.id"), index=True)
    stand_id: Mapped[int | None] = mapped_column(ForeignKey("stand.id", ondelete="SET NULL"), index=True)
    feature_id: Mapped[int | None] = mapped_column(ForeignKey("feature.id", ondelete="SET NULL"), index=True)
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"))
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)
    asking_id: Mapped[int | None] = mapped_column(ForeignKey("asking.id"))  # asked of other makers too
    name: Mapped[str]
    contact: Mapped[str]
    quantity: Mapped[str] = mapped_column(default="")
    is_quotation: Mapped[bool] = mapped_column(default=False)  # a price is asked for: how many, and what belongs to it
    logo: Mapped[str] = mapped_column(default="")  # what shall stand on the goods, in the asker's words
    packaging: Mapped[str] = mapped_column(default="")
    needed_by: Mapped[date | None]
    wants_invoice: Mapped[bool] = mapped_column(default=False)
    note_key: Mapped[str | None]  # noted at the stand by its maker: made on the phone, so that sent again it acts once
    text: Mapped[str]
    asked_at: Mapped[datetime]
    waits_since: Mapped[datetime] = mapped_column(default=times.now)  # when the buyer last wrote
    answered_at: Mapped[datetime | None]  # None: the buyer waits for the maker
    closed_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]  # at the buyer's wish nothing of her is kept

    asking: Mapped[Asking | None] = relationship(back_populates="enquiries")
    facility: Mapped[Facility] = relationship()
    product: Mapped[Product | None] = relationship()
    messages: Mapped[list["EnquiryMessage"]] = relationship(order_by="EnquiryMessage.id")
    freight: Mapped["FreightRequest | None"] = relationship()  # asked for from a checkout
    quotes: Mapped[list["Quote"]] = relationship(order_by="Quote.number", back_populates="enquiry")

    @property
    def quote(self) -> "Quote | None":
        """The latest version of what the maker offers."""
        return self.quotes[-1] if self.quotes else None

    @property
    def said(self) -> "list[EnquiryMessage | Quote]":
        """Messages and quotes in the order in which they were sent."""
        return sorted([*self.messages, *self.quotes], key=lambda one: one.at)

    @property
    def answer(self) -> str:
        """What the maker said last."""
        return next((one.text for one in reversed(self.messages) if one.by == "maker"), "")

    @property
    def state(self) -> str:
        """closed, answered or waiting."""
        return "closed" if self.closed_at else "answered" if self.answered_at else "waiting"


class EnquiryMessage(Model):
    """What was written after the question, by its buyer or by the maker."""

    __table_args__ = (CheckConstraint(one_of("by", ENQUIRY_SIDES), "known_side"),)

    id: Mapped[primary_key]
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"), index=True)
    by: Mapped[str]
    text: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]  # of the maker's side, who wrote


class DesignAccess(Model):
    """That the maker accepted an enquiry: its asker sees the product's private designs at an unguessable address."""

    id: Mapped[primary_key]
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"), unique=True)
    token: Mapped[str] = mapped_column(unique=True, default=_new_token)  # /mau-rieng/<token>; a new one each time
    accepted_at: Mapped[datetime]
    accepted_by: Mapped[int | None]
    withdrawn_at: Mapped[datetime | None]

    enquiry: Mapped[Enquiry] = relationship()
