"""What staff wrote about words: synonyms and traps in place of those in the data files, or beside them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, one_of, primary_key

WORD_KINDS = ("synonym", "trap")
WORD_STATES = ("on", "off", "given")


class SearchWords(Model):
    """One set of synonyms, or one trap. Terms are divided by "; ".

    A synonym's `both_ways` find each other; `leading` find `reached`. A trap's `leading` is a word, its `reached` are
    phrases in which that word means something else. `given`: as the data files have it, whatever stands here. Rows are
    never deleted and every change raises `version`, so that their count and sum tell whether anything changed.
    """

    __table_args__ = (
        UniqueConstraint("kind", "code"),
        CheckConstraint(one_of("kind", WORD_KINDS), "known_kind"),
        CheckConstraint(one_of("state", WORD_STATES), "known_state"),
        CheckConstraint("code <> '' AND version > 0", "has_code_and_version"),
        CheckConstraint(
            "(kind = 'synonym' AND (both_ways <> '' OR (\"leading\" <> '' AND reached <> '')))"
            " OR (kind = 'trap' AND both_ways = '' AND \"leading\" <> '' AND reached <> '')",
            "says_something",
        ),
    )

    id: Mapped[primary_key]
    kind: Mapped[str]
    code: Mapped[str]
    both_ways: Mapped[str] = mapped_column(default="")
    leading: Mapped[str] = mapped_column(default="")
    reached: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default="on")
    version: Mapped[int] = mapped_column(default=1)
    changed_by: Mapped[int | None]
    changed_at: Mapped[datetime]
