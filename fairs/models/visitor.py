"""Visitors of a fair who registered: their tickets, and which booths noted them down. Both go soon after the fair."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import codes
from core.db import Model, primary_key, stamped
from fairs.models.fair import Fair


class FairTicket(Model):
    """One visitor's ticket. `token` is the address of her own page, `code` what is scanned; neither says who she is."""

    __table_args__ = (
        UniqueConstraint("id", "fair_id"),
        CheckConstraint("NOT shares_contact OR contact <> ''", "shares_what_there_is"),
        CheckConstraint("shares_contact OR contact = ''", "keeps_what_is_shared"),
        CheckConstraint("erased_at IS NULL OR (name = '' AND contact = '')", "erased_is_empty"),
        CheckConstraint("(erased_at IS NULL) = (name <> '')", "has_a_name"),
        Index("ix_fair_ticket_entered", "fair_id", "entered_at"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"))
    token: Mapped[str] = mapped_column(unique=True)
    code: Mapped[str] = mapped_column(unique=True, default=codes.public_code)
    name: Mapped[str]  # as she would be called; stands on the badge
    contact: Mapped[str] = mapped_column(default="")  # phone or mail; asked for only where booths may have it
    shares_contact: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[stamped]
    entered_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]

    fair: Mapped[Fair] = relationship()


class FairLead(Model):
    """That a booth scanned the badge of a visitor who agreed to it."""

    __table_args__ = (
        ForeignKeyConstraint(["booth_id", "fair_id"], ["booth.id", "booth.fair_id"], "fk_fair_lead_booth_of_the_fair"),
        ForeignKeyConstraint(
            ["ticket_id", "fair_id"], ["fair_ticket.id", "fair_ticket.fair_id"], "fk_fair_lead_ticket_of_the_fair"
        ),
        UniqueConstraint("booth_id", "ticket_id"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int]
    booth_id: Mapped[int]
    ticket_id: Mapped[int] = mapped_column(index=True)
    note: Mapped[str] = mapped_column(default="")
    noted_at: Mapped[datetime]

    ticket: Mapped[FairTicket] = relationship(
        viewonly=True, primaryjoin="FairLead.ticket_id == FairTicket.id", foreign_keys="FairLead.ticket_id"
    )
