"""A large order that a village shares between its makers: what is wanted, who takes how much, what is still free."""

from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Variant
from core import times
from core.db import Model, dong, one_of, primary_key
from programme.models import Facility
from shop.models.enquiry import Enquiry
from shop.models.order import Order, Parcel

if TYPE_CHECKING:
    from collections.abc import Sequence

DIVISION_STATES = ("gathering", "offered", "accepted", "declined", "withdrawn")
SHARE_STATES = ("asked", "taken", "declined", "lapsed")
_LIVE = text("state IN ('gathering', 'offered')")
_STANDS = text("instead_of_id IS NOT NULL AND state IN ('gathering', 'offered', 'accepted')")


class Division(Model):
    """One proposal of the lead maker, who is the one that was asked. `rest` is what nobody has been given."""

    __table_args__ = (
        CheckConstraint(one_of("state", DIVISION_STATES), "known_state"),
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("rest BETWEEN 0 AND quantity", "rest_within_quantity"),
        CheckConstraint("unit_price > 0", "price_positive"),
        CheckConstraint("name <> '' AND unit <> ''", "says_what"),
        CheckConstraint("state NOT IN ('offered', 'accepted') OR valid_until IS NOT NULL", "offered_until"),
        CheckConstraint("(state IN ('gathering', 'offered')) = (ended_at IS NULL)", "ended_once"),
        CheckConstraint("order_id IS NULL OR state = 'accepted'", "ordered_when_accepted"),
        Index("uq_division_live", "enquiry_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE),
        Index("uq_division_instead", "instead_of_id", unique=True, sqlite_where=_STANDS, postgresql_where=_STANDS),
    )

    id: Mapped[primary_key]
    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"), index=True)
    village_id: Mapped[int] = mapped_column(ForeignKey("craft_village.id"), index=True)
    state: Mapped[str] = mapped_column(default="gathering")
    name: Mapped[str]
    unit: Mapped[str]
    quantity: Mapped[int]
    rest: Mapped[int]
    unit_price: Mapped[dong]  # as a rule; a share may have another
    delivery_fee: Mapped[dong]  # of each maker's parcel, likewise
    ready_on: Mapped[date]
    answer_before: Mapped[datetime]  # who has not answered by then has declined
    valid_until: Mapped[date | None]  # the last day on which the buyer can accept
    words: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")  # why the buyer declined
    instead_of_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"))  # whose maker failed
    order_id: Mapped[int | None] = mapped_column(ForeignKey("purchase.id"), index=True)
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]

    enquiry: Mapped[Enquiry] = relationship()
    shares: Mapped[list["Share"]] = relationship(back_populates="division", order_by="Share.id")
    instead_of: Mapped[Parcel | None] = relationship()
    order: Mapped[Order | None] = relationship()

    @property
    def taken(self) -> "Sequence[Share]":
        return [one for one in self.shares if one.state == "taken"]

    @property
    def waits(self) -> bool:
        """Whether somebody may still answer."""
        return any(one.standing == "asked" for one in self.shares)

    @property
    def left(self) -> int:
        """What may be taken now: free, and of those whose time is over."""
        late = sum(one.quantity for one in self.shares if one.state == "asked" and one.standing == "lapsed")
        return self.rest + late if self.state == "gathering" else 0

    @property
    def standing(self) -> str:
        """Its state, or lapsed: the clock ends what was offered."""
        over = self.state == "offered" and self.valid_until is not None and self.valid_until < times.today()
        return "lapsed" if over else self.state


class Share(Model):
    """One maker's part of it: asked of her, taken, or not. Drawn on her own variant, or made for this order."""

    __table_args__ = (
        UniqueConstraint("division_id", "facility_id"),
        CheckConstraint(one_of("state", SHARE_STATES), "known_state"),
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("unit_price > 0", "price_positive"),
        CheckConstraint("delivery_fee >= 0", "fee_not_negative"),
        CheckConstraint("(state = 'asked') = (answered_at IS NULL)", "answered_once"),
        CheckConstraint("parcel_id IS NULL OR state = 'taken'", "sent_by_who_took_it"),
    )

    id: Mapped[primary_key]
    division_id: Mapped[int] = mapped_column(ForeignKey("division.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    state: Mapped[str]
    quantity: Mapped[int]
    unit_price: Mapped[dong]
    delivery_fee: Mapped[dong]
    ready_on: Mapped[date]
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"), index=True)
    parcel_id: Mapped[int | None] = mapped_column(ForeignKey("parcel.id"), unique=True)
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]

    division: Mapped[Division] = relationship(back_populates="shares")
    facility: Mapped[Facility] = relationship()
    variant: Mapped[Variant | None] = relationship()
    parcel: Mapped[Parcel | None] = relationship()

    @property
    def standing(self) -> str:
        late = self.state == "asked" and self.division.answer_before <= times.now()
        return "lapsed" if late else self.state

    @property
    def goods(self) -> int:
        return self.unit_price * self.quantity

    @property
    def has_failed(self) -> bool:
        """Its maker could not supply what the buyer had accepted."""
        return self.parcel is not None and self.parcel.state == "cannot_supply"

    @property
    def name(self) -> str:
        return self.division.name

    @property
    def unit(self) -> str:
        return self.division.unit

    @property
    def product_id(self) -> int | None:
        return self.variant.product_id if self.variant else None

    @property
    def enquiry(self) -> Enquiry:
        return self.division.enquiry
