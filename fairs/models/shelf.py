"""Curated shelves and the slots in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product
from core import times
from core.db import Model, primary_key
from fairs.models.fair import Fair
from programme.models import Scheme


class Shelf(Model):
    """A curated row of products; the fair's front shelf is the one with `fair_id` and place 'front'."""

    __table_args__ = (UniqueConstraint("fair_id", "place"),)

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    place: Mapped[str] = mapped_column(default="front")
    title: Mapped[str]
    revision: Mapped[int] = mapped_column(default=0)  # grows with each change: two editors never overwrite unseen

    fair: Mapped[Fair] = relationship()
    features: Mapped[list["Feature"]] = relationship(back_populates="shelf", order_by="Feature.position")


class Feature(Model):
    """A curated slot: a product, its place, why, from when until when, and which scheme pays."""

    __table_args__ = (
        CheckConstraint("starts_at < ends_at", "starts_before_it_ends"),
        UniqueConstraint("shelf_id", "product_id"),
        Index("ix_feature_window", "shelf_id", "starts_at", "ends_at"),
    )

    id: Mapped[primary_key]
    shelf_id: Mapped[int] = mapped_column(ForeignKey("shelf.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    position: Mapped[int]
    reason: Mapped[str]
    reason_en: Mapped[str] = mapped_column(default="")
    signed: Mapped[str] = mapped_column(default="")  # who speaks, as visitors read it
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"))
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]  # off the shelf; the row stays for what was sold through it

    shelf: Mapped[Shelf] = relationship(back_populates="features")
    product: Mapped[Product] = relationship()
    scheme: Mapped[Scheme | None] = relationship()

    @property
    def is_on(self) -> bool:
        return self.removed_at is None and self.starts_at <= times.now() < self.ends_at
