"""Booths: what a facility shows at a fair, and the goods in it."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product, Variant
from core.db import Model, dong, one_of, primary_key, stamped
from core.pictures import Picture
from fairs.models.fair import Fair
from fairs.models.hall import Stand
from fairs.themes import THEMES, USUAL
from programme.models import Facility, Scheme, Support


class Booth(Model):
    """What a facility shows at a fair. One stand holds one booth: the database keeps that."""

    __table_args__ = (
        UniqueConstraint("fair_id", "slug"),
        UniqueConstraint("stand_id"),
        CheckConstraint(one_of("theme", list(THEMES)), "known_theme"),
        Index("ix_booth_of_fair", "id", "fair_id", unique=True),  # what belongs to a booth belongs to its fair
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    stand_id: Mapped[int | None] = mapped_column(ForeignKey("stand.id"))
    slug: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)  # printed on its placard: /q/<code>
    title: Mapped[str]
    tagline: Mapped[str] = mapped_column(default="")
    tagline_en: Mapped[str] = mapped_column(default="")
    story: Mapped[str] = mapped_column(default="")  # empty: the facility's own
    story_en: Mapped[str] = mapped_column(default="")
    today: Mapped[str] = mapped_column(default="")  # what happens at the stand today
    theme: Mapped[str] = mapped_column(default=USUAL)
    video_url: Mapped[str] = mapped_column(default="")
    room_url: Mapped[str] = mapped_column(default="")  # the maker's own video room, open while it answers
    hours: Mapped[str] = mapped_column(default="")
    artisan: Mapped[str] = mapped_column(default="")  # who of the house bears the title, in her own words
    wholesale: Mapped[str] = mapped_column(default="")  # what many cost
    steps: Mapped[list[Any]] = mapped_column(default=list)  # [{"name","text","name_en","text_en","picture_id"}]
    papers: Mapped[list[Any]] = mapped_column(default=list)  # [{"digest","title","title_en","bytes"}], PDF files
    contact_hours: Mapped[dict[str, Any]] = mapped_column(default=dict)  # fairs/contact.py
    banner_focus: Mapped[list[Any]] = mapped_column(default=list)  # per cent across and down; empty: the picture's own
    banner_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"), index=True)
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)
    support_id: Mapped[int | None] = mapped_column(ForeignKey("support.id"))
    published_at: Mapped[datetime | None]
    created_at: Mapped[stamped]

    fair: Mapped[Fair] = relationship()
    facility: Mapped[Facility] = relationship()
    stand: Mapped[Stand | None] = relationship(back_populates="booth")
    banner: Mapped[Picture | None] = relationship()
    scheme: Mapped[Scheme | None] = relationship()
    support: Mapped[Support | None] = relationship()
    goods: Mapped[list["BoothProduct"]] = relationship(order_by="BoothProduct.position", cascade="all, delete-orphan")
    prices: Mapped[list["FairPrice"]] = relationship(
        order_by="FairPrice.variant_id", viewonly=True, back_populates="booth"
    )

    @property
    def sells(self) -> bool:
        """Whether visitors buy from it at this moment: what its prices hold by."""
        return self.published_at is not None and self.fair.is_open


class BoothProduct(Model):
    __table_args__ = (UniqueConstraint("booth_id", "product_id"),)

    id: Mapped[primary_key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)

    product: Mapped[Product] = relationship()


class FairPrice(Model):
    """What one form of a product costs at one booth, while its fair is open and nowhere else.

    It has no dates of its own: it holds when the fair does, whatever becomes of the fair's days.
    """

    __table_args__ = (
        UniqueConstraint("booth_id", "variant_id"),
        CheckConstraint("price > 0 AND price < compare", "lower_than_compared"),
        ForeignKeyConstraint(
            ["booth_id", "product_id"],
            ["booth_product.booth_id", "booth_product.product_id"],
            name="fk_fair_price_shown_at_the_booth",
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["variant_id", "product_id"], ["variant.id", "variant.product_id"], name="fk_fair_price_form_of_the_product"
        ),
    )

    id: Mapped[primary_key]
    booth_id: Mapped[int] = mapped_column(ForeignKey("booth.id"))
    product_id: Mapped[int] = mapped_column(index=True)
    variant_id: Mapped[int] = mapped_column(index=True)
    price: Mapped[dong]
    compare: Mapped[dong]  # the lowest price of the thirty days before: catalog/sales.py
    set_at: Mapped[datetime]

    booth: Mapped[Booth] = relationship(viewonly=True, back_populates="prices")
    variant: Mapped[Variant] = relationship(
        viewonly=True, primaryjoin="FairPrice.variant_id == Variant.id", foreign_keys="FairPrice.variant_id"
    )
