"""What facilities send in when a fair takes applications."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, primary_key
from fairs.models.fair import Fair
from programme.models import Facility


class Application(Model):
    """A facility's request for a stand at a fair that takes applications."""

    __table_args__ = (UniqueConstraint("fair_id", "facility_id"),)

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    wish: Mapped[str] = mapped_column(default="")
    product_ids: Mapped[list[Any]] = mapped_column(default=list)
    made_at: Mapped[datetime]

    fair: Mapped[Fair] = relationship()
    facility: Mapped[Facility] = relationship()
