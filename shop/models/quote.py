"""A maker's answer to a request for a quotation: what, at which price, by when; and until when that holds."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product, Variant
from core import times
from core.db import Model, dong, one_of, primary_key
from programme.models import Facility
from shop.models.enquiry import Enquiry
from shop.models.fee import FEE_BASES, FEE_KINDS
from shop.models.order import Order

QUOTE_STATES = ("open", "replaced", "withdrawn", "declined", "accepted")
_OPEN = text("state = 'open'")


class Quote(Model):
    """One version. It is never changed: what is negotiated becomes a new version, and one of a talk is open."""

    __table_args__ = (
        UniqueConstraint("enquiry_id", "number"),
        Index("uq_quote_open", "enquiry_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
        CheckConstraint(one_of("state", QUOTE_STATES), "known_state"),
        CheckConstraint("(state = 'open') = (ended_at IS NULL)", "ended_once"),
        CheckConstraint("delivery_fee >= 0", "fee_not_negative"),
        CheckConstraint("ahead_percent BETWEEN 0 AND 100 AND kept_percent BETWEEN 0 AND 100", "shares_in_range"),
        CheckConstraint("keeps >= 0 AND keeps <= ahead", "keeps_of_what_is_ahead"),
        CheckConstraint("order_id IS NULL OR state = 'accepted'", "ordered_when_accepted"),
    )

    id: Mapped[primary_key]
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"))
    number: Mapped[int]  # 1, 2, 3 … within its talk
    state: Mapped[str] = mapped_column(default="open")
    delivery_fee: Mapped[dong]
    province_code: Mapped[str] = mapped_column(default="")  # where that fee goes to; empty: anywhere
    ready_on: Mapped[date]
    valid_until: Mapped[date]  # the last day on which it can be accepted
    words: Mapped[str] = mapped_column(default="")
    at: Mapped[datetime]
    offered_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")  # why the buyer declined, in her words
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase.id"), index=True)
    ahead_percent: Mapped[int | None]  # of the goods, as its maker said; None: as she set for each thing made to order
    kept_percent: Mapped[int] = mapped_column(default=0)  # of that, where the buyer gives up
    ahead: Mapped[dong] = mapped_column(default=0)  # what is paid before its maker begins
    keeps: Mapped[dong] = mapped_column(default=0)  # of it stays with her then

    enquiry: Mapped[Enquiry] = relationship(back_populates="quotes")
    lines: Mapped[list["QuoteLine"]] = relationship(order_by="QuoteLine.position", back_populates="quote")
    order: Mapped[Order | None] = relationship()
    fees: Mapped[list["QuoteFee"]] = relationship(order_by="QuoteFee.id")

    @property
    def goods_total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def total(self) -> int:
        """With delivery and fees: all that the buyer pays."""
        return self.goods_total + self.delivery_fee + self.fee_total

    @property
    def fee_total(self) -> int:
        return sum(one.amount for one in self.fees)

    @property
    def standing(self) -> str:
        """Its state, or lapsed: the clock ends it without any job."""
        return "lapsed" if self.state == "open" and self.valid_until < times.today() else self.state


class QuoteLine(Model):
    """So many of one thing. With a variant it draws on its stock or weeks; without, it is made for this order."""

    __table_args__ = (
        UniqueConstraint("quote_id", "position"),
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("unit_price > 0", "price_positive"),
        CheckConstraint("name <> ''", "says_what"),
    )

    id: Mapped[primary_key]
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"))
    position: Mapped[int]
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"), index=True)
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)  # what it is, or comes from
    name: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[int]
    unit_price: Mapped[dong]

    quote: Mapped[Quote] = relationship(back_populates="lines")
    variant: Mapped[Variant | None] = relationship()
    product: Mapped[Product | None] = relationship()

    @property
    def total(self) -> int:
        return self.unit_price * self.quantity

    @property
    def ready_on(self) -> date:
        return self.quote.ready_on

    @property
    def enquiry(self) -> Enquiry:
        return self.quote.enquiry

    @property
    def facility(self) -> Facility:
        return self.quote.enquiry.facility


class QuoteFee(Model):
    """A fee by kind as it stood when the version was sent; its order takes it over."""

    __table_args__ = (
        CheckConstraint(one_of("kind", FEE_KINDS), "known_kind"),
        CheckConstraint(one_of("basis", FEE_BASES), "known_basis"),
        CheckConstraint("amount > 0", "amount_positive"),
    )

    id: Mapped[primary_key]
    quote_id: Mapped[int] = mapped_column(ForeignKey("quote.id"), index=True)
    rule_id: Mapped[int] = mapped_column(ForeignKey("fee_rule.id"), index=True)
    is_market: Mapped[bool]
    kind: Mapped[str]
    title: Mapped[str]
    basis: Mapped[str]
    rate: Mapped[dong]
    amount: Mapped[dong]
