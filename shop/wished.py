"""Lists of goods that people like: one of a visitor, known by a token, and one of a person, hers by her account."""

import secrets
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product
from core.db import Model, optional_dong, primary_key, stamped


class WishList(Model):
    """Goes with the account it belongs to. `share_token` is its private address while it has one."""

    id: Mapped[primary_key]
    token: Mapped[str] = mapped_column(unique=True, default=lambda: secrets.token_urlsafe(24))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id", ondelete="CASCADE"), unique=True)
    share_token: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[stamped]
    changed_at: Mapped[datetime]


class Wish(Model):
    """One product on a list, once, and what it cost on the day it was put there."""

    __table_args__ = (
        UniqueConstraint("list_id", "product_id"),
        CheckConstraint("price IS NULL OR price > 0", "price_positive"),
    )

    id: Mapped[primary_key]
    list_id: Mapped[int] = mapped_column(ForeignKey("wish_list.id", ondelete="CASCADE"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id", ondelete="CASCADE"), index=True)
    price: Mapped[optional_dong]  # None: it was on request
    kept_at: Mapped[datetime]

    product: Mapped[Product] = relationship()

    @property
    def price_change(self) -> int:
        """How many đồng dearer it is today, below nought where it is cheaper."""
        now = self.product.price
        return now - self.price if now is not None and self.price is not None else 0
