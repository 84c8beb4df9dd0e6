"""What visitors asked the market to find for them, counted by words and day; nothing tells who asked."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, primary_key


class Wanted(Model):
    """One wish on one day. `key` is the words folded, `written` as the first who asked typed them."""

    __table_args__ = (
        UniqueConstraint("key", "day"),
        CheckConstraint("count > 0", "somebody_asked"),
        CheckConstraint("key <> '' AND written <> ''", "says_something"),
        Index("ix_wanted_day", "day"),
    )

    id: Mapped[primary_key]
    key: Mapped[str]
    written: Mapped[str]
    day: Mapped[date]
    count: Mapped[int] = mapped_column(default=1)
