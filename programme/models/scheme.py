"""Programmes, their yearly plans and schemes, with money, moves and documents."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import times
from core.db import Model, dong, one_of, primary_key
from core.sealed import seal
from programme.models.unit import Unit

if TYPE_CHECKING:
    from programme.models.support import Support

SCHEME_KINDS = ("KQG_DIEM", "KQG_NHOM", "KQG_DOITUONG", "KDP")
FUNDING_SOURCES = ("national", "local", "counterpart", "other")
SCHEME_STATES = (
    "nhap", "cho_so_tham_dinh", "tham_dinh_co_so", "cho_cuc_tham_dinh", "yeu_cau_bo_sung", "tu_choi", "da_phe_duyet",
    "hop_dong", "dang_thuc_hien", "kiem_tra", "nghiem_thu_co_so", "quyet_toan", "thanh_ly", "theo_doi_sau",
    "dieu_chinh", "ngung",
)  # fmt: skip
# Published figures count approved schemes only (guard rule G8).
APPROVED_STATES = SCHEME_STATES[6:]


class Programme(Model):
    id: Mapped[primary_key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    from_year: Mapped[int]
    to_year: Mapped[int]


class Plan(Model):
    """One year of a programme, with its budget by source."""

    id: Mapped[primary_key]
    programme_id: Mapped[int] = mapped_column(ForeignKey("programme.id"))
    year: Mapped[int] = mapped_column(unique=True)
    decision_number: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    national: Mapped[dong] = mapped_column(default=0)
    local: Mapped[dong] = mapped_column(default=0)
    counterpart: Mapped[dong] = mapped_column(default=0)

    programme: Mapped[Programme] = relationship()


class Scheme(Model):
    """One funded project (đề án)."""

    __table_args__ = (
        CheckConstraint(one_of("kind", SCHEME_KINDS), "known_kind"),
        CheckConstraint(one_of("state", SCHEME_STATES), "known_state"),
        CheckConstraint("content_head BETWEEN 1 AND 9", "known_head"),
    )

    id: Mapped[primary_key]
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    kind: Mapped[str]
    content_code: Mapped[str]
    content_head: Mapped[int]  # 1 to 9, the heads of Decree 45/2012 art. 4
    state: Mapped[str] = mapped_column(index=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), index=True)
    objective: Mapped[str] = mapped_column(default="")
    targets: Mapped[list[Any]] = mapped_column(default=list)  # [{"name", "planned", "reached"}]
    lead_unit: Mapped[str] = mapped_column(default="")
    partner_unit: Mapped[str] = mapped_column(default="")
    place: Mapped[str] = mapped_column(default="")
    decision_number: Mapped[str] = mapped_column(default="")
    decided_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    accepted_on: Mapped[date | None]
    story: Mapped[str] = mapped_column(default="")
    story_en: Mapped[str] = mapped_column(default="")
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), index=True
    )  # which proposed it; none: the office
    revision: Mapped[int] = mapped_column(default=0)  # two who save it at once: one is told

    plan: Mapped[Plan] = relationship()
    unit: Mapped[Unit | None] = relationship()
    places: Mapped[list["SchemePlace"]] = relationship(
        order_by="SchemePlace.commune_code", cascade="all, delete-orphan"
    )
    tasks: Mapped[list["Task"]] = relationship(order_by="Task.due_on, Task.id")
    fundings: Mapped[list["Funding"]] = relationship(back_populates="scheme", order_by="Funding.id")
    moves: Mapped[list["SchemeMove"]] = relationship(order_by="SchemeMove.id")
    documents: Mapped[list["Document"]] = relationship(order_by="Document.on")
    supports: Mapped[list["Support"]] = relationship(back_populates="scheme")

    @property
    def is_approved(self) -> bool:
        return self.state in APPROVED_STATES

    def planned(self, source: str) -> int:
        return sum(f.planned for f in self.fundings if f.source == source)

    @property
    def total(self) -> int:
        return sum(f.planned for f in self.fundings)

    @property
    def disbursed(self) -> int:
        return sum(f.disbursed for f in self.fundings)


class SchemePlace(Model):
    """A commune where a scheme is carried out."""

    __table_args__ = (CheckConstraint("commune_code <> ''", "names_commune"),)

    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), primary_key=True)
    commune_code: Mapped[str] = mapped_column(primary_key=True, index=True)  # key of programme/places.py


class Task(Model):
    """A piece of a scheme's work: who does it, by when, and when it was done."""

    __table_args__ = (
        CheckConstraint("name <> ''", "named"),
        CheckConstraint("done_on IS NOT NULL OR result = ''", "result_of_what_is_done"),
    )

    id: Mapped[primary_key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)
    name: Mapped[str]
    doer: Mapped[str] = mapped_column(default="")
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    result: Mapped[str] = mapped_column(default="")

    @property
    def is_late(self) -> bool:
        return self.done_on is None and self.due_on < times.today()


