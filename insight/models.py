"""The rows behind what promotion brought: visits, counted by day and by what was visited; and renewal packs."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, one_of, primary_key
from core.files_made import FileMade, written_whole

# "scan": the code of a stand's placard; "card": that of a product's price card; "slot": a product met on a shelf.
VISIT_KINDS = ("product", "booth", "fair", "facility", "lot", "scan", "card", "slot")


class VisitCount(Model):
    """How many visitors looked at a thing on one day. No person, no address, no cookie is kept.

    Fair, stand and scheme are what it belonged to when the first of them came: a booth that moves later takes nothing
    along.
    """

    __table_args__ = (
        UniqueConstraint("day", "kind", "subject_id"),
        CheckConstraint(one_of("kind", VISIT_KINDS), "known_kind"),
        CheckConstraint("visits > 0", "visits_positive"),
        Index("ix_visit_count_subject", "kind", "subject_id", "day"),
        Index("ix_visit_count_fair", "fair_id", "kind"),
    )

    id: Mapped[primary_key]
    day: Mapped[date]
    kind: Mapped[str]
    subject_id: Mapped[int]
    visits: Mapped[int]
    fair_id: Mapped[int | None] = mapped_column(ForeignKey("fair.id"))
    stand_id: Mapped[int | None] = mapped_column(ForeignKey("stand.id", ondelete="SET NULL"), index=True)
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)


class VisitSalt(Model):
    """The salt with which visitors of one day are digested, one for all processes and machines."""

    day: Mapped[date] = mapped_column(primary_key=True)
    salt: Mapped[bytes]


class VisitSeen(Model):
    """That somebody looked at something on a day: a salted digest of both. No person, no address, and only that day."""

    day: Mapped[date] = mapped_column(primary_key=True)
    digest: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)


class RenewalPack(FileMade, Model):
    """The file that was made of a paper for its next assessment; one a day, the latest alone is kept."""

    __table_args__ = (
        UniqueConstraint("recognition_id", "as_of"),
        *written_whole(),
    )

    id: Mapped[primary_key]
    recognition_id: Mapped[int] = mapped_column(ForeignKey("recognition.id"))
    as_of: Mapped[date]

    @property
    def file_key(self) -> str:
        return f"packs/{self.recognition_id}/{self.as_of.isoformat()}.zip"
