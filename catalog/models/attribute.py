"""What staff let goods be told apart by beside price and place: attributes, their choices, and what a product has."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, one_of, primary_key, stamped

ATTRIBUTE_KINDS = ("one", "several", "number", "flag")
_SINGLE = text("kind <> 'several'")


class Attribute(Model):
    """One thing goods are told apart by. `browse_category` is the shelf it is asked of, empty: every shelf."""

    __table_args__ = (
        CheckConstraint(one_of("kind", ATTRIBUTE_KINDS), "known_kind"),
        CheckConstraint("kind = 'number' OR unit = ''", "numbers_have_units"),
        Index("ix_attribute_kind", "id", "kind", unique=True),  # what values point at: a kind never changes under them
    )

    id: Mapped[primary_key]
    code: Mapped[str] = mapped_column(unique=True)
    kind: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    unit: Mapped[str] = mapped_column(default="")
    browse_category: Mapped[str] = mapped_column(default="")
    position: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[stamped]
    archived_at: Mapped[datetime | None]

    choices: Mapped[list["AttributeChoice"]] = relationship(
        order_by="(AttributeChoice.position, AttributeChoice.id)", cascade="all, delete-orphan"
    )

    @property
    def offered(self) -> list["AttributeChoice"]:
        return [choice for choice in self.choices if choice.archived_at is None]

    def concerns(self, browse_category: str) -> bool:
        return self.archived_at is None and self.browse_category in ("", browse_category)


class AttributeChoice(Model):
    """One value to choose: Men lam."""

    __table_args__ = (UniqueConstraint("attribute_id", "code"),)

    id: Mapped[primary_key]
    attribute_id: Mapped[int] = mapped_column(ForeignKey("attribute.id"), index=True)
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    position: Mapped[int] = mapped_column(default=0)
    archived_at: Mapped[datetime | None]


class ProductAttribute(Model):
    """One value of a product: `value` is a choice's code, a number as it is written, or yes or no."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["attribute_id", "kind"], ["attribute.id", "attribute.kind"], name="fk_product_attribute_of_its_kind"
        ),
        ForeignKeyConstraint(
            ["attribute_id", "choice"],
            ["attribute_choice.attribute_id", "attribute_choice.code"],
            name="fk_product_attribute_known_choice",
        ),
        UniqueConstraint("product_id", "attribute_id", "value"),
        Index(
            "uq_product_attribute_single",
            "product_id",
            "attribute_id",
            unique=True,
            sqlite_where=_SINGLE,
            postgresql_where=_SINGLE,
        ),
        CheckConstraint("(kind IN ('one', 'several')) = (choice IS NOT NULL)", "choices_are_chosen"),
        CheckConstraint("choice IS NULL OR choice = value", "value_is_the_choice"),
        CheckConstraint("(kind = 'number') = (number IS NOT NULL)", "numbers_are_numbers"),
        CheckConstraint("kind <> 'flag' OR value IN ('yes', 'no')", "flags_say_yes_or_no"),
    )

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    attribute_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str]
    value: Mapped[str]
    choice: Mapped[str | None]
    number: Mapped[float | None]

    attribute: Mapped[Attribute] = relationship(viewonly=True)
    picked: Mapped[AttributeChoice | None] = relationship(viewonly=True)
