"""What a gift hamper is made of: so many of each of its maker's own variants."""

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, UniqueConstraint, case, exists, func, select
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from catalog.models.hold import lapsed_of
from catalog.models.product import Product
from catalog.models.variant import Variant
from core.db import Model, primary_key


class BundlePart(Model):
    """`count` of one variant in one hamper. What was sold is remembered by the order, so parts may change."""

    __table_args__ = (
        UniqueConstraint("bundle_id", "part_id"),
        CheckConstraint("bundle_id <> part_id", "not_of_itself"),
        CheckConstraint("count BETWEEN 1 AND 99", "count_in_range"),
        # Neither is sold by weight, nor can become so while this points at (id, false): a hamper has one price.
        ForeignKeyConstraint(
            ["bundle_id", "by_weight"], ["variant.id", "variant.by_weight"], name="fk_bundle_part_hamper_not_weighed"
        ),
        ForeignKeyConstraint(
            ["part_id", "by_weight"], ["variant.id", "variant.by_weight"], name="fk_bundle_part_part_not_weighed"
        ),
        CheckConstraint("NOT by_weight", "not_by_weight"),
    )

    id: Mapped[primary_key]
    bundle_id: Mapped[int] = mapped_column(ForeignKey("variant.id"))
    part_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    count: Mapped[int]
    by_weight: Mapped[bool] = mapped_column(default=False)

    bundle: Mapped[Variant] = relationship(
        primaryjoin="BundlePart.bundle_id == Variant.id", foreign_keys="BundlePart.bundle_id"
    )
    part: Mapped[Variant] = relationship(
        primaryjoin="BundlePart.part_id == Variant.id", foreign_keys="BundlePart.part_id"
    )


# How many hampers its parts still make: known with every variant, in the same statement, however many there are.
# A part that is withdrawn makes none; one that is not counted sets no limit.
_part, _product = Variant.__table__.alias("part"), Product.__table__.alias("part_product")
_gone = _part.c.retired_at.is_not(None) | (_product.c.state != "published")
_made = case((_gone, 0), else_=(_part.c.on_hand - _part.c.held + lapsed_of(_part)) // BundlePart.count)
Variant.parts_left = column_property(
    select(func.min(_made))
    .where(BundlePart.bundle_id == Variant.id, BundlePart.part_id == _part.c.id, _part.c.product_id == _product.c.id)
    .correlate(Variant.__table__)
    .scalar_subquery()
)
Variant.is_bundle = column_property(exists().where(BundlePart.bundle_id == Variant.id).correlate(Variant.__table__))
