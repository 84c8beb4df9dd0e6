"""Lots of goods, the printed code of each, and the steps in which goods are made."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.product import Product
from catalog.models.variant import Variant
from core import codes, times
from core.db import Model, primary_key, stamped
from core.pictures import Picture


class Lot(Model):
    """What was made together, under the maker's own number and a code that its labels carry."""

    __table_args__ = (
        UniqueConstraint("product_id", "number"),
        CheckConstraint("use_by IS NULL OR use_by >= made_on", "use_by_after_making"),
        CheckConstraint("quantity IS NULL OR quantity > 0", "quantity_positive"),
        CheckConstraint("(recalled_at IS NULL) = (recall_reason = '')", "recall_has_a_reason"),
    )

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"))
    variant_id: Mapped[int | None] = mapped_column(ForeignKey("variant.id"))  # None: all of the product
    number: Mapped[str]  # the maker's own: L2611-03
    code: Mapped[str] = mapped_column(unique=True, default=codes.public_code)  # /q/<code>
    made_on: Mapped[date]
    use_by: Mapped[date | None]
    quantity: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")  # kiln, batch, weather
    note_en: Mapped[str] = mapped_column(default="")
    made_at: Mapped[stamped]
    closed_at: Mapped[datetime | None]  # all gone: no packer is offered it any more
    recalled_at: Mapped[datetime | None]
    recall_reason: Mapped[str] = mapped_column(default="")
    recall_advice: Mapped[str] = mapped_column(default="")

    product: Mapped[Product] = relationship()
    variant: Mapped[Variant | None] = relationship()
    steps: Mapped[list["MakingStep"]] = relationship(order_by="MakingStep.position, MakingStep.id")

    @property
    def is_lapsed(self) -> bool:
        """Past its use-by day, by Hanoi's clock; nobody has to say so."""
        return self.use_by is not None and times.today() > self.use_by

    @property
    def is_recalled(self) -> bool:
        return self.recalled_at is not None

    @property
    def may_be_packed(self) -> bool:
        return not (self.is_lapsed or self.is_recalled or self.closed_at)


class MakingStep(Model):
    """One step of making a product, or of what happened to one lot, with its picture."""

    __table_args__ = (CheckConstraint("(product_id IS NULL) <> (lot_id IS NULL)", "of_one_thing"),)

    id: Mapped[primary_key]
    product_id: Mapped[int | None] = mapped_column(ForeignKey("product.id"), index=True)
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"), index=True)
    key: Mapped[str] = mapped_column(unique=True, default=codes.public_code)  # the same before and after an edit waited
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    text: Mapped[str] = mapped_column(default="")
    text_en: Mapped[str] = mapped_column(default="")
    happened_on: Mapped[date | None]
    picture_id: Mapped[int | None] = mapped_column(ForeignKey("picture.id"), index=True)

    picture: Mapped[Picture | None] = relationship()
