"""The rows behind what is shown and sold, and the facts one row can tell by itself."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, db, one_of, optional_dong, primary_key, stamped
from core.pictures import Picture
from programme.models import CraftVillage, Facility, Support

MODES = ("sale", "made_to_order", "showcase", "service")
STATES = ("draft", "submitted", "published", "sent_back", "withdrawn", "taken_down")
RECOGNITION_KINDS = ("ocop", "cnnttb")
LEVELS = ("xa", "huyen", "tinh", "khu_vuc", "quoc_gia")  # rising; "huyen" until 30/6/2025
OCOP_MONTHS = 36  # QĐ 148/QĐ-TTg (2023): a certificate is valid for 36 months

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
    state: Mapped[str] = mapped_column(default="draft")
    published_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    created_at: Mapped[stamped]
    updated_at: Mapped[stamped] = mapped_column(onupdate=times.now)

    facility: Mapped[Facility] = relationship()
    village: Mapped[CraftVillage | None] = relationship()
    photos: Mapped[list["Photo"]] = relationship(order_by="Photo.position", cascade="all, delete-orphan")
    recognitions: Mapped[list["Recognition"]] = relationship(back_populates="product", order_by="Recognition.issued_on")
    supports: Mapped[list[Support]] = relationship(secondary=product_support)
    remarks: Mapped[list["Remark"]] = relationship(order_by="Remark.id")

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


class Photo(Model):
    __table_args__ = (UniqueConstraint("product_id", "picture_id"),)

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(default="")

    picture: Mapped[Picture] = relationship()


class Recognition(Model):
    """OCOP stars or a CNNTTB title. A renewal is a new row, never an overwrite."""

    __table_args__ = (
        CheckConstraint(one_of("kind", RECOGNITION_KINDS), "known_kind"),
        CheckConstraint(
            "kind <> 'ocop' OR (stars BETWEEN 3 AND 5 AND issued_on IS NOT NULL AND expires_on IS NOT NULL)",
            "ocop_is_whole",
        ),
        CheckConstraint(f"kind <> 'cnnttb' OR ({one_of('level', LEVELS)} AND year IS NOT NULL)", "cnnttb_is_whole"),
    )  # fmt: skip

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    kind: Mapped[str]
    stars: Mapped[int | None]
    level: Mapped[str | None]
    year: Mapped[int | None]
    decision_number: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None] = mapped_column(index=True)  # the last day it may be shown; None: no end is known

    product: Mapped[Product] = relationship(back_populates="recognitions")

    @property
    def is_valid(self) -> bool:
        return self.expires_on is None or times.today() <= self.expires_on

    @property
    def days_left(self) -> int | None:
        return (self.expires_on - times.today()).days if self.expires_on else None


class Remark(Model):
    """What staff ask a maker to mend, at the field it concerns."""

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    field: Mapped[str]
    text: Mapped[str]
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class ImportRun(Model):
    """A sheet put up by a facility: previewed, then confirmed."""

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    file_key: Mapped[str]
    file_name: Mapped[str]
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
