"""A letter that a buyer asked for about the goods she leaves in her cart."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, primary_key
from shop.models.cart import Cart


class CartReminder(Model):
    """Asked for once a cart, sent once; the address is forgotten in the same moment, and the row goes with the cart."""

    __table_args__ = (
        CheckConstraint("(sent_at IS NULL) = (address <> '')", "address_forgotten_when_sent"),
        CheckConstraint("language IN ('vi', 'en')", "known_language"),
    )

    id: Mapped[primary_key]
    cart_id: Mapped[int] = mapped_column(ForeignKey("cart.id", ondelete="CASCADE"), unique=True)
    token: Mapped[str] = mapped_column(unique=True)  # of the link in the letter
    address: Mapped[str]
    language: Mapped[str]
    due_at: Mapped[datetime]
    sent_at: Mapped[datetime | None] = mapped_column(index=True)

    cart: Mapped[Cart] = relationship(viewonly=True)
