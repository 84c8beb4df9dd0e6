"""One thing a facility makes, and what the row can tell of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.photo import Photo
from catalog.models.recognition import LEVELS, Recognition
from catalog.models.work import Remark
from core import times
from core.db import Model, db, one_of, optional_dong, primary_key, stamped
from core.pictures import Picture
from programme.models import CraftVillage, Facility, Support

MODES = ("sale", "made_to_order", "showcase", "service")
STATES = ("draft", "submitted", "published", "sent_back", "withdrawn", "taken_down")

product_support = Table(
    "product_support",
    db.metadata,
    Column("product_id", ForeignKey("product.id"), primary_key=True),
    Column("support_id", ForeignKey("support.id"), primary_key=True, index=True),
)


class Product(Model):
    """One thing a facility makes: for sale, made to order, shown only, or a service."""

    __table_args__ = (
        CheckConstraint(one_of("mode", MODES), "known_mode"),
        CheckConstraint(one_of("state", STATES), "known_state"),
        CheckConstraint("price IS NULL OR price > 0", "price_positive"),
        CheckConstraint("on_hand IS NULL OR on_hand >= 0", "on_hand_not_negative"),
        CheckConstraint("held >= 0 AND (on_hand IS NULL OR held <= on_hand)", "held_within_on_hand"),
        CheckConstraint("weight_g IS NULL OR weight_g > 0", "weight_positive"),
        Index("ix_product_on_show", "state", "published_at"),
        Index("ix_product_group", "browse_category", "state"),
    )

    id: Mapped[primary_key]
    sku: Mapped[str] = mapped_column(unique=True)
    slug: Mapped[str] = mapped_column(unique=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    village_id: Mapped[int | None] = mapped_column(ForeignKey("craft_village.id"), index=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    summary_en: Mapped[str] = mapped_column(default="")
    story: Mapped[str] = mapped_column(default="")
    browse_category: Mapped[str]  # catalog/taxonomy.py
    ocop_group: Mapped[str | None]
    cnnttb_group: Mapped[str | None]
    mode: Mapped[str] = mapped_column(default="sale")
    price: Mapped[optional_dong]  # None: on request
    unit: Mapped[str] = mapped_column(default="chiếc")
    weight_g: Mapped[int | None]
    lead_days: Mapped[int | None]  # made to order: days until it is ready
    is_fragile: Mapped[bool] = mapped_column(default=False)
    is_gift: Mapped[bool] = mapped_column(default=False)
    one_of_a_kind: Mapped[bool] = mapped_column(default=False)
    on_hand: Mapped[int | None]  # None: not counted
    held: Mapped[int] = mapped_column(default=0)  # promised to orders that have not left yet
    label: Mapped[dict[str, Any]] = mapped_column(default=dict)  # label facts by field code
    video_url: Mapped[str] = mapped_column(default="")  # at a host of catalog/data/video_hosts.csv
    state: Mapped[str] = mapped_column(default="draft")
    published_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    created_at: Mapped[stamped]
    updated_at: Mapped[stamped] = mapped_column(onupdate=times.now)

    facility: Mapped[Facility] = relationship()
    village: Mapped[CraftVillage | None] = relationship()
    photos: Mapped[list[Photo]] = relationship(order_by="Photo.position", cascade="all, delete-orphan")
    recognitions: Mapped[list[Recognition]] = relationship(back_populates="product", order_by="Recognition.issued_on")
    supports: Mapped[list[Support]] = relationship(secondary=product_support)
    remarks: Mapped[list[Remark]] = relationship(order_by="Remark.id")

    @property
    def available(self) -> int | None:
        """Units one can order now; None where units are not counted."""
        return None if self.on_hand is None else self.on_hand - self.held

    @property
    def is_published(self) -> bool:
        return self.state == "published"

    @property
    def can_be_bought(self) -> bool:
        """Whether it may enter a cart at all (what is shown only never does)."""
        return self.is_published and self.mode != "showcase" and self.price is not None

    @property
    def is_in_stock(self) -> bool:
        return self.can_be_bought and (self.available is None or self.available > 0)

    @property
    def cover(self) -> Picture | None:
        return self.photos[0].picture if self.photos else None

    @property
    def stars(self) -> int | None:
        """OCOP stars valid today; a lapsed certificate shows none."""
        return max((r.stars or 0 for r in self.recognitions if r.kind == "ocop" and r.is_valid), default=None)

    @property
    def level(self) -> str | None:
        """The highest CNNTTB level held."""
        levels = [r.level for r in self.recognitions if r.kind == "cnnttb" and r.level]
        return max(levels, key=LEVELS.index, default=None)

    @property
    def is_supported(self) -> bool:
        return bool(self.supports)
