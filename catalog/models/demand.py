"""What visitors looked for, counted by words and day; nothing tells who looked."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, primary_key


class SearchCount(Model):
    """One search on one day. `key` is the words folded, `written` as the first who looked typed them."""

    __table_args__ = (
        UniqueConstraint("key", "day"),
        CheckConstraint("count > 0 AND empty >= 0 AND empty <= count", "empty_is_part"),
        CheckConstraint("key <> '' AND written <> ''", "says_something"),
        Index("ix_search_count_day", "day"),
    )

    id: Mapped[primary_key]
    key: Mapped[str]
    written: Mapped[str]
    day: Mapped[date]
    count: Mapped[int] = mapped_column(default=1)
    empty: Mapped[int] = mapped_column(default=0)  # how many of them found nothing that fits fully
