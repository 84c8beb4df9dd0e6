"""A proposal of who stands where at a fair, kept until it is fixed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, primary_key
from fairs.models.application import Application
from fairs.models.hall import Stand


class Proposal(Model):
    """The one proposal of a fair: by what weights it was reckoned, and when its seats became stands."""

    __table_args__ = (UniqueConstraint("fair_id"),)

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    weights: Mapped[dict[str, Any]]
    made_at: Mapped[datetime]
    made_by: Mapped[int | None]
    fixed_at: Mapped[datetime | None]


class ProposedSeat(Model):
    """A stand that a proposal gives to an application: one each way."""

    __table_args__ = (UniqueConstraint("application_id"), UniqueConstraint("stand_id"))

    id: Mapped[primary_key]
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    application_id: Mapped[int] = mapped_column(ForeignKey("application.id"))
    stand_id: Mapped[int] = mapped_column(ForeignKey("stand.id", ondelete="CASCADE"))

    application: Mapped[Application] = relationship()
    stand: Mapped[Stand] = relationship()