class Funding(Model):
    """What one source gives a scheme: planned, and paid out so far."""

    __table_args__ = (
        UniqueConstraint("scheme_id", "source"),
        CheckConstraint(one_of("source", FUNDING_SOURCES), "known_source"),
        CheckConstraint("planned >= 0", "planned_not_negative"),
        CheckConstraint("disbursed >= 0 AND disbursed <= planned", "disbursed_within_planned"),
    )

    id: Mapped[primary_key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"))
    source: Mapped[str]
    planned: Mapped[dong]
    disbursed: Mapped[dong] = mapped_column(default=0)

    scheme: Mapped[Scheme] = relationship(back_populates="fundings")


@seal
class SchemeMove(Model):
    """A scheme entering a state. Rows are added, never changed (guard rule G7)."""

    __table_args__ = (
        CheckConstraint(one_of("state", SCHEME_STATES), "known_state"),
        CheckConstraint("note <> '' OR NOT is_force_majeure", "force_majeure_is_told"),
    )

    id: Mapped[primary_key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)
    state: Mapped[str]
    on: Mapped[date]
    by: Mapped[str] = mapped_column(default="")
    document_number: Mapped[str] = mapped_column(default="")
    document_type: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    waiver: Mapped[str] = mapped_column(default="")  # the paper that allows money beyond the norm (G2)
    is_force_majeure: Mapped[bool] = mapped_column(default=False)


@seal
class SchemeChange(Model):
    """What an amendment changed in a scheme: the old value and the new. Rows are added, never changed."""

    id: Mapped[primary_key]
    move_id: Mapped[int] = mapped_column(ForeignKey("scheme_move.id"), index=True)
    field: Mapped[str]
    values: Mapped[list[Any]]  # [old, new]
    at: Mapped[datetime]
    by: Mapped[str]


class Document(Model):
    __table_args__ = (
        Index("ix_document_number", "number"),
        CheckConstraint("(digest = '') = (byte_count = 0) AND (digest = '') = (mimetype = '')", "whole_scan"),
    )

    id: Mapped[primary_key]
    scheme_id: Mapped[int] = mapped_column(ForeignKey("scheme.id"), index=True)
    type: Mapped[str]
    number: Mapped[str]
    on: Mapped[date]
    issuer: Mapped[str] = mapped_column(default="")
    signer: Mapped[str] = mapped_column(default="")
    summary: Mapped[str] = mapped_column(default="")
    is_released: Mapped[bool] = mapped_column(default=False)
    digest: Mapped[str] = mapped_column(default="")  # of its scan in the private storage; empty: none yet
    mimetype: Mapped[str] = mapped_column(default="")
    file_name: Mapped[str] = mapped_column(default="")
    byte_count: Mapped[int] = mapped_column(default=0)
    added_by: Mapped[int | None]
    added_at: Mapped[datetime | None]
