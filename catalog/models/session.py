"""The dates of a service: when, for how many, how many have booked."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.product import Product
from core import times
from core.db import Model, primary_key


class Session(Model):
    """One class or visit. It vanishes from the market by itself when it begins."""

    __tablename__ = "service_session"
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", "forwards"),
        CheckConstraint("booked >= 0 AND booked <= places", "booked_within_places"),
        Index("ix_service_session_product_starts", "product_id", "starts_at"),
    )

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    places: Mapped[int]
    booked: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]  # takes no more bookings

    product: Mapped[Product] = relationship()

    @property
    def left(self) -> int:
        return self.places - self.booked

    @property
    def is_open(self) -> bool:
        return self.closed_at is None and self.starts_at > times.now()
