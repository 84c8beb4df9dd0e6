"""The photos of a product, in their order."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, primary_key
from core.pictures import Picture


class Photo(Model):
    __table_args__ = (UniqueConstraint("product_id", "picture_id"),)

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    picture_id: Mapped[int] = mapped_column(ForeignKey("picture.id"))
    position: Mapped[int] = mapped_column(default=0)
    alt: Mapped[str] = mapped_column(default="")

    picture: Mapped[Picture] = relationship()
