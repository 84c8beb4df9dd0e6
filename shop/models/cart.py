"""A visitor's cart: what she means to buy, and from which stand she picked it."""

from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Hold, Product, Session, Variant
from core.db import Model, primary_key, stamped
from fairs.models import Booth, FairPrice, Feature
from shop.asked_price import AskedLine

if TYPE_CHECKING:
    from shop.models.reminder import CartReminder


class Cart(Model):
    """A visitor's cart, known by a token in a cookie or, through the API, by its id."""

    id: Mapped[primary_key]
    token: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    created_at: Mapped[stamped]
    updated_at: Mapped[stamped]
    voucher: Mapped[str] = mapped_column(default="")  # the code typed, good or not: see shop/promotions.py

    lines: Mapped[list["CartLine"]] = relationship(
        back_populates="cart", order_by="CartLine.id", cascade="all, delete-orphan"
    )
    holds: Mapped[list[Hold]] = relationship(
        primaryjoin="Cart.token == Hold.holder", foreign_keys="[Hold.holder]", viewonly=True
    )
    reminder: Mapped["CartReminder | None"] = relationship(viewonly=True)


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
        """Why it cannot be ordered as it stands, in a word (stopped, resting, sold_out …); empty when it can."""
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
        if self.product.is_stopped:
            return "stopped"
        return "awaited" if self.product.is_awaited else "over" if self.product.is_over else "withdrawn"

    @property
    def counts(self) -> bool:
        """Whether it is part of the sum; what cannot be had at all is not."""
        return self.trouble in ("", "too_few")
