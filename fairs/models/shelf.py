"""Curated shelves and the slots in them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product
from core import times
from core.db import Model, one_of, primary_key
from fairs.models.fair import Fair
from fairs.models.hall import Hall
from fairs.models.venue import Venue
from programme.models import Scheme

# Where a shelf shows: front page, a fair, one hall of it, a group of goods, a season, a place to see and buy.
SHELF_PLACES = ("home", "front", "hall", "group", "season", "venue")


class Shelf(Model):
    """A curated row of products. `key` says which one it is: fairs/shelf_places.py."""

    __table_args__ = (
        CheckConstraint(one_of("place", SHELF_PLACES), "known_place"),
        CheckConstraint("(fair_id IS NOT NULL) = (place IN ('front', 'hall'))", "of_a_fair"),
        CheckConstraint("hall_id IS NULL OR place = 'hall'", "of_a_hall"),
        CheckConstraint("(group_slug <> '') = (place = 'group')", "of_a_group"),
        CheckConstraint("(venue_id IS NOT NULL) = (place = 'venue')", "of_a_venue"),
        CheckConstraint("(starts_at IS NOT NULL) = (place = 'season')", "season_begins"),
        CheckConstraint("(ends_at IS NOT NULL) = (place = 'season')", "season_ends"),
        CheckConstraint("starts_at < ends_at", "season_forwards"),
    )

    id: Mapped[primary_key]
    key: Mapped[str] = mapped_column(unique=True)
    place: Mapped[str] = mapped_column(default="front")
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"), index=True)
    hall_id: Mapped[int | None] = mapped_column(ForeignKey("hall.id", ondelete="SET NULL"), index=True)
    group_slug: Mapped[str] = mapped_column(default="")  # catalog/taxonomy.py, browse groups
    venue_id: Mapped[int | None] = mapped_column(ForeignKey("venue.id"), index=True)
    title: Mapped[str]
    title_en: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime | None]  # of a season
    ends_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=0)  # grows with each change: two editors never overwrite unseen

    fair: Mapped[Fair | None] = relationship()
    hall: Mapped[Hall | None] = relationship()
    venue: Mapped[Venue | None] = relationship()
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
    is_reserve: Mapped[bool] = mapped_column(default=False)  # stands by: shows only where another slot fell out
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
        return self.is_on_at(times.now())

    def is_on_at(self, moment: datetime) -> bool:
        return self.removed_at is None and self.starts_at <= moment < self.ends_at
