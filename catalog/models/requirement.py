"""What the market asks of makers before they sell, and what makers declare and hand in for it (0093)."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.recognition import EVIDENCE_TYPES, RECOGNITION_KINDS
from core import times
from core.db import Model, one_of, primary_key
from programme.models import Facility

REQUIREMENT_KINDS = ("computed", "attested", "verified")
EFFECTS = ("advice", "sell", "show")  # rising: only said; nothing can be bought; nothing is shown
PROOF_STATES = ("declared", "waiting", "accepted", "refused", "withdrawn")


class Requirement(Model):
    """One thing that is asked, from a day and until a day, of some kinds of makers and for some groups of goods.

    It binds from `binds_on`: before that day it is said, and switches nobody off.
    """

    __table_args__ = (
        CheckConstraint(one_of("kind", REQUIREMENT_KINDS), "known_kind"),
        CheckConstraint(one_of("effect", EFFECTS), "known_effect"),
        CheckConstraint("title <> ''", "says_what"),
        CheckConstraint("(kind = 'computed') = (fact <> '')", "computed_names_its_fact"),
        CheckConstraint("(kind = 'attested') = (statement <> '')", "attested_has_its_text"),
        CheckConstraint("version >= 1", "version_from_one"),
        CheckConstraint(
            f"paper = '' OR (kind = 'verified' AND {one_of('paper', RECOGNITION_KINDS)})", "paper_of_the_register"
        ),
        CheckConstraint("from_on <= binds_on", "grace_first"),
        CheckConstraint("until_on IS NULL OR until_on >= from_on", "days_in_order"),
    )

    id: Mapped[primary_key]
    kind: Mapped[str]
    title: Mapped[str]
    why: Mapped[str] = mapped_column(default="")  # in plain words, with the law where there is one
    fact: Mapped[str] = mapped_column(default="")  # of a computed one: a name of catalog/facts_seen.py
    statement: Mapped[str] = mapped_column(default="")  # of an attested one: what is declared
    version: Mapped[int] = mapped_column(default=1)  # of that text; a new one is declared anew
    paper: Mapped[str] = mapped_column(default="")  # of a verified one: the kind of paper of the register that will do
    facility_kinds: Mapped[list[Any]] = mapped_column(default=list)  # none: every kind
    groups: Mapped[list[Any]] = mapped_column(default=list)  # slugs of shelves; none: all goods
    effect: Mapped[str]
    from_on: Mapped[date]
    binds_on: Mapped[date]
    until_on: Mapped[date | None]  # its last day
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]

    @property
    def is_in_force(self) -> bool:
        return self.from_on <= times.today() and (self.until_on is None or times.today() <= self.until_on)

    @property
    def is_over(self) -> bool:
        return self.until_on is not None and self.until_on < times.today()

    def asks(self, facility_kind: str, shelves: set[str]) -> bool:
        """Whether it is asked of such a maker with goods on such shelves."""
        if self.facility_kinds and facility_kind not in self.facility_kinds:
            return False
        return not self.groups or bool(shelves & set(self.groups))


class Proof(Model):
    """What a maker declared, or a document she handed in. A declaration stands for one version of the text."""

    __table_args__ = (
        CheckConstraint(one_of("state", PROOF_STATES), "known_state"),
        CheckConstraint("(state = 'declared') = (digest = '')", "document_has_its_scan"),
        CheckConstraint(
            f"digest = '' OR ({one_of('mimetype', EVIDENCE_TYPES)} AND byte_count > 0 AND number <> '' "
            "AND issuer <> '')",
            "document_is_whole",
        ),
        CheckConstraint("issued_on IS NULL OR valid_until IS NULL OR issued_on <= valid_until", "ends_after_it_begins"),
        CheckConstraint("state <> 'refused' OR reason <> ''", "refused_with_reason"),
        CheckConstraint("(state IN ('accepted', 'refused')) = (decided_at IS NOT NULL)", "decided_once"),
        Index(
            "uq_proof_waiting", "requirement_id", "facility_id", unique=True,
            sqlite_where=text("state = 'waiting'"), postgresql_where=text("state = 'waiting'"),
        ),
        Index(
            "uq_proof_declared", "requirement_id", "facility_id", "version", unique=True,
            sqlite_where=text("state = 'declared'"), postgresql_where=text("state = 'declared'"),
        ),
        Index("ix_proof_state", "state", "made_at"),
    )  # fmt: skip

    id: Mapped[primary_key]
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"), index=True)
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"), index=True)
    state: Mapped[str]
    version: Mapped[int]  # of the text that was declared, or that stood when the document came
    number: Mapped[str] = mapped_column(default="")
    issuer: Mapped[str] = mapped_column(default="")
    issued_on: Mapped[date | None]
    valid_until: Mapped[date | None]  # its last day; none: no end is known
    digest: Mapped[str] = mapped_column(default="")
    mimetype: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    byte_count: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(default="")
    made_by: Mapped[int | None]
    made_at: Mapped[datetime]
    decided_by: Mapped[int | None]
    decided_at: Mapped[datetime | None]

    requirement: Mapped[Requirement] = relationship()
    facility: Mapped[Facility] = relationship()

    @property
    def waits(self) -> bool:
        return self.state == "waiting"

    @property
    def handed_in_on(self) -> date:
        return times.local(self.made_at).date()

    def holds_until(self, requirement: Requirement) -> date | None:
        """The last day it counts; None: it does not. What has no end counts for good."""
        if self.state == "declared":
            return date.max if self.version == requirement.version else None
        return (self.valid_until or date.max) if self.state == "accepted" else None

    def spares_until(self, days: int) -> date | None:
        """While it waits, the day before which nobody is switched off over it."""
        return self.handed_in_on + timedelta(days=days) if self.waits else None


class RequirementLetter(Model):
    """That a maker was written to about a day on which something stops, so that it is never written twice."""

    __table_args__ = (UniqueConstraint("facility_id", "requirement_id", "days", "stops_on"),)

    id: Mapped[primary_key]
    facility_id: Mapped[int] = mapped_column(ForeignKey("facility.id"))
    requirement_id: Mapped[int] = mapped_column(ForeignKey("requirement.id"))
    days: Mapped[int]  # 30 or 7 before; 0: staff asked for it
    stops_on: Mapped[date]  # of a letter that staff asked for: the day it was sent
    sent_at: Mapped[datetime]
