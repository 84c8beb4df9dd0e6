"""What is still in hand about products: remarks of staff, edits that wait, and sheets put up by facilities."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, one_of, primary_key

REVISION_STATES = ("waiting", "sent_back", "approved", "withdrawn", "joined")
_OPEN = text("state IN ('waiting', 'sent_back')")


class Remark(Model):
    """What staff ask a maker to mend, at the field it concerns."""

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    field: Mapped[str]
    text: Mapped[str]
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]


class ProductRevision(Model):
    """An edit of what staff approved, waiting to be looked at while the old one stays up. One open a product.

    `changes`: field -> [as it was, as it shall be]; of photos, the digests that go and those that come.
    """

    __table_args__ = (
        CheckConstraint(one_of("state", REVISION_STATES), "known_state"),
        CheckConstraint("(state IN ('waiting', 'sent_back')) = (closed_at IS NULL)", "closed_when_decided"),
        Index("uq_product_revision_open", "product_id", unique=True, sqlite_where=_OPEN, postgresql_where=_OPEN),
    )

    id: Mapped[primary_key]
    product_id: Mapped[int] = mapped_column(ForeignKey("product.id"), index=True)
    state: Mapped[str] = mapped_column(default="waiting")
    version: Mapped[int] = mapped_column(default=1)  # grows with each edit: staff decide on what they saw
    changes: Mapped[dict[str, Any]]
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]  # since when it waits
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]


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
