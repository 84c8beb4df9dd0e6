"""The rows behind buying: carts, orders, parcels, payments, reviews and enquiries."""

import secrets
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Hold, Lot, Product, Session, Variant
from catalog.models.by_weight import weight_checks
from core import times
from core.db import Model, dong, one_of, primary_key, stamped
from fairs.models import Booth, FairPrice, Feature
from programme.models import Facility
from shop.asked_price import AskedLine
from shop.line_price import PricedLine, price_checks
from shop.line_weight import WeighedLine, weighing_checks
from shop.ways import DeliveredParcel, way_checks

if TYPE_CHECKING:
    from shop.taken import OrderLinePart, OrderLineWeek

PARCEL_STATES = ("placed", "confirmed", "packed", "handed_over", "delivered", "cannot_supply", "cancelled")
PAYMENT_METHODS = ("cod", "vietqr")
PAYMENT_STATES = ("awaiting", "paid", "void")
REVIEW_MENDING = timedelta(days=30)
ENQUIRY_SIDES = ("buyer", "maker")
REVIEW_STATES = ("pending", "shown", "hidden")


def _new_token() -> str:
    return secrets.token_urlsafe(24)


class Cart(Model):
    """A visitor's cart, known by a token in a cookie or, through the API, by its id."""

    id: Mapped[primary_key]
    token: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[stamped]
    updated_at: Mapped[stamped]

    lines: Mapped[list["CartLine"]] = relationship(
        back_populates="cart", order_by="CartLine.id", cascade="all, delete-orphan"
    )
    holds: Mapped[list[Hold]] = relationship(
        primaryjoin="Cart.token == Hold.holder", foreign_keys="[Hold.holder]", viewonly=True
    )


class CartLine(AskedLine, Model):
    """So many of one variant, and the stand or shelf slot it was picked from."""

    __table_args__ = (
        UniqueConstraint("cart_id", "variant_id"),
        CheckConstraint("quantity BETWEEN 1 AND 999", "quantity_in_range"),
    )

    id: Mapped[primary_key]
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    quantity: Mapped[int]
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("booth.id"))
    feature_id: Mapped[int | None] = mapped_column(ForeignKey("feature.id", ondelete="SET NULL"))
    session_id: Mapped[int | None] = mapped_column(ForeignKey("service_session.id"))  # the date chosen of a service

    cart: Mapped[Cart] = relationship(back_populates="lines")
    variant: Mapped[Variant] = relationship()
    booth: Mapped[Booth | None] = relationship()
    feature: Mapped[Feature | None] = relationship()
    session: Mapped[Session | None] = relationship()
    fair_price: Mapped[FairPrice | None] = relationship(
        primaryjoin="and_(FairPrice.booth_id == CartLine.booth_id, FairPrice.variant_id == CartLine.variant_id)",
        foreign_keys="[CartLine.booth_id, CartLine.variant_id]",
        viewonly=True,
    )

    @property
    def product(self) -> Product:
        return self.variant.product

    @property
    def trouble(self) -> str:
        """Why it cannot be ordered as it stands, in a word (awaited, over, resting, sold_out …); empty when it can."""
        left = self.left
        if self.session is not None and not self.session.is_open:
            return "session_over"
        if self.session is not None and self.session.left < self.quantity:
            return "session_full"
        if not self.variant.can_be_bought:
            return self._absence
        if self.product.facility.refuses_orders:
            return "resting"
        if left is None or left >= self.quantity:
            return ""
        return "too_few" if left > 0 else "sold_out"

    @property
    def _absence(self) -> str:
        """Approved goods outside the days their maker chose are told from those taken away."""
        if not self.product.is_published:
            return "withdrawn"
        return "awaited" if self.product.is_awaited else "over" if self.product.is_over else "withdrawn"

    @property
    def counts(self) -> bool:
        """Whether it is part of the sum; what cannot be had at all is not."""
        return self.trouble in ("", "too_few")


