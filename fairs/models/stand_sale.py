"""Sales noted at a stand: what changed hands there, outside any order, as the maker's phone noted it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Product, Variant
from core.db import Model, dong, primary_key
from fairs.models.booth import Booth


class StandSale(Model):
    """One noted sale, with the stand and scheme it belongs to. It is taken back with a reason, never deleted."""

    __table_args__ = (
        UniqueConstraint("booth_id", "key"),
        ForeignKeyConstraint(["booth_id", "fair_id"], ["booth.id", "booth.fair_id"], "fk_stand_sale_booth_of_fair"),
        ForeignKeyConstraint(
            ["variant_id", "product_id"], ["variant.id", "variant.product_id"], "fk_stand_sale_variant_of_product"
        ),
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("total >= 0", "total_not_negative"),
        CheckConstraint("(cancelled_at IS NULL) = (cancel_reason = '')", "cancelled_for_a_reason"),
        CheckConstraint("key <> ''", "has_a_key"),
        Index("ix_stand_sale_fair_id", "fair_id"),
    )

    id: Mapped[primary_key]
    key: Mapped[str]  # made on the phone: the same note sent again acts once
    booth_id: Mapped[int]
    fair_id: Mapped[int]
    stand_id: Mapped[int | None] = mapped_column(ForeignKey("stand.id", ondelete="SET NULL"))
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)  # who made it, not always the host
    product_id: Mapped[int]
    variant_id: Mapped[int] = mapped_column(index=True)
    quantity: Mapped[int]
    total: Mapped[dong]
    sold_at: Mapped[datetime]
    noted_at: Mapped[datetime]  # when it reached the market
    noted_by: Mapped[int | None]
    taken_from_stock: Mapped[bool] = mapped_column(default=False)
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")

    booth: Mapped[Booth] = relationship(
        viewonly=True, primaryjoin="StandSale.booth_id == Booth.id", foreign_keys="StandSale.booth_id"
    )
    product: Mapped[Product] = relationship(
        viewonly=True, primaryjoin="StandSale.product_id == Product.id", foreign_keys="StandSale.product_id"
    )
    variant: Mapped[Variant] = relationship(
        viewonly=True, primaryjoin="StandSale.variant_id == Variant.id", foreign_keys="StandSale.variant_id"
    )
