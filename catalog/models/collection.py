"""Collections by rule: what staff gather under a title, worked out anew at every reading."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, primary_key, stamped


class Collection(Model):
    """`rules` are those of catalog/collections.py. Between its days, and while something fits, it is public."""

    __table_args__ = (
        CheckConstraint("title <> '' AND title_en <> ''", "has_titles"),
        CheckConstraint("starts_at IS NULL OR ends_at IS NULL OR starts_at < ends_at", "runs_forwards"),
    )

    id: Mapped[primary_key]
    slug: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    title_en: Mapped[str]
    intro: Mapped[str] = mapped_column(default="")
    intro_en: Mapped[str] = mapped_column(default="")
    rules: Mapped[dict[str, Any]] = mapped_column(default=dict)
    position: Mapped[int] = mapped_column(default=0)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]  # the first moment it is no more public
    created_at: Mapped[stamped]
    archived_at: Mapped[datetime | None]

    choices: Mapped[list["CollectionProduct"]] = relationship(
        order_by="(CollectionProduct.position, CollectionProduct.id)", cascade="all, delete-orphan"
    )

    @property
    def is_running(self) -> bool:
        now = times.now()
        begun = self.starts_at is None or self.starts_at <= now
        return begun and (self.ends_at is None or now < self.ends_at) and self.archived_at is None

    def ids(self, *, is_in: bool) -> list[int]:
        return [one.product_id for one in self.choices if one.is_in == is_in]


class CollectionProduct(Model):
    """A product that staff put in or keep out by hand, and why."""

    __table_args__ = (
        UniqueConstraint("collection_id", "product_id"),
        CheckConstraint("reason <> ''", "with_reason"),
    )

    id: Mapped[primary_key]
    collection_id: Mapped[int] = mapped_column(ForeignKey("collection.id"), index=True)
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    is_in: Mapped[bool]
    reason: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime]