class Order(Model):
    """One buyer's purchase; its parts are the parcels, one a facility."""

    __tablename__ = "purchase"  # ORDER is a word of SQL

    id: Mapped[primary_key]
    token: Mapped[str] = mapped_column(unique=True)  # its unguessable address
    number: Mapped[str] = mapped_column(unique=True)
    key: Mapped[str | None] = mapped_column(unique=True)  # Idempotency-Key: the same request makes one order
    request_digest: Mapped[str | None]  # what that request said
    user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    buyer_name: Mapped[str]
    buyer_phone: Mapped[str]
    buyer_email: Mapped[str | None]
    province_code: Mapped[str]
    commune_code: Mapped[str]
    address: Mapped[str]  # in words, as it stood when ordered
    note: Mapped[str] = mapped_column(default="")
    payment_method: Mapped[str]
    placed_at: Mapped[datetime] = mapped_column(index=True)

    parcels: Mapped[list["Parcel"]] = relationship(back_populates="order", order_by="Parcel.id")

    @property
    def total(self) -> int:
        return sum(parcel.total for parcel in self.parcels if parcel.state not in ("cancelled", "cannot_supply"))

    @property
    def is_estimate(self) -> bool:
        """Whether something in it is still to be weighed."""
        return any(parcel.is_estimate for parcel in self.parcels)

    @property
    def state(self) -> str:
        """What all parcels have reached: placed, confirmed, packed, handed_over, delivered or cancelled."""
        live = [p.state for p in self.parcels if p.state not in ("cancelled", "cannot_supply")]
        return min(live, key=PARCEL_STATES.index) if live else "cancelled"


class Parcel(DeliveredParcel, Model):
    """One facility's part of an order: packed, paid and delivered by itself."""

    __table_args__ = (
        UniqueConstraint("order_id", "facility_id"),
        CheckConstraint(one_of("state", PARCEL_STATES), "known_state"),
        CheckConstraint("shipping_fee >= 0", "fee_not_negative"),
        CheckConstraint(
            "unweighed = 0 OR state NOT IN ('packed', 'handed_over', 'delivered')", "weighed_before_packed"
        ),
        CheckConstraint("unweighed >= 0", "unweighed_not_negative"),
        *way_checks(),
        Index("ix_parcel_facility_state", "facility_id", "state"),
    )

    id: Mapped[primary_key]
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    code: Mapped[str] = mapped_column(unique=True)  # content of the bank transfer, see shop/codes.py
    state: Mapped[str] = mapped_column(default="placed")
    goods_total: Mapped[dong]
    shipping_fee: Mapped[dong]
    unweighed: Mapped[int] = mapped_column(
        default=0
    )  # lines whose final weight is still to come: the total is an estimate
    carrier: Mapped[str] = mapped_column(default="")
    tracking_code: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")  # why it cannot be supplied, or was cancelled
    pack_before: Mapped[datetime | None]

    order: Mapped[Order] = relationship(back_populates="parcels")
    facility: Mapped[Facility] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(back_populates="parcel", order_by="OrderLine.id")
    moves: Mapped[list["ParcelMove"]] = relationship(order_by="ParcelMove.id")
    payment: Mapped["Payment"] = relationship(back_populates="parcel")

    @property
    def total(self) -> int:
        return self.goods_total + self.shipping_fee

    @property
    def is_estimate(self) -> bool:
        return self.unweighed > 0 and self.state not in ("cancelled", "cannot_supply")

    @property
    def most(self) -> int:
        """What it never exceeds without the buyer's word."""
        return sum(line.most for line in self.lines) + self.shipping_fee

    @property
    def balance(self) -> int:
        """Of what was paid before it was weighed anew: đồng still to be paid, or owed back where negative."""
        is_final = not self.unweighed and self.state not in ("cancelled", "cannot_supply")
        return self.total - self.payment.amount if is_final and self.payment.state == "paid" else 0


