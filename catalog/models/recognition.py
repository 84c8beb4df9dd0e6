"""What a product was recognised as: OCOP stars and CNNTTB titles, each as long as it holds."""

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, one_of, primary_key

if TYPE_CHECKING:
    from catalog.models.product import Product

RECOGNITION_KINDS = ("ocop", "cnnttb")
LEVELS = ("xa", "huyen", "tinh", "khu_vuc", "quoc_gia")  # rising; "huyen" until 30/6/2025
OCOP_MONTHS = 36  # QĐ 148/QĐ-TTg (2023): a certificate is valid for 36 months


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

    product: Mapped["Product"] = relationship(back_populates="recognitions")

    @property
    def is_valid(self) -> bool:
        return self.expires_on is None or times.today() <= self.expires_on

    @property
    def days_left(self) -> int | None:
        return (self.expires_on - times.today()).days if self.expires_on else None
