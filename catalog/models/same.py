"""That a product is the same goods as another maker's: asked by its seller, agreed by whose name it is, then joined."""

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, one_of, primary_key

if TYPE_CHECKING:
    from catalog.models.product import Product

SAME_STATES = ("asked", "agreed", "joined", "refused", "left")
SAME_OPEN = ("asked", "agreed", "joined")


class SameGoods(Model):
    """One request, with all that became of it. `lead` is the product whose name and page it is (0094)."""

    __table_args__ = (
        CheckConstraint(one_of("state", SAME_STATES), "known_state"),
        CheckConstraint("product_id <> lead_id", "two_products"),
        CheckConstraint("state NOT IN ('agreed', 'joined') OR agreed_at IS NOT NULL", "agreed_first"),
        CheckConstraint("state <> 'joined' OR joined_at IS NOT NULL", "joined_by_staff"),
        CheckConstraint("state <> 'refused' OR reason <> ''", "refused_with_reason"),
        CheckConstraint("(state IN ('refused', 'left')) = (ended_at IS NOT NULL)", "ended_once"),
        Index(
            "uq_same_goods_open", "product_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    lead_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    state: Mapped[str] = mapped_column(default="asked")
    words: Mapped[str] = mapped_column(default="")  # why it is the same, in the words of who asks
    reason: Mapped[str] = mapped_column(default="")
    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime]
    agreed_by: Mapped[int | None]
    agreed_at: Mapped[datetime | None]
    joined_by: Mapped[int | None]
    joined_at: Mapped[datetime | None]
    ended_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]

    product: Mapped["Product"] = relationship(foreign_keys=[product_id])
    lead: Mapped["Product"] = relationship(foreign_keys=[lead_id])
