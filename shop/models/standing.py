"""Standing orders: what a buyer wants again and again, what she has seen it cost, and what became of each date."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product, Variant
from core.db import Model, dong, one_of, primary_key
from shop.models.order import Order

EVERY = ("week", "fortnight", "month")
DATE_STATES = ("placed", "skipped", "asks", "missed")


class StandingOffer(Model):
    """That a maker offers a product for standing orders: how many at least, on which days of the week."""

    __table_args__ = (
        CheckConstraint("least BETWEEN 1 AND 999", "least_in_range"),
        CheckConstraint("length(weekdays) BETWEEN 1 AND 7", "some_day"),
    )

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), unique=True)
    least: Mapped[int]
    weekdays: Mapped[str]  # 0 is Monday: "0123456" is any day

    product: Mapped[Product] = relationship()


class StandingOrder(Model):
    """Who wants it, where to, how often. `next_on`: the next day of delivery that nothing is decided about yet."""

    __table_args__ = (
        CheckConstraint(one_of("every", EVERY), "known_rhythm"),
        CheckConstraint(one_of("payment", ("cod", "vietqr")), "known_payment"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", "ends_after_it_starts"),
        CheckConstraint("(next_on IS NULL) = (ended_at IS NOT NULL)", "ended_without_a_next"),
        CheckConstraint("next_on IS NULL OR ends_on IS NULL OR next_on <= ends_on", "next_before_its_end"),
        Index("ix_standing_order_next", "next_on"),
    )

    id: Mapped[primary_key]
    token: Mapped[str] = mapped_column(unique=True)  # its unguessable address
    user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    buyer_name: Mapped[str]
    buyer_phone: Mapped[str]
    buyer_email: Mapped[str]
    province_code: Mapped[str]
    commune_code: Mapped[str]
    street: Mapped[str]
    payment: Mapped[str]
    note: Mapped[str] = mapped_column(default="")
    language: Mapped[str]
    every: Mapped[str]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    next_on: Mapped[date | None]
    reminded_on: Mapped[date | None]  # of which date she was written to beforehand
    paused_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    made_at: Mapped[datetime]

    lines: Mapped[list["StandingLine"]] = relationship(order_by="StandingLine.variant_id")
    prices: Mapped[list["StandingPrice"]] = relationship(order_by="StandingPrice.id")
    dates: Mapped[list["StandingDate"]] = relationship(order_by="StandingDate.due_on.desc()", back_populates="standing")

    @property
    def goods(self) -> str:
        """What the next date is to bring, as prices are kept by it."""
        return ",".join(f"{one.variant_id}:{one.wanted}" for one in self.lines if one.wanted)

    @property
    def seen(self) -> "StandingPrice | None":
        """What she was shown that this costs; None: she is asked first."""
        return next((one for one in self.prices if one.goods == self.goods), None)

    @property
    def asks(self) -> "StandingDate | None":
        """The latest date about which she is asked."""
        return next((one for one in self.dates if one.state == "asks"), None)


class StandingLine(Model):
    """So many of one variant each time; of the next date only perhaps another number, or none."""

    __table_args__ = (
        UniqueConstraint("standing_id", "variant_id"),
        CheckConstraint("quantity BETWEEN 1 AND 999", "quantity_in_range"),
        CheckConstraint("next_quantity BETWEEN 0 AND 999", "next_in_range"),
    )

    id: Mapped[primary_key]
    standing_id: Mapped[int] = mapped_column(ForeignKey("standing_order.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    quantity: Mapped[int]
    next_quantity: Mapped[int | None]

    variant: Mapped[Variant] = relationship()

    @property
    def wanted(self) -> int:
        return self.quantity if self.next_quantity is None else self.next_quantity


class StandingPrice(Model):
    """That she saw what these goods cost, of which so much ahead, and agreed. Nothing is ordered at another sum."""

    __table_args__ = (UniqueConstraint("standing_id", "goods"), CheckConstraint("total > 0", "total_positive"))

    id: Mapped[primary_key]
    standing_id: Mapped[int] = mapped_column(ForeignKey("standing_order.id"))
    goods: Mapped[str]
    total: Mapped[dong]
    deposit: Mapped[str]  # as shop/deposits.py says it
    seen_at: Mapped[datetime]


class StandingDate(Model):
    """What became of one date, decided once: ordered, left out, asked about, or over before anything ran."""

    __table_args__ = (
        UniqueConstraint("standing_id", "due_on"),
        CheckConstraint(one_of("state", DATE_STATES), "known_state"),
        CheckConstraint("order_id IS NULL OR state = 'placed'", "ordered_when_placed"),
        CheckConstraint("(state = 'asks') = (why <> '')", "asks_for_a_reason"),
    )

    id: Mapped[primary_key]
    standing_id: Mapped[int] = mapped_column(ForeignKey("standing_order.id"))
    due_on: Mapped[date]
    state: Mapped[str]
    why: Mapped[str] = mapped_column(default="")
    goods: Mapped[str] = mapped_column(default="")  # what it was to bring
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase.id"), unique=True)
    at: Mapped[datetime]

    standing: Mapped[StandingOrder] = relationship(back_populates="dates")
    order: Mapped[Order | None] = relationship()
