"""What is still in hand about products: remarks of staff, and sheets put up by facilities."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, primary_key


class Remark(Model):
    """What staff ask a maker to mend, at the field it concerns."""

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    field: Mapped[str]
    text: Mapped[str]
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class ImportRun(Model):
    """A sheet put up by a facility: previewed, then confirmed."""

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    file_key: Mapped[str]
    file_name: Mapped[str]
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    counts: Mapped[dict[str, Any]] = mapped_column(default=dict)
