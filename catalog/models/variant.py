"""The forms in which a product is sold: size, colour, pack; each with its own code, price, stock and weight."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship, validates

from catalog import gtin
from catalog.models.by_weight import ByWeight, weight_checks
from core import times
from core.db import Model, one_of, optional_dong, primary_key

if TYPE_CHECKING:
    from catalog.models.price import PriceTier
    from catalog.models.product import Product

CONTENT_UNITS = ("g", "ml", "cm", "piece")


class Variant(ByWeight, Model):
    """One thing that can be put in a cart. A product has at least one; the first carries the product's own code."""

    __table_args__ = (
        UniqueConstraint("product_id", "name"),
        # Of a maker's forms one bears a number: it stands with the maker, who is the product's own.
        UniqueConstraint("gtin_facility_id", "gtin"),
        CheckConstraint("gtin IS NULL OR length(gtin) = 14", "gtin_of_fourteen"),
        CheckConstraint("(gtin IS NULL) = (gtin_facility_id IS NULL)", "gtin_has_maker"),
        ForeignKeyConstraint(
            ["product_id", "gtin_facility_id"],
            ["product.id", "product.facility_id"],
            name="fk_variant_gtin_of_its_maker",
        ),
        # No hamper and no part of one is weighed, while a part points at (id, false): see catalog/models/bundle.py.
        CheckConstraint("by_weight = (price_per_kg IS NOT NULL)", "by_weight_is_weighed"),
        Index("ix_variant_by_weight", "id", "by_weight", unique=True),
        Index("ix_variant_of_product", "id", "product_id", unique=True),  # for rows that name both
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
        CheckConstraint(
            "(sale_price IS NULL) = (sale_from IS NULL) AND (sale_price IS NULL) = (sale_until IS NULL) "
            "AND (sale_price IS NULL) = (sale_compare IS NULL)",
            "whole_sale",
        ),
        CheckConstraint("sale_price IS NULL OR (sale_price > 0 AND sale_price < sale_compare)", "sale_is_lower"),
        CheckConstraint("sale_from IS NULL OR sale_from < sale_until", "sale_forwards"),
        CheckConstraint("sale_price IS NULL OR price_per_kg IS NULL", "weighed_goods_have_no_sale"),
    )

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    position: Mapped[int] = mapped_column(default=0)
    sku: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(default="")  # "Hộp 250 g"; empty where there is only one
    name_en: Mapped[str] = mapped_column(default="")
    price: Mapped[optional_dong]  # the regular one; None: on request. What is asked today is price_now
    sale_price: Mapped[optional_dong]  # a sale, all four or none of them: catalog/sales.py
    sale_from: Mapped[datetime | None]
    sale_until: Mapped[datetime | None]  # the first moment at which it is over
    sale_compare: Mapped[optional_dong]  # the lowest price of the thirty days before it: what it is compared with
    on_hand: Mapped[int | None]  # None: not counted
    held: Mapped[int] = mapped_column(default=0)  # promised to orders not sent yet, and to carts: models/hold.py
    weight_g: Mapped[int | None]
    content_amount: Mapped[int | None]  # what one holds, for the price per unit; not what its parcel weighs
    content_unit: Mapped[str | None]
    gtin: Mapped[str | None] = mapped_column(index=True)  # fourteen digits: see catalog/gtin.py
    gtin_facility_id: Mapped[int | None]  # whose number it is; noted with it, below
    by_weight: Mapped[bool] = mapped_column(default=False)  # whether price_per_kg is there, for other rows to point at
    retired_at: Mapped[datetime | None]  # no longer offered; order lines still point at it

    product: Mapped["Product"] = relationship(
        back_populates="variants",
        primaryjoin="Variant.product_id == Product.id",
        foreign_keys="Variant.product_id",
    )

    if TYPE_CHECKING:  # set by catalog/models/bundle.py
        parts_left: Mapped[int | None]
        lapsed: Mapped[int]  # set by catalog/models/hold.py
        is_bundle: Mapped[bool]
        tiers: Mapped[list["PriceTier"]]  # set by catalog/models/price.py

    @validates("price")
    def _price_of_weight(self, _name: str, price: int | None) -> int | None:
        """Of what is weighed, the price is the estimate for a typical piece, whatever else a form or a sheet says."""
        return self.estimate() if self.is_weighed else price

    @validates("price_per_kg")
    def _note_by_weight(self, _name: str, price: int | None) -> int | None:
        self.by_weight = price is not None
        return price

    @property
    def promised(self) -> int:
        """Units that are somebody's: an order's, or held while she is at the checkout; what has lapsed is free."""
        return (self.held or 0) - (self.lapsed or 0)

    @property
    def available(self) -> int | None:
        """Units one can order now, of a hamper no more than its parts make; None where units are not counted."""
        mine = None if self.on_hand is None else self.on_hand - self.promised
        return min((n for n in (mine, self.parts_left) if n is not None), default=None)

    @property
    def is_on_sale(self) -> bool:
        """Whether a sale runs at this moment; it begins and ends without any job."""
        return (
            self.sale_price is not None
            and self.sale_from is not None
            and self.sale_until is not None
            and self.sale_from <= times.now() < self.sale_until
        )

    @property
    def price_now(self) -> int | None:
        """What one costs at this moment, in đồng; None: on request."""
        return self.sale_price if self.price is not None and self.is_on_sale else self.price

    @property
    def tier_pairs(self) -> list[list[int]]:
        """[[10, 45000], [50, 42000]]: from so many pieces on, what each costs."""
        return [[one.least, one.price] for one in self.tiers]

    @tier_pairs.setter
    def tier_pairs(self, pairs: list[list[int]]) -> None:
        """Rows that stay keep their place, so that no two of one number ever stand beside each other."""
        there = {one.least: one for one in self.tiers}
        for least, price in pairs:
            if least in there:
                there[least].price = price
        tier = type(self).tiers.property.mapper.class_
        self.tiers = [there.get(least) or tier(least=least, price=price) for least, price in pairs]

    @property
    def tiers_now(self) -> list["PriceTier"]:
        """The tiers that are lower than what one costs at this moment, the fewest pieces first."""
        asked = None if self.is_weighed else self.price_now
        return [one for one in self.tiers if asked is not None and one.price < asked]

    def price_for(self, quantity: int) -> int | None:
        """What each of so many costs at this moment: the lowest of the sale and the tier they reach."""
        reached = [one.price for one in self.tiers_now if one.least <= quantity]
        return min(reached, default=self.price_now)

    @property
    def retired(self) -> bool:
        """Whether it is no longer offered."""
        return self.retired_at is not None

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
