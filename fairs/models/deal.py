"""What a fair brought beside orders: contracts and memoranda signed there (R4), and complaints of its visitors (R6)."""

import secrets
from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, dong, one_of, primary_key, stamped
from fairs.models.booth import Booth
from fairs.models.fair import Fair

CONTRACT_KINDS = ("contract", "memorandum")
PARTNER_KINDS = ("domestic", "foreign")
COMPLAINT_OUTCOMES = ("upheld", "settled", "refused", "passed_on")


def _token() -> str:
    return secrets.token_urlsafe(24)


class FairContract(Model):
    """What was signed at a booth, with the stand and scheme it belonged to. Taken back with a reason, never deleted.

    `digest`: the scan of its pages, for the maker and staff alone.
    """

    __table_args__ = (
        ForeignKeyConstraint(
            ["booth_id", "fair_id"], ["booth.id", "booth.fair_id"], "fk_fair_contract_booth_of_its_fair"
        ),
        CheckConstraint(one_of("kind", CONTRACT_KINDS), "known_kind"),
        CheckConstraint(one_of("partner_kind", PARTNER_KINDS), "known_partner"),
        CheckConstraint("partner <> ''", "has_a_partner"),
        CheckConstraint("digest <> ''", "has_evidence"),
        CheckConstraint("amount >= 0", "amount_not_negative"),
        CheckConstraint("kind <> 'contract' OR amount > 0", "contract_has_a_value"),
        CheckConstraint("(cancelled_at IS NULL) = (cancel_reason = '')", "cancelled_for_a_reason"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    booth_id: Mapped[int]
    stand_id: Mapped[int | None] = mapped_column(ForeignKey("stand.id", ondelete="SET NULL"))
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)
    kind: Mapped[str]
    partner: Mapped[str]
    partner_kind: Mapped[str]
    number: Mapped[str] = mapped_column(default="")  # of the paper, where it has one
    about: Mapped[str] = mapped_column(default="")
    amount: Mapped[dong]
    signed_on: Mapped[date]
    digest: Mapped[str]
    mimetype: Mapped[str]
    noted_at: Mapped[stamped]
    noted_by: Mapped[int | None]  # a plain number, as in the log
    cancelled_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(default="")

    fair: Mapped[Fair] = relationship()
    booth: Mapped[Booth] = relationship(overlaps="fair")


class FairComplaint(Model):
    """What a visitor complains of, a booth or the fair itself; answered by its clock. `token` leads to its page."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["booth_id", "fair_id"], ["booth.id", "booth.fair_id"], "fk_fair_complaint_booth_of_its_fair"
        ),
        CheckConstraint(one_of("outcome", ("", *COMPLAINT_OUTCOMES)), "known_outcome"),
        CheckConstraint("words <> ''", "has_words"),
        CheckConstraint("made_at < due_at", "time_to_answer"),
        CheckConstraint("(closed_at IS NULL) = (outcome = '') AND (closed_at IS NULL) = (answer = '')", "whole_answer"),
    )

    id: Mapped[primary_key]
    fair_id: Mapped[int] = mapped_column(ForeignKey("fair.id"), index=True)
    booth_id: Mapped[int | None]  # None: of the fair itself
    stand_id: Mapped[int | None] = mapped_column(ForeignKey("stand.id", ondelete="SET NULL"))
    facility_id: Mapped[int | None] = mapped_column(ForeignKey("facility.id"), index=True)
    scheme_id: Mapped[int | None] = mapped_column(ForeignKey("scheme.id"), index=True)
    token: Mapped[str] = mapped_column(unique=True, default=_token)
    name: Mapped[str] = mapped_column(default="")
    contact: Mapped[str]
    words: Mapped[str]
    made_at: Mapped[datetime]
    due_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]  # a plain number, as in the log

    fair: Mapped[Fair] = relationship()
    booth: Mapped[Booth | None] = relationship(overlaps="fair")

    @property
    def is_late(self) -> bool:
        return (self.closed_at or times.now()) > self.due_at
