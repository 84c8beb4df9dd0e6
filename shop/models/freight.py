"""What a buyer wants sent that goes by no table: the goods as her cart priced them, and where to."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models import Variant
from core.db import Model, dong, primary_key


class FreightRequest(Model):
    """Beside the talk in which its maker answers with a price for the delivery."""

    __table_args__ = (CheckConstraint("commune_code LIKE province_code || '/%'", "commune_of_the_province"),)

    enquiry_id: Mapped[int] = mapped_column(ForeignKey("enquiry.id"), primary_key=True, autoincrement=False)
    province_code: Mapped[str]
    commune_code: Mapped[str]
    street: Mapped[str]  # empty once its buyer is forgotten

    lines: Mapped[list["FreightLine"]] = relationship(order_by="FreightLine.id")


class FreightLine(Model):
    """So many of one variant, at the price that the cart showed: the maker quotes the delivery, not the goods anew."""

    __table_args__ = (
        UniqueConstraint("request_id", "variant_id"),
        CheckConstraint("quantity > 0", "quantity_positive"),
        CheckConstraint("unit_price > 0", "price_positive"),
    )

    id: Mapped[primary_key]
    request_id: Mapped[int] = mapped_column(ForeignKey("freight_request.enquiry_id"))
    variant_id: Mapped[int] = mapped_column(ForeignKey("variant.id"), index=True)
    quantity: Mapped[int]
    unit_price: Mapped[dong]

    variant: Mapped[Variant] = relationship()
