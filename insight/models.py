"""The rows behind what promotion brought: visits, counted by day and by what was visited."""

from datetime import date

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped

from core.db import Model, one_of, primary_key

VISIT_KINDS = ("product", "booth", "fair", "facility", "lot")


class VisitCount(Model):
    """How many times a thing was looked at on one day. No person, no address, no cookie is kept."""

    __table_args__ = (
        UniqueConstraint("day", "kind", "subject_id"),
        CheckConstraint(one_of("kind", VISIT_KINDS), "known_kind"),
        CheckConstraint("visits > 0", "visits_positive"),
        Index("ix_visit_count_subject", "kind", "subject_id", "day"),
    )

    id: Mapped[primary_key]
    day: Mapped[date]
    kind: Mapped[str]
    subject_id: Mapped[int]
    visits: Mapped[int]
