"""One buyer's purchase, its parcels (one a facility), their lines and their time lines."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Lot, Product, Session, Variant
from catalog.models.by_weight import weight_checks
from core.db import Model, dong, one_of, primary_key
from programme.models import Facility
from shop.discounted import DiscountedLine, DiscountedParcel, line_checks, parcel_checks
from shop.line_price import PricedLine, price_checks
from shop.line_weight import WeighedLine, weighing_checks
from shop.ways import DeliveredParcel, way_checks

if TYPE_CHECKING:
    from shop.models.card import CardPayment
    from shop.models.fee import ParcelFee
    from shop.models.invoice import InvoiceData
    from shop.models.payment import Payment
    from shop.models.voucher import ParcelDiscount
    from shop.taken import OrderLinePart, OrderLineWeek

PARCEL_STATES = ("placed", "confirmed", "packed", "handed_over", "delivered", "cannot_supply", "cancelled", "refused")
ORIGINS = ("", "exchange", "rest")
CAME_TO_NOTHING = ("cannot_supply", "cancelled", "refused")


class Order(Model):
    """One buyer's purchase; its parts are the parcels, one a facility."""

    __tablename__ = "purchase"  # ORDER is a word of SQL
    __table_args__ = (CheckConstraint("(changes > 0) = (changed_at IS NOT NULL)", "changed_when"),)

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
    deliver_before: Mapped[date | None]  # the day by which she wants all of it
    changes: Mapped[int] = mapped_column(default=0)  # how often she changed where it goes
    changed_at: Mapped[datetime | None]

    parcels: Mapped[list["Parcel"]] = relationship(back_populates="order", order_by="Parcel.id")
    invoice: Mapped["InvoiceData | None"] = relationship()
    card: Mapped["CardPayment | None"] = relationship(back_populates="order", uselist=False)

    @property
    def total(self) -> int:
        return sum(parcel.total for parcel in self.parcels if not parcel.came_to_nothing)

    @property
    def is_estimate(self) -> bool:
        """Whether something in it is still to be weighed."""
        return any(parcel.is_estimate for parcel in self.parcels)

    @property
    def state(self) -> str:
        """What all parcels have reached: placed, confirmed, packed, handed_over, delivered or cancelled."""
        live = [p.state for p in self.parcels if not p.came_to_nothing]
        return min(live, key=PARCEL_STATES.index) if live else "cancelled"


class Parcel(DeliveredParcel, DiscountedParcel, Model):
    """One facility's part of an order: packed, paid and delivered by itself."""

    __table_args__ = (
        UniqueConstraint("order_id", "facility_id", "part"),
        CheckConstraint(one_of("origin", ORIGINS), "known_origin"),
        CheckConstraint("(part = 1) = (origin = '')", "first_part_was_ordered"),
        CheckConstraint("origin <> 'exchange' OR (goods_total = 0 AND shipping_fee = 0)", "exchange_costs_nothing"),
        CheckConstraint("origin <> 'rest' OR shipping_fee = 0", "fee_charged_once"),
        CheckConstraint(one_of("state", PARCEL_STATES), "known_state"),
        CheckConstraint("shipping_fee >= 0", "fee_not_negative"),
        CheckConstraint("fee_total >= 0", "fees_not_negative"),
        CheckConstraint(
            "unweighed = 0 OR state NOT IN ('packed', 'handed_over', 'delivered')", "weighed_before_packed"
        ),
        CheckConstraint("unweighed >= 0", "unweighed_not_negative"),
        *way_checks(),
        *parcel_checks(),
        Index("ix_parcel_facility_state", "facility_id", "state"),
    )

    id: Mapped[primary_key]
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    code: Mapped[str] = mapped_column(unique=True)  # content of the bank transfer, see shop/codes.py
    part: Mapped[int] = mapped_column(default=1)  # of what one maker sends for one order; further ones have an origin
    origin: Mapped[str] = mapped_column(default="")  # ordered; in exchange for what was wrong; the rest of one
    state: Mapped[str] = mapped_column(default="placed")
    goods_total: Mapped[dong]
    shipping_fee: Mapped[dong]
    fee_total: Mapped[dong] = mapped_column(default=0)  # of its fees by kind
    unweighed: Mapped[int] = mapped_column(
        default=0
    )  # lines whose final weight is still to come: the total is an estimate
    carrier: Mapped[str] = mapped_column(default="")
    tracking_code: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")  # why it came to nothing
    pack_before: Mapped[datetime | None]

    order: Mapped[Order] = relationship(back_populates="parcels")
    facility: Mapped[Facility] = relationship()
    lines: Mapped[list["OrderLine"]] = relationship(back_populates="parcel", order_by="OrderLine.id")
    moves: Mapped[list["ParcelMove"]] = relationship(order_by="ParcelMove.id")
    payment: Mapped["Payment"] = relationship(back_populates="parcel")
    fees: Mapped[list["ParcelFee"]] = relationship(order_by="ParcelFee.id")
    discounts: Mapped[list["ParcelDiscount"]] = relationship(order_by="ParcelDiscount.id")

    @property
    def total(self) -> int:
        return self.goods_total + self.shipping_fee + self.fee_total - self.discount

    @property
    def came_to_nothing(self) -> bool:
        """Nobody has the goods but their maker, and nothing is owed for them."""
        return self.state in CAME_TO_NOTHING

    @property
    def is_estimate(self) -> bool:
        return self.unweighed > 0 and not self.came_to_nothing

    @property
    def most(self) -> int:
        """What it never exceeds without the buyer's word."""
        return sum(line.most for line in self.lines) + self.shipping_fee + self.fee_total - self.discount

    @property
    def balance(self) -> int:
        """Of what was paid, when the total is another: đồng still to be paid, or owed back where negative."""
        is_final = not self.unweighed and not self.came_to_nothing
        return self.total - self.payment.whole if is_final and self.payment.state == "paid" else 0


class OrderLine(WeighedLine, PricedLine, DiscountedLine, Model):
    """What was bought, at the price of that moment, and the promotion it came through."""

    __table_args__ = (
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("unit_price > 0 OR (price_kind = 'exchange' AND unit_price = 0)", "price_positive"),
        *weight_checks(),
        *weighing_checks(),
        *price_checks(),
        *line_checks(),
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
