"""The papers of a fair that are set by the worker: asked for, waited for, fetched."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, one_of, primary_key
from core.files_made import FileMade, written_whole

PAPER_KINDS = ("catalogue", "exhibitors", "placards", "signs")


class FairPaper(FileMade, Model):
    """One of a kind: what is made anew takes the place of the earlier file, which can be fetched until then."""

    __table_args__ = (
        UniqueConstraint("fair_id", "kind"),
        CheckConstraint(one_of("kind", PAPER_KINDS), "known_kind"),
        *written_whole(),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    kind: Mapped[str]

    @property
    def file_key(self) -> str:
        return f"papers/{self.fair_id}/{self.kind}.pdf"
