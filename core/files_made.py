"""A row whose file the worker makes: asked for, waited for, fetched; papers of a fair and renewal packs are such."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlalchemy.orm import Mapped


class FileMade:
    """`ready_at` and `byte_count` are told together, once the file is written; `asked_at` may be later than that."""

    asked_by: Mapped[int | None]
    asked_at: Mapped[datetime]
    ready_at: Mapped[datetime | None]
    byte_count: Mapped[int | None]

    @property
    def is_waited_for(self) -> bool:
        return self.ready_at is None or self.ready_at < self.asked_at


def written_whole() -> tuple[CheckConstraint, CheckConstraint]:
    """For the `__table_args__` of such a row."""
    return (
        CheckConstraint("(ready_at IS NULL) = (byte_count IS NULL)", "ready_when_written"),
        CheckConstraint("byte_count IS NULL OR byte_count > 0", "has_content"),
    )
