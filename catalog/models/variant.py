"""The forms in which a product is sold: size, colour, pack; each with its own code, price, stock and weight."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from catalog import gtin
from catalog.models.by_weight import ByWeight, weight_checks
from core.db import Model, one_of, optional_dong, primary_key

if TYPE_CHECKING:
    from catalog.models.product import Product

CONTENT_UNITS = ("g", "ml", "cm", "piece")


class Variant(ByWeight, Model):
    """One thing that can be put in a cart. A product has at least one; the first carries the product's own code."""

    __table_args__ = (
        UniqueConstraint("product_id", "name"),
        UniqueConstraint("product_id", "gtin"),
        CheckConstraint("gtin IS NULL OR length(gtin) = 14", "gtin_of_fourteen"),
        CheckConstraint("price IS NULL OR price > 0", "price_positive"),
        CheckConstraint("on_hand IS NULL OR on_hand >= 0", "on_hand_not_negative"),
        CheckConstraint("held >= 0 AND (on_hand IS NULL OR held <= on_hand)", "held_within_on_hand"),
        CheckConstraint("weight_g IS NULL OR weight_g > 0", "weight_positive"),
        CheckConstraint("(content_amount IS NULL) = (content_unit IS NULL)", "whole_content"),
        CheckConstraint("content_amount IS NULL OR content_amount > 0", "content_positive"),
        CheckConstraint(f"content_unit IS NULL OR {one_of('content_unit', CONTENT_UNITS)}", "known_content_unit"),
        *weight_checks(),
        CheckConstraint(
            "price_per_kg IS NULL OR (price IS NOT NULL AND price = (price_per_kg * piece_g + 500) / 1000)",
            "price_is_the_estimate",
        ),
    )

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    position: Mapped[int] = mapped_column(default=0)
    sku: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")  # "Hộp 250 g"; empty where there is only one
    name_en: Mapped[str] = mapped_column(default="")
    price: Mapped[optional_dong]  # None: on request
    on_hand: Mapped[int | None]  # None: not counted
    held: Mapped[int] = mapped_column(default=0)  # promised to orders that have not left yet
    weight_g: Mapped[int | None]
    content_amount: Mapped[int | None]  # what one holds, for the price per unit; not what its parcel weighs
    content_unit: Mapped[str | None]
    gtin: Mapped[str | None]  # fourteen digits: see catalog/gtin.py
    retired_at: Mapped[datetime | None]  # no longer offered; order lines still point at it

    product: Mapped["Product"] = relationship(back_populates="variants")

    if TYPE_CHECKING:  # set by catalog/models/bundle.py
        parts_left: Mapped[int | None]
        is_bundle: Mapped[bool]

    @validates("price")
    def _price_of_weight(self, _name: str, price: int | None) -> int | None:
        """Of what is weighed, the price is the estimate for a typical piece, whatever else a form or a sheet says."""
        return self.estimate() if self.is_weighed else price

    @property
    def available(self) -> int | None:
        """Units one can order now, of a hamper no more than its parts make; None where units are not counted."""
        mine = None if self.on_hand is None else self.on_hand - (self.held or 0)
        return min((n for n in (mine, self.parts_left) if n is not None), default=None)

    @property
    def can_be_bought(self) -> bool:
        """Whether it may enter a cart at all."""
        return self.retired_at is None and self.price is not None and self.product.is_for_sale

    @property
    def is_in_stock(self) -> bool:
        return self.can_be_bought and (self.available is None or self.available > 0)

    @property
    def gtin_shown(self) -> str:
        """As printed under the bars; empty where there is none."""
        return gtin.shown(self.gtin) if self.gtin else ""

    @property
    def full_name(self) -> str:
        """Trà ướp sen, Hộp 250 g."""
        return f"{self.product.name}, {self.name}" if self.name else self.product.name
