"""What looking over the ledger found, a row a day."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, primary_key


class LedgerCheck(Model):
    """The latest look of a day: how much does not agree, and in words."""

    __table_args__ = (CheckConstraint("found >= 0", "found_not_negative"),)

    id: Mapped[primary_key]
    day: Mapped[date] = mapped_column(unique=True)
    at: Mapped[datetime]
    found: Mapped[int]
    said: Mapped[list[Any]]