class OrderLine(WeighedLine, PricedLine, Model):
    """What was bought, at the price of that moment, and the promotion it came through."""

    __table_args__ = (
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("unit_price > 0", "price_positive"),
        *weight_checks(),
        *weighing_checks(),
        *price_checks(),
        CheckConstraint("price_kind <> 'fair' OR booth_id IS NOT NULL", "fair_price_of_a_booth"),
    )

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    sku: Mapped[str]
    name: Mapped[str]
    unit: Mapped[str]
    unit_price: Mapped[dong]
    quantity: Mapped[int]
    # Recorded at the moment of sale; reports never guess later (design.md, decision 9).
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"), index=True)
    booth_id: Mapped[int | None] = mapped_column(ForeignKey("booth.id"), index=True)
    stand_id: Mapped[int | None] = mapped_column(ForeignKey("stand.id", ondelete="SET NULL"), index=True)
    feature_id: Mapped[int | None] = mapped_column(ForeignKey("feature.id", ondelete="SET NULL"), index=True)
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)

    session_id: Mapped[int | None] = mapped_column(ForeignKey("service_session.id"), index=True)
    promised_on: Mapped[date | None]  # the day on which it is to be ready, as said when it was bought

    parcel: Mapped[Parcel] = relationship(back_populates="lines")
    product: Mapped[Product] = relationship()
    variant: Mapped[Variant] = relationship()
    session: Mapped[Session | None] = relationship()
    parts: Mapped[list["OrderLinePart"]] = relationship(order_by="OrderLinePart.variant_id")
    weeks: Mapped[list["OrderLineWeek"]] = relationship(order_by="OrderLineWeek.id")
    lots: Mapped[list[Lot]] = relationship(secondary="order_line_lot", order_by=Lot.id)


class ParcelMove(Model):
    """A step on a parcel's time line."""

    __table_args__ = (CheckConstraint(one_of("state", PARCEL_STATES), "known_state"),)

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), index=True)
    state: Mapped[str]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")


class Payment(Model):
    """How one parcel is paid: to the maker, who alone receives it."""

    __table_args__ = (
        CheckConstraint(one_of("method", PAYMENT_METHODS), "known_method"),
        CheckConstraint(one_of("state", PAYMENT_STATES), "known_state"),
        CheckConstraint("amount > 0", "amount_positive"),
    )

    id: Mapped[primary_key]
    parcel_id: Mapped[int] = mapped_column(ForeignKey("parcel.id"), unique=True)
    method: Mapped[str]
    state: Mapped[str] = mapped_column(default="awaiting")
    amount: Mapped[dong]
    bank_bin: Mapped[str | None]  # the account as it stood when ordered
    bank_account: Mapped[str | None]
    bank_holder: Mapped[str] = mapped_column(default="")
    content: Mapped[str | None]
    paid_at: Mapped[datetime | None]

    parcel: Mapped[Parcel] = relationship(back_populates="payment")


class Review(Model):
    """What a buyer says of what she bought; one an order line."""

    __table_args__ = (
        CheckConstraint("stars BETWEEN 1 AND 5", "stars_in_range"),
        CheckConstraint(one_of("state", REVIEW_STATES), "known_state"),
        CheckConstraint("state <> 'hidden' OR reason <> ''", "hidden_with_reason"),
        Index("ix_review_product_state", "product_id", "state"),
    )

    id: Mapped[primary_key]
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"), unique=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    stars: Mapped[int]
    text: Mapped[str]
    signed: Mapped[str]  # the buyer's name as shown, e.g. "Chị Ngân"
    written_at: Mapped[datetime]
    edited_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(default="shown")
    reason: Mapped[str] = mapped_column(default="")  # why staff hid it
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(default="")
    replied_at: Mapped[datetime | None]

    @property
    def can_be_mended(self) -> bool:
        """Whether its buyer may still think again."""
        return times.now() < self.written_at + REVIEW_MENDING


class ReviewReport(Model):
    """A visitor finds a review wrong. `key` is a keyed digest of where she asks from: once a review."""

    __table_args__ = (UniqueConstraint("review_id", "key"),)

    id: Mapped[primary_key]
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"))
    reason: Mapped[str]
    key: Mapped[str]
    made_at: Mapped[datetime]
    settled_at: Mapped[datetime | None]


class Enquiry(Model):
    """A question to a maker, from a product or a stand; counted as something the promotion brought."""

    __table_args__ = (
        Index("ix_enquiry_facility_answered", "facility_id", "answered_at"),
        UniqueConstraint("booth_id", "note_key"),
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

    facility: Mapped[Facility] = relationship()
    product: Mapped[Product | None] = relationship()
    messages: Mapped[list["EnquiryMessage"]] = relationship(order_by="EnquiryMessage.id")

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
