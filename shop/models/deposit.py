"""What a maker asks to be paid before she begins on a thing made to order, and what she keeps of it."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, primary_key

_WHOLE = text("variant_id IS NULL")


class DepositRule(Model):
    """Of a product, or of one of its variants where that has its own: a share of its price, paid ahead."""

    __table_args__ = (
        UniqueConstraint("product_id", "variant_id"),
        Index("uq_deposit_rule_product", "product_id", unique=True, sqlite_where=_WHOLE, postgresql_where=_WHOLE),
        CheckConstraint("percent BETWEEN 0 AND 100", "percent_in_range"),
        CheckConstraint("kept BETWEEN 0 AND 100", "kept_in_range"),
    )

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"), index=True)
    percent: Mapped[int]  # 0: this variant asks for none, though its product does
    kept: Mapped[int]  # percent of the deposit that stays with her when its buyer gives up what is begun
