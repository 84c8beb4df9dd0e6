"""Figures as published."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, dong, one_of, primary_key


class Indicator(Model):
    """A figure as published by a source, kept beside what is counted from records, never inside it."""

    __table_args__ = (
        UniqueConstraint("code", "source"),
        CheckConstraint(one_of("rounded", ("exact", "over", "nearly")), "known_rounding"),
        CheckConstraint(one_of("count_kind", ("events", "distinct", "participations")), "known_count_kind"),
    )

    id: Mapped[primary_key]
    code: Mapped[str]
    name: Mapped[str]
    name_en: Mapped[str]
    unit: Mapped[str]
    value: Mapped[dong]
    rounded: Mapped[str]
    count_kind: Mapped[str]
    scope: Mapped[str]
    as_of: Mapped[date | None]  # None: the source does not say
    source: Mapped[str]
    period_note: Mapped[str] = mapped_column(default="")
    recorded_at: Mapped[datetime]
